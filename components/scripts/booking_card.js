// One booking at a glance, with what can be done with it: the next step first; below the buttons, why
// those that are greyed out do nothing just now.
const icon = (name) => `<i class="icon i-${name}" aria-hidden="true"></i>`;

export default {
  props: { card: Object },
  emits: ["act"],
  template: `
    <div class="card-booking">
      <p class="card-place">{{ card.place }}</p>
      <p v-if="card.alerts" class="card-alerts tone-red">${icon("alert")}<span class="any-text">{{ card.alerts }}</span></p>
      <div class="card-when">
        <strong>{{ card.when }}</strong>
        <span class="mark" :class="'tone-' + card.status[2]"><i class="icon" :class="'i-' + card.status[1]" aria-hidden="true"></i><span>{{ card.status[0] }}</span></span>
      </div>
      <p class="card-where muted any-text">{{ card.where }}</p>
      <p v-if="card.moving" class="card-alerts tone-red">${icon("move")}<span class="any-text">needs moving: {{ card.moving }}</span></p>
      <ul class="card-items" aria-label="Items">
        <li v-for="[name, state] in card.items" :key="name + state"><span class="any-text">{{ name }}</span><span class="faint">{{ state }}</span></li>
      </ul>
      <p v-if="card.money" class="muted small">{{ card.money }}</p>
      <div class="card-actions">
        <button v-for="[name, label, why] in card.actions" :key="name" type="button" class="btn" :class="{ 'btn-primary': name === card.next }"
          :aria-disabled="why ? 'true' : undefined" :aria-describedby="why ? $attrs.id + '-' + name : undefined"
          @click="why || $emit('act', name)">{{ label }}</button>
      </div>
      <ul v-if="card.reasons.length" class="card-reasons">
        <li v-for="[why, labels, names] in card.reasons" :key="why">{{ labels }}: {{ why }}
          <span v-for="name in names" :key="name" :id="$attrs.id + '-' + name" hidden>{{ why }}</span>
        </li>
      </ul>
      <p class="card-end"><a class="btn" :href="card.href">Open session</a></p>
    </div>`,
};
