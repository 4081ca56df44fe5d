// The items of a course: a service, how many units of it, and in which sessions it is done.
const text = ([, first, last]) => (first === 1 && last === null ? "all" : `${first}-${last ?? ""}`);

export default {
  props: { label: String, services: Array, sessions: Number, value: Array, stamp: Number, error: String, disabled: Boolean },
  emits: ["change"],
  template: `
    <fieldset class="course-items" :class="{ 'has-error': error }" :disabled="disabled" :aria-describedby="error ? $attrs.id + '-error' : undefined">
      <legend class="visually-hidden">{{ label }}</legend>
      <ol>
        <li v-for="(row, at) in rows" :key="row.key" class="course-item" :class="{ 'is-single': sessions < 2 }">
          <div class="field">
            <label :for="id(row, 'service')">Service<span class="visually-hidden"> of item {{ at + 1 }}</span></label>
            <select :id="id(row, 'service')" v-model="row.service" @change="tell">
              <option :value="0" disabled>Choose a service</option>
              <optgroup v-for="[group, some] in services" :key="group" :label="group">
                <option v-for="[key, name] in some" :key="key" :value="key">{{ name }}</option>
              </optgroup>
              <option v-if="row.service && !isOffered(row.service)" :value="row.service">No longer offered</option>
            </select>
          </div>
          <div class="field">
            <label :for="id(row, 'units')">Units<span class="visually-hidden"> of item {{ at + 1 }}</span></label>
            <input :id="id(row, 'units')" type="number" min="1" max="999" inputmode="numeric" v-model.number="row.units" @change="tell">
          </div>
          <div v-if="sessions > 1" class="field">
            <label :for="id(row, 'span')">In<span class="visually-hidden"> which sessions, item {{ at + 1 }}</span></label>
            <select :id="id(row, 'span')" :value="row.span" @change="pick(row, $event.target.value)">
              <option v-for="[key, name] in spansFor(row)" :key="key" :value="key">{{ name }}</option>
            </select>
          </div>
          <button type="button" class="btn btn-quiet btn-icon" :aria-label="'Remove item ' + (at + 1)" :disabled="rows.length < 2" @click="remove(at)">
            <i class="icon i-close" aria-hidden="true"></i>
          </button>
        </li>
      </ol>
      <button type="button" class="btn" ref="add" @click="add"><i class="icon i-plus" aria-hidden="true"></i>Add an item</button>
      <div v-if="error" class="field-error" role="alert" :id="$attrs.id + '-error'">{{ error }}</div>
    </fieldset>`,
  data() {
    return { rows: this.read(), next: 1 };
  },
  computed: {
    spans() {
      const count = this.sessions;
      const one = (n) => [`${n}-${n}`, n === 1 ? "The first session" : n === count ? "The last session" : `Session ${n}`];
      const since = (n) => [`${n}-`, `Session ${n} and later`];
      const numbers = [...Array(count).keys()].map((n) => n + 1);
      return [["all", "Every session"], ...numbers.map(one), ...numbers.slice(1, -1).map(since)];
    },
  },
  watch: {
    stamp() {
      this.rows = this.read();
    },
  },
  methods: {
    id(row, name) {
      return `${this.$attrs.id}-${row.key}-${name}`;
    },
    isOffered(service) {
      return this.services.some(([, some]) => some.some(([key]) => key === service));
    },
    read(rows = this.value) {
      const given = (rows || []).map(([service, units, first, last], at) => ({
        key: `r${this.stamp}-${at}`, service, units, first, last, span: text([0, first, last]),
      }));
      return given.length ? given : [this.empty(`r${this.stamp}-0`)];
    },
    empty(key) {
      return { key, service: 0, units: 1, first: 1, last: null, span: "all" };
    },
    spansFor(row) {
      if (this.spans.some(([key]) => key === row.span)) return this.spans;
      return [...this.spans, [row.span, `Sessions ${row.first} to ${row.last ?? this.sessions}`]];
    },
    pick(row, span) {
      const [first, last] = span === "all" ? [1, null] : span.split("-");
      Object.assign(row, { span, first: Number(first), last: last ? Number(last) : null });
      this.tell();
    },
    add() {
      this.rows.push(this.empty(`n${this.next++}`));
      this.$nextTick(() => document.getElementById(this.id(this.rows.at(-1), "service"))?.focus());
      this.tell();
    },
    remove(at) {
      this.rows.splice(at, 1);
      this.$nextTick(() => this.$refs.add.focus());
      this.tell();
    },
    kept() {
      return this.rows.map(({ service, units, first, last }) => [service, Number(units) || 0, first, last]);
    },
    putBack(value) {
      this.rows = this.read(value);
      this.tell();
    },
    tell() {
      this.$emit("change", this.kept());
    },
    focus() {
      this.$el.querySelector("select")?.focus();
    },
  },
};
