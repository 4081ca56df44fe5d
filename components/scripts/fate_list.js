// What becomes of every row: a count for each fate, and the rows of one of them, a page at a time.
export default {
  props: { counts: Array, shown: String, rows: Array, page: String, hasMore: Boolean, hasBefore: Boolean },
  emits: ["pick", "turn"],
  template: `
    <div class="fates">
      <fieldset class="segments fate-picks">
        <legend class="visually-hidden">Rows shown</legend>
        <label v-for="[key, name, count] in counts" :key="key" class="segment">
          <input type="radio" class="visually-hidden" :name="$attrs.id + '-fate'" :value="key" :checked="key === shown" @change="$emit('pick', key)">
          <span class="fate-pick">{{ name }}<b class="num">{{ count }}</b></span>
        </label>
      </fieldset>
      <div class="panel fate-panel">
        <table class="fate-table" aria-label="Rows">
          <thead><tr><th scope="col">Row</th><th scope="col">Who or what</th><th scope="col">Fate</th><th scope="col">Why</th></tr></thead>
          <tbody>
            <tr v-for="[key, file, row, who, fate, tone, column, reason] in rows" :key="key">
              <td class="num">{{ row }}<span v-if="file" class="fate-file any-text muted">{{ file }}</span></td>
              <td class="any-text">{{ who || 'No name' }}</td>
              <td><span class="fate" :class="'fate-' + tone">{{ fate }}</span></td>
              <td class="any-text"><b v-if="column">{{ column }}: </b>{{ reason }}</td>
            </tr>
          </tbody>
        </table>
        <div class="fate-foot">
          <span class="muted small" role="status">{{ page }}</span>
          <button type="button" class="btn" :disabled="!hasBefore" @click="$emit('turn', -1)">Previous page</button>
          <button type="button" class="btn" :disabled="!hasMore" @click="$emit('turn', 1)">Next page</button>
        </div>
      </div>
    </div>`,
};
