// The table of records: filter, search, sort, pages.
const SHOWN = [
  { name: "value", label: "数值", text: amount },
  { name: "entity" }, { name: "action" },
  { name: "role", text: roleName }, { name: "measure_label" }, { name: "period", text: period }, { name: "region" },
  { name: "sentence" }, { name: "confidence", label: "置信度", text: (row) => (cell("confidence", row) === null ? "" : percent(cell("confidence", row))) }, { name: "doc", label: "报告", text: (row) => reportName(cell("doc", row)) },
];
const FILTERS = {
  doc: (row) => cell("doc", row), region: (row) => named("region", row), measure: (row) => named("measure_label", row),
  year: (row) => (DATA.years[row] === null ? UNKNOWN : String(DATA.years[row])), role: (row) => cell("role", row), unit: (row) => named("unit", row), certain: (row) => (isUncertain(row) ? "no" : "yes"),
  confidence: (row) => (cell("confidence", row) === null ? null : isDoubtful(row) ? "low" : cell("confidence", row) < 0.8 ? "middle" : "high"),
};
const SEARCHED = ["text", "clean", "entity", "action", "indicator", "measure_label", "period", "region", "section", "sentence"];

const collator = new Intl.Collator("zh-CN", { numeric: true });
const state = { sort: null, falling: false, page: 0, picked: null, rows: [] };
let haystack = null;

function searchText(row) {
  haystack ??= Array.from({ length: DATA.count }, (_, i) =>
    SEARCHED.map((name) => cell(name, i) ?? "").join("\n").toLowerCase());
  return haystack[row];
}

function compareRows(a, b) {
  const x = state.sort === "doc" ? reportName(cell("doc", a)) : state.sort === "period"
    ? cell("period_start", a) ?? cell("period_end", a) ?? cell("period", a) : cell(state.sort, a);
  const y = state.sort === "doc" ? reportName(cell("doc", b)) : state.sort === "period"
    ? cell("period_start", b) ?? cell("period_end", b) ?? cell("period", b) : cell(state.sort, b);
  if (x === null || y === null) return (x === null) - (y === null) || a - b; // what is missing comes last, both ways
  const order = typeof x === "number" && typeof y === "number" ? x - y : collator.compare(x, y);
  return (state.falling ? -order : order) || a - b;
}

function select() {
  const words = $("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = Object.keys(FILTERS).map((key) => [FILTERS[key], $(`f-${key}`).value]).filter(([, value]) => value !== "");
  const rows = [];
  for (let row = 0; row < DATA.count; row++) {
    if (state.picked && !state.picked.has(row)) continue;
    if (wanted.every(([test, value]) => test(row) === value) && words.every((word) => searchText(row).includes(word))) rows.push(row);
  }
  if (state.sort) rows.sort(compareRows);
  state.rows = rows;
}

function sentenceCell(row) {
  const sentence = cell("sentence", row) ?? "";
  const part = cell("clean", row) ?? cell("text", row) ?? "";
  const at = part ? sentence.indexOf(part) : -1;
  if (at < 0) return element("td", { class: "sentence" }, sentence);
  return element("td", { class: "sentence" }, sentence.slice(0, at), element("b", {}, part), sentence.slice(at + part.length));
}

function confidenceCell(row, shown) {
  if (shown === "") return element("td", { class: "confidence" });
  const doubts = cell("doubts", row) ? [element("small", {}, `存疑：${cell("doubts", row)}`)] : [];
  const level = FILTERS.confidence(row);
  return element("td", { class: `confidence ${level}`, "data-name": "置信度" }, element("span", {}, shown), ...doubts);
}

function tableRow(row) {
  const tr = element("tr", { id: `t${row}`, class: isUncertain(row) ? "uncertain" : null });
  for (const { name, text } of SHOWN) {
    const shown = text ? text(row) : cell(name, row) ?? "";
    if (name === "sentence") tr.append(sentenceCell(row));
    else if (name === "role") tr.append(element("td", {}, element("span", { class: `role ${roleOf(row)}` }, shown)));
    else if (name === "value") {
      const inner = PLACE.has(row) ? element("a", { href: `#r${row}`, title: "在原文中查看" }, shown) : shown;
      tr.append(element("th", { scope: "row", class: "n" }, inner));
    } else if (name === "confidence") tr.append(confidenceCell(row, shown));
    else if (name === "doc") tr.append(element("td", { class: name, title: cell("doc", row) }, element("span", {}, shown)));
    else tr.append(element("td", { class: name }, ...(shown === "" ? [] : [shown])));
  }
  return tr;
}

function draw() {
  const size = Number($("size").value) || Math.max(1, state.rows.length);
  const pages = Math.max(1, Math.ceil(state.rows.length / size));
  state.page = Math.min(Math.max(0, state.page), pages - 1);
  const from = state.page * size;
  const part = state.rows.slice(from, from + size);
  $("rows").replaceChildren(...part.map(tableRow));
  if (!part.length) $("rows").append(element("tr", {}, element("td", { colspan: SHOWN.length, class: "empty" }, "没有符合条件的记录")));
  nameRoles($("rows").parentNode);
  $("sort").value = state.sort === null ? "" : `${state.sort} ${state.falling ? 1 : 0}`;
  $("status").textContent = state.rows.length === DATA.count ? `共 ${plain.format(DATA.count)} 条记录`
    : `${plain.format(state.rows.length)} 条符合条件，共 ${plain.format(DATA.count)} 条`;
  $("where").textContent = part.length ? `第 ${from + 1}–${from + part.length} 条，第 ${state.page + 1} / ${pages} 页` : "";
  $("first").disabled = $("back").disabled = state.page === 0;
  $("forth").disabled = $("last").disabled = state.page === pages - 1;
  $("picked").hidden = !state.picked;
  for (const button of $("head").querySelectorAll("button")) {
    const mine = button.dataset.column === state.sort;
    button.parentNode.setAttribute("aria-sort", mine ? (state.falling ? "descending" : "ascending") : "none");
  }
}

function refresh() {
  state.page = 0;
  select();
  draw();
}

// Laid out as cards on a narrow screen, the table would lose its meaning for screen readers without these.
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
function nameRoles(table) {
  for (const node of [table, ...table.querySelectorAll("thead, tbody, tr, td")]) node.setAttribute("role", ROLES[node.tagName]);
  for (const node of table.querySelectorAll("th")) node.setAttribute("role", node.scope === "row" ? "rowheader" : "columnheader");
}

function sortBy(name) {
  if (state.sort !== name) [state.sort, state.falling] = [name, false];
  else if (!state.falling) state.falling = true;
  else [state.sort, state.falling] = [null, false];
  refresh();
}

// Show the records behind a figure: conditions by the names of FILTERS, or row numbers.
function showRecords(conditions, picked = null) {
  $("filters").reset();
  for (const [key, value] of Object.entries(conditions)) $(`f-${key}`).value = value;
  state.picked = picked;
  refresh();
  $("records").scrollIntoView();
  $("records").focus({ preventScroll: true });
}

function fillSelect(key, labelOf = (value) => value, order = null) {
  const counts = new Map();
  for (let row = 0; row < DATA.count; row++) {
    const value = FILTERS[key](row);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts.keys()].sort(order ?? ((a, b) => counts.get(b) - counts.get(a) || collator.compare(a, b)));
  for (const value of values) {
    const option = element("option", {}, `${labelOf(value)}（${counts.get(value)}）`);
    option.value = value; // a property, so that it stays what the records hold
    $(`f-${key}`).append(option);
  }
}

function startTable() {
  fillSelect("doc", reportName);
  for (const key of ["region", "measure", "unit"]) fillSelect(key);
  fillSelect("year", (year) => year, (a, b) => (a === UNKNOWN) - (b === UNKNOWN) || b - a);
  fillSelect("role", (role) => WORDS.get("role").get(role) ?? role);
  for (const { name, label } of SHOWN) {
    const button = element("button", { type: "button", "data-column": name }, label ?? DATA.labels[name]);
    button.addEventListener("click", () => sortBy(name));
    for (const [falling, arrow] of [[0, "升序"], [1, "降序"]]) {
      $("sort").append(element("option", { value: `${name} ${falling}` }, `${label ?? DATA.labels[name]}（${arrow}）`));
    }
    $("head").append(element("th", { scope: "col", "aria-sort": "none", class: name === "value" ? "n" : null }, button));
  }
  $("sort").addEventListener("change", () => {
    const [name, falling] = $("sort").value.split(" ");
    [state.sort, state.falling] = [name || null, falling === "1"];
    refresh();
  });
  let waiting = 0;
  $("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(refresh, 150); });
  $("filters").addEventListener("change", refresh);
  $("filters").addEventListener("submit", (event) => { event.preventDefault(); refresh(); });
  $("filters").addEventListener("reset", () => { state.picked = null; setTimeout(refresh); });
  $("unpick").addEventListener("click", () => { state.picked = null; refresh(); });
  $("size").addEventListener("change", () => { state.page = 0; draw(); });
  const turn = (page) => () => { state.page = page(); draw(); };
  $("first").addEventListener("click", turn(() => 0));
  $("back").addEventListener("click", turn(() => state.page - 1));
  $("forth").addEventListener("click", turn(() => state.page + 1));
  $("last").addEventListener("click", turn(() => Infinity));
  $("csv-some").addEventListener("click", () => download(state.rows, "fupin_records_selected.csv"));
  $("csv-all").addEventListener("click", () => download(Array.from({ length: DATA.count }, (_, i) => i), "fupin_records.csv"));
  refresh();
}
