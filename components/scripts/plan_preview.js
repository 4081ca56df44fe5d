// The sessions that saving a plan would make, each with its target date, items and price.
export default {
  props: { sessions: Array, total: String, problem: String },
  template: `
    <section class="plan-preview" aria-label="Sessions to be made">
      <h3>Sessions</h3>
      <p v-if="problem" class="plan-preview-problem" role="status">{{ problem }}</p>
      <ol v-else>
        <li v-for="[position, due, items, price] in sessions" :key="position">
          <span class="preview-number">{{ position }}</span>
          <span class="preview-due">{{ due }}</span><span class="preview-price">{{ price }}</span>
          <span class="preview-items any-text">{{ items }}</span>
        </li>
      </ol>
      <p v-if="!problem" class="preview-total"><span>Together</span><span>{{ total }}</span></p>
    </section>`,
};
