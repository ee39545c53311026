// A page that nobody touches goes away when its sign-in has ended or someone else has signed in on this browser, and hides
// while the server has not answered for a quarter of an hour: a machine that slept, a cable that was pulled. It asks only
// whether, and is no sign of life.
(() => {
  const every = 30_000, patience = 15 * 60_000, page = document.documentElement;
  let heard = Date.now(), mine = null;
  const ask = async () => {
    try {
      const answer = await fetch("/auth/alive", { cache: "no-store" });
      if (answer.status === 401) return location.reload();
      if (answer.ok) {
        const now = (await answer.text()).split(" ");
        mine ??= now;
        if (now[0] !== mine[0]) {
          page.hidden = true;
          return location.replace("/");  // another person: their own first page, and nothing of what stood here is asked for
        }
        if (now[1] !== mine[1]) return location.reload();
        heard = Date.now();
      }
    } catch {}
    page.hidden = Date.now() - heard > patience;
  };
  ask();  // at once: whose page it is must be known before anyone else can sign in
  setInterval(ask, every);
  document.addEventListener("visibilitychange", ask);
})();
