// The scopes as tabs: the choice shows at once, the rows and counts follow.
export default {
  props: { scopes: Array, scope: String, counts: Object, panel: String },
  emits: ["pick"],
  template: `
    <div>
      <div role="tablist" aria-label="Scope" class="scope-tabs" @keydown="key">
        <button v-for="[key, label] in scopes" :key="key" type="button" role="tab" class="scope" :data-key="key"
          :aria-selected="key === picked ? 'true' : 'false'" :tabindex="key === picked ? 0 : -1" :aria-controls="panel" @click="pick(key)">
          <span>{{ label }}</span> <span class="scope-count">{{ counts ? counts[key] : "…" }}</span>
        </button>
      </div>
      <div role="status" class="visually-hidden">{{ told }}</div>
    </div>`,
  data() {
    return { picked: this.scope, told: "", asked: false };
  },
  watch: {
    scope(now) {
      this.picked = now;
    },
    counts(now) {
      if (!this.asked) return;
      this.asked = false;
      const label = this.scopes.find(([key]) => key === this.picked)[1];
      this.told = `${label}: ${now[this.picked]} sessions`;
    },
  },
  mounted() {
    this.reveal();
  },
  methods: {
    pick(key) {
      this.asked = true;
      if (key !== this.picked) this.$emit("pick", key);
      this.picked = key;
      this.$nextTick(this.reveal);
    },
    key(event) {
      const at = this.scopes.findIndex(([key]) => key === this.picked);
      const last = this.scopes.length - 1;
      const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.pick(this.scopes[to][0]);
      this.$nextTick(() => this.$el.querySelector("[aria-selected=true]").focus());
    },
    reveal() {
      const bar = this.$el.querySelector(".scope-tabs");
      const tab = bar.querySelector("[aria-selected=true]");
      if (tab && bar.scrollWidth > bar.clientWidth) bar.scrollLeft = tab.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
    },
  },
};
