"""Values that are implausibly far from those of a neighbouring year: marked, not left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from fupin_nlp.comparison.panel_words import panel_words

__all__ = ["last_year", "mark_jumps"]

_NEAR: Final = 2  # years


def last_year(end: str) -> str:
    """Return the year of the last day of a half-open interval.

    Examples
    --------
    >>> last_year("2016-01-01"), last_year("2016-07-01")
    ('2015', '2016')
    """
    return (date.fromisoformat(end) - timedelta(days=1)).isoformat()[:4]


def mark_jumps(table: Sequence[dict[str, Any]]) -> None:
    """Write into ``check`` of a row how far it is from the year before it, where that is implausible.

    Compared are rows of one region, indicator, unit and ``per`` whose years lie at most two apart: the result, or the
    target where there is no result.
    """
    series: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for line in table:
        value = _value(line)
        if line["year"] is not None and value is not None:
            names = ("region", "region_code", "indicator", "unit", "per")
            series.setdefault(tuple(line[name] for name in names), []).append(line)
    for lines in series.values():
        lines.sort(key=lambda line: line["year"])
        for earlier, later in pairwise(lines):
            before, after = _value(earlier), _value(later)
            near = later["year"] - earlier["year"] <= _NEAR
            if near and before is not None and after is not None and _is_jump(before, after, later):
                told = f"{earlier['year']}年为{before:.10g}，本年为{after:.10g}，相差过大，请核对"
                later["check"] = "；".join(filter(None, (later["check"], told)))


def _value(line: dict[str, Any]) -> float | None:
    value: float | None = line["target"] if line["result"] is None else line["result"]
    return value


def _is_jump(before: float, after: float, line: dict[str, Any]) -> bool:
    words = panel_words()
    if line["unit"] in ("%", "‰", "百分点"):
        limit = words.rate_points if line["kind"] == "change" else words.ratio_points
        return abs(after - before) > limit
    if before <= 0 or after <= 0:
        return (before > 0) != (after > 0)
    return max(before, after) / min(before, after) > words.factor
