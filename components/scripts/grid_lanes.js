// Lays the calendar grid's entries that overlap side by side.
window.regimenGrid ??= {};
window.regimenGrid.lanes = (() => {
  // The shortest stretch that a block takes up, so that short ones do not lie on their neighbours.
  const SHORTEST = 16;

  /** Lay entries that overlap side by side, each as narrow as its busiest neighbour needs. */
  function sideBySide(entries) {
    const sorted = [...entries].sort((a, b) => a.start - b.start || b.end - a.end);
    const laid = [];
    let cluster = [];
    let until = -1;
    const close = () => {
      const lanes = Math.max(0, ...cluster.map((entry) => entry.lane)) + 1;
      laid.push(...cluster.map((entry) => ({ ...entry, lanes })));
      cluster = [];
    };
    for (const entry of sorted) {
      if (entry.start >= until) close();
      const busy = cluster.filter((other) => lasts(other) > entry.start).map((other) => other.lane);
      let lane = 0;
      while (busy.includes(lane)) lane += 1;
      cluster.push({ ...entry, lane });
      until = Math.max(until, lasts(entry));
    }
    close();
    return laid;
  }

  function lasts(entry) {
    return Math.max(entry.end, entry.start + SHORTEST);
  }

  return sideBySide;
})();
