// The sessions of a plan in their order: each can be moved up or down, or dropped, by a press.
export default {
  props: { steps: Array, busy: Boolean },
  emits: ["move", "drop"],
  template: `
    <ol class="plan-steps" aria-label="Sessions">
      <li v-for="(step, at) in steps" :key="step.id" :class="{ 'is-fixed': step.fixed }">
        <span class="step-place">{{ step.place }}</span>
        <span class="step-what any-text"><span class="step-services">{{ step.services }}</span><span class="step-when">{{ step.when }}</span></span>
        <span class="chip" :class="'tone-' + step.tone"><i class="icon" :class="'i-' + step.icon" aria-hidden="true"></i><span>{{ step.status }}</span></span>
        <span class="step-acts">
          <button v-for="act in acts(step, at)" :key="act.name" type="button" class="btn btn-quiet btn-icon" :data-act="act.name + step.id"
            :aria-label="act.label + ' session ' + step.place" :title="act.why || act.label" :aria-disabled="act.why || busy ? 'true' : undefined"
            :aria-describedby="act.why ? $attrs.id + act.name + step.id : undefined" @click="act.why || busy || press(act, step)">
            <i class="icon" :class="'i-' + act.icon" aria-hidden="true"></i>
            <span v-if="act.why" class="visually-hidden" :id="$attrs.id + act.name + step.id">{{ act.why }}</span>
          </button>
        </span>
      </li>
    </ol>`,
  methods: {
    acts(step, at) {
      const up = this.steps[at - 1];
      const down = this.steps[at + 1];
      const why = (other, edge) => step.fixed || (other ? other.fixed && `Session ${other.place}: ${other.fixed}` : edge) || "";
      return [
        { name: "up", label: "Move up", icon: "sort-up", why: why(up, "It is the first."), by: -1 },
        { name: "down", label: "Move down", icon: "sort-down", why: why(down, "It is the last."), by: 1 },
        { name: "drop", label: "Drop", icon: "close", why: step.kept },
      ];
    },
    press(act, step) {
      if (act.name === "drop") return this.$emit("drop", step.id);
      this.focusNext = act.name + step.id;
      this.$emit("move", { id: step.id, by: act.by });
    },
  },
  updated() {
    if (!this.focusNext) return;
    const button = this.$el.querySelector(`[data-act="${this.focusNext}"]`);
    if (button && document.activeElement !== button) button.focus();
  },
};
