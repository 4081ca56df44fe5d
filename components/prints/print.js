// A sheet opens the print dialog by itself, and again at the press of its button.
document.querySelector("[data-print]").addEventListener("click", () => window.print());
window.addEventListener("load", () => window.print());
