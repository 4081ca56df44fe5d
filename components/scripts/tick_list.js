// A few boxes to tick, each with a line that says what it means.
export default {
  props: { label: String, hint: String, options: Array, value: Array, stamp: Number, error: String, disabled: Boolean },
  emits: ["change"],
  template: `
    <fieldset class="tick-list" :disabled="disabled" :aria-describedby="told">
      <legend>{{ label }}</legend>
      <p v-if="hint" class="field-hint" :id="$attrs.id + '-hint'">{{ hint }}</p>
      <div v-for="[key, name, meaning] in options" :key="key" class="tick-line">
        <label class="tick">
          <input type="checkbox" :value="key" v-model="ticked" :aria-describedby="meaning ? $attrs.id + '-' + key : undefined" @change="tell">
          <span class="any-text">{{ name }}</span>
        </label>
        <p v-if="meaning" class="field-hint" :id="$attrs.id + '-' + key">{{ meaning }}</p>
      </div>
      <div v-if="error" class="field-error" role="alert" :id="$attrs.id + '-error'">{{ error }}</div>
    </fieldset>`,
  data() {
    return { ticked: [...(this.value || [])] };
  },
  computed: {
    told() {
      const by = [this.hint && this.$attrs.id + "-hint", this.error && this.$attrs.id + "-error"];
      return by.filter(Boolean).join(" ") || undefined;
    },
  },
  watch: {
    stamp() {
      this.ticked = [...(this.value || [])];
    },
  },
  methods: {
    kept() {
      return [...this.ticked].sort();
    },
    putBack(value) {
      this.ticked = value;
      this.tell();
    },
    tell() {
      this.$emit("change", this.kept());
    },
    focus() {
      this.$el.querySelector("input")?.focus();
    },
  },
};
