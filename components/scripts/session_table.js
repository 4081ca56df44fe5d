// The one list of treatment sessions: a native table, or cards when the window is narrow.
// One tab stop: arrows move between rows, Right reaches a row's menu, Up from the first row the heads.
const NARROW = "(max-width: 899.98px)";
const LEAST_WIDTH = 800; // of the list itself, where something stands beside it
const LEAST_ROW = [44, 120]; // the height of a row, of a card
const LEAST_ABOVE = 200;
const FLAGS = { overdue: 1, running: 2, moving: 4, cancelled: 8, bookable: 16, movable: 32 };
const FLASH_MS = 2500;
const PLACE = "regimen-row";
const { plain, places } = window.regimen;

const icon = (name) => `<i class="icon i-${name}" aria-hidden="true"></i>`;
const STATUS = `<span class="chip" :class="'tone-' + r.status[2]"><i class="icon" :class="'i-' + r.status[1]" aria-hidden="true"></i><span>{{ r.status[0] }}</span></span>`;
const MARKED = (what) => `<span class="mark" :class="'tone-' + ${what}[2]"><i class="icon" :class="'i-' + ${what}[1]" aria-hidden="true"></i><span>{{ ${what}[0] }}</span></span>`;
const FLAG = (flag, tone, name, text) => `<span v-if="r.is.${flag}" class="flag tone-${tone}">${icon(name)}${text}</span>`;
const WHEN = `<span class="line"><span v-if="r.day" class="when"><span>{{ r.day }}<template v-if="r.time">,</template></span> <span v-if="r.time">{{ r.time }}</span></span>
  <span v-else class="faint">not scheduled</span>
  ${FLAG("overdue", "red", "alert", "overdue")}${FLAG("running", "blue", "clock", "in progress")}</span>`;
const PROVIDER = `<span v-if="r.provider" class="any-text">{{ r.provider }}</span><span v-else class="faint">no provider yet</span>`;
const BOOKING = `<span class="line"><span v-if="r.booking" class="line">${MARKED("r.booking")}<span v-if="r.more" class="more">+{{ r.more }}</span></span>
  <span v-else class="faint">No booking</span>${FLAG("moving", "red", "move", "needs moving")}</span>`;
const CANCELLED = FLAG("cancelled", "faint", "close", "plan cancelled");
const LINK = `<a class="row-link any-text" tabindex="-1" :href="'/sessions/' + r.id">{{ r.first }}</a>`;
const DOTS = `<button type="button" class="btn btn-quiet btn-icon row-dots" tabindex="-1" aria-haspopup="menu"
  :aria-label="r.actions" :aria-expanded="menu && menu.id === r.id ? 'true' : 'false'" @click.stop="openMenu(r, $event.currentTarget)">${icon("dots")}</button>`;
const ROW = `:data-row="r.id" :tabindex="r.id === current ? 0 : -1" :class="{ flash: flashing.has(r.id) }"
  @click="rowClick(r, $event)" @keydown="rowKey(r, $event)" @focus="active = r.id"`;

export default {
  props: {
    rows: Array, texts: Array, view: Number, patient: String, plan_column: Boolean, heads: Array, sort: String,
    descending: Boolean, hidden: Array, without_money: Boolean, pages: Array, busy: Boolean, empty: Object,
  },
  emits: ["open", "book", "move", "sort", "page", "clear"],
  template: `
    <div class="sessions" data-skip-target :aria-busy="busy || !rows ? 'true' : undefined">
      <p :id="$attrs.id + '-hint'" class="visually-hidden">Arrow keys move between rows, Enter opens, right arrow reaches the actions.</p>
      <table v-if="!narrow" class="session-table" aria-label="Treatment sessions" :aria-describedby="$attrs.id + '-hint'">
        <thead><tr>
          <th v-for="[key, title, wide] in columns" :key="title" scope="col" :class="'col-' + wide" :aria-sort="key ? sorted(key) : undefined">
            <button v-if="key" type="button" class="head" :tabindex="!shown.length && key === heads[0][0] ? 0 : -1" @click="$emit('sort', key)" @keydown="headKey">{{ title }}<i v-if="sort === key" class="icon" :class="descending ? 'i-sort-down' : 'i-sort-up'" aria-hidden="true"></i></button>
            <span v-else :class="{ 'visually-hidden': title === 'Actions' }">{{ title }}</span>
          </th>
        </tr></thead>
        <tbody>
          <tr v-if="!rows" v-for="n in 10" :key="'s' + n" aria-hidden="true"><td v-for="[key, title] in columns" :key="title"><div class="skeleton row-skeleton"></div></td></tr>
          <tr v-for="r in shown" :key="placed.get(r.id).at" ${ROW}>
            <td class="col-first">${LINK}</td>
            <td v-if="!off.treatment"><span class="line"><span class="any-text">{{ r.treatment }}</span>${CANCELLED}</span></td>
            <td v-if="!off.number" class="nowrap">{{ r.number }}</td>
            <td v-if="!off.when">${WHEN}</td>
            <td v-if="!off.provider">${PROVIDER}</td>
            <td v-if="!off.status">${STATUS}</td>
            <td v-if="!off.booking">${BOOKING}</td>
            <td v-if="!off.billing">${MARKED("r.billing")}</td>
            <td class="col-actions">${DOTS}</td>
          </tr>
        </tbody>
      </table>
      <ul v-else class="session-cards" role="list" aria-label="Treatment sessions">
        <li v-if="!rows" v-for="n in 6" :key="'s' + n" class="card" aria-hidden="true"><div class="skeleton card-skeleton"></div></li>
        <li v-for="r in shown" :key="placed.get(r.id).at" role="listitem" class="card" ${ROW}>
          <div class="card-head"><div class="card-title">${LINK}<div class="card-treatment"><span class="any-text">{{ r.treatment }}</span> · <span class="nowrap">{{ r.number }}</span>${CANCELLED}</div></div>${DOTS}</div>
          <div class="card-facts"><div class="card-fact">${icon("calendar")}${WHEN}</div><div class="card-fact">${icon("person")}${PROVIDER}</div></div>
          <div class="card-marks">${STATUS}<span class="card-pair"><span class="visually-hidden">Booking: </span>${BOOKING}</span><span v-if="!without_money" class="card-pair"><span class="visually-hidden">Billing: </span>${MARKED("r.billing")}</span></div>
        </li>
      </ul>
      <div v-if="rows && !rows.length && empty" class="state">
        ${icon("search")}<h2>{{ empty.title }}</h2><p>{{ empty.text }}</p>
        <button v-if="empty.clear" type="button" class="btn" @click="$emit('clear')">{{ empty.clear }}</button>
      </div>
      <nav class="pages" aria-label="Pages" v-if="rows && (pages[0] || pages[1])">
        <button v-for="(name, at) in ['Previous page', 'Next page']" :key="name" type="button" class="btn" :aria-disabled="pages[at] ? undefined : 'true'" @click="turn(at)">
          <i v-if="!at" class="icon i-chevron-left" aria-hidden="true"></i>{{ name }}<i v-if="at" class="icon i-chevron-right" aria-hidden="true"></i>
        </button>
      </nav>
      <div v-if="menu" class="menu" role="menu" :aria-label="menu.name" :style="menu.place" ref="menu" @keydown="menuKey" @click.stop>
        <div v-for="(e, at) in menu.entries" :key="e.name" role="menuitem" tabindex="-1" :aria-label="e.name" :aria-disabled="e.refusal ? 'true' : undefined"
          :aria-describedby="e.refusal ? $attrs.id + '-why' : undefined" @click="choose(e)">
          <span><span v-if="e.plus" aria-hidden="true">+ </span>{{ e.name }}</span><span v-if="e.refusal" class="menu-reason" :id="$attrs.id + '-why'">{{ e.refusal }}</span>
        </div>
      </div>
    </div>`,
  data() {
    const placed = this.inPlaces();
    return { narrow: matchMedia(NARROW).matches, active: null, flashing: plain(new Set()), menu: null, placed };
  },
  computed: {
    off() {
      return Object.fromEntries((this.hidden || []).map((name) => [name, true]));
    },
    columns() {
      return this.heads.filter(([, , name]) => !this.off[name]);
    },
    shown() {
      return plain(this.rows || []).map(this.reading);
    },
    current() {
      return this.shown.some((r) => r.id === this.active) ? this.active : this.shown[0]?.id;
    },
  },
  watch: {
    rows(now, before) {
      this.keepFocus(before || []);
      const isSameList = this.view === this.seen;
      this.placed = this.inPlaces(isSameList ? this.placed : undefined);
      this.flash(isSameList);
      this.seen = this.view;
      if (this.menu && !now.some((row) => row[0] === this.menu.id)) this.closeMenu();
    },
  },
  mounted() {
    this.flash(false);
    this.seen = this.view;
    this.fit();
    this.sizes = new ResizeObserver(this.fit);
    this.sizes.observe(this.$el);
    this.away = (event) => this.menu && !this.$refs.menu?.contains(event.target) && this.closeMenu();
    for (const kind of ["pointerdown", "scroll", "resize"]) window.addEventListener(kind, this.away, true);
    if (window.regimenIsBack?.()) this.returnTo();
  },
  /** The first view of a page has as many rows as a screen shows; the rest comes with the application. */
  first() {
    const room = Math.max(innerHeight - LEAST_ABOVE, 1);
    this.rows = this.rows?.slice(0, Math.ceil(room / LEAST_ROW[this.narrow ? 1 : 0]));
  },
  beforeUnmount() {
    this.sizes.disconnect();
    for (const kind of ["pointerdown", "scroll", "resize"]) window.removeEventListener(kind, this.away, true);
  },
  methods: {
    /** Which element shows which row: those of one list show the next, and a row that stays keeps its own. */
    inPlaces(before) {
      return plain(places(plain(this.rows || []).map(([key]) => ({ key, group: "" })), before));
    },
    fit() {
      const narrow = matchMedia(NARROW).matches || this.$el.clientWidth < LEAST_WIDTH;
      if (narrow === this.narrow) return;
      this.narrow = narrow;
      this.closeMenu();
    },
    reading([id, first, treatment, n, of, day, time, provider, status, booking, more, billing, flags, refusal]) {
      const looks = window.regimenLooks;
      const texts = plain(this.texts);
      const text = (at) => (at < 0 ? "" : texts[at]);
      const is = Object.fromEntries(Object.entries(FLAGS).map(([name, bit]) => [name, Boolean(flags & bit)]));
      const name = (this.plan_column ? this.patient : first).replaceAll(",", "");
      return {
        id, first, treatment: text(treatment), number: `${n} of ${of}`, day, time, provider: text(provider), more, is,
        refusal: text(refusal), status: looks.SessionStatus[status], booking: looks.BookingStatus[booking],
        billing: looks.BillingStatus[billing], actions: `Actions for ${name}, ${text(treatment)} ${n} of ${of}`,
      };
    },
    sorted(key) {
      return this.sort !== key ? "none" : this.descending ? "descending" : "ascending";
    },
    element(id) {
      return this.$el.querySelector(`[data-row="${id}"]`);
    },
    open(r) {
      sessionStorage.setItem(PLACE, JSON.stringify({ at: location.pathname + location.search, id: r.id, y: scrollY }));
      this.$emit("open", r.id);
    },
    rowClick(r, event) {
      const link = event.target.closest("a");
      const chosen = getSelection();
      if (event.defaultPrevented || event.target.closest("button")) return;
      if (!link && !chosen.isCollapsed && event.currentTarget.contains(chosen.anchorNode)) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey) {
        if (!link) window.open("/sessions/" + r.id, "_blank");
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      this.open(r);
    },
    rowKey(r, event) {
      const row = event.currentTarget;
      if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) this.openMenu(r, row.querySelector(".row-dots"));
      else if (event.key === "ArrowRight") row.querySelector(".row-dots").focus();
      else if (event.key === "ArrowLeft") row.focus();
      else if (event.key === "Enter" && event.target === row) event.ctrlKey ? window.open("/sessions/" + r.id) : this.open(r);
      else if (!this.step(r, event.key)) return;
      event.preventDefault();
    },
    step(r, key) {
      const last = this.shown.length - 1;
      const at = this.shown.findIndex((one) => one.id === r.id);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last, PageDown: at + 10, PageUp: at - 10 }[key];
      if (to === undefined) return false;
      if (key === "ArrowUp" && at === 0) this.$el.querySelector(".head")?.focus();
      else this.element(this.shown[Math.min(Math.max(to, 0), last)].id).focus();
      return true;
    },
    headKey(event) {
      const heads = [...this.$el.querySelectorAll(".head")];
      const at = heads.indexOf(event.currentTarget);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: heads.length - 1 }[event.key];
      if (event.key === "ArrowDown") this.element(this.current)?.focus();
      else if (to === undefined) return;
      else heads[Math.min(Math.max(to, 0), heads.length - 1)].focus();
      event.preventDefault();
    },
    turn(at) {
      if (!this.pages[at]) return;
      this.$emit("page", at);
      if (this.$el.getBoundingClientRect().top < 0) this.$el.scrollIntoView();
    },
    openMenu(r, button) {
      if (this.menu?.id === r.id) return this.closeMenu(true);
      const entries = [
        { name: "View", event: "open" },
        { name: "Create Booking", event: "book", plus: true, refusal: r.is.bookable ? "" : r.refusal || "It takes no further booking." },
      ];
      if (r.is.movable) entries.push({ name: "Reschedule", event: "move" });
      const { right, bottom, top } = button.getBoundingClientRect();
      const place = { right: `${Math.max(8, document.documentElement.clientWidth - right)}px`, top: `${bottom + 4}px` };
      this.active = r.id;
      this.menu = { id: r.id, row: r, name: r.actions, entries, place, button };
      this.$nextTick(() => {
        const height = this.$refs.menu.offsetHeight;
        if (bottom + 8 + height > innerHeight) this.menu.place = { ...place, top: `${Math.max(8, top - 4 - height)}px` };
        this.$refs.menu.querySelector("[role=menuitem]").focus({ preventScroll: true });
      });
    },
    closeMenu(isBack) {
      const button = this.menu?.button;
      this.menu = null;
      if (isBack && button?.isConnected) button.focus({ preventScroll: true });
    },
    menuKey(event) {
      const items = [...this.$refs.menu.querySelectorAll("[role=menuitem]")];
      const at = items.indexOf(document.activeElement);
      const to = { ArrowDown: (at + 1) % items.length, ArrowUp: (at - 1 + items.length) % items.length, Home: 0, End: items.length - 1 }[event.key];
      if (to !== undefined) items[to].focus();
      else if (event.key === "Escape" || event.key === "Tab") this.closeMenu(true);
      else if (event.key === "Enter" || event.key === " ") this.choose(this.menu.entries[at]);
      else return;
      event.stopPropagation();
      if (event.key !== "Tab") event.preventDefault();
    },
    choose(entry) {
      if (entry.refusal) return;
      const { row } = this.menu;
      this.closeMenu(true);
      if (entry.event === "open") this.open(row);
      else this.$emit(entry.event, row.id);
    },
    /** Let what reads otherwise than before stand out; a row's numbers of texts change with its neighbours. */
    flash(isSameList) {
      const before = this.told;
      this.told = new Map(this.shown.map((r) => [r.id, JSON.stringify(r)]));
      if (!isSameList) return;
      const changed = [...this.told].filter(([id, text]) => before.get(id) !== text);
      this.flashing = plain(new Set(changed.map(([id]) => id)));
      clearTimeout(this.fading);
      this.fading = setTimeout(() => (this.flashing = plain(new Set())), FLASH_MS);
    },
    keepFocus(before) {
      const row = document.activeElement?.closest?.("[data-row]");
      if (!row || !this.$el.contains(row)) return;
      const id = Number(row.dataset.row);
      const at = before.findIndex((one) => one[0] === id);
      this.$nextTick(() => {
        if (!this.shown.length) return;
        // Its element may have been moved, or show another row by now.
        const next = this.element(id) ?? this.element(this.shown[Math.min(Math.max(at, 0), this.shown.length - 1)].id);
        if (!next.contains(document.activeElement)) next.focus({ preventScroll: true });
      });
    },
    returnTo() {
      const place = JSON.parse(sessionStorage.getItem(PLACE) || "null");
      if (!place || place.at !== location.pathname + location.search) return;
      this.active = place.id;
      this.$nextTick(() => {
        window.scrollTo({ top: place.y, behavior: "instant" });
        this.element(place.id)?.focus({ preventScroll: true });
      });
    },
  },
};
