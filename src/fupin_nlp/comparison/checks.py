"""Contradictions between the figures of the reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from fupin_nlp.comparison.options import CompareOptions
from fupin_nlp.comparison.rows import Row, rows_of
from fupin_nlp.comparison.sums import total
from fupin_nlp.comparison.units import UnitJoin, UnitMap, table_units
from fupin_nlp.model.reporttext import ReportText

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["check_figures"]

COLUMNS = ["check", "region", "subject", "period_start", "period_end", "unit", "value", "other", "ids", "note"]
# Parts are rounded one by one; a sum of parts may pass its total by this share before it is reported.
TOLERANCE = 0.005


def check_figures(
    records: pd.DataFrame, *, reports: Iterable[ReportText] = (), units: UnitMap | None = None
) -> pd.DataFrame:
    """Report figures that contradict one another; nothing is changed or left out because of it.

    Parameters
    ----------
    records : DataFrame
        Columns as `fupin_nlp.model.record.FIELDS`.
    reports : iterable of ReportText
        Region of records that name none.
    units : mapping or None
        Unit → (dimension, factor); None for the library's unit table.

    Returns
    -------
    DataFrame
        One row per finding: check, region, subject, period_start, period_end, unit, value, other, ids, note.
        ``parts_exceed_total``: the parts of a total (其中 …) add up to more than it; `value` is the total, `other` the
        sum. ``two_values``: one indicator has two values for one region and dated period; `value` is the smallest,
        `other` the largest. Parts that add up to less than their total are no contradiction: a text seldom names all.

    Raises
    ------
    FupinError
        If the frame lacks columns or an id occurs twice.

    Examples
    --------
    >>> import pandas as pd
    >>> from fupin_nlp.comparison.rows import COLUMNS as NEEDED
    >>> base = dict.fromkeys(NEEDED) | {"doc": "a", "unit": "户", "kind": "flow", "certain": True, "role": "achieved"}
    >>> rows = [base | {"id": "a#0", "value": 100.0}, base | {"id": "a#1", "value": 70.0, "part_of": "a#0"},
    ...     base | {"id": "a#2", "value": 40.0, "part_of": "a#0"}]
    >>> check_figures(pd.DataFrame(rows), units={})[["check", "value", "other"]].values.tolist()
    [['parts_exceed_total', 100.0, 110.0]]
    """
    import pandas as pd

    options = CompareOptions(by=("region",), role=None, reports={report.doc: report for report in reports})
    rows = [row for row in rows_of(records, options) if row.certain and row.value is not None]
    rows = [row for row in rows if row.repeat_of is None]
    join = UnitJoin(table_units(row.unit for row in rows) if units is None else units)
    return pd.DataFrame([*_parts(rows, join), *_values(rows, join)], columns=COLUMNS)


def _parts(rows: Iterable[Row], join: UnitJoin) -> list[dict[str, Any]]:
    by_id = {row.id: row for row in rows}
    parts: dict[str, list[Row]] = {}
    for row in by_id.values():
        whole = by_id.get(row.part_of or "")
        # Two breakdowns of one total (by town, by cause) may stand side by side: only one of them can be told from
        # the entity, so parts of different entities are compared one by one.
        if whole is not None and row.kind == whole.kind and join.group(row.unit) == join.group(whole.unit):
            parts.setdefault(whole.id, []).append(row)
    found: list[dict[str, Any]] = []
    for name, members in parts.items():
        whole = by_id[name]
        for group in _breakdowns(members):
            summed = total((row.value or 0.0) * join.factor(row.unit, whole.unit) for row in group)
            limit = whole.value if whole.value_max is None else whole.value_max
            if whole.bound != "over" and limit is not None and summed > limit * (1 + TOLERANCE):
                ids = [whole.id, *(row.id for row in group)]
                found.append(_finding("parts_exceed_total", whole, (limit, summed), ids, whole.unit))
    return found


def _breakdowns(members: Iterable[Row]) -> list[list[Row]]:
    """Group the parts of a total that belong to one breakdown: those of one entity."""
    groups: dict[str | None, list[Row]] = {}
    for row in members:
        groups.setdefault(row.entity, []).append(row)
    return list(groups.values())


def _values(rows: Iterable[Row], join: UnitJoin) -> list[dict[str, Any]]:
    figures: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        if row.indicator is not None and row.role == "achieved" and row.period.dated:
            key = (row.place, row.indicator, row.period, row.kind, row.direction, join.group(row.unit))
            figures.setdefault(key, []).append(row)
    found: list[dict[str, Any]] = []
    for group in figures.values():
        unit = group[0].unit
        values = [total([(row.value or 0.0) * join.factor(row.unit, unit)]) for row in group]
        if len(set(values)) > 1:
            found.append(_finding("two_values", group[0], (min(values), max(values)), [r.id for r in group], unit))
    return found


NOTES: Mapping[str, str] = {"parts_exceed_total": "分项之和大于总数", "two_values": "同一指标有两个数值"}


def _finding(check: str, row: Row, figures: tuple[float, float], ids: list[str], unit: str) -> dict[str, Any]:
    return {
        "check": check,
        "region": row.region,
        "subject": row.indicator or row.entity,
        "period_start": row.period.start,
        "period_end": row.period.end,
        "unit": unit,
        "value": figures[0],
        "other": figures[1],
        "ids": ids,
        "note": NOTES[check],
    }
