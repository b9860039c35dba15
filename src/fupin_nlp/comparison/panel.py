"""Region × period × indicator: what was aimed at, and what came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from fupin_nlp.comparison.jumps import last_year, mark_jumps
from fupin_nlp.comparison.options import CompareOptions
from fupin_nlp.comparison.panel_figures import Figure, Source, calendar_year, figure_of, is_missed_aim, with_named_aims
from fupin_nlp.comparison.rows import Row, rows_of
from fupin_nlp.comparison.shared import each_of
from fupin_nlp.comparison.sums import agreed
from fupin_nlp.comparison.units import UnitJoin, UnitMap, table_units
from fupin_nlp.errors import FupinError
from fupin_nlp.model.reporttext import ReportText
from fupin_nlp.report.frame import listed
from fupin_nlp.report.labelled import Labelled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CONFLICT_LABELS_ZH", "GAP_LABELS_ZH", "GAP_REASONS_ZH", "PANEL_LABELS_ZH", "Panel", "panel"]

PANEL_LABELS_ZH: Mapping[str, str] = {
    "region": "地区",
    "region_code": "区划代码",
    "indicator": "指标",
    "year": "年份",
    "target_from": "期初",
    "target_to": "期末",
    "per": "每",
    "kind": "数量类别",
    "unit": "单位",
    "target": "目标值",
    "target_max": "目标值上限",
    "target_bound": "目标界限",
    "target_modality": "目标语气",
    "target_id": "目标编号",
    "target_sentence": "目标原句",
    "result": "实绩值",
    "result_max": "实绩值上限",
    "result_bound": "实绩界限",
    "result_id": "实绩编号",
    "result_sentence": "实绩原句",
    "difference": "实绩减目标",
    "check": "核对",
}
GAP_LABELS_ZH: Mapping[str, str] = {
    **{name: PANEL_LABELS_ZH[name] for name in ("region", "region_code", "indicator", "year")},
    "reason": "缺因",
    "ids": "记录编号",
}
GAP_REASONS_ZH: Mapping[str, str] = {
    "no_target": "没有目标",
    "no_result": "没有实绩",
    "no_figure": "当年没有数字",
    "several_values": "有几个不同数值",
    "undated": "时期不明",
    "mean_of_years": "多年平均，起止年份不明",
    "uncertain": "数字不可靠",
    "cumulative": "累计数，起点不明",
    "not_over": "当年尚未结束，不可能是实绩",
}
CONFLICT_LABELS_ZH: Mapping[str, str] = {
    **{name: PANEL_LABELS_ZH[name] for name in ("region", "region_code", "indicator", "year", "per", "unit")},
    "side": "性质",
    "value": "数值",
    "value_max": "数值上限",
    "bound": "界限",
    "id": "编号",
    "sentence": "原句",
}
_PLANNED = "原判为实绩，但当年尚未结束且在工作安排一节，列为目标，请核对"
_AIMED = "原判为实绩，但原文说是目标，请核对"
_SIDES = {"target": "target", "achieved": "result"}


class _Key(NamedTuple):
    """A row of the panel: one region, one indicator, one group of units, one interval, one mean or none."""

    place: str
    indicator: str
    group: str
    start: str
    end: str
    per: str


@dataclass(frozen=True, eq=False, repr=False)
class Panel(Labelled):
    """Targets and results side by side; `to_frame` and `save` give them under Chinese or English headings.

    Attributes
    ----------
    frame : DataFrame
        One row per region, indicator and period, columns as `PANEL_LABELS_ZH`. ``year`` is empty for a period longer
        than a calendar year: the target of a plan never shares a row with the target of a year. ``target`` is what was
        set for the period, ``result`` what was reported for the same period, as a rule by the report of the year after.
        A mean over years has 年均 in ``per`` and rows of its own. ``check`` says where a value is implausibly far from
        that of a year before it.
    gaps : DataFrame
        What is not there: region, region_code, indicator, year, reason (``no_target``, ``no_result``, ``no_figure`` for
        a year between two that have one, ``several_values``, ``undated``, ``uncertain``, ``mean_of_years``,
        ``cumulative`` for a total since a day that is not told (累计建成高标准农田4128万亩),
        ``not_over`` for a result of the year in whose first months the report was given) and the ids behind it.
        Nothing is interpolated.
    conflicts : DataFrame
        The figures behind ``several_values``, one row each with its value and its sentence.
    """

    frame: pd.DataFrame
    gaps: pd.DataFrame
    conflicts: pd.DataFrame
    _column_labels = PANEL_LABELS_ZH

    def _main(self) -> pd.DataFrame:
        return self.frame

    def _told(self) -> str:
        return f"{len(self.frame)} rows of {self.frame['region'].nunique()} regions, {len(self.gaps)} gaps"


def panel(
    records: pd.DataFrame,
    indicators: Sequence[str] | None = None,
    *,
    reports: Iterable[ReportText] = (),
    units: UnitMap | None = None,
) -> Panel:
    """Build a panel from the records that have an indicator.

    A figure enters where both ends of its period are known; a target and a level also where only the end is. A level
    belongs to the last year of its interval (五年来，达到390亿元). A change that goes down (下降, 微降) is negative,
    improvement is a fall where less is better (PM2.5改善), and an indicator that counts the fall itself (能耗降幅) is
    positive. A figure that is passed (迈上5万亿元台阶) is a lower bound. A number of each of several indicators
    (投资、消费均增长8%) is in the row of each. What a review tells of as an aim (低于8%的预期目标) is a target; so
    is what was taken for a result of a year that was not over, under a heading of plans or directly behind a target;
    ``check`` says so of both. Where one period has several
    values of one indicator, none is chosen: the cell is empty, the gap lists them, ``conflicts`` has their sentences.

    Parameters
    ----------
    records : DataFrame
        Columns as `fupin_nlp.model.record.FIELDS`.
    indicators : sequence of str or None
        Canonical names; None for all that the records have.
    reports : iterable of ReportText
        Region of records that name none.
    units : mapping or None
        Unit → (dimension, factor); None for the library's unit table.

    Returns
    -------
    Panel
        Sorted by region, indicator and period.

    Raises
    ------
    FupinError
        If the frame lacks columns or an id occurs twice.

    Examples
    --------
    >>> import pandas as pd
    >>> from fupin_nlp.model.record import FIELDS
    >>> base = dict.fromkeys(FIELDS) | {"doc": "a", "kind": "change", "unit": "%", "dimension": "ratio",
    ...     "certain": True, "indicator": "地区生产总值增速", "region": "甲县",
    ...     "period_start": "2016-01-01", "period_end": "2017-01-01"}
    >>> rows = [base | {"id": "a#0", "role": "target", "value": 8.0, "bound": "over", "modality": ["力争"]},
    ...     base | {"id": "b#0", "doc": "b", "role": "achieved", "value": 7.5}]
    >>> found = panel(pd.DataFrame(rows), units={"%": ("ratio", 1)}).frame
    >>> found[["region", "year", "target", "target_modality", "result", "difference"]].values.tolist()
    [['甲县', 2016, 8.0, '力争', 7.5, -0.5]]
    """
    options = CompareOptions(by=("region",), role=None, reports={report.doc: report for report in reports})
    missing = [c for c in ("sentence", "modality") if c not in records.columns]
    if missing:
        raise FupinError(f"the frame of records lacks the columns {missing}; give the one that to_frame() returns")
    rows = [row for row in each_of(with_named_aims(rows_of(records, options))) if _is_asked(row, indicators)]
    join = UnitJoin(table_units(row.unit for row in rows) if units is None else units)
    figures, gaps = _figures(rows, _sources(records))
    sides = _sides(figures, join)
    shown = _shown_units(rows, join)
    table: list[dict[str, Any]] = []
    conflicts: list[dict[str, Any]] = []
    for key in sorted(sides, key=lambda k: (_place_order(sides[k]), k)):
        line, missed, several = _line(key, sides[key], shown, join)
        table.append(line)
        gaps += missed
        conflicts += several
    gaps += _years_between(table)
    mark_jumps(table)
    return _panel(table, gaps, conflicts)


def _is_asked(row: Row, indicators: Sequence[str] | None) -> bool:
    if row.indicator is None or row.role not in _SIDES or row.repeat_of is not None:
        return False
    return indicators is None or row.indicator in indicators


def _figures(rows: Iterable[Row], sources: Mapping[str, Source]) -> tuple[list[Figure], list[dict[str, Any]]]:
    """Return the figures of the rows, and the gaps of those that cannot enter."""
    figures: list[Figure] = []
    gaps: list[dict[str, Any]] = []
    for row in rows:
        figure = figure_of(row, sources[row.id])
        if isinstance(figure, str):
            gaps.append(_gap(row, row.year, figure, [row.id]))
        else:
            figures.append(figure)
    return figures, gaps


def _sides(figures: Iterable[Figure], join: UnitJoin) -> dict[_Key, dict[str, list[Figure]]]:
    """Group figures by the row of the panel and its side."""
    sides: dict[_Key, dict[str, list[Figure]]] = {}
    for figure in figures:
        row = figure.row
        per = figure.per if figure.per and "年" in figure.per else ""
        key = _Key(row.place, row.indicator or "", join.group(row.unit), figure.start, figure.end, per)
        side = "target" if row.planned or is_missed_aim(row) else _SIDES[row.role]
        sides.setdefault(key, {}).setdefault(side, []).append(figure)
    return sides


def _gap(row: Row, year: str | None, reason: str, ids: list[str]) -> dict[str, Any]:
    cells = {"region": row.region, "region_code": row.region_code, "indicator": row.indicator}
    return cells | {"year": year, "reason": reason, "ids": ids}


def _place_order(side: Mapping[str, Sequence[Figure]]) -> tuple[str, str]:
    row = next(iter(side.values()))[0].row
    return (row.region_code or "999999", row.region or "")


def _shown_units(rows: Iterable[Row], join: UnitJoin) -> dict[tuple[str, str], str]:
    """Return for indicator and group of units the one in which its figures are given: the most frequent."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        counts.setdefault((row.indicator or "", join.group(row.unit)), Counter())[row.unit] += 1
    return {key: min(units, key=lambda u: (-units[u], u)) for key, units in counts.items()}


def _sources(records: pd.DataFrame) -> dict[str, Source]:
    """Return id → what is shown of the record beside its figure."""
    cells = zip(records["id"], records["modality"], records["sentence"], strict=True)
    return {
        str(record): Source(
            tuple(listed("modality", words if isinstance(words, (str, list, tuple)) else None)),
            sentence if isinstance(sentence, str) else "",
        )
        for record, words, sentence in cells
    }


def _line(
    key: _Key, side: Mapping[str, Sequence[Figure]], shown: Mapping[tuple[str, str], str], join: UnitJoin
) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a row of the panel, the gaps of its two sides, and the figures that contradict each other."""
    first = next(iter(side.values()))[0]
    year = calendar_year(key.start, key.end)
    unit = shown[key.indicator, key.group]
    line: dict[str, Any] = dict.fromkeys(PANEL_LABELS_ZH)
    line |= {"region": first.row.region, "region_code": first.row.region_code, "indicator": key.indicator}
    line |= {"year": year, "target_from": key.start or None, "target_to": key.end, "unit": unit}
    line |= {"per": first.per, "kind": first.kind}
    label = str(year) if year is not None else f"{key.start[:4]}–{last_year(key.end)}"
    gaps: list[dict[str, Any]] = []
    conflicts: list[dict[str, Any]] = []
    for name in ("target", "result"):
        figures, doubted = _believed(side.get(name, ()))
        gaps += [_gap(figure.row, label, "not_over", [figure.row.id]) for figure in doubted]
        values = {_in_unit(figure, unit, join): figure for figure in reversed(figures)}
        one = agreed(values)
        if one is not None:
            line |= _cells(name, values[one], one)
            if name == "target" and values[one].row.role == "achieved":
                line["check"] = _PLANNED if values[one].row.planned else _AIMED
            continue
        ids = [figure.row.id for figure in figures]
        gaps.append(_gap(first.row, label, "several_values" if figures else f"no_{name}", ids))
        for figure in figures:
            value, upper, bound = _in_unit(figure, unit, join)
            cells = {k: line[k] for k in ("region", "region_code", "indicator", "per", "unit")}
            cells |= {"year": label, "side": name, "value": value, "value_max": upper, "bound": bound}
            conflicts.append(cells | {"id": figure.row.id, "sentence": figure.sentence})
    if line["target"] is not None and line["result"] is not None:
        line["difference"] = round(line["result"] - line["target"], 9)
    return line, gaps, conflicts


def _believed(figures: Sequence[Figure]) -> tuple[Sequence[Figure], Sequence[Figure]]:
    """Divide figures: where one was read as a target, those that only their heading makes one do not count."""
    told = [figure for figure in figures if not figure.row.planned]
    return (told, [figure for figure in figures if figure.row.planned]) if told else (figures, ())


def _cells(name: str, figure: Figure, shown: tuple[float, float | None, str]) -> dict[str, Any]:
    value, upper, bound = shown
    cells = {name: value, f"{name}_max": upper, f"{name}_bound": bound, f"{name}_id": figure.row.id}
    cells[f"{name}_sentence"] = figure.sentence
    return cells | ({"target_modality": "、".join(figure.tone)} if name == "target" else {})


def _in_unit(figure: Figure, unit: str, join: UnitJoin) -> tuple[float, float | None, str]:
    factor = join.factor(figure.row.unit, unit)
    upper = None if figure.upper is None else figure.upper * factor
    return figure.value * factor, upper, figure.bound


def _years_between(table: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """List the years without any figure between two years that have one."""
    years: dict[tuple[Any, Any, Any], set[int]] = {}
    for line in table:
        if line["year"] is not None and not line["per"]:
            years.setdefault((line["region"], line["region_code"], line["indicator"]), set()).add(line["year"])
    return [
        {"region": region, "region_code": code, "indicator": name, "year": str(year), "reason": "no_figure", "ids": []}
        for (region, code, name), found in years.items()
        for year in range(min(found), max(found))
        if year not in found
    ]


def _panel(
    table: Sequence[Mapping[str, Any]], gaps: Sequence[Mapping[str, Any]], conflicts: Sequence[Mapping[str, Any]]
) -> Panel:
    import pandas as pd

    numbers = ("target", "target_max", "result", "result_max", "difference")
    frame = pd.DataFrame([dict(line) for line in table], columns=list(PANEL_LABELS_ZH))
    frame = frame.astype({**dict.fromkeys(numbers, "float64"), "year": "Int64"})
    columns = list(GAP_LABELS_ZH)
    listed = pd.DataFrame([dict(gap) for gap in gaps], columns=columns)
    several = pd.DataFrame([dict(row) for row in conflicts], columns=list(CONFLICT_LABELS_ZH))
    several = several.astype({"value": "float64", "value_max": "float64"})
    return Panel(frame, listed.sort_values(columns[:5], kind="stable", ignore_index=True), several)
