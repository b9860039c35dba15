"""Region × period × indicator: what was aimed at, and what came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from fupin_nlp.comparison.options import CompareOptions
from fupin_nlp.comparison.rows import Row, rows_of
from fupin_nlp.comparison.sums import agreed
from fupin_nlp.comparison.units import UnitJoin, UnitMap, table_units
from fupin_nlp.errors import FupinError
from fupin_nlp.model.reporttext import ReportText
from fupin_nlp.report.labelled import Labelled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["GAP_LABELS_ZH", "GAP_REASONS_ZH", "PANEL_LABELS_ZH", "Panel", "panel"]

PANEL_LABELS_ZH: Mapping[str, str] = {
    "region": "地区",
    "region_code": "区划代码",
    "indicator": "指标",
    "year": "年份",
    "target_from": "期初",
    "target_to": "期末",
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
    "uncertain": "数字不可靠",
}
_SIDES = {"target": "target", "achieved": "result"}


class _Key(NamedTuple):
    """A row of the panel: one region, one indicator, one group of units, one closed interval."""

    place: str
    indicator: str
    group: str
    start: str
    end: str


@dataclass(frozen=True, eq=False)
class Panel(Labelled):
    """Targets and results side by side; `to_frame` and `save` give them under Chinese or English headings.

    Attributes
    ----------
    frame : DataFrame
        One row per region, indicator and period, columns as `PANEL_LABELS_ZH`. ``year`` is empty for a period longer
        than a calendar year: the target of a plan never shares a row with the target of a year. ``target`` is what was
        set for the period, ``result`` what was reported for the same period, as a rule by the report of the year after.
    gaps : DataFrame
        What is not there: region, region_code, indicator, year, reason (``no_target``, ``no_result``, ``no_figure`` for
        a year between two that have one, ``several_values``, ``undated``, ``uncertain``) and the ids behind it.
        Nothing is interpolated.
    """

    frame: pd.DataFrame
    gaps: pd.DataFrame
    _column_labels = PANEL_LABELS_ZH

    def _main(self) -> pd.DataFrame:
        return self.frame


def panel(
    records: pd.DataFrame,
    indicators: Sequence[str] | None = None,
    *,
    reports: Iterable[ReportText] = (),
    units: UnitMap | None = None,
) -> Panel:
    """Build a panel from the records that have an indicator.

    A figure enters where both ends of its period are known. A change that goes down (下降, 减少) is negative. Where one
    period has several values of one indicator, none is chosen: the cell is empty and the gap lists them.

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
    rows = [row for row in rows_of(records, options) if _is_asked(row, indicators)]
    join = UnitJoin(table_units(row.unit for row in rows) if units is None else units)
    sides, gaps = _sides(rows, join)
    shown = _shown_units(rows, join)
    texts = _texts(records)
    table: list[dict[str, Any]] = []
    for key in sorted(sides, key=lambda k: (_place_order(sides[k]), k)):
        line, missed = _line(key, sides[key], shown, texts, join)
        table.append(line)
        gaps += missed
    gaps += _years_between(table)
    return _panel(table, gaps)


def _is_asked(row: Row, indicators: Sequence[str] | None) -> bool:
    if row.indicator is None or row.role not in _SIDES or row.repeat_of is not None:
        return False
    return indicators is None or row.indicator in indicators


def _sides(rows: Iterable[Row], join: UnitJoin) -> tuple[dict[_Key, dict[str, list[Row]]], list[dict[str, Any]]]:
    """Group rows by the row of the panel and its side; list those that cannot enter."""
    sides: dict[_Key, dict[str, list[Row]]] = {}
    gaps: list[dict[str, Any]] = []
    for row in rows:
        reason = "uncertain" if not row.certain or row.value is None else ""
        start, end = row.period.start, row.period.end
        if not reason and (start is None or end is None):
            reason = "undated"
        if reason or start is None or end is None:
            gaps.append(_gap(row, row.year, reason, [row.id]))
            continue
        key = _Key(row.place, row.indicator or "", join.group(row.unit), start, end)
        sides.setdefault(key, {}).setdefault(_SIDES[row.role], []).append(row)
    return sides, gaps


def _gap(row: Row, year: str | None, reason: str, ids: list[str]) -> dict[str, Any]:
    cells = {"region": row.region, "region_code": row.region_code, "indicator": row.indicator}
    return cells | {"year": year, "reason": reason, "ids": ids}


def _place_order(side: Mapping[str, Sequence[Row]]) -> tuple[str, str]:
    row = next(iter(side.values()))[0]
    return (row.region_code or "999999", row.region or "")


def _shown_units(rows: Iterable[Row], join: UnitJoin) -> dict[tuple[str, str], str]:
    """Return for indicator and group of units the one in which its figures are given: the most frequent."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        counts.setdefault((row.indicator or "", join.group(row.unit)), Counter())[row.unit] += 1
    return {key: min(units, key=lambda u: (-units[u], u)) for key, units in counts.items()}


def _texts(records: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Return id → (modality words, sentence)."""
    cells = zip(records["id"], records["modality"], records["sentence"], strict=True)
    return {
        str(record): (
            "、".join(map(str, words)) if isinstance(words, (list, tuple)) else "",
            sentence if isinstance(sentence, str) else "",
        )
        for record, words, sentence in cells
    }


def _line(
    key: _Key,
    side: Mapping[str, Sequence[Row]],
    shown: Mapping[tuple[str, str], str],
    texts: Mapping[str, tuple[str, str]],
    join: UnitJoin,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    first = next(iter(side.values()))[0]
    year = _calendar_year(key.start, key.end)
    unit = shown[key.indicator, key.group]
    line: dict[str, Any] = dict.fromkeys(PANEL_LABELS_ZH)
    line |= {"region": first.region, "region_code": first.region_code, "indicator": key.indicator, "year": year}
    line |= {"target_from": key.start, "target_to": key.end, "unit": unit}
    label = str(year) if year is not None else f"{key.start[:4]}–{key.end[:4]}"
    gaps: list[dict[str, Any]] = []
    for name in ("target", "result"):
        rows = side.get(name, ())
        figures = {_figure(row, unit, join): row for row in reversed(rows)}
        one = agreed(figures)
        if one is not None:
            row, (value, upper, bound) = figures[one], one
            line |= {name: value, f"{name}_max": upper, f"{name}_bound": bound, f"{name}_id": row.id}
            line[f"{name}_sentence"] = texts[row.id][1]
            if name == "target":
                line["target_modality"] = texts[row.id][0]
        else:
            gaps.append(_gap(first, label, "several_values" if rows else f"no_{name}", [row.id for row in rows]))
    if line["target"] is not None and line["result"] is not None:
        line["difference"] = round(line["result"] - line["target"], 9)
    return line, gaps


def _figure(row: Row, unit: str, join: UnitJoin) -> tuple[float, float | None, str]:
    """Return value, upper end and bound in the unit; a fall is negative."""
    factor = join.factor(row.unit, unit)
    factor = -factor if row.kind == "change" and row.direction == "down" else factor
    upper = None if row.value_max is None else row.value_max * factor
    return (row.value or 0.0) * factor, upper, row.bound


def _calendar_year(start: str, end: str) -> int | None:
    """Return the year of a period that is a whole calendar year, else None."""
    first, after = date.fromisoformat(start), date.fromisoformat(end)
    whole = (first.month, first.day, after.month, after.day) == (1, 1, 1, 1) and after.year == first.year + 1
    return first.year if whole else None


def _years_between(table: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """List the years without any figure between two years that have one."""
    years: dict[tuple[Any, Any, Any], set[int]] = {}
    for line in table:
        if line["year"] is not None:
            years.setdefault((line["region"], line["region_code"], line["indicator"]), set()).add(line["year"])
    return [
        {"region": region, "region_code": code, "indicator": name, "year": str(year), "reason": "no_figure", "ids": []}
        for (region, code, name), found in years.items()
        for year in range(min(found), max(found))
        if year not in found
    ]


def _panel(table: Sequence[Mapping[str, Any]], gaps: Sequence[Mapping[str, Any]]) -> Panel:
    import pandas as pd

    numbers = ("target", "target_max", "result", "result_max", "difference")
    frame = pd.DataFrame([dict(line) for line in table], columns=list(PANEL_LABELS_ZH))
    frame = frame.astype({**dict.fromkeys(numbers, "float64"), "year": "Int64"})
    columns = ["region", "region_code", "indicator", "year", "reason", "ids"]
    listed = pd.DataFrame([dict(gap) for gap in gaps], columns=columns)
    return Panel(frame, listed.sort_values(columns[:5], kind="stable", ignore_index=True))
