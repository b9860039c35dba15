"""What may be added in one cell, and what is left out and why."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fupin_nlp.comparison.nature import is_general
from fupin_nlp.comparison.places import contains
from fupin_nlp.comparison.rows import Period, Row
from fupin_nlp.lexicon.levels import LEVELS

__all__ = ["BASIS_ZH", "REASONS_ZH", "Selection", "select", "sum_bound", "usable"]

# The rules of a sum, in the order in which they are tried; docs/comparison.md tells them in words.
REASONS_ZH: Mapping[str, str] = {
    "duplicate_report": "文件重复",
    "repeat": "重复出现",
    "uncertain": "数字不可靠",
    "no_value": "无数值",
    "not_over": "当年尚未结束，不可能是实绩",
    "above_level": "高于所选层级或层级不明",
    "rate": "按每人或每年计",
    "joint": "与其他对象合计的数字",
    "restated": "同一数字再次报告",
    "cumulative": "累计数，起点不明",
    "part": "已含于总数",
    "within_region": "已含于上级地区",
    "other_level": "地区层级不同",
    "undated": "时期不明",
    "overlap": "时期重叠",
    "other_period": "其他地区没有这一时期",
}
# Why a cell has a sum, another figure, or none.
BASIS_ZH: Mapping[str, str] = {
    "sum": "时期不重叠或地区不同的流量相加",
    "single": "只有一条",
    "several": "同一地区同一时期有几个数字，可能互相包含，不相加",
    "general": "对象是泛称，不相加",
    "latest": "不是流量，取最新值",
    "several_latest": "不是流量，最新时期有几个数值",
    "no_subject": "没有对象或指标，只计条数",
    "none": "没有可用的数字",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that count in a cell, those left out as (row, reason), and why the rest is not added, if it is not."""

    rows: tuple[Row, ...]
    left_out: tuple[tuple[Row, str], ...] = ()
    refused: str = ""

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
    selection = selection.without("no_value", lambda row: row.value is None)
    return selection.without("not_over", lambda row: row.ahead)


def select(selection: Selection, parts: Mapping[str, str]) -> Selection:
    """Choose among flows of one subject, direction and group of units those that may be added.

    Added are figures of one level of places. Within a place their periods have no day in common; several places have
    the same periods, each once. Where a place has several figures of one period, nothing is added: the text does
    not tell whether one holds the other.

    Parameters
    ----------
    selection : Selection
        What `usable` kept of the cell.
    parts : mapping of str to str
        ``part_of`` of every record of the frame, so that a chain of parts is followed.
    """
    selection = selection.without("rate", lambda row: row.per is not None)
    if len(selection.rows) > 1:
        selection = selection.without("joint", lambda row: row.joint)
    selection = _without_restated(selection)
    if len(selection.rows) > 1:
        selection = selection.without("cumulative", lambda row: row.cumulative)
    ids = {row.id for row in selection.rows}
    selection = selection.without("part", lambda row: _total_is_there(row.id, parts, ids))
    places = {row.place for row in selection.rows}
    selection = selection.without("within_region", lambda row: any(contains(other, row.place) for other in places))
    selection = _of_one_level(selection)
    dated = {row.place for row in selection.rows if row.period.dated}
    selection = selection.without("undated", lambda row: not row.period.dated and bool(dated))
    selection = _of_joined_periods(selection)
    return replace(selection, refused=_refusal(selection.rows))


def _without_restated(selection: Selection) -> Selection:
    """Leave out a figure that was given before for the same place and period with the same value."""
    first: dict[tuple[object, ...], str] = {}
    for row in selection.rows:
        first.setdefault((row.place, row.period, row.unit, row.value, row.value_max), row.id)
    kept = set(first.values())
    return selection.without("restated", lambda row: row.id not in kept)


def _of_one_level(selection: Selection) -> Selection:
    """Keep the level of places that most places are of; the higher one of two with as many."""
    levels: dict[str | None, set[str]] = {}
    for row in selection.rows:
        levels.setdefault(row.level, set()).add(row.place)
    if len(levels) < 2:
        return selection
    best = min(levels, key=lambda level: (-len(levels[level]), LEVELS.index(level) if level else len(LEVELS)))
    return selection.without("other_level", lambda row: row.level != best)


def _of_joined_periods(selection: Selection) -> Selection:
    """Keep periods without a day in common that all places have.

    The period that most places report comes first, then the longest, then the latest, so that the figures of one
    year are compared over all regions, and within one region the total of a year comes before that of its first half.
    """
    places: dict[Period, set[str]] = {}
    for row in selection.rows:
        places.setdefault(row.period, set()).add(row.place)
    order = sorted(places, key=lambda p: (p.end or "9999", p.start or "", p.of), reverse=True)
    order.sort(key=lambda p: (-len(places[p]), -p.days))
    chosen: list[Period] = []
    overlapping: set[Period] = set()
    for period in order:
        if not all(period.joins(other) for other in chosen):
            overlapping.add(period)
        elif not chosen or places[period] == places[chosen[0]]:
            chosen.append(period)
    selection = selection.without("overlap", lambda row: row.period in overlapping)
    return selection.without("other_period", lambda row: row.period not in chosen)


def _refusal(rows: Sequence[Row]) -> str:
    if len(rows) < 2:
        return ""
    groups: dict[tuple[str, Period], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.place, row.period), []).append(row)
    # The first and the second batch of a year are two things; one figure without a batch may be their total.
    if any(len(group) > 1 and len({row.batch for row in group} - {None}) < len(group) for group in groups.values()):
        return "several"
    return "general" if rows[0].indicator is None and is_general(rows[0].entity) else ""


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
