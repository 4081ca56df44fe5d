// A provider's day: one booking large, with what can be done to it under the thumb, and the day as a
// list below. Everything is keyed, so that an update leaves focus and scroll where they are.
const icon = (name) => `<i class="icon i-${name}" aria-hidden="true"></i>`;
const mark = (what) => `<span class="mark" :class="'tone-' + ${what}[2]"><i class="icon" :class="'i-' + ${what}[1]" aria-hidden="true"></i><span>{{ ${what}[0] }}</span></span>`;

const ITEM = `
  <div class="my-day-item-head">
    <h3 class="any-text">{{ item.name }}</h3><span class="muted">{{ item.units }}</span>
  </div>
  <p v-if="item.performed" class="my-day-done">${icon("check")}<span class="any-text">{{ item.performed }}</span></p>
  <p v-if="item.note" class="my-day-note any-text">{{ item.note }}</p>
  <p v-else-if="item.missing" class="my-day-missing">${icon("note")}<span>Note missing</span></p>
  <div class="my-day-actions">
    <button v-for="[name, label, why] in [item.mark, item.write]" :key="name" type="button" class="btn"
      :class="{ 'btn-primary': name === urgent(item) }" :aria-label="label + ': ' + item.name"
      :aria-disabled="why ? 'true' : undefined" :aria-describedby="why ? 'my-day-why-' + item.id + name : undefined"
      @click="why || $emit('act', name, item.id)">{{ label }}</button>
  </div>
  <template v-for="[name, label, why] in [item.mark, item.write]" :key="name">
    <p v-if="why" class="my-day-why" :id="'my-day-why-' + item.id + name">{{ label }}: {{ why }}</p>
  </template>`;

const CARD = `
  <section class="panel my-day-card" :key="shown.key" aria-labelledby="my-day-patient">
    <div class="my-day-when">
      <span class="my-day-turn">{{ turn }}</span><span class="my-day-time">{{ shown.time }}</span>${mark("shown.status")}
    </div>
    <h2 id="my-day-patient"><a class="any-text" :href="shown.patient_href">{{ shown.patient }}</a></h2>
    <p v-if="shown.called" class="muted any-text">{{ shown.called }}</p>
    <p class="any-text">{{ shown.what }}</p>
    <p class="muted any-text">{{ shown.where }}</p>
    <div v-if="shown.alerts.length" class="session-alerts" role="note" aria-label="Alerts">${icon("alert")}
      <ul><li v-for="alert in shown.alerts" :key="alert" class="any-text">{{ alert }}</li></ul>
    </div>
    <ul class="my-day-items" aria-label="Items">
      <li v-for="item in shown.items" :key="item.id">${ITEM}</li>
      <li v-if="!shown.items.length" class="muted">No items hang on this any more.</li>
    </ul>
    <div class="my-day-bar">
      <button v-if="shown.main" :key="shown.main[0]" type="button" class="btn btn-primary my-day-main" @click="$emit('act', shown.main[0], shown.about)">{{ shown.main[1] }}</button>
      <button v-for="[name, label] in shown.others" :key="name" type="button" class="btn" @click="$emit('act', name, shown.about)">{{ label }}</button>
      <a class="btn btn-quiet" :href="shown.session">Open session</a>
    </div>
  </section>`;

// Who was chosen, until the server has told the rest: nothing can be pressed for anybody else meanwhile.
const COMING = `
  <section v-for="row in [coming]" :key="'coming-' + row.key" class="panel my-day-card" aria-busy="true" aria-labelledby="my-day-patient">
    <div class="my-day-when"><span class="my-day-turn">Chosen</span><span class="my-day-time">{{ row.time }}</span>${mark("row.status")}</div>
    <h2 id="my-day-patient"><span class="any-text">{{ row.patient }}</span></h2>
    <p class="any-text">{{ row.what }}, {{ row.place }}</p>
    <span v-for="n in 3" :key="n" class="skeleton" aria-hidden="true"></span>
  </section>`;

const ROW = `
  <button type="button" class="my-day-row" :class="{ 'is-picked': row.key === picked }" :aria-current="row.key === picked ? 'true' : undefined"
    @click="pick(row.key)">
    <span class="my-day-row-time">{{ row.time }}</span>
    <span class="my-day-row-who any-text">{{ row.patient }}</span>
    <span class="my-day-row-what any-text">{{ row.what }}, {{ row.place }}</span>
    <span class="my-day-row-where any-text">{{ row.where }}</span>
    <span class="my-day-row-marks">${mark("row.status")}
      <span v-for="[name, text] in row.flags" :key="name" class="my-day-flag" :class="'is-' + name"><i class="icon" :class="'i-' + name" aria-hidden="true"></i><span>{{ text }}</span></span>
    </span>
  </button>`;

export default {
  props: { day: Object, shown: Object },
  emits: ["pick", "act"],
  template: `
    <div class="my-day">
      <div v-if="!day.rows" class="panel my-day-card" aria-hidden="true"><span v-for="n in 4" :key="n" class="skeleton"></span></div>
      <div v-else-if="!day.rows.length" class="panel my-day-empty">${icon("check")}<p class="any-text">{{ day.empty }}</p></div>
      <template v-else>
        <div class="my-day-now">
          <p v-if="day.over && !shown" class="panel my-day-empty">${icon("check")}<span>Nobody else comes today.</span></p>
          <template v-if="coming">${COMING}</template>
          <template v-else-if="shown">${CARD}</template>
        </div>
        <div class="my-day-side">
          <section v-if="next" class="panel my-day-next" aria-labelledby="my-day-next">
            <h2 id="my-day-next">Next</h2>
            <template v-for="row in [next]" :key="row.key">${ROW}</template>
          </section>
          <section class="panel" aria-labelledby="my-day-list">
            <h2 id="my-day-list">The whole day</h2>
            <ol class="my-day-list"><li v-for="row in day.rows" :key="row.key">${ROW}</li></ol>
          </section>
        </div>
      </template>
    </div>`,
  data() {
    return { chosen: "", picks: 0 };
  },
  computed: {
    /** The row that was chosen and is not shown yet; the server says how many choices it has heard. */
    coming() {
      if (this.picks <= this.day.heard || this.shown?.key === this.chosen) return undefined;
      return this.day.rows.find((row) => row.key === this.chosen);
    },
    picked() {
      return this.coming ? this.chosen : this.day.picked;
    },
    /** Who the clock brings next, unless it is shown large already. */
    next() {
      return this.day.rows.find((row) => row.key === this.day.following && row.key !== this.day.picked);
    },
    turn() {
      if (this.shown.key === this.day.current) return "Now";
      return this.shown.key === this.day.following ? "Next" : "Chosen";
    },
  },
  methods: {
    pick(key) {
      this.chosen = key;
      this.picks += 1;
      this.$emit("pick", key, this.picks);
    },
    /** What this item waits for: to be performed once the procedure runs, then its note. */
    urgent(item) {
      if (item.missing) return "document";
      return this.shown.main?.[0] === "check_out" ? "perform" : "";
    },
  },
};
