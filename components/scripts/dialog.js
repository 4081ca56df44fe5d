// A native modal dialog: it traps the focus and gives it back to where it came from, or to the
// heading of the page when that is gone.
const GAP = 8;

export default {
  props: { title: String, shown: Boolean, wide: Boolean, near: String },
  emits: ["dismiss"],
  template: `
    <dialog class="dialog" :class="{ 'dialog-wide': wide, 'dialog-near': near }" :aria-labelledby="$attrs.id + '-title'"
      @click.self="near && $emit('dismiss')" @cancel.prevent="$emit('dismiss')" @keydown.esc.stop>
      <div class="dialog-head">
        <h2 :id="$attrs.id + '-title'" tabindex="-1">{{ title }}</h2>
        <button type="button" class="btn btn-quiet btn-icon" aria-label="Close" @click="$emit('dismiss')">
          <i class="icon i-close" aria-hidden="true"></i>
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
      this.stand();
      const first = this.$el.querySelector("[data-autofocus]") || this.$el.querySelector("h2");
      first.focus({ preventScroll: true });
    },
    /** A card stands beside what was pressed, where the screen has room for both. */
    stand() {
      const at = this.near && document.querySelector(`[data-key="${CSS.escape(this.near)}"]`);
      if (!at || innerWidth < 720) return;
      const [box, own] = [at.getBoundingClientRect(), this.$el.getBoundingClientRect()];
      const right = box.right + GAP + own.width < innerWidth - GAP;
      const left = right ? box.right + GAP : Math.max(GAP, box.left - own.width - GAP);
      const top = Math.max(GAP, Math.min(box.top, innerHeight - own.height - GAP));
      Object.assign(this.$el.style, { margin: 0, left: left + "px", top: top + "px" });
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
