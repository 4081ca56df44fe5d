// The calendar grid under a mouse or a finger. A mouse lifts a booking as soon as it is dragged, a
// finger after a long press, since its swipe scrolls; near an edge the grid scrolls under what is
// held. A plain click or tap moves nothing: on a booking it opens it, on free time it books there.
//
// The listener for `touchmove` is there from the start and never passive: browsers ask for that
// before they let a page keep a swipe from scrolling.
window.regimenGrid ??= {};
window.regimenGrid.drag = (() => {
  const LONG_PRESS_MS = 420;
  const SLOP = 6; // pixels that a mouse may stray in a click
  const WOBBLE = 10; // pixels that a finger may stray in a long press
  const EDGE = 44; // pixels from an edge within which the grid scrolls
  const GRIP = 10; // pixels of a booking's lower edge that resize it; more for a finger
  const CARDS = ".to-book-card[data-who]"; // those that may be booked
  const { STEP } = window.regimenGrid.lift;

  const methods = {
    /** Listen, on the grid for what is in it and on the page for cards that are dragged onto it. */
    takeHands() {
      const area = this.$el.closest(".page") ?? document;
      this.press = null;
      this.ending = new AbortController();
      const { signal } = this.ending;
      const on = (at, kind, act, more = {}) => at.addEventListener(kind, act, { signal, ...more });
      on(area, "pointerdown", (event) => this.mouseDown(event));
      on(document, "pointermove", (event) => this.mouseMove(event));
      on(document, "pointerup", (event) => this.mouseUp(event));
      on(document, "pointercancel", ({ pointerType }) => pointerType === "mouse" && this.letGo());
      on(area, "touchstart", (event) => this.touchStart(event), { passive: true });
      on(area, "touchmove", (event) => this.touchMove(event), { passive: false });
      on(area, "touchend", (event) => this.touchEnd(event), { passive: false });
      on(area, "touchcancel", () => this.letGo());
      on(area, "contextmenu", (event) => this.press?.isTouch && event.preventDefault());
      on(area, "dragstart", (event) => event.target.closest?.(CARDS) && event.preventDefault());
      on(area, "click", (event) => this.swallow(event), { capture: true });
      on(document, "keydown", (event) => this.escape(event), { capture: true });
    },
    /** What was pressed: a booking, its lower edge, free time, a card beside the grid; else nothing. */
    pressed(event, point) {
      const card = event.target.closest?.(CARDS);
      const at = { x: point.clientX, y: point.clientY };
      if (card) return { ...at, card };
      if (!this.$refs.scroll?.contains(event.target)) return null;
      const entry = event.target.closest(".grid-entry");
      if (entry) {
        const box = entry.getBoundingClientRect();
        const grip = event.type === "touchstart" ? Math.min(2.2 * GRIP, box.height / 3) : GRIP;
        return { ...at, entry: entry.dataset.key, isEdge: box.bottom - at.y < grip };
      }
      return event.target.closest(".grid-column") ? { ...at, isFree: true } : null;
    },
    mouseDown(event) {
      this.clicked = false;
      if (event.pointerType !== "mouse" || event.button !== 0 || this.lifted) return;
      this.press = this.pressed(event, event);
    },
    mouseMove(event) {
      if (event.pointerType !== "mouse") return;
      const { press } = this;
      if (!press) return this.hint(event);
      if (!this.lifted) {
        const strayed = Math.hypot(event.clientX - press.x, event.clientY - press.y);
        if (strayed < SLOP || press.refused) return;
        press.refused = !this.take(press);
      }
      this.follow(event);
    },
    mouseUp(event) {
      if (event.pointerType !== "mouse") return;
      this.clicked = this.escaped || Boolean(this.press && (this.lifted || this.press.refused));
      this.escaped = false;
      this.release(event);
    },
    touchStart(event) {
      this.clicked = false;
      if (event.touches.length > 1) return this.letGo();
      if (this.lifted) return;
      this.press = this.pressed(event, event.touches[0]);
      if (!this.press) return;
      this.press.isTouch = true;
      this.watchOver(event.target);
      this.press.timer = setTimeout(() => this.longPress(), LONG_PRESS_MS);
    },
    /** A finger's events stay with what it was put on, also when that goes from the page meanwhile. */
    watchOver(target) {
      this.watching?.abort();
      this.watching = new AbortController();
      const { signal } = this.watching;
      const on = (kind, act) =>
        target.addEventListener(kind, (event) => target.isConnected || act(event), { signal, passive: false });
      on("touchmove", (event) => this.touchMove(event));
      on("touchend", (event) => this.touchEnd(event));
      on("touchcancel", () => this.letGo());
    },
    longPress() {
      const { press } = this;
      if (!press) return;
      press.refused = !this.take(press);
      if (press.refused) return;
      navigator.vibrate?.(15);
      this.follow({ clientX: press.x, clientY: press.y });
    },
    touchMove(event) {
      const { press } = this;
      if (!press?.isTouch) return;
      if (this.lifted?.byHand) {
        event.preventDefault();
        this.follow(event.touches[0]);
        return;
      }
      const [{ clientX, clientY }] = event.touches;
      if (Math.hypot(clientX - press.x, clientY - press.y) > WOBBLE) this.letGo();
    },
    touchEnd(event) {
      if (!this.press?.isTouch) return;
      if (this.lifted?.byHand || this.press.refused) event.preventDefault();
      this.release(event.changedTouches[0]);
    },
    /** Lift what was pressed. */
    take(press) {
      this.hideHint();
      const taken = this.taken(press);
      if (taken) Object.assign(this.lifted, { byHand: true, grab: press.grab || 0 });
      return taken;
    },
    taken(press) {
      if (press.card) {
        const { session, who, minutes } = press.card.dataset;
        return this.liftSession(Number(session), who || "Book", Number(minutes));
      }
      const { column, minute } = this.placeAt(press.x, press.y);
      if (press.isFree) return this.liftSlot(column, Math.floor(minute / STEP) * STEP, "range");
      const entry = this.grid.entries.find(({ key }) => key === press.entry);
      if (!entry) return false;
      press.grab = minute - (press.isEdge ? entry.end : entry.start);
      return this.liftEntry(press.entry, press.isEdge ? "resize" : "move");
    },
    follow({ clientX, clientY }) {
      if (!this.lifted?.byHand) return;
      this.point = { x: clientX, y: clientY };
      const { column, minute } = this.placeAt(clientX, clientY);
      this.reach(column, minute - this.lifted.grab);
      if (!this.rolling) this.rolling = requestAnimationFrame(() => this.roll());
    },
    /** Scroll while it is held near an edge. */
    roll() {
      this.rolling = 0;
      if (!this.lifted?.byHand || this.lifted.waits) return;
      const { scroll } = this.$refs;
      const box = scroll.getBoundingClientRect();
      const { x, y } = this.point;
      const speed = (at, from, to) => (at < from + EDGE ? -1 : at > to - EDGE ? 1 : 0) * 9;
      const head = scroll.querySelector(".grid-head").offsetHeight;
      const [left, top] = [scroll.scrollLeft, scroll.scrollTop];
      const [across, down] = [speed(x, box.left + EDGE, box.right), speed(y, box.top + head, box.bottom)];
      // What comes from beside the grid crosses an edge on its way in.
      if (!across && !down) this.lifted.isIn = true;
      if (this.lifted.kind === "place" && !this.lifted.isIn) return;
      if (x > box.left && x < box.right) scroll.scrollTop += down;
      if (y > box.top && y < box.bottom) scroll.scrollLeft += across;
      if (scroll.scrollLeft === left && scroll.scrollTop === top) return;
      this.follow({ clientX: x, clientY: y });
    },
    /** The hand is gone: what was held drops, over the grid; anything else was a click. */
    release({ clientX, clientY }) {
      clearTimeout(this.press?.timer);
      this.press = null;
      if (!this.lifted?.byHand) return;
      const box = this.$refs.scroll.getBoundingClientRect();
      const isOver = clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom;
      if (isOver) this.drop();
      else this.putBack();
    },
    letGo() {
      clearTimeout(this.press?.timer);
      this.press = null;
      if (this.lifted?.byHand) this.putBack();
    },
    escape(event) {
      if (event.key !== "Escape" || !this.lifted?.byHand || this.lifted.waits) return;
      event.stopPropagation();
      this.escaped = !this.press?.isTouch;
      this.letGo();
    },
    /** The click that a browser makes of the end of a drag. */
    swallow(event) {
      if (!this.clicked) return;
      this.clicked = false;
      event.stopPropagation();
      event.preventDefault();
    },
    /** A plain click or tap on free time. */
    onFree(event) {
      if (event.target.closest("button")) return;
      this.hideHint();
      const { column, minute } = this.placeAt(event.clientX, event.clientY);
      if (this.liftSlot(column, Math.floor(minute / STEP) * STEP)) this.drop();
    },
    /** Where a click would book, below the mouse. */
    hint(event) {
      const isFree = event.target.closest?.(".grid-column") && !event.target.closest("button");
      if (this.lifted || this.grid.unbookable || !isFree || !this.$refs.scroll?.contains(event.target)) {
        return this.hideHint();
      }
      const { column, minute } = this.placeAt(event.clientX, event.clientY);
      const { hint } = this.$refs;
      const start = Math.floor(minute / STEP) * STEP;
      const text = "Book " + this.clock(start);
      hint.hidden = false;
      if (hint.textContent === text && hint.dataset.at === column) return;
      hint.textContent = text;
      hint.dataset.at = column;
      const place = event.target.closest(".grid-column");
      Object.assign(hint.style, { left: place.offsetLeft + "px", width: place.offsetWidth + "px" });
      for (const [name, to] of Object.entries(this.placed(start, start + STEP))) hint.style.setProperty(name, to);
    },
    hideHint() {
      if (this.$refs.hint) this.$refs.hint.hidden = true;
    },
    /** The column and the minute at a point of the screen; beside the grid, the nearest. */
    placeAt(x, y) {
      const { body } = this.$refs;
      const columns = [...body.querySelectorAll(".grid-column")];
      const found = columns.find((one) => x < one.getBoundingClientRect().right) ?? columns.at(-1);
      const box = body.getBoundingClientRect();
      const { opens, closes } = this.grid;
      const minute = opens + ((y - box.top) / box.height) * (closes - opens);
      return { column: found.dataset.column, minute: Math.max(opens, Math.min(minute, closes)) };
    },
  };
  return { methods };
})();
