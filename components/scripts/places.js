// Which element shows what, where a list gives way to another: made anew, 50 rows or 240 bookings take
// the browser several times as long as it takes to write other words into those that are there.
window.regimen ??= {};

/** A place for each key, counted in its group: what stays keeps its own, others take the first free ones. */
window.regimen.places = (entries, before = new Map()) => {
  const places = new Map();
  const taken = new Map(entries.map(({ group }) => [group, new Set()]));
  const take = ({ key, group }, at) => {
    places.set(key, { group, at });
    taken.get(group).add(at);
  };
  for (const entry of entries) {
    const last = before.get(entry.key);
    if (last?.group === entry.group) take(entry, last.at);
  }
  for (const entry of entries) {
    if (places.has(entry.key)) continue;
    let at = 0;
    while (taken.get(entry.group).has(at)) at += 1;
    take(entry, at);
  }
  return places;
};

/** What is exchanged whole and never changed in place: Vue does not look into it. */
window.regimen.plain = (given) => (window.Vue ? Vue.markRaw(Vue.toRaw(given)) : given);
