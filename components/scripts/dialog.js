// A native modal dialog: it traps the focus and gives it back to where it came from, or to the
// heading of the page when that is gone.
export default {
  props: { title: String, shown: Boolean, wide: Boolean },
  emits: ["dismiss"],
  template: `
    <dialog class="dialog" :class="{ 'dialog-wide': wide }" :aria-labelledby="$attrs.id + '-title'"
      @cancel.prevent="$emit('dismiss')" @keydown.esc.stop>
      <div class="dialog-head">
        <h2 :id="$attrs.id + '-title'" tabindex="-1">{{ title }}</h2>
        <button type="button" class="btn btn-quiet btn-icon" aria-label="Close" @click="$emit('dismiss')">
          <svg class="icon" aria-hidden="true"><use href="#i-close" /></svg>
        </button>
      </div>
      <div class="dialog-body"><slot></slot></div>
    </dialog>`,
  mounted() {
    if (this.shown) this.open();
  },
  beforeUnmount() {
    this.close();
  },
  watch: {
    shown(now) {
      if (now) this.open();
      else this.close();
    },
  },
  methods: {
    top() {
      this.$el.querySelector(".dialog-body").scrollTop = 0;
    },
    open() {
      if (this.$el.open) return;
      this.from = document.activeElement;
      this.$el.showModal();
      const first = this.$el.querySelector("[data-autofocus]") || this.$el.querySelector("h2");
      first.focus({ preventScroll: true });
    },
    close() {
      if (!this.$el.open) return;
      this.$el.close();
      requestAnimationFrame(() => {
        const back = this.from?.isConnected ? this.from : document.querySelector("#main h1");
        back?.focus({ preventScroll: true });
      });
    },
  },
};
