"""The year to which a period belongs, and a period in words."""

from __future__ import annotations

from datetime import date, timedelta

__all__ = ["told", "year_of"]

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


def told(start: object, end: object) -> str:
    """Return a period, given as ISO dates, half-open, in Chinese words: its first and last year, month or day.

    Examples
    --------
    >>> told("2014-01-01", "2015-01-01"), told("2011-01-01", "2016-01-01"), told("2016-01-01", "2016-07-01")
    ('2014年', '2011—2015年', '2016年1—6月')
    >>> told("2016-03-01", "2017-03-01"), told("2016-03-05", "2016-03-06"), told("2016-03-05", "2016-04-03")
    ('2016年3月—2017年2月', '2016年3月5日', '2016年3月5日—2016年4月2日')
    >>> told(None, "2015-01-01"), told(None, "2014-07-01"), told("2004-01-01", None), told(None, None)
    ('截至2014年底', '截至2014年6月底', '2004年1月起', '')
    """
    first = date.fromisoformat(start) if isinstance(start, str) and start else None
    behind = date.fromisoformat(end) if isinstance(end, str) and end else None
    last = behind - timedelta(days=1) if behind else None
    if first is None or last is None or behind is None:
        return _open(first, behind, last)
    if first.day != 1 or behind.day != 1:
        days = [f"{day.year}年{day.month}月{day.day}日" for day in (first, last)]
        return days[0] if first == last else "—".join(days)
    if first.month == 1 and behind.month == 1:
        return f"{first.year}年" if first.year == last.year else f"{first.year}—{last.year}年"
    if first.year != last.year:
        return f"{first.year}年{first.month}月—{last.year}年{last.month}月"
    return (
        f"{first.year}年{first.month}月" if first.month == last.month else f"{first.year}年{first.month}—{last.month}月"
    )


def _open(first: date | None, behind: date | None, last: date | None) -> str:
    """Return the words for a period that is open on one side, or on both."""
    if first is not None:
        return f"{first.year}年{first.month}月{'' if first.day == 1 else f'{first.day}日'}起"
    if last is None or behind is None:
        return ""
    if behind.day != 1:
        return f"截至{last.year}年{last.month}月{last.day}日"
    return f"截至{last.year}年底" if behind.month == 1 else f"截至{last.year}年{last.month}月底"
