"""Dates that know how exact they are, and how dates are written in reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = ["DateMention", "Interval", "PartialDate", "find_dates", "number_of", "year_of"]

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "0": 0, "两": 2, "０": 0}
# Each form begins with its own character, at which `re` begins to look; only then follows what must not stand before.
_YEAR = "|".join(
    rf"{first}(?<!\d{first}){rest}"
    for first, rest in (
        ("1", r"9\d{2}"),
        ("2", r"0\d{2}"),
        *((first, "[〇○零0九][〇○零0一二三四五六七八九]{2}") for first in "一二"),
        ("民", r"国\s?\d{2,3}(?=\s?年)"),
    )
)
_ERA, _FIRST_OF_ERA = "民国’‘", 1911  # 民国1年 is 1912
_FOUR_DIGITS, _THREE_DIGITS, _THIS_CENTURY = 1000, 100, 40
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which the day, or day and month, may be unknown.

    Attributes
    ----------
    year : int
    month, day : int
        0 where unknown.

    Raises
    ------
    ValueError
        If there is no such day in the calendar, or a day without its month.

    Examples
    --------
    >>> str(PartialDate(2014, 12)), PartialDate(2014, 12).precision
    ('2014-12', 'month')
    >>> PartialDate(2014, 12).first.isoformat(), PartialDate(2014, 12).after.isoformat()
    ('2014-12-01', '2015-01-01')
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if self.day and not self.month:
            raise ValueError(f"a day needs its month: {self.year}-?-{self.day}")
        date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])

    @property
    def precision(self) -> Literal["year", "month", "day"]:
        """How much of it is known."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first(self) -> date:
        """The first day that it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def after(self) -> date:
        """The first day after it (half-open end)."""
        if self.day:
            return self.first + timedelta(days=1)
        if self.month:
            return date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return date(self.year + 1, 1, 1)


class Interval(NamedTuple):
    """A half-open range of days as ISO dates; an open end is None."""

    start: str | None
    end: str | None


def year_of(text: str) -> int | None:
    """Return the year that digits name: 2015, 二〇一五, 民国104 or 104 (of Taiwan), ’98 and 15 (1998, 2015).

    Two digits up to 40 are of this century.

    Examples
    --------
    >>> year_of("2015"), year_of("民国104"), year_of("104"), year_of("’98"), year_of("08")
    (2015, 2015, 2015, 1998, 2008)
    """
    bare = text.lstrip(_ERA)
    number = number_of(bare.strip())
    if number is None or number >= _FOUR_DIGITS:
        return number
    if text.startswith(_ERA[0]) or number >= _THREE_DIGITS:
        return number + _FIRST_OF_ERA
    return number + (2000 if number <= _THIS_CENTURY else 1900)


class DateMention(NamedTuple):
    """A date in a text."""

    start: int
    end: int
    date: PartialDate


def number_of(text: str) -> int | None:
    """Return the value of a small number in Arabic or Chinese digits; None for 几, 多 and what is no number.

    Examples
    --------
    >>> number_of("12"), number_of("二十七"), number_of("二〇二六"), number_of("几")
    (12, 27, 2026, None)
    """
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    if not text or any(c not in _DIGITS for c in text):
        return None
    return int("".join(str(_DIGITS[c]) for c in text))


@lru_cache(maxsize=1)
def _pattern() -> Pattern:
    return compile_pattern(
        "date",
        rf"(?P<y>{_YEAR})(?:\s?年\s?(?:(?P<m>{_MONTH})\s?月\s?(?:(?P<d>{_DAY})\s?[日号])?)?"
        rf"|[-/.](?P<m2>1[0-2]|0?[1-9])[-/.](?P<d2>3[01]|[12]\d|0?[1-9])(?!\d))",
    )


def find_dates(text: str) -> Iterator[DateMention]:
    """Yield the dates with a year, in text order: 2012年2月29日, 2018/05/17, 2014年12月, 二〇二六年, 2020年.

    Days that are not in the calendar (2月30日) keep their month only.

    Examples
    --------
    >>> [str(d.date) for d in find_dates("2013年3月1日召开；二〇二六年一月")]
    ['2013-03-01', '2026-01']
    """
    for match in _pattern().finditer(text):
        written = match["y"], match["m"] or match["m2"], match["d"] or match["d2"]
        month, day = [number_of(number) or 0 if number else 0 for number in written[1:]]
        year = year_of(written[0]) or 0
        try:
            found = PartialDate(year, month, day)
        except ValueError:
            found = PartialDate(year, month)
        yield DateMention(match.start(), match.end(), found)
