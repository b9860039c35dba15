// How an indicator changed over the years: a chart of points and lines, and the same figures as a table.
const SERIES = 8; // regions that are drawn; the table has all
const INK = ["#0550ae", "#1a7f37", "#b35900", "#8250a8", "#b3261e", "#0b7285", "#6b5b00", "#57606a"];
const FRAME = { width: 860, height: 300, left: 64, right: 150, top: 16, bottom: 34 };
const SIDES = { achieved: "已完成", target: "目标" };

function drawn(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, visible(value));
  node.append(...children);
  return node;
}

// indicator and unit -> rows with a certain value and a year of their own.
function indicatorRows() {
  const found = new Map();
  for (let row = 0; row < DATA.count; row++) {
    const fits = cell("indicator", row) !== null && DATA.years[row] !== null && cell("value", row) !== null
      && !isUncertain(row) && cell("repeat_of", row) === null && Object.hasOwn(SIDES, cell("role", row));
    if (!fits) continue;
    const key = JSON.stringify([cell("indicator", row), cell("unit", row)]);
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(row);
  }
  return found;
}

const fallen = (row) => (cell("kind", row) === "change" && /下降|减少|回落|降低|负增长|下跌/.test(cell("action", row) ?? "") ? -1 : 1);
const heightOf = (row) => fallen(row) * cell("value", row);

// region -> role -> year -> rows, regions with most points first.
function seriesOf(rows) {
  const regions = new Map();
  for (const row of rows) {
    const region = named("region", row);
    if (!regions.has(region)) regions.set(region, { achieved: new Map(), target: new Map(), count: 0 });
    const years = regions.get(region)[cell("role", row)];
    years.set(DATA.years[row], [...(years.get(DATA.years[row]) ?? []), row]);
    regions.get(region).count++;
  }
  return [...regions].sort((a, b) => b[1].count - a[1].count || collator.compare(a[0], b[0]));
}

const alone = (rows) => new Set(rows.map(heightOf)).size === 1;

function niceStep(range) {
  const size = 10 ** Math.floor(Math.log10(range / 4));
  return size * [1, 2, 5, 10].find((factor) => factor * size >= range / 4);
}

function scales(rows) {
  const years = rows.map((row) => DATA.years[row]);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const heights = rows.map(heightOf);
  const [least, most] = [Math.min(...heights), Math.max(...heights)];
  const step = niceStep(most > least ? most - least : Math.abs(most) || 1);
  const low = (Math.ceil(least / step) - 1) * step; // a little room below and above the points
  const high = (Math.floor(most / step) + 1) * step;
  const across = FRAME.width - FRAME.left - FRAME.right;
  const up = FRAME.height - FRAME.top - FRAME.bottom;
  return {
    first, last, low, high, step,
    x: (year) => FRAME.left + (last > first ? ((year - first) / (last - first)) * across : across / 2),
    y: (value) => FRAME.top + ((high - value) / (high - low)) * up,
  };
}

function axes(scale) {
  const parts = [];
  for (let year = scale.first; year <= scale.last; year++) {
    parts.push(drawn("text", { x: scale.x(year), y: FRAME.height - 10, "text-anchor": "middle" }, String(year)));
  }
  for (let i = 0; i <= Math.round((scale.high - scale.low) / scale.step); i++) {
    const value = scale.low + i * scale.step;
    const label = new Intl.NumberFormat("zh-CN", { notation: "compact", maximumSignificantDigits: 4 }).format(value);
    parts.push(drawn("line", { x1: FRAME.left, x2: FRAME.width - FRAME.right, y1: scale.y(value), y2: scale.y(value), class: "grid" }));
    parts.push(drawn("text", { x: FRAME.left - 8, y: scale.y(value) + 4, "text-anchor": "end" }, label));
  }
  return parts;
}

function lineOf(years, scale, colour, role) {
  const single = [...years].filter(([, rows]) => alone(rows)).sort((a, b) => a[0] - b[0]);
  const lines = [];
  for (let i = 1; i < single.length; i++) { // only neighbouring years are joined: nothing is interpolated
    const [[from, before], [to, after]] = [single[i - 1], single[i]];
    if (to !== from + 1) continue;
    lines.push(drawn("line", { x1: scale.x(from), y1: scale.y(heightOf(before[0])), x2: scale.x(to), y2: scale.y(heightOf(after[0])),
      stroke: colour, "stroke-width": 2, "stroke-dasharray": role === "target" ? "6 4" : "none" }));
  }
  return lines;
}

function pointOf(row, scale, colour) {
  const [x, y] = [scale.x(DATA.years[row]), scale.y(heightOf(row))];
  const name = `${named("region", row)} ${DATA.years[row]}年 ${roleName(row)} ${amount(row)}`;
  const shape = cell("role", row) === "target"
    ? drawn("rect", { x: x - 5, y: y - 5, width: 10, height: 10, fill: "#fff", stroke: colour, "stroke-width": 2 })
    : drawn("circle", { cx: x, cy: y, r: 5.5, fill: colour });
  const link = drawn("a", { href: `#r${row}`, "aria-label": name, tabindex: "-1" }, shape, drawn("title", {}, name));
  return link;
}

function chartOf(series, scale) {
  const parts = axes(scale);
  const lines = [];
  const points = [];
  series.slice(0, SERIES).forEach(([region, sides], i) => {
    for (const role of Object.keys(SIDES)) {
      lines.push(...lineOf(sides[role], scale, INK[i], role));
      for (const rows of sides[role].values()) points.push(...rows.map((row) => pointOf(row, scale, INK[i])));
    }
    const y = FRAME.top + 14 + 22 * i;
    points.push(drawn("rect", { x: FRAME.width - FRAME.right + 16, y: y - 9, width: 12, height: 12, fill: INK[i] }),
      drawn("text", { x: FRAME.width - FRAME.right + 34, y: y + 2 }, visible(region)));
  });
  return drawn("svg", { viewBox: `0 0 ${FRAME.width} ${FRAME.height}`, role: "group", "aria-label": "历年变化图，下面的表有同样的数字" },
    ...parts, ...lines, ...points);
}

function tableOf(series, scale) {
  const body = [];
  for (const [region, sides] of series) {
    for (const role of Object.keys(SIDES)) {
      if (!sides[role].size) continue;
      const cells = [];
      for (let year = scale.first; year <= scale.last; year++) {
        const links = (sides[role].get(year) ?? []).map((row) => element("a", { href: `#r${row}`, title: "在原文中查看" }, (fallen(row) < 0 ? "-" : "") + amount(row)));
        cells.push(element("td", { class: "n" }, ...links.flatMap((link, i) => (i ? [" ", link] : [link]))));
      }
      body.push(element("tr", {}, element("th", { scope: "row" }, region), element("td", {}, element("span", { class: `role ${role}` }, SIDES[role])), ...cells));
    }
  }
  const head = element("tr", {}, element("th", { scope: "col" }, "地区"), element("th", { scope: "col" }, "性质"));
  for (let year = scale.first; year <= scale.last; year++) head.append(element("th", { scope: "col", class: "n" }, String(year)));
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
}

function drawChange(rows) {
  const series = seriesOf(rows);
  const scale = scales(rows);
  $("change-chart").replaceChildren(chartOf(series, scale));
  $("change-table").replaceChildren(tableOf(series, scale));
  const more = series.length > SERIES ? `；图中画出数字最多的 ${SERIES} 个地区，其余见表` : "";
  $("change-note").textContent = `圆点为已完成，方块为目标；只连相邻年份，不作插补${more}。点开数字可看原句。`;
}

function startChange() {
  const found = indicatorRows();
  const spread = (rows) => new Set(rows.map((row) => DATA.years[row])).size * 1000 + new Set(rows.map((row) => named("region", row))).size;
  const order = [...found].filter(([, rows]) => rows.length > 1)
    .sort((a, b) => spread(b[1]) - spread(a[1]) || b[1].length - a[1].length || collator.compare(a[0], b[0]));
  if (!order.length) { $("change").remove(); return; }
  for (const [key, rows] of order) {
    const [indicator, unit] = JSON.parse(key);
    const option = element("option", {}, `${indicator}${unit ? `（${unit}）` : ""} ${rows.length} 条`);
    option.value = key;
    $("indicator").append(option);
  }
  $("indicator").addEventListener("change", () => drawChange(found.get($("indicator").value)));
  drawChange(order[0][1]);
}
