// An address to hand over: selected by a click, copied by the button also where the clipboard is shut.
export default {
  props: { address: String, hint: String },
  data() {
    return { said: "" };
  },
  template: `
    <div class="one-time-link">
      <label :for="$.uid + '-link'">One-time link</label>
      <div class="one-time-link-row">
        <input :id="$.uid + '-link'" ref="line" class="field-input" readonly :value="address" @focus="$refs.line.select()" />
        <button type="button" class="btn btn-primary" @click="copy">Copy</button>
      </div>
      <p class="muted small">{{ hint }}</p>
      <p class="small" role="status">{{ said }}</p>
    </div>`,
  watch: {
    address() {
      this.said = "";
    },
  },
  methods: {
    async copy() {
      this.$refs.line.select();
      let isCopied = false;
      try {
        if (navigator.clipboard) {
          await navigator.clipboard.writeText(this.address);
          isCopied = true;
        }
      } catch {
        isCopied = false;
      }
      if (!isCopied) isCopied = document.execCommand("copy");
      this.said = isCopied ? "Copied." : "Select it and copy it with the keyboard.";
    },
  },
};
