// A page that nobody touches goes away when its sign-in has ended, and hides while the server has not answered for a
// quarter of an hour: a machine that slept, a cable that was pulled. It asks only whether, and is no sign of life.
(() => {
  const every = 30_000, patience = 15 * 60_000;
  let heard = Date.now();
  const ask = async () => {
    try {
      const answer = await fetch("/auth/alive", { cache: "no-store" });
      if (answer.status === 401) return location.reload();
      heard = Date.now();
    } catch {}
    document.documentElement.hidden = Date.now() - heard > patience;
  };
  setInterval(ask, every);
  document.addEventListener("visibilitychange", ask);
})();
