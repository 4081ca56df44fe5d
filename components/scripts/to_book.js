// What waits to be booked, most overdue first: a card each, with its way into the booking dialog.
//
// A card is `.to-book-card` with its session in `data-session`, and whose it is in `data-who` where it can
// be dragged onto the grid; pressing its button reports `book` or, where a booking needs moving, `move`.
export default {
  props: { list: Object },
  emits: ["book", "move"],
  template: `
    <div class="to-book-body">
      <p v-if="list.empty" class="calendar-none">{{ list.empty }}</p>
      <ul v-else class="to-book-cards" aria-label="Sessions to book">
        <li v-for="card in list.cards" :key="card.session" class="to-book-card"
            :class="{ 'is-overdue': card.overdue }" :data-session="card.session"
            :data-who="card.act === 'book' && !card.refusal ? card.patient : undefined">
          <a class="to-book-name any-text" :href="'/sessions/' + card.session">{{ card.patient }}</a>
          <span class="to-book-what any-text">{{ card.what }}</span>
          <span class="to-book-due">
            <i class="icon" :class="'i-' + card.icon" aria-hidden="true"></i>{{ card.due }}
          </span>
          <button type="button" class="btn btn-plain to-book-press" :aria-label="card.name" :title="card.refusal || undefined"
                  :aria-disabled="card.refusal ? 'true' : undefined"
                  @click="card.refusal || $emit(card.act, { session: card.session })">
            <i class="icon" :class="card.act === 'move' ? 'i-move' : 'i-plus'" aria-hidden="true"></i>{{ card.label }}
          </button>
        </li>
      </ul>
      <a v-if="list.more" class="to-book-more" :href="list.href">{{ list.more }}</a>
    </div>`,
};
