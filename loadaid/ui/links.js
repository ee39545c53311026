// A link between the list and a patient is followed without loading the page anew: Streamlit runs again for the new address,
// as it does for "back". Between two patients, and while a run is under way, the page is loaded anew: of one patient's page
// nothing is left when another's begins.
(() => {
  const patient = (address = location) => new URLSearchParams(address.search).get("patient");
  const chart = document.querySelector("meta[name=chart]")?.content;
  let shown = patient();
  // The library of the chart takes a second to read: whoever points at a line of the list will soon want it.
  const ahead = (event) => chart && event.target.closest?.("table.lines") && import(chart);
  for (const sign of ["pointerover", "focusin"]) document.addEventListener(sign, ahead);
  document.addEventListener("keydown", () => (shown = patient()), true);
  document.addEventListener("click", (event) => {
    shown = patient();
    const link = event.target.closest?.('a[href^="?"]:not([lang])');
    const idle = document.querySelector("[data-test-script-state=notRunning]");
    if (!link || !idle || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (!shown === !patient(link)) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    shown = patient();
    dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
  }, true);
  addEventListener("popstate", (event) => {
    if (patient() === shown) return;
    event.stopImmediatePropagation();
    location.reload();
  }, true);
})();
