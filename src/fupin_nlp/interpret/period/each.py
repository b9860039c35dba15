"""Years and figures that 分别 matches one to one: 2018年、2019年、2020年分别投入1.2亿元、3.4亿元、5.6亿元."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.interpret.period.dates import PartialDate
from fupin_nlp.interpret.period.grammar import PeriodMention
from fupin_nlp.interpret.period.resolve import resolve
from fupin_nlp.lexicon.patterns import Pattern, QuickPattern, compile_pattern, compile_quick

__all__ = ["OwnYear", "years_of_each"]

_EACH: Final = "分别"
_REACH: Final = 90  # characters before 分别 in which its years stand
_MOST: Final = 10  # years in one list


class OwnYear(NamedTuple):
    """The year of one figure: words, ISO dates, where they stand."""

    words: str
    start: str | None
    end: str | None
    evidence: str


@lru_cache(maxsize=1)
def _years() -> Pattern:
    """Return the pattern of years and 分别: no figure, full stop or other list stands between."""
    year = r"(?:19|20)\d\d"
    return compile_pattern(
        "years and 分别",
        rf"(?<!\d)(?:(?P<list>(?:{year}年?(?:[底末])?[、，和与及])+{year})|(?P<first>{year})年?[-—–~～至到](?P<last>{year}))"
        rf"年(?P<point>[底末])?[^。；\n\d、和与及]{{0,24}}?{_EACH}\Z",
    )


@lru_cache(maxsize=1)
def _end() -> QuickPattern:
    return compile_quick("end of the statement", r"[，。；\n;]|,(?!\d{3})")


def years_of_each(text: str, figures: Sequence[tuple[int, int]], report_date: PartialDate | None) -> dict[int, OwnYear]:
    """Return ordinal of a figure → its year, where a list of years has one figure each behind 分别.

    Parameters
    ----------
    text : str
        The clean text.
    figures : sequence of pairs of int
        Where the figures begin and end, in text order.
    report_date : PartialDate or None
        When the report was given.

    Examples
    --------
    >>> text = "2018、2019年分别投入1.2亿元、3.4亿元，共4.6亿元。"
    >>> found = years_of_each(text, [(14, 19), (20, 25), (27, 32)], None)
    >>> {i: (own.words, own.start) for i, own in found.items()}
    {0: ('2018年', '2018-01-01'), 1: ('2019年', '2019-01-01')}
    """
    found: dict[int, OwnYear] = {}
    starts = [start for start, _ in figures]
    at = text.find(_EACH)
    while at >= 0:
        behind = at + len(_EACH)
        told = _years().search(text, max(0, at - _REACH), behind)
        if told is not None:
            years = _listed(told["list"], told["first"], told["last"])
            stop = _end().search(text, behind)
            first = bisect_left(starts, behind)
            last = bisect_left(starts, stop.start() if stop else len(text), first)
            if 1 < len(years) == last - first:
                for ordinal, year in zip(range(first, last), years, strict=True):
                    found[ordinal] = _own(year, told["point"] or "", report_date, told.start())
        at = text.find(_EACH, behind)
    return found


def _listed(written: str | None, first: str | None, last: str | None) -> list[str]:
    """Return the years of a list, or from the first one to the last one; none where they are too many."""
    if written is not None:
        return [written[i : i + 4] for i in range(len(written) - 3) if written[i : i + 4].isdecimal()]
    count = int(last or 0) - int(first or 0) + 1
    return [str(int(first or 0) + i) for i in range(count)] if 1 < count <= _MOST else []


def _own(year: str, point: str, report_date: PartialDate | None, at: int) -> OwnYear:
    words = f"{year}年{point}"
    kind, rule = ("point", "point_of_year") if point else ("year", "year")
    interval = resolve(PeriodMention(-1, -1, words, kind, rule), report_date)
    return OwnYear(words, interval.start, interval.end, f"{words} of the years at {at}, one each")
