"""The parts of a page that are finished before a script runs: figures, bars, tables, clusters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from fupin_nlp.display.labels import is_missing
from fupin_nlp.display.safe import script_json
from fupin_nlp.html.findings import DOUBTFUL, Finding
from fupin_nlp.html.view import ClusterView, ReportView
from fupin_nlp.model.record import ROLE_LABELS_ZH
from fupin_nlp.model.safe import escape

__all__ = ["bars", "cards", "clusters", "cross_table", "finding_list", "go_button", "report_list"]

Rows = Sequence[Mapping[str, Any]]
UNKNOWN = "未注明"


def _named(row: Mapping[str, Any], column: str) -> str:
    value = row[column]
    return UNKNOWN if is_missing(value) else str(value)


def _ordered(counts: Counter[str]) -> list[str]:
    return [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def go_button(text: str, label: str, **conditions: str) -> str:
    """Return a button that shows the records behind a figure.

    The conditions are JSON, so that the script compares the very text of the records, hidden characters included.
    """
    data = " ".join(f'data-{key}="{escape(script_json(value))}"' for key, value in conditions.items())
    return f'<button type="button" class="go" {data} aria-label="{escape(label)}">{text}</button>'


def finding_list(found: Sequence[Finding]) -> str:
    """Return the headline findings, each with a button to the records behind it."""
    lines = []
    for finding in found:
        button = ""
        if finding.rows:
            shown = " ".join(map(str, finding.rows))
            button = " " + go_button(f"看 {len(finding.rows):,} 条记录", f"查看依据：{finding.text}", rows=shown)
        lines.append(f"<li>{escape(finding.text)}{button}</li>")
    return "".join(lines)


def cards(views: Sequence[ReportView], rows: Rows) -> str:
    """Return the figures at the top: reports, records, by role, uncertain."""
    roles = Counter(_named(row, "role") for row in rows)
    uncertain = sum(row["certain"] is False for row in rows)
    figures = [("报告", f"{len(views):,}"), ("记录", f"{len(rows):,}")]
    figures += [
        (label, go_button(f"{roles[role]:,}", f"查看{label}的 {roles[role]} 条记录", role=role))
        for role, label in ROLE_LABELS_ZH.items()
        if roles[role]
    ]
    if uncertain:
        figures.append(("数字残缺", go_button(f"{uncertain:,}", f"查看数字残缺的 {uncertain} 条记录", certain="no")))
    weak = sum(row["confidence"] is not None and row["confidence"] < DOUBTFUL for row in rows)
    if weak:
        low = go_button(f"{weak:,}", f"查看置信度低的 {weak} 条记录", confidence="low")
        figures.append((f"置信度低于{DOUBTFUL:.0%}", low))
    return "".join(f"<div><dt>{label}</dt><dd>{figure}</dd></div>" for label, figure in figures)


def bars(rows: Rows) -> str:
    """Return the table of measures with a bar for each: achieved, target and the rest."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        role = row["role"] if row["role"] in ("achieved", "target") else "rest"
        counts.setdefault(_named(row, "measure_label"), Counter())[role] += 1
    order = sorted(counts, key=lambda name: (-counts[name].total(), name))
    longest = max((c.total() for c in counts.values()), default=1)
    return "".join(_bar(name, counts[name], longest) for name in order)


def _bar(name: str, count: Counter[str], longest: int) -> str:
    at = 0.0
    parts = []
    for role in ("achieved", "target", "rest"):
        width = 100 * count[role] / longest
        if width:
            parts.append(f'<rect class="{role}" x="{at:.2f}" width="{width:.2f}" height="10"/>')
        at += width
    total = count.total()
    label = f"{name}：{total} 条记录，其中已完成 {count['achieved']} 条，目标 {count['target']} 条"
    svg = f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'
    return (
        f'<tr><th scope="row">{go_button(escape(name), label, measure=name)}</th><td class="bar">{svg}</td>'
        f'<td class="n">{total:,}</td><td class="n">{count["achieved"]:,}</td>'
        f'<td class="n">{count["target"]:,}</td></tr>'
    )


def report_list(views: Sequence[ReportView], rows: Rows) -> str:
    """Return the rows of the list of reports."""
    total = Counter(str(row["doc"]) for row in rows)
    by_role = Counter((str(row["doc"]), row["role"]) for row in rows)
    lines = []
    for i, view in enumerate(views):
        name = view.title or view.doc
        count = go_button(f"{total[view.doc]:,}", f"查看 {name} 的记录", doc=view.doc)
        cells = {
            "已完成": by_role[view.doc, "achieved"],
            "目标": by_role[view.doc, "target"],
            "清洗改动": view.edits,
            "略去段落": len(view.left_out),
        }
        lines.append(
            f'<tr><th scope="row"><button type="button" class="read" data-report="{i}">{escape(name)}</button>'
            f'<small>{escape(view.doc)}</small></th><td data-name="地区">{escape(view.region or UNKNOWN)}</td>'
            f'<td data-name="日期">{escape(view.date or UNKNOWN)}</td><td class="n" data-name="记录">{count}</td>'
            + "".join(f'<td class="n" data-name="{name}">{n:,}</td>' for name, n in cells.items())
            + "</tr>"
        )
    return "".join(lines)


def cross_table(rows: Rows, limit: int) -> str:
    """Return the table region × measure: how many records, each figure a button to them.

    Regions beyond `limit` stand together in one last row.
    """
    cells = Counter((_named(row, "region"), _named(row, "measure_label")) for row in rows)
    regions = Counter(_named(row, "region") for row in rows)
    measures = _ordered(Counter(_named(row, "measure_label") for row in rows))
    names = _ordered(regions)
    highest = max(cells.values(), default=1)
    head = "".join(f'<th scope="col"><span>{escape(m)}</span></th>' for m in measures)
    lines = []
    for region in names[:limit]:
        line = "".join(_cell(region, measure, cells[region, measure], highest) for measure in measures)
        whole = go_button(f"{regions[region]:,}", f"{region}：{regions[region]} 条记录", region=region)
        lines.append(
            f'<tr><th scope="row">{escape(region)}</th>{line}<td class="n sum" data-name="合计">{whole}</td></tr>'
        )
    if names[limit:]:
        rest = names[limit:]
        sums = {measure: sum(cells[r, measure] for r in rest) or "" for measure in measures}
        line = "".join(f'<td class="n" data-name="{escape(m)}">{count}</td>' for m, count in sums.items())
        whole = f'<td class="n sum" data-name="合计">{sum(regions[r] for r in rest):,}</td>'
        lines.append(f'<tr><th scope="row">其余 {len(rest)} 个地区</th>{line}{whole}</tr>')
    whole_head = f'<tr><th scope="col">地区</th>{head}<th scope="col">合计</th></tr>'
    return f"<thead>{whole_head}</thead><tbody>{''.join(lines)}</tbody>"


def _cell(region: str, measure: str, count: int, highest: int) -> str:
    if not count:
        return "<td></td>"
    level = 1 + min(4, int(5 * count / (highest + 1)))
    label = f"{region}，{measure}：{count} 条记录"
    button = go_button(f"{count:,}", label, region=region, measure=measure)
    return f'<td class="n h{level}" data-name="{escape(measure)}">{button}</td>'


def _where(view: ReportView) -> str:
    """Return region and date of a report; many have the title 政府工作报告."""
    known = " · ".join(escape(text) for text in (view.region, view.date) if text)
    return f" <small>{known}</small>" if known else ""


def clusters(groups: Sequence[ClusterView], views: Sequence[ReportView]) -> str:
    """Return the clusters with their terms and reports."""
    place = {view.doc: i for i, view in enumerate(views)}
    parts = []
    for number, group in enumerate(groups, 1):
        terms = "".join(f"<li>{escape(term)}</li>" for term in group.terms)
        members = "".join(
            f'<li><button type="button" class="read" data-report="{place[doc]}">'
            f"{escape(views[place[doc]].title or doc)}</button>{_where(views[place[doc]])}</li>"
            if doc in place
            else f"<li>{escape(doc)}</li>"
            for doc in group.docs
        )
        quotes = "".join(f"<blockquote>{escape(sentence)}</blockquote>" for sentence in group.sentences)
        note = f'<p class="note">{escape(group.note)}</p>' if group.note else ""
        parts.append(
            f"<article><h3>{number}. {escape(group.label)} <small>{len(group.docs)} 篇</small></h3>{note}"
            f'<ul class="terms" aria-label="特征词">{terms}</ul>{quotes}'
            f'<ul class="members" aria-label="报告">{members}</ul></article>'
        )
    return "".join(parts)
