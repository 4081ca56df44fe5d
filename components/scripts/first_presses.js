// What is pressed or typed in the first view while the application is still on its way is not lost:
// rows and links open at once, all else is kept and done as soon as the application stands.
(() => {
  const PLACE = "regimen-row";
  const KEYS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"]);
  const waiting = [];
  let view = null;

  // Where an element is: the same steps from the same id lead to its successor.
  const place = (element) => {
    const steps = [];
    for (; !element.id; element = element.parentElement) {
      steps.unshift([...element.parentElement.children].indexOf(element));
    }
    return { id: element.id, steps };
  };
  const found = ({ id, steps }) => steps.reduce((at, step) => at?.children[step], document.getElementById(id));

  const keep = (act) => {
    waiting.push(act);
    view.classList.add("is-waiting");
  };

  const remember = (row) => {
    const at = location.pathname + location.search;
    sessionStorage.setItem(PLACE, JSON.stringify({ at, id: Number(row.dataset.row), y: scrollY }));
  };

  const open = (row, event) => {
    const { href } = row.querySelector("a[href]");
    if (event.metaKey || event.ctrlKey || event.shiftKey) return window.open(href, "_blank");
    remember(row);
    location.assign(href);
  };

  const clicked = (event) => {
    const row = event.target.closest("[data-row]");
    const pressed = event.target.closest("a, button");
    if (pressed?.matches("a.skip")) return;
    event.stopPropagation();
    if (pressed?.matches("a")) {
      if (row) remember(row);
    } else if (pressed) keep({ place: place(pressed), act: (element) => element.click() });
    else if (row && getSelection().isCollapsed) open(row, event);
  };

  const typed = ({ target }) => {
    if (waiting.some((act) => act.target === target)) return;
    const act = (element) => {
      if (target.type === "checkbox" || target.type === "radio") element.checked = target.checked;
      else element.value = target.value;
      for (const kind of ["input", "change"]) element.dispatchEvent(new Event(kind, { bubbles: true }));
    };
    keep({ place: place(target), target, act });
  };

  const keyed = (event) => {
    const { target, key } = event;
    if (target.matches("[data-row]") && key === "Enter") return open(target, event);
    if (!KEYS.has(key) || !target.closest("[data-row], [role=tab], .head")) return;
    event.preventDefault();
    const pressed = { key, bubbles: true, cancelable: true };
    const act = () => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", pressed));
    keep({ place: place(target), act });
  };

  const replay = async () => {
    for (const { place: at, act } of waiting.splice(0)) {
      const element = found(at);
      if (element) act(element);
      await new Promise((done) => setTimeout(done));
    }
  };

  window.regimenFirst.keep = (drawn) => {
    view = drawn;
    view.addEventListener("click", clicked);
    view.addEventListener("input", typed);
    view.addEventListener("change", typed);
    view.addEventListener("keydown", keyed);
  };

  /** The application stands: leave in the same step, with the focus where it was. */
  window.regimenFirst.giveWay = () => {
    if (!view?.isConnected) return;
    const { activeElement: focused } = document;
    const at = view.contains(focused) ? place(focused) : null;
    const [start, end] = [focused?.selectionStart, focused?.selectionEnd];
    view.remove();
    queueMicrotask(() => {
      const successor = at && found(at);
      if (successor) {
        successor.focus({ preventScroll: true });
        if (typeof start === "number") {
          successor.value = focused.value;
          successor.setSelectionRange(start, end);
        }
      }
      replay();
    });
  };
})();
