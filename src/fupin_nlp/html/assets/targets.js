// Targets beside results: a row for each region where there are one or two years, else lines over the years.
const SIDES = { target: "目标", result: "实绩" };
const POINT = ["region", "year", "side", "value", "upper", "bound", "text", "tone", "period", "row", "check"];
const FEW_YEARS = 2;

function drawn(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, visible(value));
  node.append(...children);
  return node;
}

const unpackPoint = (one) => (point) => {
  const found = Object.fromEntries(POINT.map((name, i) => [name, point[i]]));
  found.region = one.regions[found.region];
  found.value /= one.factor;
  if (found.upper !== null) found.upper /= one.factor;
  return found;
};

function niceStep(range, count) {
  const size = 10 ** Math.floor(Math.log10(range / count));
  return size * [1, 2, 5, 10].find((factor) => factor * size >= range / count * 0.999);
}

// The ends of an axis and its ticks: a little room on both sides of the figures.
function axisOf(values, count) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const step = niceStep(most > least ? most - least : Math.abs(most) || 1, count);
  const low = (Math.ceil(least / step) - 1) * step;
  const high = (Math.floor(most / step) + 1) * step;
  const ticks = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => Number((low + i * step).toPrecision(12)));
  return { low, high, ticks, at: (value) => (value - low) / (high - low) };
}

const ends = (points) => points.flatMap((p) => (p.upper === null ? [p.value] : [p.value, p.upper]));
const nameOf = (p) => `${p.region} ${p.period || `${p.year}年`} ${SIDES[p.side]} ${p.text}${p.tone ? `，${p.tone}` : ""}`;

// A figure as a link to its sentence, with its name; one without a record is only shown.
function linked(p, ...children) {
  if (p.row < 0) return element("span", { title: nameOf(p) }, ...children);
  return element("a", { href: `#r${p.row}`, "aria-label": nameOf(p), title: nameOf(p) }, ...children);
}

function strip(points, axis, last) {
  const box = element("div", { class: "strip" });
  const put = (node, at, until = null) => {
    node.style.left = `${100 * axis.at(at)}%`;
    if (until !== null) node.style.width = `${100 * (axis.at(until) - axis.at(at))}%`;
    box.append(node);
  };
  for (const tick of axis.ticks) put(element("i", { class: "tick" }), tick);
  const values = ends(points);
  if (values.length > 1) put(element("i", { class: "between" }), Math.min(...values), Math.max(...values));
  for (const p of points) if (p.upper !== null) put(element("i", { class: `range ${p.side}` }), p.value, p.upper);
  for (const side of ["target", "result"]) { // results above: one of the same value stands inside its target
    for (const p of points.filter((one) => one.side === side)) {
      const mark = linked(p, element("i", { class: `sign ${p.side} ${p.year < last.get(side) ? "earlier" : ""}` }));
      mark.classList.add("at");
      if (p.bound === "over" || p.bound === "under") mark.append(element("i", { class: `open ${p.bound}` }));
      put(mark, p.value);
    }
  }
  return box;
}

function rowsChart(one, points) {
  const axis = axisOf(ends(points), 5);
  const last = new Map(Object.keys(SIDES).map((side) => [side, Math.max(...points.filter((p) => p.side === side).map((p) => p.year))]));
  const main = Math.max(...points.map((p) => p.year));
  const order = (region) => -Math.max(-Infinity, ...points.filter((p) => p.region === region && p.year === main).map((p) => p.value));
  const regions = [...one.regions].sort((a, b) => (order(a) > order(b)) - (order(a) < order(b)) || collator.compare(a, b));
  const list = element("ul", { class: "rows" });
  for (const region of regions) {
    const mine = points.filter((p) => p.region === region);
    const words = mine.map((p) => element("span", {}, `${p.year}年${SIDES[p.side]}${p.text}${p.tone ? `，${p.tone}` : ""}`));
    list.append(element("li", {}, element("b", {}, region), strip(mine, axis, last), element("small", {}, ...words)));
  }
  const scale = element("div", { class: "strip scale", "aria-hidden": "true" });
  for (const tick of axis.ticks) {
    const label = element("span", { class: "number" }, plain.format(tick));
    label.style.left = `${100 * axis.at(tick)}%`;
    scale.append(label);
  }
  list.append(element("li", { class: "scale-line" }, element("b", {}), scale, element("small", {}, one.unit ? `单位：${one.unit}` : "")));
  return list;
}

// Lines of one region over the years, drawn in the pixels that are there.
function linesChart(region, points, axis, years, size) {
  const margin = { left: 48, right: 22, top: 10, bottom: 24 };
  const across = size.width - margin.left - margin.right;
  const x = (year) => margin.left + (years.length > 1 ? ((year - years[0]) / (years.length - 1)) * across : across / 2);
  const y = (value) => margin.top + (1 - axis.at(value)) * (size.height - margin.top - margin.bottom);
  const parts = [];
  const every = Math.ceil(years.length / Math.max(2, Math.floor(across / 48)));
  years.filter((_, i) => i % every === 0).forEach((year) =>
    parts.push(drawn("text", { x: x(year), y: size.height - 6, "text-anchor": "middle" }, String(year))));
  for (const tick of axis.ticks) {
    parts.push(drawn("line", { x1: margin.left, x2: size.width - margin.right, y1: y(tick), y2: y(tick), class: "grid" }));
    parts.push(drawn("text", { x: margin.left - 6, y: y(tick) + 4, "text-anchor": "end" }, plain.format(tick)));
  }
  for (const side of Object.keys(SIDES)) {
    const mine = points.filter((p) => p.side === side).sort((a, b) => a.year - b.year);
    const alone = mine.filter((p) => mine.filter((q) => q.year === p.year).length === 1);
    for (let i = 1; i < alone.length; i++) { // only neighbouring years are joined: nothing is interpolated
      const [from, to] = [alone[i - 1], alone[i]];
      if (to.year === from.year + 1) parts.push(drawn("line", { x1: x(from.year), y1: y(from.value), x2: x(to.year), y2: y(to.value), class: `line ${side}` }));
    }
  }
  for (const p of points) if (p.upper !== null) parts.push(drawn("line", { x1: x(p.year), x2: x(p.year), y1: y(p.value), y2: y(p.upper), class: `range ${p.side}` }));
  for (const side of Object.keys(SIDES)) for (const p of points.filter((one) => one.side === side)) parts.push(pointOf(p, x(p.year), y(p.value)));
  return drawn("svg", { viewBox: `0 0 ${size.width} ${size.height}`, width: size.width, height: size.height, role: "group", "aria-label": `${region}：目标与实绩，数字表有同样的数字` }, ...parts);
}

function pointOf(p, x, y) {
  const shape = p.side === "target" ? drawn("rect", { x: x - 5, y: y - 5, width: 10, height: 10, class: "target" })
    : drawn("circle", { cx: x, cy: y, r: 4.5, class: "result" });
  const open = { over: `M${x - 4} ${y - 9}h8l-4 -6z`, under: `M${x - 4} ${y + 9}h8l-4 6z` }[p.bound];
  const parts = [shape, ...(open ? [drawn("path", { d: open, class: p.side })] : []), drawn("title", {}, nameOf(p))];
  return p.row < 0 ? drawn("g", {}, ...parts) : drawn("a", { href: `#r${p.row}`, "aria-label": nameOf(p) }, ...parts);
}

function linesCharts(one, points) {
  const axis = axisOf(ends(points), one.regions.length > 1 ? 3 : 5);
  const [first, last] = [Math.min(...points.map((p) => p.year)), Math.max(...points.map((p) => p.year))];
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const whole = Math.max(260, Math.min(860, $("targets-chart").clientWidth));
  const size = one.regions.length > 1 ? { width: Math.min(280, whole), height: 150 } : { width: whole, height: 300 };
  const box = element("div", { class: "multiples" });
  for (const region of one.regions) {
    const mine = points.filter((p) => p.region === region);
    box.append(element("figure", {}, element("figcaption", {}, region), linesChart(region, mine, axis, years, size)));
  }
  return element("div", {}, one.unit ? element("p", { class: "note unit" }, `单位：${one.unit}`) : "", box);
}

function targetsTable(one, points) {
  const years = [...new Set(points.map((p) => p.year))].sort((a, b) => a - b);
  const body = [];
  for (const region of one.regions) {
    for (const side of Object.keys(SIDES)) {
      const mine = points.filter((p) => p.region === region && p.side === side);
      if (!mine.length) continue;
      const cells = years.map((year) => {
        const links = mine.filter((p) => p.year === year).map((p) => element("span", {}, linked(p, p.text), p.tone ? element("small", {}, ` ${p.tone}`) : "", p.check ? element("small", { class: "warn" }, ` ${p.check}`) : ""));
        return element("td", { class: "n", "data-name": `${year}年` }, ...links.flatMap((link, i) => (i ? [" ", link] : [link])));
      });
      body.push(element("tr", {}, element("th", { scope: "row" }, region), element("td", { "data-name": "性质" }, element("span", { class: `role ${side === "target" ? "target" : "achieved"}` }, SIDES[side])), ...cells));
    }
  }
  const head = ["地区", "性质", ...years.map((year) => `${year}年`)].map((name, i) => element("th", { scope: "col", class: i > 1 ? "n" : null }, name));
  return element("table", { class: "cards-when-narrow" }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body));
}

function drawTargets(one) {
  const points = one.points.map(unpackPoint(one));
  const years = new Set(points.map((p) => p.year)).size;
  const marks = new Set(points.map((p) => `${p.year} ${p.side}`)).size;
  const rows = years <= FEW_YEARS || (one.regions.length > 5 && marks <= 4);
  $("targets-chart").replaceChildren(rows ? rowsChart(one, points) : linesCharts(one, points));
  $("targets-table").replaceChildren(targetsTable(one, points));
  nameRoles($("targets-table").firstChild);
  $("key-range").hidden = points.every((p) => p.upper === null);
  $("key-open").hidden = points.every((p) => p.bound !== "over" && p.bound !== "under");
  $("targets-note").textContent = (rows ? "" : "只连相邻年份，不作插补。") + "点开图中数字可看原句；多年累计和年均数字不在此列。";
}

function startTargets() {
  if (!$("targets")) return;
  DATA.targets.forEach((one, i) => $("indicator").append(element("option", { value: i }, `${one.name}${one.unit ? `（${one.unit}）` : ""} ${one.points.length} 个数字`)));
  const draw = () => drawTargets(DATA.targets[Number($("indicator").value)]);
  $("indicator").addEventListener("change", draw);
  draw();
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; draw(); } });
}
