// Says whether the server is reachable, in words and not by colour alone.
export default {
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
    part(address) {
      location.replace(address);
    },
  },
  mounted() {
    this.heard = (event) => (this.online = event.detail);
    window.addEventListener("regimen-connection", this.heard);
  },
  beforeUnmount() {
    window.removeEventListener("regimen-connection", this.heard);
  },
};
