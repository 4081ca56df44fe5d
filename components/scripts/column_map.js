// What each column of a sheet means: its heading, what its cells say, and a choice of fields.
export default {
  props: { label: String, columns: Array, options: Array, disabled: Boolean },
  emits: ["change"],
  template: `
    <table class="column-map" :aria-label="label">
      <thead><tr><th scope="col">Column</th><th scope="col">Its cells say</th><th scope="col">Is</th></tr></thead>
      <tbody>
        <tr v-for="([heading, samples, field], at) in columns" :key="at">
          <th scope="row" class="any-text">{{ heading }}</th>
          <td class="any-text muted">
            <span v-for="(sample, n) in samples" :key="n" class="column-sample">{{ sample }}</span>
            <span v-if="!samples.length">Nothing in the first rows</span>
          </td>
          <td class="field">
            <select :aria-label="'Meaning of ' + heading" :value="field" :disabled="disabled" :class="{ 'is-out': !field }" @change="$emit('change', [at, $event.target.value])">
              <option v-for="[value, name] in options" :key="value" :value="value">{{ name }}</option>
            </select>
          </td>
        </tr>
      </tbody>
    </table>`,
};
