"""Tables for a terminal: Chinese counts two columns, long cells are cut, nothing wraps."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from fupin_nlp.comparison import PANEL_LABELS_ZH, Comparison, Panel
from fupin_nlp.measures import Taxonomy
from fupin_nlp.model.record import LABELS_ZH, ROLE_LABELS_ZH

if TYPE_CHECKING:
    import pandas as pd

    from fupin_nlp.clustering import Clustering

__all__ = ["cluster_table", "comparison_table", "panel_table", "records_table", "terminal_table"]

MIN_WIDTH, MAX_WIDTH = 60, 160


def terminal_table(frame: pd.DataFrame, *, rows: int | None = None, cell: int = 24) -> str:
    """Return a table that fits the terminal.

    Parameters
    ----------
    frame : DataFrame
    rows : int, optional
        Show the first so many; the rest is counted in a last line.
    cell : int
        Columns that a cell may take at most.

    Examples
    --------
    >>> import pandas as pd
    >>> print(terminal_table(pd.DataFrame({"地区": ["略阳县"], "数值": [31.0]})))
    地区    数值
    略阳县  31
    """
    width = max(MIN_WIDTH, min(MAX_WIDTH, shutil.get_terminal_size((100, 24)).columns))
    shown = frame if rows is None else frame.head(rows)
    columns = [[str(name), *(_cut(_say(v), cell) for v in shown[name])] for name in shown.columns]
    sizes = [max(_width(c) for c in column) for column in columns]
    while sum(sizes) + 2 * (len(sizes) - 1) > width and max(sizes) > 8:
        sizes[sizes.index(max(sizes))] -= 1
    lines = []
    for row in zip(*columns, strict=True):
        cells = [_cut(c, size) for c, size in zip(row, sizes, strict=True)]
        lines.append("  ".join(c + " " * (s - _width(c)) for c, s in zip(cells, sizes, strict=True)).rstrip())
    if rows is not None and len(frame) > rows:
        lines.append(f"… 另有 {len(frame) - rows} 行 / {len(frame) - rows} more rows")
    return "\n".join(lines)


def _say(value: Any) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) else f"{value:,.6g}"
    if isinstance(value, dict):
        return " ".join(f"{k}:{v}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return " ".join(str(v) for v in value)
    return " ".join(str(value).split())


def _width(text: str) -> int:
    """Return the columns that a text takes: East Asian wide and full-width characters take two."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _cut(text: str, size: int) -> str:
    if _width(text) <= size:
        return text
    out = ""
    for c in text:
        if _width(out + c) > size - 1:
            break
        out += c
    return out + "…"


def records_table(frame: pd.DataFrame, *, rows: int) -> str:
    """Return the columns of records that one reads first."""
    names = ["doc", "region", "period", "entity", "action", "text", "value", "unit", "role", "measure_label"]
    shown = frame[names].copy()
    shown["role"] = [ROLE_LABELS_ZH.get(r, r) for r in shown["role"]]
    return terminal_table(shown.rename(columns=dict(LABELS_ZH)), rows=rows, cell=22)


def comparison_table(found: Comparison) -> str:
    """Return a comparison for the terminal: a cross table of counts where two keys were asked for, else the cells."""
    frame = found.frame
    if frame.empty:
        return "没有可比较的记录 / no records to compare"
    labels = {
        **LABELS_ZH,
        "year": "年份",
        "n": "条数",
        "sum": "合计",
        "latest": "最新",
        "largest": "最大",
        "left_out": "未计入",
    }
    frame = _with_measure_labels(frame)
    if not found.summed and len(found.by) == 2:
        cross = frame.pivot_table(index=found.by[0], columns=found.by[1], values="n", aggfunc="sum", sort=False)
        cross = cross[sorted(cross.columns, key=lambda c: (-cross[c].sum(), str(c)))].sort_index()
        cross.insert(0, "合计", cross.sum(axis=1))
        return terminal_table(cross.reset_index().rename(columns=labels), cell=16)
    names = [*found.by, "n", "sum", "latest", "unit", "largest", "left_out"]
    names = [n for n in dict.fromkeys(names) if n in frame.columns and not frame[n].isna().all()]
    return terminal_table(frame[names].rename(columns=labels))


def _with_measure_labels(frame: pd.DataFrame) -> pd.DataFrame:
    if "measure" not in frame.columns:
        return frame
    names = {m.code: m.label for m in Taxonomy.load().measures}
    return frame.assign(measure=[names.get(code, code) for code in frame["measure"]])


def cluster_table(found: Clustering) -> str:
    """Return clusters and their reports for the terminal."""
    clusters = found.clusters[["cluster", "label", "size", "terms"]].copy()
    clusters["terms"] = ["、".join(list(t)[:6]) for t in clusters["terms"]]
    top = terminal_table(
        clusters.rename(columns={"cluster": "类", "label": "名称", "size": "篇数", "terms": "特征词"}), cell=44
    )
    reports = found.reports[["cluster", "doc", "region", "year", "silhouette"]].sort_values(["cluster", "doc"])
    names = {"cluster": "类", "doc": "文件", "region": "地区", "year": "年份", "silhouette": "轮廓系数"}
    reports = reports.assign(silhouette=reports["silhouette"].round(3))
    return top + "\n\n" + terminal_table(reports.rename(columns=names), cell=40)


def panel_table(found: Panel) -> str:
    """Return a panel for the terminal, with the number of gaps."""
    if found.frame.empty:
        return "没有指标 / no indicator was found"
    names = ["region", "year", "indicator", "target", "target_bound", "result", "difference"]
    names = [n for n in names if n in found.frame.columns]
    return terminal_table(found.frame[names].rename(columns=dict(PANEL_LABELS_ZH)), cell=30)
