"""From period words to days: half-open intervals relative to the date of the report."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from fupin_nlp.interpret.period.dates import Interval, PartialDate, number_of, year_of
from fupin_nlp.interpret.period.grammar import PeriodMention, grammar
from fupin_nlp.lexicon.patterns import Pattern, QuickPattern, alternatives, compile_pattern, compile_quick

__all__ = ["UNKNOWN", "first_year_in", "names_year", "resolve"]

UNKNOWN: Final = Interval(None, None)
# A report given by the end of March looks back on whole calendar years (the yearly report to the congress).
_REVIEW_MONTHS: Final = 3
_RELATIVE: Final = {"今": 0, "本": 0, "去": -1, "上": -1, "前": -2, "明": 1, "下": 1, "后": 2}
_NEW: Final = "新"  # 新的一年
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4}
_DECADES: Final = {"上": (1, 11), "中": (11, 21), "下": (21, 0), "上中": (1, 21), "中下": (11, 0)}


class _Frame(NamedTuple):
    """What relative words are relative to: the report's date, and the year that the context gives."""

    report: PartialDate | None
    context_year: int | None

    @property
    def reviewed(self) -> int | None:
        """The year that a report looks back on; unknown if only its own year is known."""
        if self.context_year is not None:
            return self.context_year
        if self.report is None or not self.report.month:
            return None
        return self.report.year - (self.report.month <= _REVIEW_MONTHS)

    @property
    def year(self) -> int | None:
        """The year of months and days that stand without one."""
        return self.context_year or (self.report.year if self.report else None)

    @property
    def after(self) -> date | None:
        return self.report.after if self.report else None


def resolve(mention: PeriodMention, report_date: PartialDate | None, context_year: int | None = None) -> Interval:
    """Return the days that period words cover.

    Parameters
    ----------
    mention : PeriodMention
        The words, as `find_periods` gives them.
    report_date : PartialDate or None
        When the report was given; without it relative words stay open.
    context_year : int, optional
        The year that the text around is about (全年 under the heading 2015年工作回顾).

    Returns
    -------
    Interval
        Half-open; an open or unknown end is None. 每年, 户均 and events have no interval of their own;
        a base with a year (较2020年) gives the time since.

    Examples
    --------
    >>> from fupin_nlp.interpret.period import find_periods
    >>> def show(words, day=PartialDate(2014, 12, 20)):
    ...     return tuple(resolve(find_periods(words)[0], day))
    >>> show("截至2014年12月"), show("2004年以来")
    ((None, '2015-01-01'), ('2004-01-01', '2014-12-21'))
    >>> show("9月中下旬"), show("“十二五”期间")
    (('2014-09-11', '2014-10-01'), ('2011-01-01', '2016-01-01'))
    """
    day = (report_date.year, report_date.month, report_date.day) if report_date is not None else None
    return _interval(mention.rule, mention.text, day, context_year)


@lru_cache(maxsize=1024)  # reports date hundreds of figures by a few words
def _interval(rule: str, text: str, day: tuple[int, int, int] | None, context_year: int | None) -> Interval:
    production = _productions().get(rule)
    if production is None:
        return UNKNOWN
    try:
        start, end = production(text, _Frame(PartialDate(*day) if day is not None else None, context_year))
    except (ValueError, OverflowError):  # 2月30日, or a year beyond the calendar
        return UNKNOWN
    if start and end and start >= end:  # the words speak of a time after the report: 较2020年 in 2014
        return UNKNOWN
    return Interval(start.isoformat() if start else None, end.isoformat() if end else None)


_Days = tuple[date | None, date | None]
_NONE: Final[_Days] = (None, None)


@lru_cache(maxsize=1)
def _plan() -> Pattern:
    return compile_pattern("plan", alternatives(grammar().plans))


def _year_in(text: str, frame: _Frame) -> int | None:
    """Return the year that the words name, explicitly or relative to the report."""
    match = _year_digits().search(text)
    if match:
        return year_of(match[0])
    for sign, shift in _RELATIVE.items():
        if f"{sign}年" in text or f"{sign}一年" in text:
            return frame.report.year + shift if frame.report else None
    return None


@lru_cache(maxsize=1)
def _year_digits() -> QuickPattern:
    """Return the pattern of the digits of a year."""
    return compile_quick(
        "year",
        r"(?:19|20)\d{2}|[一二][〇○零九][〇○零一二三四五六七八九]{2}|民国\d{2,3}|(?<!\d)(?:[’‘]\d{2}|0\d|1[0-3]\d|[12]\d)(?=年)",
    )


@lru_cache(maxsize=1)
def _month_day() -> Pattern:
    number = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
    return compile_pattern("month and day", rf"(?P<m>{number})月(?:(?P<d>{number})[日号])?")


def _whole(year: int | None) -> _Days:
    return (date(year, 1, 1), date(year + 1, 1, 1)) if year else _NONE


def _named_date(text: str, frame: _Frame) -> PartialDate | None:
    """Return the calendar date in the words, as exact as they are."""
    match = _month_day().search(text)
    year = _year_in(text, frame) or (frame.year if match else None)
    if year is None:
        return None
    if not match:
        return PartialDate(year)
    return PartialDate(year, number_of(match["m"]) or 0, number_of(match["d"] or "") or 0)


def _end_of(text: str, frame: _Frame) -> date | None:
    """Return the first day after the date that the words name."""
    plan = _plan().search(text)
    if plan:
        return date(grammar().plans[plan[0]][1] + 1, 1, 1)
    if any(word in text for word in ("目前", "现在", "今日", "今天")):
        return frame.after
    if any(word in text for word in ("昨日", "昨天")):
        return frame.report.first if frame.report and frame.report.day else None
    named = _named_date(text, frame)
    if named is None and "年" in text and frame.year:
        named = PartialDate(frame.year)
    if named and frame.report and not _year_in(text, frame) and named.first > frame.report.first:
        # 截至12月底 in a report of January: the December before.
        named = PartialDate(named.year - 1, named.month, named.day)
    return named.after if named else None


def _until(text: str, frame: _Frame) -> _Days:
    return None, _end_of(text, frame)


def _deadline(text: str, frame: _Frame) -> _Days:
    named = _named_date(text, frame) or (PartialDate(frame.year) if frame.year else None)
    if named is None:
        return _NONE
    # 2030年前 ends where 2030 begins; 2030年底前, 6月末前 and 到2030年 end with it.
    open_end = text.endswith("前") and not any(mark in text for mark in "底末日号")
    return None, named.first if open_end else named.after


def _since(text: str, frame: _Frame) -> _Days:
    plan = _plan().search(text)
    if plan:
        return date(grammar().plans[plan[0]][0], 1, 1), frame.after
    if text.startswith(("年初", "自年初", "从年初")):
        return (date(frame.report.year, 1, 1) if frame.report else None), frame.after
    named = _named_date(text, frame)
    if named is None:
        return None, frame.after
    return (named.after if any(mark in text for mark in "底末") else named.first), frame.after


def _year_range(text: str, _: _Frame) -> _Days:
    years = [year_of(m[0]) or 0 for m in _year_digits().finditer(text)]
    return (date(years[0], 1, 1), date(years[1] + 1, 1, 1)) if len(years) == 2 and years[0] <= years[1] else _NONE


def _plan_span(text: str, frame: _Frame) -> _Days:
    first, last = grammar().plans[_plan().search(text)[0]]  # type: ignore[index]  # the rule holds a plan
    if "前" in text and text.endswith("年"):
        years = number_of(text[text.index("前") + 1 : -1])
        return date(first, 1, 1), date(first + years, 1, 1) if years else None
    return date(first, 1, 1), frame.after if text.endswith("以来") else date(last + 1, 1, 1)


def _plan_point(text: str, _: _Frame) -> _Days:
    first, last = grammar().plans[_plan().search(text)[0]]  # type: ignore[index]  # the rule holds a plan
    if text.endswith("末"):
        return date(last, 12, 31), date(last + 1, 1, 1)
    return _whole(last if "收官" in text else first)


def _date_range(text: str, frame: _Frame) -> _Days:
    year = _year_in(text, frame) or frame.year
    if year is None:
        return _NONE
    if "前" in text:
        count = number_of(
            "".join(c for c in text[text.index("前") + 1 :] if c in "一二两三四五六七八九十" or c.isdecimal())
        )
        months = (count or 0) * (3 if "季" in text else 1)
        return (date(year, 1, 1), PartialDate(year, months).after) if 0 < months <= 12 else _NONE
    head = _year_digits().sub("", text).lstrip("今去年")
    left, _, right = next((head.partition(mark) for mark in "-—–~～至到" if mark in head), ("", "", ""))
    right = right.lstrip("-—–~～至到")
    start = _named_date(left if "月" in left else f"{left}月", _Frame(None, year))
    if start is None:
        return _NONE
    if "月" in right:
        end = _named_date(right, _Frame(None, year))
    else:
        end = PartialDate(year, start.month, number_of(right.rstrip("日号")) or 0)
    return (start.first, end.after) if end and end.after > start.first else _NONE


def _part_of_year(text: str, frame: _Frame) -> _Days:
    year = _year_in(text, frame) or frame.year
    if year is None or "学期" in text:
        return _NONE
    if "半年" in text:
        return (date(year, 1, 1), date(year, 7, 1)) if "上半年" in text else (date(year, 7, 1), date(year + 1, 1, 1))
    quarters = [_QUARTERS[c] for c in text if c in _QUARTERS]
    if not quarters:
        return _NONE
    return PartialDate(year, 3 * quarters[0] - 2).first, PartialDate(year, 3 * quarters[-1]).after


def _month(text: str, frame: _Frame) -> _Days:
    named = _named_date(text, frame)
    if named is None:
        return _NONE
    if named.day or not named.month:
        return named.first, named.after
    for words, (first, after) in _DECADES.items():
        if text.endswith(f"{words}旬") and (len(words) == 2 or text[-3] not in "上中"):
            return named.first.replace(day=first), named.first.replace(day=after) if after else named.after
    if text.endswith(("底", "末")):
        return named.after - timedelta(days=1), named.after
    return named.first, named.first.replace(day=11) if text.endswith("初") else named.after


def _point_of_year(text: str, frame: _Frame) -> _Days:
    if "月" in text:
        if frame.report is None or not frame.report.month:
            return _NONE
        end = (
            frame.report.first.replace(day=1)
            if text.startswith("上")
            else PartialDate(frame.report.year, frame.report.month).after
        )
        return end - timedelta(days=1), end
    year = _year_in(text, frame) or frame.year
    if year is None:
        return _NONE
    if text.endswith("初"):
        return date(year, 1, 1), date(year, 2, 1)
    if text.endswith("中"):
        return date(year, 6, 1), date(year, 8, 1)
    return date(year, 12, 31), date(year + 1, 1, 1)


def _relative_year(text: str, frame: _Frame) -> _Days:
    if text.startswith("当年"):
        return _whole(frame.context_year)
    if text[0] in _RELATIVE:
        return _whole(_year_in(text, frame))
    if text[0] == _NEW:
        return _whole(frame.report.year if frame.report else None)
    return _whole(frame.reviewed)


def _last_years(text: str, frame: _Frame) -> _Days:
    digits = "".join(c for c in text if c in "一二两三四五六七八九十" or (c.isdecimal() and c.isascii()))
    count = number_of(digits) if digits and not any(c in text for c in "几多数") else None
    report = frame.report
    if report is None or not report.month:
        return _NONE
    count = 6 if text.startswith("半年来") else count
    if count is None:
        return None, frame.after
    if "月" in text or "半" in text:
        months = report.year * 12 + report.month - 1 - count
        return date(months // 12, months % 12 + 1, 1), frame.after
    if report.month <= _REVIEW_MONTHS:
        return date(report.year - count, 1, 1), date(report.year, 1, 1)
    after = report.after
    return date(after.year - count, after.month, min(after.day, 28) if after.month == 2 else after.day), after


def _next_years(text: str, frame: _Frame) -> _Days:
    after = frame.after
    count = number_of("".join(c for c in text if c in "一二两三四五六七八九十" or (c.isdecimal() and c.isascii())))
    if after is None or not count or "个月" in text:
        return after, None
    months = after.year * 12 + after.month - 1 + 12 * count + 6 * ("半" in text)
    year, month = months // 12, months % 12 + 1
    return after, date(year, month, min(after.day, monthrange(year, month)[1]))


def _now(_: str, frame: _Frame) -> _Days:
    return (frame.report.first, frame.report.after) if frame.report else _NONE


def _whole_year(text: str, frame: _Frame) -> _Days:
    if text.startswith("全年"):
        return _whole(frame.reviewed)
    report = frame.report
    if report is None:
        return _NONE
    if text == "年内":
        return _whole(frame.context_year or report.year)
    if not report.month:
        return _NONE
    this = date(report.year, report.month, 1)
    if text in ("上月", "上个月"):
        return (this - timedelta(days=1)).replace(day=1), this
    return this, PartialDate(report.year, report.month).after


def _year(text: str, frame: _Frame) -> _Days:
    return _whole(_year_in(text, frame))


def _fiscal_year(text: str, frame: _Frame) -> _Days:
    """Return a school year, or the financial year of Hong Kong (2016/17年度: April to March); others are not known."""
    first = _year_in(text, frame)
    if first is None or not any(mark in text for mark in ("学年", "/", "／")):
        return _NONE
    month = 9 if "学年" in text else 4
    return date(first, month, 1), date(first + 1, month, 1)


def _base(text: str, frame: _Frame) -> _Days:
    plan = _plan().search(text)
    if plan:
        return date(grammar().plans[plan[0]][1] + 1, 1, 1), frame.after
    match = _year_digits().search(text)
    year = year_of(match[0]) if match else None
    return (date(year + 1, 1, 1), frame.after) if year else _NONE


@lru_cache(maxsize=1024)
def names_year(text: str) -> bool:
    """Return whether period words name a year or a five-year plan, so that they date by themselves."""
    return bool(_year_digits().search(text) or _plan().search(text))


def first_year_in(text: str) -> str | None:
    """Return the digits of the first year that period words name."""
    match = _year_digits().search(text)
    return match[0] if match else None


@lru_cache(maxsize=1)
def _productions() -> Mapping[str, Callable[[str, _Frame], _Days]]:
    """Return rule name → production; rules without one (events, 每年, 户均) have no interval of their own."""
    return MappingProxyType(
        {
            "until": _until, "deadline": _deadline, "since": _since, "year_range": _year_range,
            "plan_span": _plan_span, "plan_point": _plan_point, "date_range": _date_range,
            "part_of_year": _part_of_year, "month": _month, "point_of_year": _point_of_year,
            "named_days": _year, "fiscal_year": _fiscal_year, "relative_year": _relative_year,
            "last_years": _last_years, "next_years": _next_years, "now": _now, "whole_year": _whole_year, "year": _year,
            "running": _last_years, "duration": _last_years, "base_year": _base,
        }
    )  # fmt: skip
