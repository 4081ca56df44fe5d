// Boxes to tick in groups; the box at a group's head ticks or clears all of it.
export default {
  props: { label: String, groups: Array, value: Array, stamp: Number, empty: String, error: String, disabled: Boolean },
  emits: ["change"],
  template: `
    <div class="ticks" role="group" :aria-label="label" :aria-describedby="error ? $attrs.id + '-error' : undefined">
      <p v-if="!groups.length" class="muted">{{ empty }}</p>
      <fieldset v-for="[name, options] in groups" :key="name" :disabled="disabled">
        <legend class="visually-hidden">{{ name }}</legend>
        <label class="tick tick-head">
          <input type="checkbox" :checked="isAll(options)" :indeterminate.prop="isSome(options)" :aria-label="'All: ' + name" @change="turnAll(options, $event)">
          <span class="any-text">{{ name }}</span><span class="tick-count">{{ countOf(options) }} of {{ options.length }}</span>
        </label>
        <div class="tick-options">
          <label v-for="[key, text] in options" :key="key" class="tick">
            <input type="checkbox" :value="key" v-model="ticked" @change="tell"><span class="any-text">{{ text }}</span>
          </label>
        </div>
      </fieldset>
      <div v-if="error" class="field-error" role="alert" :id="$attrs.id + '-error'">{{ error }}</div>
    </div>`,
  data() {
    return { ticked: [...(this.value || [])] };
  },
  watch: {
    stamp() {
      this.ticked = [...(this.value || [])];
    },
  },
  methods: {
    countOf(options) {
      return options.filter(([key]) => this.ticked.includes(key)).length;
    },
    isAll(options) {
      return this.countOf(options) === options.length;
    },
    isSome(options) {
      return this.countOf(options) > 0 && !this.isAll(options);
    },
    turnAll(options, event) {
      const keys = options.map(([key]) => key);
      const others = this.ticked.filter((key) => !keys.includes(key));
      this.ticked = event.target.checked ? [...others, ...keys] : others;
      this.tell();
    },
    kept() {
      return [...this.ticked];
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
