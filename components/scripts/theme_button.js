// Follows the device until somebody chooses; the choice is this browser's own.
const LOOKS = {
  device: ["i-theme", "Theme: as the device"],
  light: ["i-sun", "Theme: light"],
  dark: ["i-moon", "Theme: dark"],
};

export default {
  data() {
    return { theme: window.regimenTheme?.get() || "device" };
  },
  template: `
    <button type="button" class="btn btn-quiet btn-icon" :aria-label="look[1]" :title="look[1]" @click="turn">
      <i class="icon" :class="look[0]" aria-hidden="true"></i>
    </button>`,
  computed: {
    look() {
      return LOOKS[this.theme];
    },
  },
  methods: {
    turn() {
      this.theme = window.regimenTheme.next();
    },
  },
};
