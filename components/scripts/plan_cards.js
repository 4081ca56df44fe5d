// One card a treatment plan; pressing one narrows the list to it, pressing it again takes that back.
export default {
  props: { cards: Array, pressed: Number },
  emits: ["press"],
  template: `
    <ul class="plans" aria-label="Treatment plans">
      <li v-for="card in cards" :key="card.id" class="plan" :class="{ 'is-pressed': card.id === pressed }">
        <div class="plan-top">
          <span class="plan-state" :class="'tone-' + card.tone">
            <i class="icon" :class="'i-' + card.icon" aria-hidden="true"></i>{{ card.state }}
          </span>
          <span class="plan-count">{{ card.completed }} of {{ card.total }}</span>
        </div>
        <h2>
          <button type="button" :aria-pressed="card.id === pressed ? 'true' : 'false'"
            @click="$emit('press', { plan: card.id })">
            <span class="plan-goal">{{ card.goal }}</span>
            <span class="plan-treatment">{{ card.treatment }}</span>
          </button>
        </h2>
        <progress :value="card.completed" :max="card.total"
          :aria-label="card.completed + ' of ' + card.total + ' sessions completed'"></progress>
        <p class="plan-next" :class="{ 'is-overdue': card.overdue }">
          <i class="icon" :class="'i-' + (card.overdue ? 'alert' : 'calendar')" aria-hidden="true"></i>
          <span>{{ card.next }}</span>
        </p>
        <p class="plan-terms">{{ card.terms }}</p>
      </li>
    </ul>`,
};
