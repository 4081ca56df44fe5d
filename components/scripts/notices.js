// Messages over the page: polite ones go by themselves, refusals stay until they are closed.
const STAY_MS = 12000;

export default {
  data() {
    return { notices: [], count: 0 };
  },
  emits: ["act"],
  template: `
    <div class="notices">
      <div role="status">
        <div v-for="n in polite" :key="n.at" class="notice" @mouseenter="hold(n)" @focusin="hold(n)"
          @mouseleave="release(n)" @focusout="release(n)">
          <i class="icon i-check" aria-hidden="true"></i>
          <span class="notice-text">{{ n.text }}</span>
          <a v-if="n.href" class="btn" :href="n.href" @click="drop(n)">{{ n.link }}</a>
          <button v-if="n.action" type="button" class="btn" @click="act(n)">{{ n.action }}</button>
          <button type="button" class="btn btn-icon" aria-label="Close message" @click="drop(n)">
            <i class="icon i-close" aria-hidden="true"></i>
          </button>
        </div>
      </div>
      <div role="alert">
        <div v-for="n in urgent" :key="n.at" class="notice notice-alert">
          <i class="icon i-alert" aria-hidden="true"></i>
          <span class="notice-text">{{ n.text }}</span>
          <button type="button" class="btn btn-icon" aria-label="Close message" @click="drop(n)">
            <i class="icon i-close" aria-hidden="true"></i>
          </button>
        </div>
      </div>
    </div>`,
  computed: {
    polite() {
      return this.notices.filter((n) => !n.urgent);
    },
    urgent() {
      return this.notices.filter((n) => n.urgent);
    },
  },
  methods: {
    say(notice) {
      this.notices = this.notices.filter((n) => n.text !== notice.text).slice(-2);
      const said = { ...notice, at: ++this.count, timer: null };
      this.notices.push(said);
      if (!said.urgent) this.release(said);
    },
    hold(notice) {
      clearTimeout(notice.timer);
    },
    release(notice) {
      clearTimeout(notice.timer);
      notice.timer = setTimeout(() => this.drop(notice), STAY_MS);
    },
    drop(notice) {
      clearTimeout(notice.timer);
      this.notices = this.notices.filter((n) => n.at !== notice.at);
    },
    act(notice) {
      this.drop(notice);
      this.$emit("act", notice.key);
    },
  },
};
