// Free slots as toggle buttons. One tab stop: arrows, Home and End move between them.
export default {
  props: { slots: Array, picked: String, busy: Boolean, title: String, empty: String, parts: Array },
  emits: ["pick", "next", "again"],
  template: `
    <div class="slots-panel">
    <div class="slots-title">
      <div aria-live="polite"><span class="slots-day">{{ title }}</span> <span v-if="slots.length" class="slots-count">{{ slots.length }} free</span></div>
      <button type="button" class="btn btn-quiet" :aria-busy="busy ? 'true' : undefined" @click="busy || $emit('next')">Next free day<i class="icon i-chevron-right" aria-hidden="true"></i></button>
    </div>
    <div class="slots" ref="all" :class="{ 'slots-busy': busy }" role="group" aria-label="Free slots" :aria-busy="busy ? 'true' : undefined">
      <template v-for="group in groups" :key="group.name">
        <div role="group" :aria-label="group.name">
          <div class="slots-name" aria-hidden="true">{{ group.name }}</div>
          <div class="slots-grid" :class="{ 'slots-who': group.named }">
            <button v-for="s in group.slots" :key="s.key" type="button" class="slot" :data-key="s.key"
              :aria-pressed="s.key === chosen ? 'true' : 'false'" :tabindex="s.key === stop ? 0 : -1"
              @click="pick(s)" @keydown="step" @focus="active = s.key">
              <span>{{ s.time }}</span>
              <span v-if="s.who" class="slot-who any-text">{{ s.who }}</span>
            </button>
          </div>
        </div>
      </template>
      <div v-if="!slots.length && busy" class="slots-grid" aria-hidden="true">
        <div v-for="n in 12" :key="n" class="skeleton slot-skeleton"></div>
      </div>
      <p v-else-if="!slots.length" class="slots-empty">{{ empty }}</p>
    </div>
    </div>`,
  data() {
    return { chosen: this.picked, active: "", pressed: "" };
  },
  computed: {
    groups() {
      const slots = this.slots.map(([key, time, who, part]) => ({ key, time, who, part }));
      return this.parts
        .map((name, part) => ({ name, slots: slots.filter((s) => s.part === part), named: slots.some((s) => s.who) }))
        .filter((group) => group.slots.length);
    },
    stop() {
      const keys = this.slots.map((slot) => slot[0]);
      return [this.active, this.chosen].find((key) => keys.includes(key)) || keys[0];
    },
  },
  watch: {
    picked(now) {
      if (now !== this.pressed) this.pressed = ""; // another time was typed or proposed since
      this.chosen = now;
      this.$nextTick(this.reveal);
    },
    slots(now) {
      this.chosen = now.some((slot) => slot[0] === this.pressed) ? this.pressed : this.picked;
      const inside = this.$el.contains(document.activeElement) && document.activeElement.dataset.key;
      this.$nextTick(() => {
        this.reveal();
        if (inside && !this.$el.contains(document.activeElement)) this.$el.querySelector(".slot[tabindex='0']")?.focus({ preventScroll: true });
      });
    },
  },
  mounted() {
    requestAnimationFrame(this.reveal);
  },
  methods: {
    kept() {
      return this.pressed;
    },
    putBack(key) {
      this.pressed = key;
      this.$emit("again", key);
    },
    pick(slot) {
      this.chosen = this.pressed = slot.key;
      this.$emit("pick", slot.key);
    },
    reveal() {
      const all = this.$refs.all;
      const slot = all?.querySelector(".slot[aria-pressed='true']");
      if (!slot || all.scrollHeight <= all.clientHeight) return;
      const own = all.getBoundingClientRect();
      const at = slot.getBoundingClientRect();
      if (at.top < own.top || at.bottom > own.bottom) all.scrollTop += at.top - own.top - own.height / 3;
    },
    step(event) {
      const all = [...this.$el.querySelectorAll(".slot")];
      const at = all.indexOf(event.currentTarget);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key] ?? this.across(all, at, event.key);
      if (to === undefined) return;
      event.preventDefault();
      all[Math.min(Math.max(to, 0), all.length - 1)].focus();
    },
    across(all, at, key) {
      if (key !== "ArrowDown" && key !== "ArrowUp") return undefined;
      const from = all[at].getBoundingClientRect();
      const beyond = all
        .map((slot, index) => ({ index, box: slot.getBoundingClientRect() }))
        .filter(({ box }) => (key === "ArrowDown" ? box.top > from.top + 4 : box.top < from.top - 4));
      const far = ({ box }) => Math.abs(box.top - from.top) * 10 + Math.abs(box.left - from.left);
      return beyond.sort((a, b) => far(a) - far(b))[0]?.index ?? at;
    },
  },
};
