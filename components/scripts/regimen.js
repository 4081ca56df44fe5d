// What every page needs in the browser: theme, connection state, skip link, focus after a navigation.
(() => {
  const root = document.documentElement;
  root.dir = "ltr";
  const THEMES = ["device", "light", "dark"];
  const COOKIE = "regimen-theme"; // the server puts it into the page: no script has to be asked first

  window.regimenKeep = (name, value) => {
    const safe = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${safe}`;
  };

  window.regimenTheme = {
    get: () => root.dataset.theme || "device",
    next() {
      const theme = THEMES[(THEMES.indexOf(this.get()) + 1) % THEMES.length];
      if (theme === "device") delete root.dataset.theme;
      else root.dataset.theme = theme;
      window.regimenKeep(COOKIE, theme);
      return theme;
    },
  };

  // Views are rebuilt on Back: a list then returns to its row, everything else begins at its heading.
  const here = () => location.pathname + location.search;
  let backTo = null;
  window.addEventListener("popstate", () => (backTo = here()));
  window.regimenIsBack = () => backTo === here();

  window.regimenArrived = (path) => {
    if (path !== location.pathname.replace(/(.)\/$/, "$1")) return;
    const isBack = window.regimenIsBack();
    backTo = null;
    if (isBack) return;
    window.scrollTo({ top: 0, behavior: "instant" });
    requestAnimationFrame(window.regimenBegin);
  };
  window.regimenBegin = () => {
    if (document.querySelector("dialog[open]")) return;
    const first = document.querySelector("#main [data-autofocus]:not(dialog *)") || document.querySelector("#main h1");
    first?.focus({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.skip");
    if (!link) return;
    event.preventDefault();
    const table = document.querySelector("[data-skip-target] [tabindex='0']");
    (link.dataset.skip === "table" && table ? table : document.getElementById("main")).focus();
  });

  // The menu under a person's name closes like any other: by Escape, or by going elsewhere.
  const closePerson = (isKey) => {
    const menu = document.querySelector("details.person[open]");
    menu?.removeAttribute("open");
    if (isKey) menu?.querySelector("summary").focus();
  };
  document.addEventListener("keydown", (event) => event.key === "Escape" && closePerson(true));
  for (const kind of ["pointerdown", "focusin"])
    document.addEventListener(kind, (event) => event.target.closest?.("details.person") || closePerson(false));

  // Whoever signs out leaves nothing that they typed on this device; a sign-in that ends by itself does.
  document.addEventListener("submit", ({ target }) => {
    if (!target.getAttribute("action")?.startsWith("/sign-out")) return;
    const own = "drafts" in target.dataset ? `regimen-draft:${target.dataset.drafts}/` : "regimen-draft:";
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(own)) sessionStorage.removeItem(key);
  });

  const follow = () => {
    const popup = document.getElementById("popup");
    if (!popup) return;
    let waiting = null;
    new MutationObserver(() => {
      clearTimeout(waiting);
      const lost = popup.getAttribute("aria-hidden") === "false";
      const show = () => {
        root.toggleAttribute("data-offline", lost);
        window.dispatchEvent(new CustomEvent("regimen-connection", { detail: !lost }));
      };
      if (lost) waiting = setTimeout(show, 1500);
      else show();
    }).observe(popup, { attributes: true, attributeFilter: ["aria-hidden"] });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", follow);
  else follow();
})();
