// The keyboard in the calendar grid. Arrows lead along stacks: a stack is one column from top to
// bottom, which is the button that books in it, its head, its bookings by time; each is known by its
// `data-key`. M lifts a booking, R its end, N a place to book; what is lifted follows the arrows,
// Enter drops it and Esc puts it back (grid_lift.js).
window.regimenGrid ??= {};
window.regimenGrid.keys = (() => {
  const HEADS = 2; // what stands above the first booking of every stack
  const FAR = 30; // minutes of an arrow with Shift
  const NEAR = 5;

  /** The key that an arrow leads to; undefined for any other key on the keyboard. */
  function neighbour(pressed, from, stacks) {
    const at = stacks.findIndex((stack) => stack.some(({ key }) => key === from));
    if (at < 0) return undefined;
    const keys = stacks[at].map(({ key }) => key);
    const row = keys.indexOf(from);
    switch (pressed) {
      case "ArrowDown":
        return keys[Math.min(row + 1, keys.length - 1)];
      case "ArrowUp":
        return keys[Math.max(row - 1, 0)];
      case "Home":
        return keys[Math.min(HEADS, keys.length - 1)];
      case "End":
        return keys.at(-1);
      case "ArrowLeft":
        return beside(stacks, at, row, -1);
      case "ArrowRight":
        return beside(stacks, at, row, 1);
      default:
        return undefined;
    }
  }

  /** The head beside a head; beside a booking, the nearest in time of the next column with any. */
  function beside(stacks, at, row, step) {
    const from = stacks[at][row];
    if (row < HEADS) return stacks[at + step]?.[row].key ?? from.key;
    for (let column = at + step; stacks[column]; column += step) {
      const entries = stacks[column].slice(HEADS);
      const far = (entry) => Math.abs(entry.start - from.start);
      if (entries.length) return entries.reduce((a, b) => (far(b) < far(a) ? b : a)).key;
    }
    return from.key;
  }

  const methods = {
    onKey(event) {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (this.lifted) return this.onKeyLifted(event);
      const key = event.target.dataset.key;
      const letter = event.key.toLowerCase();
      if (letter === "m" || letter === "r") {
        if (this.liftEntry(key, letter === "m" ? "move" : "resize")) event.preventDefault();
      } else if (letter === "n") {
        event.preventDefault();
        this.liftBeside(key);
      } else {
        const target = neighbour(event.key, key, this.stacks);
        if (target === undefined) return;
        event.preventDefault();
        this.focusOn(target);
      }
    },
    onKeyLifted(event) {
      const minutes = event.shiftKey ? FAR : NEAR;
      const acts = {
        ArrowUp: () => this.shift(-minutes, 0),
        ArrowDown: () => this.shift(minutes, 0),
        ArrowLeft: () => this.shift(0, -1),
        ArrowRight: () => this.shift(0, 1),
        Enter: () => this.drop(),
        Escape: () => this.putBack(),
        " ": () => {},
      };
      const act = acts[event.key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    },
    /** A place to book in the column of what has the focus, after it if that is a booking. */
    liftBeside(key) {
      const stack = this.stacks.find((one) => one.some((at) => at.key === key));
      if (!stack) return;
      const column = stack[1].key.slice("head ".length);
      const entry = stack.find((one) => one.key === key);
      this.liftSlot(column, this.firstFree(column, entry.end ?? 0));
    },
    /** Whoever goes elsewhere with the keyboard has let go. */
    onLeave(event) {
      if (!this.lifted || this.lifted.waits || this.lifted.byHand) return;
      if (!this.$refs.scroll.contains(event.relatedTarget)) this.putBack();
    },
    focusOn(key, how) {
      const buttons = [...this.$refs.scroll.querySelectorAll("button[data-key]")];
      buttons.find((button) => button.dataset.key === key)?.focus(how);
    },
  };
  return { methods };
})();
