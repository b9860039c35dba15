"""The year to which a period belongs."""

from __future__ import annotations

from datetime import date, timedelta

__all__ = ["year_of"]

_LONGEST = 366  # days; a sum over several years belongs to none of them


def year_of(start: object, end: object) -> int | None:
    """Return the year of a period given as ISO dates, half-open; None where it has no end or is longer than a year.

    A period without a start (截至2014年12月) says the state at its end and takes that year.

    Examples
    --------
    >>> year_of("2014-01-01", "2015-01-01"), year_of(None, "2015-01-01")
    (2014, 2014)
    >>> year_of("2014-01-01", "2017-01-01"), year_of("2014-01-01", None)
    (None, None)
    """
    if not isinstance(end, str) or not end:
        return None
    last = date.fromisoformat(end) - timedelta(days=1)
    if isinstance(start, str) and start and (last - date.fromisoformat(start)).days >= _LONGEST:
        return None
    return last.year
