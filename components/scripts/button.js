// A button that can say why it cannot be pressed just now, and is pressed once while it works.
export default {
  props: { label: String, icon: String, kind: String, refusal: String, busy: Boolean, name: String, submit: Boolean },
  emits: ["press"],
  template: `
    <button :type="submit ? 'submit' : 'button'" class="btn" :class="classes" :aria-label="name || undefined"
      :aria-disabled="refusal || busy ? 'true' : undefined" :aria-busy="busy ? 'true' : undefined"
      :title="refusal || (label ? undefined : name)" :aria-describedby="refusal ? $attrs.id + '-why' : undefined"
      @click="press">
      <i v-if="icon" class="icon" :class="'i-' + icon" aria-hidden="true"></i>
      <span v-if="label">{{ label }}</span>
      <span v-if="refusal" :id="$attrs.id + '-why'" class="visually-hidden" aria-hidden="true">{{ refusal }}</span>
    </button>`,
  computed: {
    classes() {
      return ["btn-" + (this.kind || "plain"), this.label ? "" : "btn-icon"];
    },
  },
  methods: {
    press(event) {
      if (this.refusal || this.busy) return event.preventDefault();
      this.$emit("press");
    },
    focus() {
      this.$el.focus({ preventScroll: true });
    },
  },
};
