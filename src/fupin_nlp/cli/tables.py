"""What the commands show on a terminal: records, comparisons, clusters, panels."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fupin_nlp.cli.terminal import columns_of, compact, table, terminal_width, width_of
from fupin_nlp.clustering import CLUSTER_LABELS_ZH
from fupin_nlp.comparison import COMPARISON_LABELS_ZH, PANEL_LABELS_ZH, Comparison, Panel
from fupin_nlp.comparison.comparison import UNNAMED
from fupin_nlp.comparison.entity import direction_labels
from fupin_nlp.display.labels import BOUND_LABELS_ZH, KIND_LABELS_ZH, is_missing
from fupin_nlp.model.record import LABELS_ZH, ROLE_LABELS_ZH

if TYPE_CHECKING:
    import pandas as pd

    from fupin_nlp.clustering import Clustering

__all__ = ["cluster_table", "comparison_table", "panel_table", "records_table"]

# Columns of records, and the width of the terminal from which on there is room for them.
_RECORD_COLUMNS = (
    ("region", 0),
    ("doc", 120),
    ("period", 0),
    ("entity", 0),
    ("action", 0),
    ("amount", 0),
    ("text", 120),
    ("role", 100),
    ("measure_label", 0),
)
# A word for each basis of a cell; BASIS_ZH tells it in full.
_BASIS_ZH = {
    "sum": "合计",
    "single": "一条",
    "several": "不可加",
    "general": "泛称",
    "latest": "最新",
    "several_latest": "多值",
    "no_subject": "条数",
    "none": "无",
}
_WHOLE = 200  # columns of a table whose names are not cut
TERMS = 6  # distinctive words of a cluster that fit in a line


def records_table(frame: pd.DataFrame, *, rows: int | None = None, width: int | None = None) -> str:
    """Return the columns of records that one reads first; more of them on a wider terminal.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> report = parse("2019年，全县发放小额贷款2036.2万元，硬化村道近9.9公里。", name="略阳县_2019.txt")
    >>> print(records_table(report.to_frame(), width=80))
    地区    时期    对象      动作  数值         措施
    略阳县  2019年  小额贷款  发放  2036.2万元   金融扶贫
    略阳县  2019年  村道      硬化  不到9.9公里  基础设施
    """
    width = width or terminal_width()
    shown = frame.assign(
        amount=[_amount(row) for row in frame.to_dict("records")],
        role=[ROLE_LABELS_ZH.get(role, role) for role in frame["role"]],
    )
    names = [name for name, least in _RECORD_COLUMNS if width >= least]
    if "role" in names and shown["role"].nunique() < 2:
        names.remove("role")  # the same word in every row tells nothing
    labels = {**LABELS_ZH, "amount": LABELS_ZH["value"]}
    return table(shown[names].rename(columns=labels), rows=rows, cell=26, width=width)


def _amount(row: dict[Any, Any]) -> str:
    """Return bound, value and unit as one text with large numbers in 万 and 亿."""
    if is_missing(row["value"]):
        return f"不明（{row['text']}）"
    text = compact(row["value"])
    if not is_missing(row["value_max"]):
        text += "～" + compact(row["value_max"])
    bound = "" if row["bound"] == "exact" else BOUND_LABELS_ZH.get(row["bound"], "")
    return bound + text + ("" if is_missing(row["unit"]) else row["unit"])


def comparison_table(found: Comparison) -> str:
    """Return a comparison for the terminal: a cross table of counts where two keys were asked for, else the cells."""
    frame = found.frame
    if frame.empty:
        return "没有可比较的记录 / no records to compare"
    if not found.summed and len(found.by) == 2:
        return _cross_table(found)
    keys = ["measure_label" if key == "measure" else key for key in found.by]
    names = [*keys, "n", "largest", "largest_unit"]
    if found.summed:
        words = {"kind": KIND_LABELS_ZH, "direction": direction_labels()}
        words |= {"basis": _BASIS_ZH, "role": ROLE_LABELS_ZH}
        frame = frame.assign(
            **{name: [labels.get(v, v) for v in frame[name]] for name, labels in words.items() if name in frame.columns}
        )
        subject = [n for n in ("entity", "indicator", "direction", "role", "kind") if n in frame.columns]
        dated = [] if "year" in keys else ["latest_period"]
        names = [*dict.fromkeys([*keys, *subject]), "n", "value", "unit", "basis", *dated]
    names = [name for name in names if not all(is_missing(value) for value in frame[name])]
    names += ["n_left_out"] if frame["n_left_out"].any() else []
    return table(frame[names].rename(columns={**COMPARISON_LABELS_ZH, "direction": "方向"}))


def _cross_table(found: Comparison) -> str:
    """Return counts with as many columns as fit, those with most records first; the rest is named below."""
    wide = found.pivot("n")
    totals = wide.sum(axis=1)
    sums = {name: int(count) for name, count in wide.sum(axis=0).items()}
    wide = wide[sorted(wide.columns, key=lambda c: (-sums[c], str(c)))]
    rows = [str(name) for name in wide.index]
    first = COMPARISON_LABELS_ZH[found.by[0]]
    edge = columns_of([first, *rows])
    size = 5  # two Chinese characters in each of the two lines of the heading, and a space
    fit = max(1, (terminal_width() - edge - size) // size)
    names = [str(name) for name in wide.columns]
    heads = [_two_lines(name) for name in names[:fit]]
    lines = [
        _line("", edge, ["", *(head[0] for head in heads)], size),
        _line(first, edge, ["合计", *(head[1] for head in heads)], size),
    ]
    for name, total, counts in zip(rows, totals, wide.iloc[:, :fit].to_numpy().tolist(), strict=True):
        lines.append(_line(name, edge, [str(total), *(str(n) if n else "·" for n in counts)], size))
    left = [f"{name} {sums[name]}" for name in names[fit:]]
    if left:
        lines += _wrapped("未列出 / not shown: ", left)
    return "\n".join(lines)


def _wrapped(head: str, items: list[str]) -> list[str]:
    """Return items after one another in lines that fit the terminal."""
    lines = [head + items[0]]
    for item in items[1:]:
        if width_of(f"{lines[-1]}、{item}、") <= terminal_width():
            lines[-1] += f"、{item}"
        else:
            lines[-1] += "、"
            lines.append("  " + item)
    return lines


def _two_lines(name: str) -> tuple[str, str]:
    return (name[:2], name[2:4]) if len(name) > 2 else ("", name)


def _line(name: str, edge: int, cells: list[str], size: int) -> str:
    right = [" " * (size - width_of(cell)) + cell for cell in cells]
    return (name + " " * (edge - width_of(name)) + "".join(right)).rstrip()


def cluster_table(found: Clustering) -> str:
    """Return clusters and their reports for the terminal."""
    names = ["cluster", "size", "stability", *(["measures"] if found.by == "measure" else []), "terms"]
    clusters = found.clusters[names]
    clusters = clusters.assign(
        stability=clusters["stability"].round(2), terms=["、".join(list(terms)[:TERMS]) for terms in clusters["terms"]]
    )
    reports = found.reports[["cluster", "doc", "region", "year", "silhouette"]].sort_values(["cluster", "doc"])
    reports = reports.assign(silhouette=reports["silhouette"].round(3), year=[_year(y) for y in reports["year"]])
    labels = dict(CLUSTER_LABELS_ZH)
    return "\n\n".join(table(frame.rename(columns=labels), cell=50) for frame in (clusters, reports))


def panel_table(found: Panel) -> str:
    """Return a panel for the terminal with ranges and whole names; where one table is too wide, one for each region.

    Examples
    --------
    >>> from fupin_nlp.analysis import panel
    >>> from fupin_nlp.report import parse
    >>> print(panel_table(panel([parse("2015年，力争地区生产总值增长7%—8%。", name="略阳县_2015.txt")])))
    地区    年份  指标              界限  目标值  实绩值  单位
    略阳县  2015  地区生产总值增速  确切  7～8            %
    """
    if found.frame.empty:
        return "没有指标 / no indicator was found"
    frame, rows = found.frame, found.frame.to_dict("records")
    base = frame[["region"]].assign(year=[_period(row) for row in rows], indicator=frame["indicator"])
    base["region"] = frame["region"].astype("object").fillna(UNNAMED)
    more = {"difference": ["" if is_missing(v) else compact(v) for v in frame["difference"]]}
    more |= {"check": ["" if is_missing(text) else "！" for text in frame["check"]]}
    more = {name: cells for name, cells in more.items() if any(cells)}
    wide = base.assign(
        target_bound=["" if is_missing(b) else BOUND_LABELS_ZH.get(b, "") for b in frame["target_bound"]],
        target=[_range(row, "target") for row in rows],
        result=[_bound(row, "result") + _range(row, "result") for row in rows],
        **more,
        unit=frame["unit"],
    )
    text = _uncut(wide.rename(columns={**PANEL_LABELS_ZH, "target_bound": "界限"}))
    if max(map(width_of, text.splitlines())) <= terminal_width():
        return text
    sides = {side: [_figure(row, side) for row in rows] for side in ("target", "result")}
    close = base.assign(**sides, **{name: cells for name, cells in more.items() if name == "check"})
    regions = dict.fromkeys(close["region"])
    blocks = {name: close[close["region"] == name].drop(columns="region") for name in regions}
    return "\n\n".join(f"{name}\n{_uncut(block.rename(columns=PANEL_LABELS_ZH))}" for name, block in blocks.items())


def _uncut(frame: pd.DataFrame) -> str:
    return table(frame, cell=_WHOLE, width=_WHOLE)


def _bound(row: dict[Any, Any], side: str) -> str:
    bound = row[f"{side}_bound"]
    return "" if is_missing(bound) or bound == "exact" else BOUND_LABELS_ZH.get(bound, "")


def _range(row: dict[Any, Any], side: str) -> str:
    if is_missing(row[side]):
        return ""
    return compact(row[side]) + ("" if is_missing(row[f"{side}_max"]) else "～" + compact(row[f"{side}_max"]))


def _figure(row: dict[Any, Any], side: str) -> str:
    """Return bound, value or range, and unit of a side of the panel."""
    return "" if is_missing(row[side]) else _bound(row, side) + _range(row, side) + str(row["unit"])


def _period(row: dict[Any, Any]) -> str:
    """Return the year, or first and last year or day of a period that is none, with the mark of a mean."""
    mean = " 年均" if row["per"] == "年均" else ""
    if not is_missing(row["year"]):
        return _year(row["year"]) + mean
    start = "" if is_missing(row["target_from"]) else row["target_from"]
    last = (date.fromisoformat(row["target_to"]) - timedelta(days=1)).isoformat()
    whole = last.endswith("-12-31") and (not start or start.endswith("-01-01"))
    return (f"{start[:4]}–{last[:4]}" if whole else f"{start}–{last}") + mean


def _year(value: Any) -> str:
    return "" if is_missing(value) else str(int(value))
