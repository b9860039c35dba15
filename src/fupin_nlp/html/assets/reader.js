// The reading view: a report with its records highlighted, raw, cleaned or both.
const reader = { report: -1, version: "raw", edits: false, selected: null };

// Spans of one version, each with the function that wraps its text; they may overlap.
function spansOf(report, version) {
  const shift = version === "raw" ? 1 : 3;
  const spans = report.marks.map((mark) => ({ start: mark[shift], end: mark[shift + 1], row: mark[0] }));
  for (const left of report.left) {
    const at = version === "raw" ? 0 : 2;
    spans.push({ start: left[at], end: left[at + 1], left: left[4] });
  }
  if (reader.edits) {
    let moved = 0;
    for (const [start, end, replacement] of report.changes) {
      const before = report.raw.slice(start, end);
      const cleaned = start + moved;
      moved += replacement.length - (end - start);
      const span = version === "raw" ? { start, end } : { start: cleaned, end: cleaned + replacement.length };
      spans.push({ ...span, edit: `清洗：「${before}」→「${replacement}」` });
    }
  }
  return spans.filter((span) => span.start < span.end);
}

function wrap(text, covering) {
  let node = document.createTextNode(visible(text));
  const edit = covering.find((span) => span.edit);
  if (edit) node = element("span", { class: "edit", title: edit.edit }, node);
  const record = covering.find((span) => span.row !== undefined);
  if (record) {
    const row = record.row;
    node = element("a", { class: `mark ${roleOf(row)}${isUncertain(row) ? " uncertain" : isDoubtful(row) ? " doubtful" : ""}`, href: `#r${row}`,
      "data-row": row, title: edit ? `${hover(row)}\n${edit.edit}` : hover(row) }, node);
  }
  const left = covering.find((span) => span.left !== undefined);
  if (left) node = element("span", { class: "left", title: `不属于报告正文：${left.left}` }, node);
  return node;
}

// One sweep over the borders of all spans; text between two borders is covered by the same spans.
function marked(text, spans) {
  const borders = [...new Set([0, text.length, ...spans.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
  const starting = [...spans].sort((a, b) => a.start - b.start);
  const fragment = document.createDocumentFragment();
  let active = [];
  let next = 0;
  for (let i = 0; i + 1 < borders.length; i++) {
    const [from, to] = [borders[i], borders[i + 1]];
    active = active.filter((span) => span.end > from);
    while (next < starting.length && starting[next].start <= from) active.push(starting[next++]);
    fragment.append(wrap(text.slice(from, to), active));
  }
  return fragment;
}

function pane(report, version) {
  const label = version === "raw" ? "原文" : "清洗后";
  const text = version === "raw" ? report.raw : CLEAN[DATA.reports.indexOf(report)];
  const body = element("div", { class: "text", tabindex: "0", role: "region", "aria-label": `${label}：${report.title || report.doc}`, dir: "ltr" });
  body.append(marked(text, spansOf(report, version)));
  return element("div", { class: "pane" }, element("h4", {}, label, element("span", { class: "of" }, `：${report.title || report.doc}`)), body);
}

function drawReport() {
  const report = DATA.reports[reader.report];
  const versions = reader.version === "both" ? ["raw", "clean"] : [reader.version];
  $("panes").replaceChildren(...(report ? versions.map((version) => pane(report, version)) : []));
  $("panes").classList.toggle("both", versions.length > 1);
  $("panes").querySelectorAll(".text").forEach(toBody);
  showSelected(false);
}

// Open a text where the report begins, not where the page around it did.
function toBody(box) {
  let at = box.firstChild;
  while (at && (at.nodeType === Node.TEXT_NODE ? !at.textContent.trim() : at.matches(".left"))) at = at.nextSibling;
  if (!at || at === box.firstChild) return;
  const range = document.createRange();
  range.selectNode(at);
  box.scrollTop += range.getBoundingClientRect().top - box.getBoundingClientRect().top - 16;
}

function openReport(index) {
  if (reader.report !== index) reader.selected = null;
  reader.report = index;
  $("report").value = String(index);
  drawReport();
}

function detail(row) {
  const list = element("dl");
  const add = (label, text) => list.append(element("dt", {}, label), element("dd", {}, text));
  add("数值", amount(row));
  add("原文", cell("text", row) ?? "");
  if (trust(row)) add("置信度", element("span", { class: isDoubtful(row) ? "warn" : null }, trust(row)));
  for (const name of ["entity", "action", "role", "modality", "measure_label", "indicator", "kind", "per", "base",
    "region", "region_code", "section", "part_of", "repeat_of", "damage", "rule", "locator"]) {
    if (cell(name, row) !== null && cell(name, row) !== "") add(DATA.labels[name], wordOf(name, row));
  }
  if (period(row)) add(DATA.labels.period, period(row));
  add("位置", `${cell("start", row)}–${cell("end", row)}（${cell("id", row)}）`);
  const button = element("button", { type: "button" }, "在记录表中查看");
  button.addEventListener("click", () => { showRecords({}, new Set([row])); });
  const warning = isUncertain(row) ? [element("p", { class: "warn" }, "原文此处残缺，数字不可引用。")] : [];
  $("detail").replaceChildren(element("h4", {}, "所选记录"), ...warning, list, button);
}

function showSelected(focus) {
  const row = reader.selected;
  const marks = [...$("panes").querySelectorAll("a.mark")];
  for (const mark of marks) mark.toggleAttribute("aria-current", mark.dataset.row === String(row));
  if (row === null) {
    $("detail").replaceChildren(element("p", { class: "note" }, "点选文中标出的数字，这里显示它的记录。"));
    return;
  }
  detail(row);
  let first = true;
  for (const mark of marks.filter((m) => m.dataset.row === String(row))) {
    const box = mark.closest(".text");
    if (!box.dataset.row || box.dataset.row !== String(row)) {
      box.scrollTop += mark.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
      box.dataset.row = row;
    }
    if (first && focus) mark.focus({ preventScroll: true });
    first = false;
  }
}

// Show a record in its report.
function showRecord(row) {
  const place = PLACE.get(row);
  if (!place) return;
  if (reader.report !== place[0]) openReport(place[0]);
  reader.selected = row;
  showSelected(true);
  const box = $("reading").getBoundingClientRect();
  const target = $("panes").getBoundingClientRect();
  if (target.top < 0 || target.top > innerHeight * 0.6 || box.bottom < 0) $("reading").scrollIntoView();
}

function step(by) {
  const marks = DATA.reports[reader.report]?.marks ?? [];
  if (!marks.length) return;
  const at = marks.findIndex((mark) => mark[0] === reader.selected);
  const next = at < 0 ? (by > 0 ? 0 : marks.length - 1) : (at + by + marks.length) % marks.length;
  location.hash = `#r${marks[next][0]}`;
}

function startReader() {
  DATA.reports.forEach((report, i) => {
    const name = [report.title || report.doc, report.region, report.date].filter(Boolean).join(" · ");
    $("report").append(element("option", { value: i }, name));
  });
  $("report").addEventListener("change", () => openReport(Number($("report").value)));
  for (const radio of document.querySelectorAll("input[name=version]")) {
    radio.addEventListener("change", () => { reader.version = radio.value; drawReport(); });
  }
  $("edits").addEventListener("change", () => { reader.edits = $("edits").checked; drawReport(); });
  $("previous").addEventListener("click", () => step(-1));
  $("next").addEventListener("click", () => step(1));
  if (DATA.reports.length) openReport(0);
}
