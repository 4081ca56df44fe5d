// Native radio buttons drawn as one row of segments.
export default {
  props: { legend: String, options: Array, value: String },
  emits: ["change"],
  template: `
    <fieldset class="segments">
      <legend class="visually-hidden">{{ legend }}</legend>
      <label v-for="[key, name] in options" :key="key" class="segment">
        <input type="radio" class="visually-hidden" :name="$attrs.id + '-choice'" :value="key" v-model="chosen" @change="$emit('change', key)">
        <span>{{ name }}</span>
      </label>
    </fieldset>`,
  data() {
    return { chosen: this.value };
  },
  methods: {
    kept() {
      return this.chosen;
    },
    putBack(value) {
      this.chosen = value;
      this.$emit("change", value);
    },
  },
};
