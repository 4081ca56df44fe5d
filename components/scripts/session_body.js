// One session's bookings, items, patient, plan, billing and history. Everything is keyed, so that an
// update changes what is different and leaves focus, scroll and folded parts alone.
const FLASH_MS = 2500;
const FEW = 8;
const icon = (name) => `<i class="icon i-${name}" aria-hidden="true"></i>`;
const mark = (what) => `<span class="mark" :class="'tone-' + ${what}[2]"><i class="icon" :class="'i-' + ${what}[1]" aria-hidden="true"></i><span>{{ ${what}[0] }}</span></span>`;

// Buttons in a row; below them, why those that are greyed out do nothing just now.
const Actions = {
  props: { list: Array, about: Number, main: String, at: String },
  emits: ["press"],
  template: `
    <div class="session-actions">
      <div class="cluster">
        <button v-for="[name, label, why] in list" :key="name" type="button" class="btn" :class="name === main ? 'btn-primary' : ''"
          :aria-disabled="why ? 'true' : undefined" :aria-describedby="why ? at + reasons.get(why).at : undefined"
          @click="why || $emit('press', name, about)">{{ label }}</button>
      </div>
      <ul v-if="reasons.size" class="session-reasons">
        <li v-for="[why, group] in reasons" :key="why" :id="at + group.at"><span>{{ group.labels.join(", ") }}:</span> {{ why }}</li>
      </ul>
    </div>`,
  computed: {
    reasons() {
      const found = new Map();
      for (const [, label, why] of this.list) {
        if (!why) continue;
        if (!found.has(why)) found.set(why, { labels: [], at: "-why-" + found.size });
        found.get(why).labels.push(label);
      }
      return found;
    },
  },
};

const BOOKING = `
  <div class="session-row-head">
    <h3 :id="'booking-' + b.id">{{ b.when }}</h3>${mark("b.status")}
  </div>
  <p class="session-where"><span>${icon("person")}<span class="any-text">{{ b.provider }}</span></span><span>${icon("slot")}<span class="any-text">{{ b.room }}</span></span><span>${icon("map-pin")}<span class="any-text">{{ b.location }}</span></span></p>
  <p class="muted any-text">{{ b.services }}</p>
  <p v-if="b.moving" class="session-warning tone-red">${icon("move")}<span><strong>needs moving</strong> {{ b.moving }}</span></p>
  <p v-if="b.ended" class="muted any-text">{{ b.ended }}</p>
  <p v-if="b.imported" class="faint small">Imported as it was.</p>
  <ol v-if="b.steps.length" class="session-steps" aria-label="Steps of this booking">
    <li v-for="(step, n) in b.steps" :key="step" :class="{ done: n <= b.at }" :aria-current="n === b.at ? 'step' : undefined">{{ step }}</li>
  </ol>
  <actions :list="b.actions" :about="b.id" :main="b.next" :at="'b' + b.id" @press="press"></actions>`;

const ITEM = `
  <div class="session-row-head">
    <div><h3 class="any-text" :id="'item-' + i.id">{{ i.name }}</h3><p class="faint small">{{ i.kind }}</p></div>
    <div class="session-price"><strong>{{ i.price }}</strong><span class="faint small">{{ i.each || i.units }}</span></div>
  </div>
  <dl class="session-item-facts">
    <div><dt>Booking</dt><dd v-if="i.booking"><span>{{ i.booking.when }}</span><span class="any-text">{{ i.booking.where }}</span>${mark("i.booking.status")}</dd><dd v-else class="faint">not booked</dd></div>
    <div><dt>Performed</dt><dd :class="{ faint: !i.performed }" class="any-text">{{ i.performed || "not performed yet" }}</dd></div>
    <div><dt>Note</dt><dd v-if="i.written || i.note"><span class="any-text session-note">{{ i.note }}</span><span class="faint small">{{ i.written }}</span></dd><dd v-else class="faint">no note yet</dd></div>
  </dl>
  <actions :list="i.actions" :about="i.id" :at="'i' + i.id" @press="press"></actions>`;

export default {
  components: { Actions },
  props: {
    session_id: Number, about: Object, items: Array, bookings: Array, billing: Object, history: Array, add_refusal: String,
  },
  emits: ["act"],
  template: `
    <div class="session-body">
      <div class="session-work">
        <section class="panel" aria-labelledby="bookings-title">
          <div class="session-panel-head"><h2 id="bookings-title">Bookings</h2></div>
          <p v-if="!active.length" class="session-none faint">No booking</p>
          <article v-for="b in active" :key="b.id" class="session-row" :class="{ flash: flashing.has('b' + b.id) }" :aria-labelledby="'booking-' + b.id">${BOOKING}</article>
          <details v-if="ended.length" class="session-ended">
            <summary>{{ ended.length === 1 ? "1 ended booking" : ended.length + " ended bookings" }}</summary>
            <article v-for="b in ended" :key="b.id" class="session-row" :class="{ flash: flashing.has('b' + b.id) }" :aria-labelledby="'booking-' + b.id">${BOOKING}</article>
          </details>
        </section>
        <section class="panel" aria-labelledby="items-title">
          <div class="session-panel-head"><h2 id="items-title">Items</h2>
            <div class="session-add"><span v-if="add_refusal" id="add-why" class="faint small">{{ add_refusal }}</span>
            <button type="button" class="btn" :aria-disabled="add_refusal ? 'true' : undefined" :aria-describedby="add_refusal ? 'add-why' : undefined"
              @click="add_refusal || press('add_item', session_id)">${icon("plus")}<span>Add item</span></button></div></div>
          <article v-for="i in items" :key="i.id" class="session-row" :class="{ flash: flashing.has('i' + i.id) }" :aria-labelledby="'item-' + i.id">${ITEM}</article>
        </section>
      </div>
      <div class="session-side">
        <section class="panel" aria-labelledby="patient-title">
          <div class="session-panel-head"><h2 id="patient-title">Patient</h2></div>
          <div class="panel-body">
            <a class="session-name any-text" :href="about.href">{{ about.patient }}</a>
            <dl class="session-facts"><div v-for="[name, value] in about.patient_facts" :key="name"><dt>{{ name }}</dt><dd class="any-text">{{ value }}</dd></div>
              <div><dt>Alerts</dt><dd class="any-text">{{ about.alerts }}</dd></div></dl>
          </div>
        </section>
        <section class="panel" aria-labelledby="plan-title">
          <div class="session-panel-head"><h2 id="plan-title">Treatment plan</h2></div>
          <div class="panel-body">
            <a class="session-name any-text" :href="about.href">{{ about.plan }}</a>
            <dl class="session-facts"><div v-for="[name, value] in about.plan_facts" :key="name"><dt>{{ name }}</dt><dd class="any-text">{{ value }}</dd></div></dl>
          </div>
        </section>
        <section v-if="billing" class="panel" aria-labelledby="billing-title" :class="{ flash: flashing.has('billing') }">
          <div class="session-panel-head"><h2 id="billing-title">Billing</h2>${mark("billing.status")}</div>
          <div class="panel-body">
            <p class="faint small">{{ billing.charged ? "Charged" : "Not charged yet; prices of the items" }}</p>
            <dl class="session-money">
              <div v-for="([name, amount], n) in billing.charges" :key="'c' + n"><dt class="any-text">{{ name }}</dt><dd>{{ amount }}</dd></div>
              <div class="session-sum"><dt>Total</dt><dd>{{ billing.total }}</dd></div>
              <div><dt>Deposit</dt><dd>{{ billing.deposit }}</dd></div>
              <div v-for="([name, when, amount], n) in billing.payments" :key="'p' + n"><dt>{{ name }}<span class="faint small any-text">{{ when }}</span></dt><dd>{{ amount }}</dd></div>
              <div><dt>Paid</dt><dd>{{ billing.paid }}</dd></div>
              <div class="session-sum"><dt>{{ billing.balance_name }}</dt><dd>{{ billing.balance }}</dd></div>
            </dl>
            <actions :list="billing.actions" :about="session_id" :at="'money'" @press="press"></actions>
          </div>
        </section>
      </div>
      <section class="panel session-history" aria-labelledby="history-title">
        <div class="session-panel-head"><h2 id="history-title">History</h2></div>
        <p v-if="!history.length" class="session-none faint">Nothing has happened yet.</p>
        <ol class="session-entries">
          <li v-for="h in told" :key="h.id" :class="{ flash: flashing.has('h' + h.id) }">
            <div><span class="session-change any-text">{{ h.summary || h.change }}</span><span class="faint small any-text">{{ h.at }}, {{ h.by }}</span></div>
            <button v-if="h.undo" type="button" class="btn btn-quiet" :aria-label="'Undo: ' + h.change + ', ' + h.at" @click="press('undo', h.id)">${icon("undo")}<span>Undo</span></button>
          </li>
        </ol>
        <button v-if="history.length > few" type="button" class="btn btn-quiet session-more" @click="all = !all" :aria-expanded="all ? 'true' : 'false'">{{ all ? "Show fewer" : "Show all " + history.length }}</button>
      </section>
    </div>`,
  data() {
    return { flashing: new Set(), all: false, few: FEW };
  },
  computed: {
    active() {
      return this.bookings.filter((b) => b.active);
    },
    ended() {
      return this.bookings.filter((b) => !b.active);
    },
    told() {
      return this.all ? this.history : this.history.slice(0, FEW);
    },
    parts() {
      const named = (prefix, list) => list.map((one) => [prefix + one.id, JSON.stringify(one)]);
      return new Map([...named("b", this.bookings), ...named("i", this.items), ...named("h", this.history), ["billing", JSON.stringify(this.billing)]]);
    },
  },
  watch: {
    parts(now, before) {
      this.keepFocus();
      this.flashing = new Set([...now].filter(([key, text]) => before.get(key) !== text).map(([key]) => key));
      clearTimeout(this.fading);
      this.fading = setTimeout(() => (this.flashing = new Set()), FLASH_MS);
    },
  },
  beforeUnmount() {
    clearTimeout(this.fading);
  },
  methods: {
    /** What had the focus may go with its booking or item; it is then not lost to the page. */
    keepFocus() {
      if (!this.$el.contains(document.activeElement)) return;
      this.$nextTick(() => {
        if (document.activeElement === document.body) document.querySelector("#main h1")?.focus({ preventScroll: true });
      });
    },
    press(name, key) {
      this.$emit("act", name, key);
    },
  },
};
