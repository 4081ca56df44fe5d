// Locks this browser: after so long untouched in all its tabs together, by the menu or by Alt+Shift+L.
// What covers a page stands above its open dialogs; behind it nothing is seen, read or reached.
(() => {
  const TOUCHED = "regimen-touched"; // for all tabs: by whose sign-in and when
  const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove", "input"];
  const SAY_MS = 30_000; // how often the server is told that somebody is there
  const AGAIN_MS = 2_000;
  const HANDED_MS = 700; // in which the tab that unlocked has its new cookie
  const root = document.documentElement;
  const channel = new BroadcastChannel("regimen-lock");
  let told = null; // who, seconds, seal, onActive
  let screen = null;
  let touched = 0;
  let said = 0;
  let saying = null;
  let filling = 0;
  let kept = {};

  const here = () => location.pathname + location.search;

  const lastTouch = () => {
    try {
      const { who, at } = JSON.parse(localStorage.getItem(TOUCHED)) || {};
      return who === told.who && at <= Date.now() ? Math.max(at, touched) : touched;
    } catch {
      return touched;
    }
  };

  // A browser says of a mouse at rest that it moved when what is under it does: that is nobody.
  const isSomebody = (event) =>
    event.isTrusted && (event.type !== "pointermove" || event.movementX !== 0 || event.movementY !== 0);

  const heard = (event) => isSomebody(event) && touch();

  const touch = () => {
    if (!told || screen) return;
    const now = Date.now();
    if (now - touched < 1000) return;
    touched = now;
    localStorage.setItem(TOUCHED, JSON.stringify({ who: told.who, at: now }));
    if (saying) return;
    saying = setTimeout(say, Math.max(said + SAY_MS - now, 0));
  };

  const say = () => {
    saying = null;
    if (screen) return;
    said = Date.now();
    told.onActive();
  };

  const look = () => {
    if (told?.seconds && !screen && Date.now() - lastTouch() >= told.seconds * 1000) lock();
  };

  /** Lock: at once here, then on the server, which tells the other tabs. */
  const lock = async ({ people = false } = {}) => {
    if (!told || screen) return;
    cover({ people, fill: false });
    const form = new URLSearchParams({ seal: told.seal, to: here() });
    while (screen) {
      try {
        await fetch("/lock", { method: "POST", body: form, redirect: "manual" });
        break;
      } catch {
        await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
    }
    if (screen) fill(`/locked?to=${encodeURIComponent(here())}`, people);
  };

  const cover = ({ people = false, fill: isFilled = true } = {}) => {
    if (screen) return;
    const { activeElement: at } = document;
    kept = { at, start: at?.selectionStart, end: at?.selectionEnd };
    screen = document.createElement("dialog");
    screen.className = "lock-screen";
    screen.setAttribute("closedby", "none");
    screen.setAttribute("aria-label", "Locked");
    const wait = document.createElement("p");
    wait.className = "lock-wait";
    wait.setAttribute("role", "status");
    wait.textContent = "Locked";
    screen.append(wait);
    screen.addEventListener("cancel", (event) => event.preventDefault());
    screen.addEventListener("keydown", (event) => event.key === "Escape" && event.preventDefault());
    screen.addEventListener("close", () => screen?.isConnected && screen.showModal());
    screen.addEventListener("click", pressed);
    screen.addEventListener("submit", sent);
    document.body.append(screen);
    root.dataset.locked = "";
    screen.showModal();
    for (const one of document.body.children) if (one !== screen) one.inert = true;
    if (isFilled) fill(`/locked?to=${encodeURIComponent(here())}`, people);
  };

  const uncover = () => {
    if (!screen) return;
    const gone = screen;
    screen = null;
    delete root.dataset.locked;
    for (const one of document.body.children) one.inert = false;
    gone.close();
    gone.remove();
    goOn(kept);
    said = touched = 0;
    touch();
  };

  // The keyboard and its caret go on where they were.
  const goOn = ({ at, start, end }) => {
    if (!at?.isConnected || at === document.body) return;
    at.blur();
    at.focus({ preventScroll: true });
    if (typeof start === "number") at.setSelectionRange(start, end);
  };

  const handOver = () => {
    cover({ fill: false });
    setTimeout(() => location.reload(), HANDED_MS);
  };

  // What the server shows of the lock, in place of what was shown before.
  const fill = async (address, people = false) => {
    const mine = ++filling;
    let answer;
    while (screen && mine === filling && !answer) {
      try {
        answer = await fetch(address, { redirect: "manual" });
      } catch {
        wait("Locked. The server cannot be reached; trying again.");
        await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
    }
    if (screen && mine === filling) await show(answer, people);
  };

  // Led on, it was unlocked in another tab, which the server is about to say here; or it is over.
  const show = async (answer, people = false) => {
    if (answer.type === "opaqueredirect") return setTimeout(() => screen && location.reload(), AGAIN_MS);
    const shown = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main.lock");
    if (!screen) return;
    if (!shown) return wait("Locked. The server cannot answer just now; reload the page.");
    const inside = document.createElement("div");
    inside.className = "lock";
    inside.append(...shown.children);
    screen.replaceChildren(inside);
    window.regimenPad.wire(screen);
    const first = people ? ".lock-person" : "[data-lock-first], .lock-person";
    screen.querySelector(first)?.focus();
  };

  const wait = (words) => {
    const line = screen?.querySelector(".lock-wait");
    if (line) line.textContent = words;
    else complain(words);
  };

  const pressed = (event) => {
    event.stopPropagation(); // links lead away from here, and not over the socket as those of a page do
    const link = event.target.closest("a[data-lock-swap]");
    if (!link) return;
    event.preventDefault();
    fill(link.getAttribute("href"));
  };

  const sent = async (event) => {
    const form = event.target;
    if (form.getAttribute("action") !== "/unlock") return;
    event.preventDefault();
    if ("sent" in form.dataset) return;
    form.dataset.sent = "";
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch("/unlock", { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect") {
        await show(answer);
        delete form.dataset.sent;
        return;
      }
      const isSwitch = "switch" in form.dataset;
      channel.postMessage(isSwitch ? "switched" : "unlocked");
      if (!isSwitch) return void setTimeout(() => screen && location.reload(), AGAIN_MS); // the server uncovers, or it is over
      localStorage.removeItem(TOUCHED);
      location.reload();
    } catch {
      delete form.dataset.sent;
      complain("The server cannot be reached. Try again.");
    }
  };

  const complain = (words) => {
    const form = screen?.querySelector("form[action='/unlock']");
    if (!form) return;
    const line = screen.querySelector(".lock-problem") || document.createElement("p");
    line.className = "lock-problem";
    line.setAttribute("role", "alert");
    line.textContent = words;
    form.before(line);
  };

  window.regimenLock = {
    begin(given) {
      told = given;
      try {
        const before = JSON.parse(localStorage.getItem(TOUCHED));
        if (before?.who === told.who) return;
      } catch {
        // what is there is not ours: it is written anew
      }
      touched = Date.now();
      localStorage.setItem(TOUCHED, JSON.stringify({ who: told.who, at: touched }));
    },
    lock,
    cover,
    uncover,
    handOver,
  };

  for (const name of TOUCHES) addEventListener(name, heard, { capture: true, passive: true });
  setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.shiftKey && event.code === "KeyL") lock();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("action") !== "/lock" || !told) return;
    event.preventDefault();
    form.closest("details")?.removeAttribute("open");
    lock({ people: "people" in form.dataset });
  });
})();
