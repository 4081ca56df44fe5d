// Sheets and small pages have no socket: they ask how their sign-in stands, and cover or leave with it.
(() => {
  const ASK_MS = 1_000;
  const PATIENCE_MS = 5_000;
  const AGAIN_MS = 500; // in which the tab that unlocked has its new cookie, which this one asks with
  const { who, seconds, seal } = document.currentScript.dataset;
  const root = document.documentElement;
  let wasLocked = false;
  let isAsking = false;

  const ask = async () => {
    if (isAsking) return;
    isAsking = true;
    try {
      const held = await stands();
      follow(held.who ? held : await unsure());
    } catch {
      // away: the lock goes by its own clock meanwhile
    } finally {
      isAsking = false;
    }
  };

  const stands = async () => {
    const answer = await fetch("/standing", { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) throw new Error("not now");
    return answer.json();
  };

  // Nothing is shown meanwhile, but what stood covered before stays so.
  const unsure = async () => {
    const wasShown = !("locked" in root.dataset);
    root.dataset.locked = "";
    await new Promise((done) => setTimeout(done, AGAIN_MS));
    const held = await stands().catch(() => ({}));
    if (wasShown && held.who && !document.querySelector(".lock-screen")) delete root.dataset.locked;
    return held;
  };

  const follow = (held) => {
    if (!held.who) leave();
    else if (held.who !== Number(who)) window.regimenLock.handOver();
    else if (held.isLocked) window.regimenLock.cover();
    else if (wasLocked) window.regimenLock.uncover();
    wasLocked = held.isLocked;
  };

  const leave = () => {
    const to = location.pathname + location.search;
    document.body.replaceChildren();
    location.replace(`/sign-in?to=${encodeURIComponent(to)}`);
  };

  const told = () => {
    wasLocked = true; // it may have been locked and unlocked since it was asked last
    ask();
  };

  const onActive = () => {
    fetch("/standing", { method: "POST", body: new URLSearchParams({ seal }) }).catch(() => {});
  };

  window.regimenLock.begin({ who: Number(who), seconds: Number(seconds), seal, onActive });
  setInterval(ask, ASK_MS);
  addEventListener("pageshow", ask);
  document.addEventListener("visibilitychange", ask);
  new BroadcastChannel("regimen-lock").addEventListener("message", told);
})();
