// The lock screen's own: its clock, and the keys with which a PIN is typed by touch.
(() => {
  const tick = (time, begun) => {
    const now = Number(time.dataset.now) + performance.now() - begun;
    const shown = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: time.dataset.zone };
    time.textContent = new Intl.DateTimeFormat("en-GB", shown).format(now);
  };

  /** Let the clock go and the keys type; `root` holds a lock screen. */
  const wire = (root) => {
    const time = root.querySelector("time[data-now]");
    const begun = performance.now();
    const going = time && setInterval(() => (time.isConnected ? tick(time, begun) : clearInterval(going)), 5000);
    const pin = root.querySelector("#lock-pin");
    pin?.addEventListener("input", () => (pin.value = pin.value.replace(/\D/g, "")));
    for (const key of root.querySelectorAll(".lock-pad [data-digit], .lock-pad [data-delete]")) {
      key.addEventListener("click", () => {
        const { digit } = key.dataset;
        pin.value = digit === undefined ? pin.value.slice(0, -1) : (pin.value + digit).slice(0, pin.maxLength);
      });
    }
  };

  window.regimenPad = { wire };
  if (!document.body?.classList.contains("lock-alone")) return;
  wire(document);
  document.addEventListener("submit", () => localStorage.removeItem("regimen-touched"));
  // A lock screen that stands alone follows what other tabs of this browser do.
  const { to } = document.querySelector("main.lock").dataset;
  new BroadcastChannel("regimen-lock").addEventListener("message", () => location.replace(to));
})();
