// What a click on a figure or a link does.
function followHash() {
  const match = /^#r(\d+)$/.exec(location.hash);
  if (match) showRecord(Number(match[1]));
}

document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-report], .go, td.bar, a[href^='#r']");
  if (!place) return;
  const target = place.matches("td.bar") ? place.parentNode.querySelector(".go") : place; // a bar is its row's button
  if (target.matches("a")) {
    if (target.getAttribute("href") === location.hash) { event.preventDefault(); followHash(); } // the same record again
  } else if (target.dataset.report !== undefined) {
    openReport(Number(target.dataset.report));
    $("reading").scrollIntoView();
    $("panes").querySelector(".text").focus({ preventScroll: true });
  } else if (target.dataset.rows !== undefined) {
    showRecords({}, new Set(JSON.parse(target.dataset.rows).split(" ").map(Number)));
  } else {
    const conditions = {};
    for (const key of Object.keys(FILTERS)) if (target.dataset[key] !== undefined) conditions[key] = JSON.parse(target.dataset[key]);
    showRecords(conditions);
  }
});

startTable();
startTargets();
for (const item of document.querySelectorAll("[data-needs]")) item.hidden = !$(item.dataset.needs);
startReader();
addEventListener("hashchange", followHash);
followHash();
