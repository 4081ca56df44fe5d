// Stands in every page for its lock: hands the browser's side (lock_cover.js) what it needs to know.
export default {
  props: { who: Number, seconds: Number, seal: String },
  emits: ["active"],
  template: `<span hidden></span>`,
  mounted() {
    const { who, seconds, seal } = this;
    window.regimenLock?.begin({ who, seconds, seal, onActive: () => this.$emit("active") });
  },
  methods: {
    cover() {
      window.regimenLock.cover();
    },
    uncover() {
      window.regimenLock.uncover();
    },
    handOver() {
      window.regimenLock.handOver();
    },
  },
};
