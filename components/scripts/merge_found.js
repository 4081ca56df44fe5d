// Patients that may be the other record, each a button.
export default {
  props: { patients: Array, nobody: String },
  emits: ["pick"],
  template: `
    <div class="picker">
      <ul v-if="patients.length" aria-label="Patients found">
        <li v-for="[key, name, facts, alike] in patients" :key="key">
          <button type="button" class="pick" @click="$emit('pick', key)">
            <span class="pick-name any-text">{{ name }}</span><span class="pick-alike">{{ alike }}</span>
            <span class="pick-facts any-text">{{ facts }}</span>
          </button>
        </li>
      </ul>
      <p v-else class="muted" role="status">{{ nobody }}</p>
    </div>`,
};
