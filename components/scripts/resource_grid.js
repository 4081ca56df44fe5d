// The calendar grid: columns of resources, time down the side, bookings as buttons.
//
// It knows no clock, zone or rule. Minutes since local midnight come in, and it reports what was
// done: `open` a booking, `head` of a column pressed, `lift`, `moved`, `resized`, `placed`, and a
// `slot` to book. Everything is reached by one tab stop (grid_keys.js); grid_drag.js has the mouse and
// the finger, grid_lift.js what they and the keyboard hold; grid_lanes.js lays entries side by side.
//
// The elements of one day show the next (places.js).
const { plain } = window.regimen;
const placed = (entries, before) =>
  plain(window.regimen.places(entries.map(({ key, column }) => ({ key, group: column })), before));

export default {
  template: `
    <div class="grid" :class="{ 'grid-week': grid.view === 'week' }">
      <div v-if="!grid.columns" class="grid-loading" aria-hidden="true">
        <span v-for="n in 12" :key="n" class="skeleton"></span>
      </div>
      <p v-else-if="!grid.columns.length" class="grid-empty">{{ grid.empty }}</p>
      <div v-else ref="scroll" class="grid-scroll" role="region" :aria-label="grid.label"
           :aria-description="grid.keys"
           :style="{ '--columns': grid.columns.length, '--hours': (grid.closes - grid.opens) / 60 }"
           @keydown="onKey" @focusout="onLeave" @pointerleave="hideHint">
        <div class="grid-head">
          <div class="grid-corner"></div>
          <div v-for="(column, at) in grid.columns" :key="at" class="grid-title"
               :class="{ 'is-today': column.today }">
            <button type="button" :data-key="'head ' + column.key" :aria-label="column.name"
                    :aria-current="column.today && grid.view === 'week' ? 'date' : undefined"
                    :title="grid.view === 'week' ? 'Show this day' : 'Show the week'"
                    :tabindex="tabindex('head ' + column.key)"
                    @focus="current = 'head ' + column.key"
                    @click="$emit('head', { column: column.key })">
              <span class="grid-label">{{ column.label }}</span>
              <span class="grid-hours">{{ column.sublabel }}</span>
            </button>
            <button v-if="!grid.unbookable" type="button" class="grid-here"
                    :data-key="'book ' + column.key" :aria-label="column.here"
                    :tabindex="tabindex('book ' + column.key)"
                    @focus="current = 'book ' + column.key" @click="bookHere(column.key)">
              <i class="icon i-plus"></i>Book here
            </button>
          </div>
        </div>
        <button v-if="grid.early" type="button" class="grid-fold" :aria-expanded="grid.unfolded"
                @click="$emit('fold')">{{ grid.early }}</button>
        <div ref="body" class="grid-body">
          <div class="grid-times" aria-hidden="true">
            <span v-for="hour in hours" :key="hour" :style="{ '--from': hour - grid.opens }">
              {{ clock(hour) }}
            </span>
            <span v-if="nowShows" class="grid-now-time" :style="{ '--from': now - grid.opens }">
              {{ clock(now) }}
            </span>
          </div>
          <div v-for="(column, at) in grid.columns" :key="at" class="grid-column"
               :class="{ 'is-today': column.today, 'is-bookable': !grid.unbookable }"
               :data-column="column.key" @click="onFree">
            <div aria-hidden="true">
              <div v-for="hours in column.open" :key="hours[0]" class="grid-open"
                   :style="placed(hours[0], hours[1])"></div>
              <div class="grid-lines"></div>
              <div v-for="span in column.spans" :key="span.start" class="grid-span"
                   :class="'span-' + span.kind" :style="placed(span.start, span.end)">
                <span>{{ span.word }}</span>
              </div>
              <div v-for="entry in buffered(column)" :key="entry.key" class="grid-buffer"
                   :style="laid(entry, entry.end, entry.end + entry.buffer)"></div>
              <div v-for="bar in barred[column.key] || []" :key="bar.join()" class="grid-barred"
                   :style="placed(bar[0], bar[1])"><span>{{ bar[2] }}</span></div>
              <div v-if="nowShows && column.today" class="grid-now"
                   :style="{ '--from': now - grid.opens }"></div>
            </div>
            <ul :aria-label="column.list">
              <li v-for="entry in byColumn[column.key]" :key="places.get(entry.key).at">
                <button type="button" class="grid-entry" :data-key="entry.key" :data-session="entry.session"
                        :class="['entry-' + entry.tone, {
                          'is-slim': entry.lanes > 2, 'is-new': entry.new,
                          'is-ended': entry.ended, 'is-busy': entry.busy, 'is-movable': !entry.fixed,
                          'is-late': entry.late, 'is-running': entry.running,
                          'is-lifted': entry.key === liftedKey, 'is-changed': changed.has(entry.key) }]"
                        :style="laid(entry, entry.start, entry.end)" :aria-label="entry.name"
                        :tabindex="tabindex(entry.key)" @focus="current = entry.key"
                        @click="$emit('open', { key: entry.key })">
                  <span class="entry-card">
                    <span class="entry-patient">{{ entry.patient }}</span>
                    <span class="entry-flags">
                      <i v-for="flag in entry.flags" :key="flag" class="icon" :class="['i-' + flag, 'flag-' + flag]"></i>
                    </span>
                    <span class="entry-time">{{ entry.from }}<span>–{{ entry.until }}</span></span>
                    <span class="entry-status">
                      <i class="icon" :class="'i-' + entry.icon"></i>
                      <span class="entry-word">{{ entry.word }}</span>
                    </span>
                    <span class="entry-what">{{ entry.what }}</span>
                    <span class="entry-room">{{ entry.room }}</span>
                  </span>
                </button>
              </li>
              <li v-if="!byColumn[column.key].length" class="visually-hidden">No bookings</li>
            </ul>
          </div>
          <div ref="hint" class="grid-hint" aria-hidden="true" hidden></div>
          <div ref="ghost" class="grid-ghost" aria-hidden="true" hidden></div>
        </div>
        <button v-if="grid.late" type="button" class="grid-fold" :aria-expanded="grid.unfolded"
                @click="$emit('fold')">{{ grid.late }}</button>
      </div>
      <div ref="said" class="grid-said" role="status"></div>
    </div>
  `,
  props: { given: { type: Object, required: true } },
  emits: ["open", "head", "fold", "lift", "moved", "resized", "placed", "slot"],
  mixins: [window.regimenGrid.keys, window.regimenGrid.lift, window.regimenGrid.drag],
  data() {
    return {
      grid: plain(this.given),
      places: placed(this.given.entries || []),
      current: "",
      changed: plain(new Set()),
      liftedKey: "",
      barred: {},
      told: this.given.now || 0,
      elapsed: 0,
    };
  },
  computed: {
    /** Every full hour from the first to the last but one. */
    hours() {
      const count = (this.grid.closes - this.grid.opens) / 60;
      return Array.from({ length: count }, (_, n) => this.grid.opens + 60 * n);
    },
    /** Minutes since local midnight: the server's, and what has gone by since it told them. */
    now() {
      return this.told + this.elapsed;
    },
    nowShows() {
      const shows = this.grid.columns.some((column) => column.today);
      return shows && this.now >= this.grid.opens && this.now < this.grid.closes;
    },
    /** Entries of each column with the lane each is laid in, in the order of time. */
    byColumn() {
      const groups = Object.fromEntries(this.grid.columns.map((column) => [column.key, []]));
      for (const entry of this.grid.entries) groups[entry.column].push(entry);
      for (const key of Object.keys(groups)) groups[key] = window.regimenGrid.lanes(groups[key]);
      return groups;
    },
    /** What the arrows move along: each column's two buttons, then its bookings. */
    stacks() {
      return this.grid.columns.map((column) => [
        { key: "book " + column.key },
        { key: "head " + column.key },
        ...this.byColumn[column.key],
      ]);
    },
    /** What the one tab stop is: what was focused last, else the first booking, else a head. */
    stop() {
      const keys = this.grid.entries.map((entry) => entry.key);
      const heads = this.grid.columns.map((column) => "head " + column.key);
      const stops = [...keys, ...heads, ...heads.map((key) => key.replace("head", "book"))];
      return stops.includes(this.current) ? this.current : (keys[0] ?? heads[0]);
    },
  },
  watch: {
    given(next) {
      this.draw(next);
    },
  },
  mounted() {
    this.tell(this.grid.now);
    this.scrollToStart();
    this.takeHands();
    this.ticking = setInterval(() => this.tick(), 15000);
  },
  unmounted() {
    clearInterval(this.ticking);
    clearTimeout(this.fading);
    this.ending.abort();
  },
  methods: {
    /** Show this, or once a drag has ended; the same range keeps scroll and focus and marks changes. */
    draw(next) {
      if (this.lifted) {
        this.held = next;
        return;
      }
      const last = this.grid;
      const focus = this.$el.contains(document.activeElement) && document.activeElement.dataset.key;
      const stands = next.range === last.range;
      this.grid = plain(next);
      this.places = placed(next.entries, stands ? this.places : undefined);
      this.tell(next.now);
      if (stands) this.mark(next.entries, last.entries);
      else this.$nextTick(this.scrollToStart);
      if (!focus) return;
      const was = last.entries.find(({ key }) => key === focus);
      this.$nextTick(() => this.refocus(focus, was, { preventScroll: stands }));
    },
    /** Keep the focus on a booking that went to another column or day; of one that is gone, near by. */
    refocus(key, was, how) {
      const { activeElement } = document;
      if (this.$el.contains(activeElement) && activeElement.dataset.key === key) return;
      const same = (other) => other.replace(/-\d+-\d+-\d+$/, "");
      const moved = this.grid.entries.find((entry) => same(entry.key) === same(key));
      if (moved) return this.focusOn(moved.key);
      const far = (entry) => Math.abs(entry.start - was.start);
      const beside = was ? (this.byColumn[was.column] ?? []) : [];
      const near = beside.reduce((a, b) => (a && far(a) <= far(b) ? a : b), null);
      const head = was && this.byColumn[was.column] ? "head " + was.column : this.stop;
      this.focusOn(near?.key ?? head, how);
    },
    /** Draw what is different from what was given last: these entries and columns, and none that went. */
    patch({ entries, gone, columns, now }) {
      const last = this.held ?? this.grid;
      const fresh = new Map([...entries, ...columns].map((one) => [one.key, one]));
      const kept = last.entries.filter(({ key }) => !fresh.has(key) && !gone.includes(key));
      const next = [...kept, ...entries].sort(
        (a, b) => (a.column < b.column ? -1 : a.column > b.column ? 1 : a.start - b.start || a.end - b.end),
      );
      const named = last.columns.map((column) => fresh.get(column.key) ?? column);
      this.draw({ ...last, entries: next, columns: named, now });
    },
    /** The minute it is now, as the server says. */
    tell(minute) {
      this.told = minute;
      this.since = performance.now();
      this.elapsed = 0;
    },
    tick() {
      this.elapsed = Math.floor((performance.now() - this.since) / 60000);
    },
    clock(minute) {
      const two = (number) => String(number).padStart(2, "0");
      return two(Math.floor(minute / 60)) + ":" + two(minute % 60);
    },
    placed(start, end) {
      return { "--from": start - this.grid.opens, "--length": end - start };
    },
    laid(entry, start, end) {
      return { ...this.placed(start, end), "--lane": entry.lane, "--lanes": entry.lanes };
    },
    buffered(column) {
      return this.byColumn[column.key].filter((entry) => entry.buffer > 0);
    },
    tabindex(key) {
      return key === this.stop ? 0 : -1;
    },
    /** Let what changed stand out for a moment. */
    mark(entries, before) {
      const known = new Map(before.map((entry) => [entry.key, JSON.stringify(entry)]));
      const fresh = entries.filter((entry) => known.get(entry.key) !== JSON.stringify(entry));
      if (!fresh.length) return;
      this.changed = plain(new Set(fresh.map((entry) => entry.key)));
      clearTimeout(this.fading);
      this.fading = setTimeout(() => (this.changed = plain(new Set())), 2500);
    },
    /** Show now, or where the day begins, and today's column. */
    scrollToStart() {
      const area = this.$refs.scroll;
      if (!area) return;
      const body = area.querySelector(".grid-body");
      const { opens, closes, columns, entries } = this.grid;
      const opening = columns.flatMap((column) => column.open.map((hours) => hours[0]));
      const first = Math.min(...opening, ...entries.map((entry) => entry.start), closes);
      const minute = this.nowShows ? this.now - 75 : first - 15;
      area.scrollTop = ((minute - opens) / (closes - opens)) * body.offsetHeight;
      const today = area.querySelector(".grid-column.is-today");
      const gutter = area.querySelector(".grid-times").offsetWidth;
      area.scrollLeft = today && columns.length > 1 ? today.offsetLeft - gutter : 0;
    },
    /** Book in a column without pointing: at its first free time. */
    bookHere(column) {
      if (this.liftSlot(column, this.firstFree(column))) this.drop();
    },
  },
};
