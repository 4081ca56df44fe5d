// Sessions to choose one of: buttons in a list; what does not fit says why and cannot be pressed.
export default {
  props: { rows: Array, empty: String, busy: Boolean },
  emits: ["pick"],
  template: `
    <div class="choice" :aria-busy="busy">
      <p v-if="!rows.length" class="muted choice-empty" role="status">{{ empty }}</p>
      <ul v-else aria-label="Sessions to book">
        <li v-for="row in rows" :key="row.id">
          <button type="button" class="choice-row" :data-session="row.id" :aria-disabled="row.refusal ? 'true' : undefined"
            @click="!row.refusal && $emit('pick', row.id)">
            <span class="choice-who any-text">{{ row.patient }}</span>
            <span class="choice-due" :class="{ 'is-overdue': row.overdue }">{{ row.due }}</span>
            <span class="choice-what any-text">{{ row.what }}</span>
            <span class="choice-long">{{ row.minutes }}</span>
            <span v-if="row.refusal" class="choice-why any-text">{{ row.refusal }}</span>
          </button>
        </li>
      </ul>
    </div>`,
};
