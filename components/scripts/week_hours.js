// Rows of stretches of a day on native time fields. Midnight at the end of a day is typed as 00:00.
const DAY = 1440;
const steps = Array.from({ length: 65 }, (_, n) => 360 + n * 15); // six in the morning to ten at night
const two = (n) => String(n).padStart(2, "0");
const clock = (at) => (at === null ? "" : `${two(Math.floor(at / 60) % 24)}:${two(at % 60)}`);
const minutes = (text) => (text ? Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5)) : null);

export default {
  props: { label: String, rows: Array, none: String, value: Array, stamp: Number, error: String, disabled: Boolean },
  emits: ["change"],
  template: `
    <div class="hours" role="group" :aria-label="label" :aria-describedby="error ? $attrs.id + '-error' : undefined">
      <datalist :id="$attrs.id + '-steps'"><option v-for="at in steps" :key="at" :value="clock(at)"></option></datalist>
      <div v-for="(name, row) in rows" :key="row" class="hours-row" role="group" :aria-label="name">
        <span class="hours-name" aria-hidden="true">{{ name }}</span>
        <div class="hours-spans">
          <span v-if="!of(row).length" class="hours-none">{{ none }}</span>
          <div v-for="one in of(row)" :key="one.key" class="hours-span" :class="{ 'is-wrong': isWrong(one) }">
            <input type="time" step="300" :list="$attrs.id + '-steps'" :value="clock(one.starts)" :disabled="disabled" :data-key="one.key"
              :aria-label="name + ', from'" :aria-invalid="isWrong(one) ? 'true' : undefined" @change="put(one, 'starts', $event)">
            <span aria-hidden="true">–</span>
            <input type="time" step="300" :list="$attrs.id + '-steps'" :value="clock(one.ends)" :disabled="disabled"
              :aria-label="name + ', until'" :aria-invalid="isWrong(one) ? 'true' : undefined" @change="put(one, 'ends', $event)">
            <button v-if="!disabled" type="button" class="btn btn-quiet btn-icon" :aria-label="'Remove ' + name + ' ' + clock(one.starts) + ' to ' + clock(one.ends)"
              title="Remove" @click="remove(one)"><i class="icon i-close" aria-hidden="true"></i></button>
          </div>
        </div>
        <div v-if="!disabled" class="hours-tools">
          <button type="button" class="btn btn-quiet" :ref="'add' + row" :aria-label="'Add hours, ' + name" @click="add(row)">
            <i class="icon i-plus" aria-hidden="true"></i><span>Add</span></button>
          <button v-if="rows.length > 1" type="button" class="btn btn-quiet" :aria-expanded="copying === row ? 'true' : 'false'"
            :aria-label="'Copy ' + name + ' to other days'" @click="copying = copying === row ? null : row">
            <i class="icon i-copy" aria-hidden="true"></i><span>Copy</span></button>
        </div>
        <div v-if="copying === row" class="hours-copy" role="group" :aria-label="'Copy ' + name + ' to'">
          <span aria-hidden="true">Copy to</span>
          <button type="button" class="btn" @click="copy([0, 1, 2, 3, 4])">Weekdays</button>
          <button type="button" class="btn" @click="copy(rows.keys())">Every day</button>
          <button v-for="[to, other] in others(row)" :key="to" type="button" class="btn" :aria-label="other"
            :aria-pressed="isLike(row, to) ? 'true' : 'false'" @click="copy([to])">{{ other.slice(0, 3) }}</button>
        </div>
      </div>
      <div v-if="error" class="field-error" role="alert" :id="$attrs.id + '-error'">{{ error }}</div>
    </div>`,
  data() {
    return { steps, count: 0, spans: this.taken(), copying: null };
  },
  watch: {
    stamp() {
      this.spans = this.taken();
    },
  },
  methods: {
    clock,
    taken(rows = this.value) {
      let key = Date.now();
      return (rows || []).map(([row, starts, ends]) => ({ key: `${(key += 1)}`, row, starts, ends }));
    },
    of(row) {
      return this.spans.filter((one) => one.row === row);
    },
    others(row) {
      return this.rows.map((name, to) => [to, name]).filter(([to]) => to !== row);
    },
    isWrong({ starts, ends }) {
      return starts !== null && ends !== null && starts >= ends;
    },
    isLike(row, to) {
      const look = (day) => JSON.stringify(this.of(day).map(({ starts, ends }) => [starts, ends]));
      return look(row) === look(to);
    },
    put(one, end, event) {
      const at = minutes(event.target.value);
      one[end] = end === "ends" && at === 0 ? DAY : at;
      this.tell();
    },
    add(row) {
      const there = this.of(row);
      const last = there.at(-1)?.ends;
      const like = there.length ? null : this.of((row + 6) % 7)[0];
      const starts = last ? Math.min(last + 60, DAY - 60) : (like?.starts ?? 540);
      const ends = last ? Math.min(starts + 240, DAY) : (like?.ends ?? 1020);
      const key = `new-${(this.count += 1)}`;
      this.spans.push({ key, row, starts, ends });
      this.tell();
      this.$nextTick(() => this.$el.querySelector(`[data-key="${key}"]`)?.focus());
    },
    remove(one) {
      this.spans = this.spans.filter((other) => other.key !== one.key);
      this.tell();
      this.$nextTick(() => this.$refs["add" + one.row]?.[0]?.focus());
    },
    copy(days) {
      for (const to of days) {
        if (to === this.copying) continue;
        const copies = this.of(this.copying).map((one) => ({ ...one, row: to, key: `new-${(this.count += 1)}` }));
        this.spans = this.spans.filter((one) => one.row !== to).concat(copies);
      }
      this.tell();
    },
    kept() {
      const sorted = [...this.spans].sort((a, b) => a.row - b.row || a.starts - b.starts);
      return sorted.map(({ row, starts, ends }) => [row, starts, ends]);
    },
    putBack(value) {
      this.spans = this.taken(value);
      this.tell();
    },
    tell() {
      this.$emit("change", this.kept());
    },
    focus() {
      (this.$el.querySelector("[aria-invalid]") || this.$el.querySelector("input, button"))?.focus();
    },
  },
};
