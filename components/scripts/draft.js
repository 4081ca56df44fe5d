// Keeps what is typed into a form in this tab until it is saved or given up, so that neither a server
// that is away nor a reload takes it. Each field gives its value with kept() and takes it with putBack().
const PLACE = "regimen-draft:";
const HEARD = ["input", "change", "click"];

export default {
  props: { form: String, fields: Object, mark: Object, fresh: Boolean, round: Number },
  emits: ["found", "dropped"],
  template: `<span hidden></span>`,
  mounted() {
    this.heard = () => setTimeout(this.look); // the fields themselves hear of it after the document
    for (const name of HEARD) document.addEventListener(name, this.heard, true);
    window.addEventListener("pagehide", this.look);
    this.begin();
  },
  beforeUnmount() {
    for (const name of HEARD) document.removeEventListener(name, this.heard, true);
    window.removeEventListener("pagehide", this.look);
  },
  watch: {
    round() {
      this.begin();
    },
    mark() {
      this.told = this.mark;
      if (this.form && this.written) this.write(this.values());
    },
  },
  methods: {
    async begin() {
      const round = (this.begun = this.round);
      this.first = this.written = null;
      this.told = this.mark;
      if (this.fresh) this.forget();
      await this.$nextTick(); // what the fields begin with is in them by then
      await this.$nextTick();
      if (!this.form || round !== this.begun) return;
      const kept = JSON.parse(sessionStorage.getItem(PLACE + this.form));
      const names = Object.keys(this.fields);
      if (kept) this.$emit("found", (this.told = kept.mark));
      if (!names.length) return;
      this.first = JSON.stringify(this.values());
      if (!kept) return;
      this.written = JSON.stringify(kept.values);
      for (const name of names) if (name in kept.values) this.field(name)?.putBack(kept.values[name]);
    },
    field(name) {
      return this.$root.$refs["r" + this.fields[name]];
    },
    values() {
      return Object.fromEntries(Object.keys(this.fields).map((name) => [name, this.field(name)?.kept()]));
    },
    look() {
      if (!this.form || this.first === null) return;
      if (Object.keys(this.fields).some((name) => !this.field(name))) return;
      const values = this.values();
      const now = JSON.stringify(values);
      if (now === (this.written ?? this.first)) return;
      if (now === this.first) this.forget();
      else this.write(values);
    },
    write(values) {
      this.written = JSON.stringify(values);
      const { pathname: path } = location;
      sessionStorage.setItem(PLACE + this.form, JSON.stringify({ path, at: Date.now(), mark: this.told, values }));
    },
    forget() {
      this.written = null;
      sessionStorage.removeItem(PLACE + this.form);
    },
    drop(form) {
      if (form === this.form) this.first = this.written = null;
      sessionStorage.removeItem(PLACE + form);
      this.$emit("dropped");
    },
  },
};
