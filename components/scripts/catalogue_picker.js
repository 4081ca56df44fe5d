// Services to pick from a catalogue: a category's box ticks all of it, its rows fold out to be changed.
export default {
  props: { groups: Array, currency: String, stamp: Number, error: String, disabled: Boolean },
  emits: ["change"],
  template: `
    <div class="catalogue" role="group" aria-label="Services">
      <section v-for="([name, rows], n) in groups" :key="name" class="catalogue-group" :aria-label="name">
        <div class="catalogue-head">
          <label class="tick">
            <input type="checkbox" :checked="countOf(rows) === rows.length" :disabled="disabled" :data-autofocus="n ? undefined : ''"
              :indeterminate.prop="countOf(rows) > 0 && countOf(rows) < rows.length" :aria-label="'All: ' + name" @change="turnAll(rows, $event)">
            <span>{{ name }}</span>
          </label>
          <span class="muted small">{{ countOf(rows) }} of {{ rows.length }}</span>
          <button type="button" class="btn btn-quiet" :aria-expanded="isOpen(name) ? 'true' : 'false'" @click="fold(name)">
            <span>{{ isOpen(name) ? "Hide" : "Show" }}<span class="visually-hidden"> {{ name }}</span></span>
            <i class="icon i-chevron-down" aria-hidden="true"></i>
          </button>
        </div>
        <ul v-if="isOpen(name)">
          <li v-for="[at, service] in rows" :key="at" class="catalogue-row">
            <label class="tick"><input type="checkbox" v-model="state[at].on" :disabled="disabled" @change="tell"><span class="any-text">{{ service }}</span></label>
            <label class="catalogue-field"><input type="number" min="5" step="5" inputmode="numeric" v-model="state[at].minutes" :disabled="disabled"
              :aria-label="service + ', minutes'" @change="change(at)"><span aria-hidden="true">min</span></label>
            <label class="catalogue-field"><input type="text" inputmode="decimal" v-model="state[at].price" :disabled="disabled"
              :aria-label="service + ', price in ' + currency" @change="change(at)"><span aria-hidden="true">{{ currency }}</span></label>
          </li>
        </ul>
      </section>
      <div v-if="error" class="field-error" role="alert">{{ error }}</div>
    </div>`,
  data() {
    const state = {};
    for (const [, rows] of this.groups) for (const [at, , minutes, price] of rows) state[at] = { on: false, minutes, price };
    return { state, open: [] };
  },
  methods: {
    countOf(rows) {
      return rows.filter(([at]) => this.state[at].on).length;
    },
    isOpen(name) {
      return this.open.includes(name);
    },
    fold(name) {
      this.open = this.isOpen(name) ? this.open.filter((one) => one !== name) : [...this.open, name];
    },
    turnAll(rows, event) {
      for (const [at] of rows) this.state[at].on = event.target.checked;
      this.tell();
    },
    change(at) {
      this.state[at].on = true;
      this.tell();
    },
    kept() {
      const picked = Object.entries(this.state).filter(([, one]) => one.on);
      return picked.map(([at, one]) => [Number(at), String(one.minutes), String(one.price)]);
    },
    putBack(value) {
      for (const [at, minutes, price] of value) {
        if (this.state[at]) Object.assign(this.state[at], { on: true, minutes, price });
      }
      this.tell();
    },
    tell() {
      this.$emit("change", this.kept());
    },
    focus() {
      this.$el.querySelector("input")?.focus();
    },
  },
};
