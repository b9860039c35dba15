"""What is known of a document beside its text: a table of texts says whose and of when each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from fupin_nlp.errors import ArgumentError, OptionError, named

__all__ = ["NOTHING_GIVEN", "Given"]

_DATE = re.compile(
    r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?)?(?:\s*(?:年度|年|月|日|号))?(?:[T ][\d:.]+)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_YEARS = (1900, 2100)


@dataclass(frozen=True, slots=True)
class Given:
    """Region, date and title as somebody who knows them gave them; None where he did not.

    Attributes
    ----------
    region : str or None
        A name (云南省, 云南), several that lie in one another (江苏省 南京市 鼓楼区), or a six-digit code.
    date : str or None
        ISO, as exact as it was given: ``2020``, ``2020-05``, ``2020-05-17``.
    title : str or None

    Examples
    --------
    >>> Given.of(region=["江苏省", "南京市"], date="2020年5月")
    Given(region='江苏省 南京市', date='2020-05', title=None)
    >>> bool(Given.of(region=float("nan"), date=None))
    False
    """

    region: str | None = None
    date: str | None = None
    title: str | None = None

    def __bool__(self) -> bool:
        return bool(self.region or self.date or self.title)

    @classmethod
    def of(cls, *, region: object = None, date: object = None, title: object = None) -> Given:
        """Take the values as they stand in a table: missing ones (None, NaN, an empty text) are not given.

        Parameters
        ----------
        region : str, int or sequence of them
            A name or a code; of several the smallest is meant.
        date : int, str or date
            A year, or what is more exact: ``2020``, ``"2020年5月"``, ``"2020-05-17"``, a ``date``, a ``Timestamp``.
        title : str
            As it is.

        Raises
        ------
        OptionError
            If a date is none, or no year between 1900 and 2100.
        ArgumentError
            If a value is of another kind.
        """
        return cls(_region(region), _date(date), _text("title", title))


def _is_missing(value: Any) -> bool:
    if value is None or isinstance(value, str):
        return not value or value.isspace()
    try:
        return bool(value != value)  # NaN and NaT
    except (TypeError, ValueError):  # pandas.NA answers neither yes nor no
        return True


def _text(name: str, value: object) -> str | None:
    if _is_missing(value):
        return None
    if not isinstance(value, str):
        raise ArgumentError(f"{name} must be a text, not {named(value)}")
    return " ".join(value.split()) or None


def _region(value: object) -> str | None:
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        parts = [part for part in map(_region, value) if part]
        return " ".join(parts) or None
    number = _whole(value)
    return _text("region", str(number) if number is not None else value)


def _whole(value: Any) -> int | None:
    """Return a whole number, also one that a missing neighbour has made a float (2020.0); else None."""
    if isinstance(value, (str, bytes, bool)) or _is_missing(value):
        return None
    try:
        return int(value) if int(value) == value else None
    except (TypeError, ValueError, OverflowError):
        return None


def _date(value: Any) -> str | None:
    if _is_missing(value):
        return None
    # A date is a datetime, too, and so is a Timestamp.
    parts = [value.year, value.month, value.day] if isinstance(value, date) else _parts(value)
    if not _YEARS[0] <= parts[0] <= _YEARS[1]:
        raise OptionError(f"date={value!r}: {parts[0]} is no year between {_YEARS[0]} and {_YEARS[1]}")
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError as error:
        raise OptionError(f"date={value!r} is not in the calendar: {error}") from error
    return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])


def _parts(value: Any) -> list[int]:
    """Return year, month and day of what is written or counted, as far as it tells them."""
    number = _whole(value)
    written = str(value).strip() if number is None else str(number)
    found = _COMPACT.fullmatch(written) or _DATE.fullmatch(written)
    if found is None:
        raise OptionError(f"date={value!r} is no date; give a year (2020), a month ('2020-05') or a day ('2020-05-17')")
    return [int(part) for part in found.groups() if part]


NOTHING_GIVEN = Given()
