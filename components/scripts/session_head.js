// The head of one session: the way back to the list it came from, neighbours, status and dates.
const PLACE = "regimen-row";
const icon = (name) => `<i class="icon i-${name}" aria-hidden="true"></i>`;

export default {
  props: { session_id: Number, head: Object },
  emits: ["act"],
  template: `
    <header class="session-head">
      <nav class="session-nav" aria-label="Session">
        <a class="btn btn-quiet" :href="back.href" @click="goBack">${icon("arrow-left")}<span>{{ back.text }}</span></a>
        <div class="session-near">
          <a v-if="head.before" class="btn" :href="head.before[0]" :aria-label="'Previous session, ' + head.before[1]">${icon("chevron-left")}<span>{{ head.before[1] }}</span></a>
          <span class="session-place" aria-current="page">{{ head.place }}</span>
          <a v-if="head.after" class="btn" :href="head.after[0]" :aria-label="'Next session, ' + head.after[1]"><span>{{ head.after[1] }}</span>${icon("chevron-right")}</a>
          <a class="btn btn-quiet btn-icon" :href="'/print/sessions/' + session_id" target="_blank" rel="noopener" aria-label="Print this session" title="Print this session">${icon("print")}</a>
        </div>
      </nav>
      <div class="session-title any-text"><slot></slot></div>
      <div class="session-state">
        <div class="session-state-now">
          <span class="chip" :class="'tone-' + head.status[2]"><i class="icon" :class="'i-' + head.status[1]" aria-hidden="true"></i><span>{{ head.status[0] }}</span></span>
          <span class="muted">{{ head.reason }}</span>
          <span v-if="head.plan_cancelled" class="flag tone-faint">${icon("close")}plan cancelled</span>
        </div>
        <div class="session-state-when">
          ${icon("calendar")}
          <span v-if="head.day"><strong>{{ head.day }}</strong>, <span class="nowrap">{{ head.time }}</span></span>
          <span v-else class="muted">not scheduled</span>
          <span v-if="head.running" class="flag tone-blue">${icon("clock")}in progress</span>
        </div>
        <div v-if="head.due" class="session-state-when">
          ${icon("clock")}<span class="muted">{{ head.due }}</span>
          <span v-if="head.overdue" class="flag tone-red">${icon("alert")}overdue</span>
        </div>
        <div class="session-book">
          <button type="button" class="btn btn-primary" :aria-disabled="head.book[2] ? 'true' : undefined"
            :aria-describedby="head.book[2] ? 'session-book-why' : undefined" @click="book">${icon("plus")}<span>{{ head.book[1] }}</span></button>
          <span v-if="head.book[2]" id="session-book-why" class="faint small">{{ head.book[2] }}</span>
        </div>
      </div>
      <div v-if="head.alerts.length" class="session-alerts" role="note" aria-label="Alerts">
        ${icon("alert")}<ul><li v-for="alert in head.alerts" :key="alert" class="any-text">{{ alert }}</li></ul>
      </div>
    </header>`,
  data() {
    return { back: { href: "/sessions", text: "All sessions" } };
  },
  mounted() {
    let at = "";
    try {
      at = JSON.parse(sessionStorage.getItem(PLACE) || "null")?.at || "";
    } catch {}
    if (!/^\/(sessions|calendar|patients\/)/.test(at)) return;
    const text = at.startsWith("/calendar") ? "Calendar" : at.startsWith("/patients") ? "Patient" : "Sessions";
    this.back = { href: at, text: "Back to " + text.toLowerCase() };
  },
  methods: {
    book() {
      if (!this.head.book[2]) this.$emit("act", "book", this.session_id);
    },
    // When the list is the step before this one, going back to it keeps its scroll and focus.
    goBack(event) {
      if (event.metaKey || event.ctrlKey || event.shiftKey || !window.navigation?.currentEntry) return;
      const before = window.navigation.entries()[window.navigation.currentEntry.index - 1];
      if (!before || new URL(before.url).pathname + new URL(before.url).search !== this.back.href) return;
      event.preventDefault();
      event.stopPropagation();
      history.back();
    },
  },
};
