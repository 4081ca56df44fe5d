// A sheet opens the print dialog by itself, once, and again at the press of its button.
document.querySelector("[data-print]").addEventListener("click", () => window.print());
window.addEventListener("load", () => {
  const [came] = performance.getEntriesByType("navigation");
  if (came.type === "navigate") window.print(); // what is reloaded was printed already
});
