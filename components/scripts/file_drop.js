// Choose files or drop them here: each is sent to the server as it is, with its progress.
export default {
  props: { label: String, hint: String, accept: String, to: String, disabled: Boolean },
  emits: ["sent", "failed"],
  template: `
    <div class="file-drop" :class="{ 'is-over': over, 'is-busy': busy }" @dragover.prevent="over = !disabled" @dragleave="over = false" @drop.prevent="dropped">
      <i class="icon i-note" aria-hidden="true"></i>
      <p :id="$attrs.id + '-hint'" class="muted small">{{ hint }}</p>
      <label class="btn btn-primary" :aria-disabled="disabled || busy ? 'true' : undefined">
        <span>{{ busy ? 'Sending …' : label }}</span>
        <input ref="input" type="file" class="visually-hidden" multiple :accept="accept" :disabled="disabled || busy" :aria-describedby="$attrs.id + '-hint'" @change="send($event.target.files)">
      </label>
      <p v-if="busy" class="small" role="status">{{ sending }}, {{ percent }} %</p>
      <progress v-if="busy" class="import-bar" max="100" :value="percent" :aria-label="'Sending ' + sending"></progress>
    </div>`,
  data() {
    return { over: false, busy: false, sending: "", percent: 0 };
  },
  methods: {
    dropped(event) {
      this.over = false;
      if (!this.disabled && !this.busy) this.send(event.dataTransfer.files);
    },
    async send(files) {
      const chosen = [...files];
      if (!chosen.length) return;
      this.busy = true;
      try {
        for (const file of chosen) await this.put(file);
        this.$emit("sent");
      } catch (problem) {
        this.$emit("failed", problem.message);
      } finally {
        this.busy = false;
        if (this.$refs.input) this.$refs.input.value = "";
      }
    },
    put(file) {
      this.sending = file.name;
      this.percent = 0;
      return new Promise((done, failed) => {
        const request = new XMLHttpRequest();
        request.open("PUT", `${this.to}?name=${encodeURIComponent(file.name)}`);
        request.setRequestHeader("Content-Type", "application/octet-stream");
        request.upload.onprogress = (event) => (this.percent = Math.floor((100 * event.loaded) / (event.total || 1)));
        request.onload = () => (request.status < 300 ? done() : failed(new Error(request.responseText.slice(0, 300))));
        request.onerror = () => failed(new Error(`${file.name} could not be sent; try again.`));
        request.send(file);
      });
    },
  },
};
