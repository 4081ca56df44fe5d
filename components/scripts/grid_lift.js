// What is held over the calendar grid: a booking that is moved (`move`) or resized at its end
// (`resize`), a place to book (`book`), a stretch drawn over free time (`range`), or a session that
// comes from beside the grid (`place`). Whoever holds it, by mouse, finger or keyboard, calls the same:
// lift…, reach or shift, then drop or putBack. The server judges a drop and answers with `settle`.
//
// The ghost that shows where it would go is moved by hand and not by Vue: a step of a drag redraws
// one element, however many bookings there are.
window.regimenGrid ??= {};
window.regimenGrid.lift = (() => {
  const STEP = 5; // minutes
  const USUAL = 30; // minutes of a place to book, until it is known what for
  const ANSWER_MS = 15000;

  const within = (least, value, most) => Math.max(least, Math.min(value, most));
  const onStep = (minute) => Math.round(minute / STEP) * STEP;
  const press = () => Array.from({ length: 4 }, () => Math.random().toString(36).slice(2, 10)).join("");

  const methods = {
    /** Take hold of a booking; false, and the reason told, where it is not to be moved. */
    liftEntry(key, kind) {
      const entry = this.grid.entries.find((one) => one.key === key);
      if (!entry || this.lifted) return false;
      if (entry.fixed) {
        this.say(entry.fixed);
        return false;
      }
      const { column, start, end, minutes, version } = entry;
      const who = kind === "resize" ? "Resizing " + entry.patient : "Moving " + entry.patient;
      this.hold({ kind, key, version, column, start, end, minutes, who, home: { column, start, end } });
      this.$emit("lift", { key });
      return true;
    },
    /** A place to book, to be moved about; false where nothing may be booked. */
    liftSlot(column, start, kind = "book") {
      if (this.lifted) return false;
      if (this.grid.unbookable) {
        this.say(this.grid.unbookable);
        return false;
      }
      const end = start + (kind === "range" ? STEP : USUAL);
      this.hold({ kind, column, start, end, anchor: start, who: "Book" });
      return true;
    },
    /** A session from beside the grid; `minutes` is how long it takes. */
    liftSession(session, who, minutes) {
      if (this.lifted || this.grid.unbookable) return false;
      const column = this.grid.columns[0]?.key;
      if (!column) return false;
      const start = this.grid.opens;
      this.hold({ kind: "place", session, column, start, end: start + (minutes || USUAL), who });
      this.$emit("lift", { session });
      return true;
    },
    hold(lifted) {
      this.lifted = lifted;
      this.liftedKey = lifted.key || "";
      this.barred = {};
      this.showGhost();
    },
    /** Where it cannot go, by column, as the server knows; too late for what has been dropped. */
    bar(of, barred) {
      const { lifted } = this;
      if (!lifted || (lifted.key ?? lifted.session) !== of) return;
      const { opens, closes } = this.grid;
      const cut = ([from, to, why]) => [Math.max(from, opens), Math.min(to, closes), why];
      this.barred = Object.fromEntries(
        Object.entries(barred).map(([key, bars]) => [
          key, bars.map(cut).filter(([from, to]) => from < to),
        ]),
      );
      if (!lifted.waits) this.showGhost();
    },
    /** Let it lie at this minute of a column, as far as the day goes. */
    reach(column, minute) {
      const { lifted } = this;
      if (!lifted || lifted.waits) return;
      const { opens, closes } = this.grid;
      const at = onStep(minute);
      if (lifted.kind === "resize") {
        lifted.end = within(lifted.start + STEP, at, closes);
      } else if (lifted.kind === "range") {
        lifted.start = within(opens, Math.min(lifted.anchor, at), closes - STEP);
        lifted.end = within(lifted.start + STEP, Math.max(lifted.anchor, at), closes);
      } else {
        lifted.minutes ??= lifted.end - lifted.start;
        lifted.column = column;
        lifted.start = within(opens, at, Math.max(opens, closes - lifted.minutes));
        lifted.until = this.clockAfter(lifted);
        // Where the clocks go back within it, it is drawn as long as it takes.
        lifted.end = lifted.until > lifted.start ? lifted.until : lifted.start + lifted.minutes;
      }
      this.showGhost();
    },
    /** The minute that a column's clocks show when it is over: they may change meanwhile. */
    clockAfter({ column, start, minutes }) {
      const [at, by] = this.changeOf(column);
      return start < at && start + minutes >= at ? start + minutes + by : start + minutes;
    },
    /** When the clocks change in a column, and by how much; never, mostly. */
    changeOf(column) {
      return this.grid.columns.find(({ key }) => key === column)?.change ?? [0, 0];
    },
    /** The minute itself, or the first that comes after those that the clocks skip. */
    behindSkipped(column, minute) {
      const [at, by] = this.changeOf(column);
      return at <= minute && minute < at + by ? at + by : minute;
    },
    /** Whether it would begin, or end, at a time that the clocks skip. */
    isSkipped({ kind, column, start, end }) {
      const minute = kind === "resize" ? end : start;
      return this.behindSkipped(column, minute) !== minute;
    },
    /** The same by minutes and columns from where it is. */
    shift(minutes, columns) {
      const { lifted } = this;
      const keys = this.grid.columns.map(({ key }) => key);
      const at = within(0, keys.indexOf(lifted.column) + columns, keys.length - 1);
      const from = lifted.kind === "resize" ? lifted.end : lifted.start;
      this.reach(lifted.kind === "resize" ? lifted.column : keys[at], from + minutes);
      this.$refs.ghost.scrollIntoView({ block: "nearest", inline: "nearest" });
    },
    /** Let go here: the server is asked, and until it has answered the ghost stays. */
    drop() {
      const { lifted } = this;
      if (!lifted || lifted.waits) return;
      const { kind, key, version, session, column, start, end, home } = lifted;
      const stays = home && home.column === column && home.start === start && home.end === end;
      if (stays) return this.putBack();
      lifted.waits = true;
      lifted.timer = setTimeout(() => this.settle(), ANSWER_MS);
      this.$refs.ghost.classList.add("is-asking");
      if (kind === "move") this.$emit("moved", { key, version, column, start, press: press() });
      else if (kind === "resize") this.$emit("resized", { key, version, end, press: press() });
      else if (kind === "place") this.$emit("placed", { session, column, start });
      else this.$emit("slot", { column, start, end: kind === "range" ? end : start });
    },
    /** As if it had not been lifted. */
    putBack() {
      if (!this.lifted || this.lifted.waits) return;
      if (this.lifted.home) this.say("Put back.");
      this.settle();
    },
    /** Nothing is held any more: what changed meanwhile is drawn now. */
    settle() {
      if (!this.lifted) return;
      clearTimeout(this.lifted.timer);
      const { held } = this;
      if (this.lifted.waits) this.say("");
      this.lifted = this.held = null;
      this.liftedKey = "";
      this.barred = {};
      this.$refs.ghost.hidden = true;
      if (held) this.draw(held);
    },
    showGhost() {
      const { ghost, body } = this.$refs;
      const { who, column, start, end } = this.lifted;
      const place = body.querySelector(`[data-column="${CSS.escape(column)}"]`);
      const bar = (this.barred[column] || []).find(([from, to]) => from < end && start < to);
      const why = this.isSkipped(this.lifted) ? "The clocks go forward" : bar?.[2];
      const length = this.lifted.kind === "book" ? "" : "–" + this.clock(this.lifted.until ?? end);
      const lines = [this.clock(start) + length, who, why || ""].map((line) => {
        const shown = document.createElement("span");
        shown.textContent = line;
        return shown;
      });
      ghost.replaceChildren(...lines);
      ghost.hidden = false;
      ghost.className = why ? "grid-ghost is-barred" : "grid-ghost";
      const { offsetLeft: left, offsetWidth: width } = place;
      Object.assign(ghost.style, { left: left + "px", width: width + "px" });
      for (const [name, to] of Object.entries(this.placed(start, end))) ghost.style.setProperty(name, to);
      const label = this.grid.columns.find(({ key }) => key === column).label;
      this.say([`${who}: ${label}`, this.clock(start) + length, why].filter(Boolean).join(", "), true);
    },
    /** Tell it in words to everybody: read out, and shown below the grid for a while. */
    say(text, stays = false) {
      const { said } = this.$refs;
      if (said.textContent !== text) said.textContent = text;
      clearTimeout(this.silent);
      if (!stays) this.silent = setTimeout(() => (said.textContent = ""), 6000);
    },
    /** The first minute of a column that is at work and not booked, from `from` on. */
    firstFree(column, from = 0) {
      const { open, today } = this.grid.columns.find(({ key }) => key === column);
      const taken = this.byColumn[column].filter((entry) => !entry.ended);
      const least = Math.max(from, today ? this.now : 0);
      for (const [starts, ends] of open) {
        let at = this.behindSkipped(column, Math.ceil(Math.max(starts, least) / STEP) * STEP);
        for (const entry of taken) {
          const until = entry.end + entry.buffer;
          if (entry.start < at + STEP && at < until) at = Math.ceil(until / STEP) * STEP;
        }
        if (at < ends) return at;
      }
      const opens = Math.max(open[0]?.[0] ?? this.grid.opens, this.grid.opens);
      return this.behindSkipped(column, Math.ceil(opens / STEP) * STEP);
    },
  };
  return { methods, STEP };
})();
