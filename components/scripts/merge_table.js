// Two records side by side: of each field the value that is kept is picked by a radio button.
export default {
  props: { heads: Array, fields: Array, other: Number },
  emits: ["choose", "again"],
  template: `
    <table class="merge-table" aria-label="Both records">
      <thead>
        <tr><td></td><th v-for="[title, hint] in heads" :key="title" scope="col"><span class="any-text">{{ title }}</span><span class="merge-hint">{{ hint }}</span></th></tr>
      </thead>
      <tbody>
        <tr v-for="[name, label, values, picked] in fields" :key="name">
          <th scope="row">{{ label }}</th>
          <td v-if="picked === null" colspan="2" class="merge-both any-text">{{ values[0] }}</td>
          <td v-for="(value, at) in picked === null ? [] : values" :key="at">
            <label class="merge-pick" :class="{ 'is-kept': chosen[name] === at }">
              <input type="radio" :name="$attrs.id + name" :value="at" v-model="chosen[name]" :aria-label="label + ': ' + value" @change="$emit('choose', { name, at })">
              <span class="any-text">{{ value }}</span>
            </label>
          </td>
        </tr>
      </tbody>
    </table>`,
  data() {
    return { chosen: this.now() };
  },
  watch: {
    fields() {
      this.chosen = this.now();
    },
  },
  methods: {
    kept() {
      return this.other ? { other: this.other, chosen: this.chosen } : null;
    },
    putBack(value) {
      if (value) this.$emit("again", value);
    },
    now() {
      return Object.fromEntries(this.fields.map(([name, , , picked]) => [name, picked]));
    },
  },
};
