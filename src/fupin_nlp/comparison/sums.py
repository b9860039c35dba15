"""What may be added in one cell, and what is left out and why."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from fupin_nlp.comparison.rows import Period, Row

__all__ = ["REASONS_ZH", "Selection", "select", "sum_bound", "usable"]

REASONS_ZH: Mapping[str, str] = {
    "repeat": "重复出现",
    "duplicate_report": "文件重复",
    "uncertain": "数字不可靠",
    "no_value": "无数值",
    "no_subject": "无对象",
    "rate": "按每人或每年计",
    "restated": "另一文件已报",
    "overlap": "时期重叠",
    "within_region": "已含于上级地区",
    "part": "已含于总数",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that count in a cell, and those left out as (row, reason)."""

    rows: tuple[Row, ...]
    left_out: tuple[tuple[Row, str], ...] = ()

    def without(self, reason: str, test: Callable[[Row], bool]) -> Selection:
        """Leave out the rows for which the test holds."""
        out = tuple(row for row in self.rows if test(row))
        if not out:
            return self
        kept = tuple(row for row in self.rows if not test(row))
        return Selection(kept, self.left_out + tuple((row, reason) for row in out))


def usable(rows: Iterable[Row], duplicates: Mapping[str, str]) -> Selection:
    """Leave out what counts nowhere: repeats, documents that repeat others, values that are not certain."""
    selection = Selection(tuple(rows))
    selection = selection.without("duplicate_report", lambda row: row.doc in duplicates)
    selection = selection.without("repeat", lambda row: row.repeat_of is not None)
    selection = selection.without("uncertain", lambda row: not row.certain)
    return selection.without("no_value", lambda row: row.value is None)


def select(selection: Selection, parts: Mapping[str, str]) -> Selection:
    """Choose among flows of one subject and one group of units those that may be added.

    Parameters
    ----------
    selection : Selection
        What `usable` kept of the cell.
    parts : mapping of str to str
        ``part_of`` of every record of the frame, so that a chain of parts is followed.
    """
    selection = selection.without("rate", lambda row: row.per is not None)
    selection = _without_restated(selection)
    chosen = _periods(selection.rows)
    selection = selection.without("overlap", lambda row: row.period not in chosen)
    places = {row.place for row in selection.rows}
    selection = selection.without("within_region", lambda row: _is_within(row.place, places))
    ids = {row.id for row in selection.rows}
    return selection.without("part", lambda row: _total_is_there(row.id, parts, ids))


def _without_restated(selection: Selection) -> Selection:
    """Leave out a figure that a second document gives for the same place and period with the same value."""
    first: dict[tuple[object, ...], str] = {}
    for row in selection.rows:
        first.setdefault(_figure(row), row.doc)
    return selection.without("restated", lambda row: first[_figure(row)] != row.doc)


def _figure(row: Row) -> tuple[object, ...]:
    return (row.place, row.period, row.unit, row.value, row.value_max)


def _periods(rows: Iterable[Row]) -> set[Period]:
    """Choose the periods that are added: equal or without a day in common.

    The period that most places report comes first, then the longest, then the latest, so that the figures of one
    year are compared over all regions, and within one region the total of a year comes before that of its first half.
    """
    places: dict[Period, set[str]] = {}
    for row in rows:
        places.setdefault(row.period, set()).add(row.place)
    order = sorted(places, key=lambda p: (p.end or "9999", p.start or "", p.of), reverse=True)
    order.sort(key=lambda p: (-len(places[p]), -p.days))
    chosen: list[Period] = []
    for period in order:
        if all(period.joins(other) for other in chosen):
            chosen.append(period)
    return set(chosen)


def _is_within(place: str, places: Iterable[str]) -> bool:
    """Tell whether a place lies in another one of the list, by its six-digit code."""
    return any(place != other and contains(other, place) for other in places)


def contains(outer: str, inner: str) -> bool:
    """Tell by their codes whether a division contains another.

    Examples
    --------
    >>> contains("231200", "231223"), contains("000000", "231223"), contains("231223", "231200")
    (True, True, False)
    """
    if outer == inner or not (_is_code(outer) and _is_code(inner)):
        return False
    if outer == "000000":
        return True
    stem = outer[:2] if outer.endswith("0000") else outer[:4] if outer.endswith("00") else outer
    return inner.startswith(stem)


def _is_code(place: str) -> bool:
    return len(place) == 6 and place.isascii() and place.isdigit()


def _total_is_there(record: str, parts: Mapping[str, str], ids: set[str]) -> bool:
    seen = {record}
    total = parts.get(record)
    while total is not None and total not in seen:
        if total in ids:
            return True
        seen.add(total)
        total = parts.get(total)
    return False


def sum_bound(bounds: Iterable[str]) -> str:
    """Return the bound of a sum.

    Examples
    --------
    >>> sum_bound(["exact", "over"]), sum_bound(["exact"]), sum_bound(["over", "under"])
    ('over', 'exact', 'about')
    """
    found = set(bounds) - {"exact"}
    if not found:
        return "exact"
    return found.pop() if len(found) == 1 else "about"


def agreed(figures: Iterable[tuple[float, float | None, str]]) -> tuple[float, float | None, str] | None:
    """Return the one figure among several of the same thing and time; None where they do not agree.

    突破3万亿元 and 达3.6万亿元 agree: the exact figure says all that the bound says.

    Parameters
    ----------
    figures : iterable of (value, upper end or None, bound)
        In one unit.

    Examples
    --------
    >>> agreed([(3.0, None, "over"), (3.6, None, "exact"), (4.0, None, "under")])
    (3.6, None, 'exact')
    >>> print(agreed([(3.6, None, "exact"), (3.5, None, "exact")]), agreed([(4.0, None, "over"), (3.6, None, "exact")]))
    None None
    """
    distinct = set(figures)
    if len(distinct) < 2:
        return distinct.pop() if distinct else None
    exact = [figure for figure in distinct if figure[2] == "exact"]
    if len(exact) != 1 or exact[0][1] is not None:
        return None
    value = exact[0][0]
    fits = {"exact": True, "about": False}
    for other, upper, bound in distinct:
        holds = fits.get(bound, value >= other if bound == "over" else value <= other)
        if upper is not None or not holds:
            return None
    return exact[0]


def total(values: Iterable[float]) -> float:
    """Return the sum, rounded where binary fractions would show: 0.1 + 0.2 is 0.3.

    Examples
    --------
    >>> total([0.1, 0.2]), total([2e12, 0.5])
    (0.3, 2000000000000.5)
    """
    exact = math.fsum(values)
    return float(f"{exact:.15g}")
