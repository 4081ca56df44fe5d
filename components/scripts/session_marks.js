// Marks what shows the same session: the row of a booking, and the booking of a row. No server is asked.
//
// What the pointer is on goes before what was focused or opened last, which stays marked. Whatever has
// its session in `data-session` or `data-row` takes part; the mark is the attribute `data-marked`.
export default {
  template: `<div hidden></div>`,
  mounted() {
    this.hovered = this.kept = "";
    this.over = (event) => this.mark((this.hovered = sessionOf(event.target)) || this.kept);
    this.held = (event) => {
      const session = sessionOf(event.target);
      if (session) this.mark((this.kept = session));
    };
    document.addEventListener("pointerover", this.over);
    document.addEventListener("focusin", this.held);
    document.addEventListener("click", this.held);
    // The element of one session may show another by now, and one that went may be back.
    this.changes = new MutationObserver(() => this.mark(this.hovered || this.kept));
    this.changes.observe(document.body, { subtree: true, childList: true, attributeFilter: ["data-session", "data-row"] });
  },
  unmounted() {
    this.changes.disconnect();
    document.removeEventListener("pointerover", this.over);
    document.removeEventListener("focusin", this.held);
    document.removeEventListener("click", this.held);
  },
  methods: {
    mark(session) {
      for (const element of document.querySelectorAll("[data-marked]")) {
        if (idOf(element) !== session) element.removeAttribute("data-marked");
      }
      if (!session) return;
      const same = document.querySelectorAll(`[data-session="${session}"], [data-row="${session}"]`);
      for (const element of same) element.setAttribute("data-marked", "");
    },
  },
};

const SHOWS = "[data-session], [data-row]";

function idOf(element) {
  return element.dataset.session || element.dataset.row;
}

/** The session that is shown where something happened; empty for none, and for what is nobody's to see. */
function sessionOf(target) {
  const shown = target.closest?.(SHOWS);
  const session = shown ? idOf(shown) : "";
  return /^[1-9]\d*$/.test(session) ? session : "";
}
