// Says whether the server is reachable, in words and not by colour alone.
const DRAFT = "regimen-draft:";
const KEPT_MS = 24 * 3600 * 1000; // as long as the server knows the key of a form

export default {
  emits: ["left"],
  data() {
    return { online: true };
  },
  template: `
    <span class="connection" role="status" :title="text">
      <span class="connection-text">{{ text }}</span>
    </span>`,
  computed: {
    text() {
      return this.online ? "Connected" : "Offline";
    },
  },
  methods: {
    arrived(path) {
      window.regimenArrived?.(path);
    },
    begin() {
      setTimeout(() => window.regimenBegin?.(), 30);
    },
    forget(draft) {
      sessionStorage.removeItem(DRAFT + draft);
    },
    part(address) {
      location.replace(address);
    },
  },
  mounted() {
    const drafts = Object.entries(sessionStorage).filter(([name]) => name.startsWith(DRAFT));
    const left = drafts.filter(([name, draft]) => {
      const { path, at } = JSON.parse(draft);
      const isOld = Date.now() - at > KEPT_MS;
      if (isOld) sessionStorage.removeItem(name);
      return !isOld && path === location.pathname;
    });
    if (left.length) this.$emit("left", left.map(([name]) => name.slice(DRAFT.length)));
    this.heard = (event) => (this.online = event.detail);
    window.addEventListener("regimen-connection", this.heard);
  },
  beforeUnmount() {
    window.removeEventListener("regimen-connection", this.heard);
  },
};
