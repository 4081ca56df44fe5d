// A field with a list of options under it, after the ARIA pattern of a combobox with a list.
const MOST = 60;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[_/]/g, " ");

export default {
  props: { label: String, options: Array, value: String, stamp: Number, guess: String, error: String, hint: String, disabled: Boolean },
  emits: ["change"],
  template: `
    <div class="field combo" :class="{ 'has-error': error }" @focusout="left">
      <label :for="at">{{ label }}</label>
      <input :id="at" type="text" role="combobox" autocomplete="off" spellcheck="false" v-model="text" :disabled="disabled"
        aria-autocomplete="list" :aria-expanded="open ? 'true' : 'false'" :aria-controls="at + '-list'"
        :aria-activedescendant="open && found.length ? at + '-' + marked : undefined" :aria-invalid="error ? 'true' : undefined"
        :aria-describedby="[hint && at + '-hint', error && at + '-error'].filter(Boolean).join(' ') || undefined"
        @focus="$event.target.select()" @click="show" @input="typed"
        @keydown.down.prevent="move(1)" @keydown.up.prevent="move(-1)" @keydown.enter="enter" @keydown.esc="escape">
      <ul v-show="open" :id="at + '-list'" class="combo-list" role="listbox" aria-label="Choices">
        <li v-for="([key, name], n) in found" :key="key" :id="at + '-' + n" role="option" :aria-selected="key === chosen ? 'true' : 'false'"
          :class="{ 'is-marked': n === marked }" @pointerdown.prevent @click="choose(key)">{{ name }}</li>
        <li v-if="!found.length" class="combo-none" role="option" aria-disabled="true" aria-selected="false">Nothing matches.</li>
      </ul>
      <div v-if="hint" class="field-hint" :id="at + '-hint'">{{ hint }}</div>
      <div v-if="error" class="field-error" role="alert" :id="at + '-error'">{{ error }}</div>
    </div>`,
  data() {
    return { chosen: this.value, text: this.nameOf(this.value), open: false, wanted: "", marked: 0 };
  },
  computed: {
    at() {
      return this.$attrs.id + "-field";
    },
    found() {
      const words = plain(this.wanted).split(/\s+/).filter(Boolean);
      const fits = ([, name]) => words.every((word) => plain(name).includes(word));
      const isChosen = ([key]) => key === this.chosen;
      return [...this.options.filter(isChosen), ...this.options.filter((one) => !isChosen(one))].filter(fits).slice(0, MOST);
    },
  },
  watch: {
    stamp() {
      this.chosen = this.value;
      this.text = this.nameOf(this.value);
    },
  },
  mounted() {
    if (this.guess !== "zone" || this.value) return;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (this.options.some(([key]) => key === zone)) this.choose(zone);
  },
  methods: {
    nameOf(value) {
      return this.options.find(([key]) => key === value)?.[1] || "";
    },
    show() {
      if (this.open || this.disabled) return;
      this.wanted = "";
      this.open = true;
      this.mark(0);
    },
    typed() {
      this.open = true;
      this.wanted = this.text;
      this.mark(0);
    },
    mark(n) {
      this.marked = n;
      this.$nextTick(() => document.getElementById(`${this.at}-${n}`)?.scrollIntoView({ block: "nearest" }));
    },
    move(by) {
      if (!this.open) return this.show();
      if (this.found.length) this.mark((this.marked + by + this.found.length) % this.found.length);
    },
    enter(event) {
      if (!this.open) return;
      event.preventDefault();
      if (this.found.length) this.choose(this.found[this.marked][0]);
    },
    escape(event) {
      if (!this.open) return;
      event.stopPropagation();
      event.preventDefault();
      this.close();
    },
    left(event) {
      if (!this.$el.contains(event.relatedTarget)) this.close();
    },
    close() {
      this.open = false;
      this.text = this.nameOf(this.chosen);
    },
    choose(key) {
      const isNew = key !== this.chosen;
      this.chosen = key;
      this.close();
      if (isNew) this.$emit("change", key);
    },
    kept() {
      return this.chosen;
    },
    putBack(value) {
      this.choose(value);
    },
    focus() {
      document.getElementById(this.at)?.focus();
    },
  },
};
