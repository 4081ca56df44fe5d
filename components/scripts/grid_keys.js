// Where the arrows lead in the calendar grid. A stack is one column from top to bottom: its
// head, then its bookings by time; each is known by its `data-key`.
window.regimenGrid ??= {};
window.regimenGrid.neighbour = (() => {
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

  // What stands above the first booking of every stack.
  const HEADS = 1;

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

  return neighbour;
})();
