// The data of the page, and helpers. Text of documents enters the page through textContent only.
const DATA = JSON.parse(document.getElementById("data").textContent);
const UNKNOWN = "未注明";
const $ = (id) => document.getElementById(id);

// Direction marks, control characters and the like are shown, never obeyed; one character stays one character.
const HIDDEN = /[\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\u0080-\u009f]/g;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
const visible = (text) =>
  String(text).replace(HIDDEN, "□").replace(CONTROL, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
    .replace(/\u007f/g, "␡").replace(/\p{Cs}/gu, "\ufffd");

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, visible(value));
  }
  for (const child of children) node.append(child instanceof Node ? child : document.createTextNode(visible(child)));
  return node;
}

function cleanText(report) {
  const parts = [];
  let at = 0;
  for (const [start, end, replacement] of report.changes) {
    parts.push(report.raw.slice(at, start), replacement);
    at = end;
  }
  parts.push(report.raw.slice(at));
  return parts.join("");
}

// Columns are packed: words listed once, a few values by their rows, sentences as places in the cleaned texts.
const CLEAN = DATA.reports.map(cleanText);
function unpack(column) {
  if (column.words) return column.index.map((i) => (i < 0 ? null : column.words[i]));
  if (column.cut) return column.cut.map((at) => (Array.isArray(at) ? CLEAN[at[0]].slice(at[1], at[2]) : at));
  if (!column.few) return column.values;
  const values = new Array(DATA.count).fill(null);
  column.few[0].forEach((row, i) => { values[row] = column.few[1][i]; });
  return values;
}
const COLUMN = Object.fromEntries(Object.entries(DATA.columns).map(([name, column]) => [name, unpack(column)]));
for (const [name, column] of Object.entries(DATA.columns)) {
  if (column.behind) COLUMN[name] = column.values.map((rest, row) => `${COLUMN[column.behind][row]}#${rest}`);
}
const WHEN = unpack(DATA.when);
const cell = (name, row) => COLUMN[name][row];
const named = (name, row) => cell(name, row) ?? UNKNOWN;

// Where a record lies: row -> [report, mark].
const PLACE = new Map();
DATA.reports.forEach((report, r) => report.marks.forEach((mark) => PLACE.set(mark[0], [r, mark])));
const REPORT = new Map(DATA.reports.map((report, r) => [report.doc, r]));
const reportName = (doc) => {
  const report = DATA.reports[REPORT.get(doc)];
  return report && report.title ? report.title : doc;
};

const WORDS = new Map(Object.entries(DATA.words).map(([name, words]) => [name, new Map(Object.entries(words))]));
const plain = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 6 });
// Large figures in 万, 亿 or 万亿 where four decimals keep every digit, as `digits` of the library does.
const LARGE = [[1e12, 1e12, "万亿"], [1e8, 1e8, "亿"], [1e6, 1e4, "万"]];
function figure(value) {
  for (const [least, factor, name] of LARGE) {
    const short = value / factor;
    if (Math.abs(value) >= least && Math.abs(Math.round(short * 1e4) / 1e4 - short) < 1e-9 * Math.abs(short)) return plain.format(short) + name;
  }
  return plain.format(value);
}
function amount(row) {
  const unit = cell("unit", row) ?? "";
  const value = cell("value", row);
  if (value === null) return unit ? `不明（${unit}）` : "不明";
  const highest = cell("value_max", row);
  const range = highest === null ? "" : "～" + figure(highest);
  if (cell("bound", row) === "over") return `${figure(value)}${range}${unit}以上`; // as `amount` of the library
  const bound = cell("bound", row) === "exact" ? "" : WORDS.get("bound").get(cell("bound", row)) ?? "";
  return bound + figure(value) + range + unit;
}
const roleOf = (row) => (WORDS.get("role").has(cell("role", row)) ? cell("role", row) : "background");
// The Chinese word for a code, else the code itself.
const wordOf = (name, row) => WORDS.get(name)?.get(cell(name, row)) ?? cell(name, row);
const roleName = (row) => wordOf("role", row) ?? UNKNOWN;
const isUncertain = (row) => cell("certain", row) === false;
const DOUBTFUL = 0.5;
const isDoubtful = (row) => cell("confidence", row) !== null && cell("confidence", row) < DOUBTFUL;
const percent = (share) => `${Math.round(100 * share)}%`;
// How far a record can be trusted, in words: its confidence, and what is doubtful of it.
function trust(row) {
  if (cell("confidence", row) === null) return "";
  return percent(cell("confidence", row)) + (cell("doubts", row) ? `，存疑：${cell("doubts", row)}` : "");
}
// The period as dates, with the words of the report where they say it otherwise.
function period(row) {
  const words = cell("period", row);
  return WHEN[row] === null ? "" : words === null || words === WHEN[row] ? WHEN[row] : `${WHEN[row]}（${words}）`;
}

function hover(row) {
  const lines = [`数值：${amount(row)}`];
  for (const name of ["entity", "action", "role", "measure_label", "period", "region"]) {
    const shown = name === "period" ? period(row) : cell(name, row) === null ? "" : wordOf(name, row);
    if (shown !== "") lines.push(`${DATA.labels[name]}：${shown}`);
  }
  if (trust(row)) lines.push(`置信度：${trust(row)}`);
  if (isUncertain(row)) lines.push("注意：原文此处残缺，数字不可引用");
  return lines.join("\n");
}

// A text that a spreadsheet program would take for a formula gets an apostrophe in front.
function csvCell(value) {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  let text = typeof value === "boolean" ? (value ? "是" : "否") : value;
  if (/^[=+\-@\t\r\n＝＋－＠]/.test(text)) text = "'" + text;
  return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}

function csv(rows) {
  const names = Object.keys(DATA.labels);
  const lines = [names.map((name) => csvCell(DATA.labels[name])).join(",")];
  for (const row of rows) lines.push(names.map((name) => csvCell(wordOf(name, row))).join(","));
  return "\ufeff" + lines.join("\r\n") + "\r\n";
}

function download(rows, name) {
  const url = URL.createObjectURL(new Blob([csv(rows)], { type: "text/csv;charset=utf-8" }));
  const link = element("a", { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
