"""Patterns around period words: what stands between them and a quantity, and what a text says of its year."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from fupin_nlp.lexicon.patterns import Pattern, QuickPattern, compile_pattern, compile_quick

__all__ = [
    "SHORTEST_STATEMENT",
    "address",
    "announced",
    "arrival",
    "aside",
    "being",
    "counts_from_1912",
    "is_given_to_congress",
    "new_statement",
    "number_of_line",
    "numbered",
    "reviewed_year",
    "same_rate",
    "told_figure",
    "vague_years",
    "years_of",
]


_HEAD: Final = 400  # characters of a text in which it greets its hearers
SHORTEST_STATEMENT: Final = 4  # characters of what `new_statement` finds


@lru_cache(maxsize=1)
def address() -> QuickPattern:
    """Return the pattern of a paragraph that turns to the audience."""
    return compile_quick("address", r"[\s　]*+(?:各位代表|同志们|各位委员)[！!，,]")


@lru_cache(maxsize=1)
def aside() -> Pattern:
    """Return the pattern of titles and brackets: a date in them dates nothing outside."""
    return compile_pattern("titles and brackets", r"《[^》\n]{1,80}》|[（(][^）)\n]{1,60}[）)]")


@lru_cache(maxsize=1)
def new_statement() -> QuickPattern:
    """Return the pattern of a second statement between words such as 年均 and a quantity (年均增长5%、达到…)."""
    return compile_quick("second statement", r"\d[^\d]{0,8}?[、和及][^\d、和及]{2,}\Z|\d[^\d、和及]{6,}\Z")


@lru_cache(maxsize=1)
def arrival() -> Pattern:
    """Return the pattern of a starting value and the word that leads to the value reached (由上年的9.8%降到…)."""
    return compile_pattern("starting value", r"\d[^，。；\n]*[到至为达]")


@lru_cache(maxsize=1)
def same_rate() -> Pattern:
    """Return the pattern between 每人每年 and the second figure of its rate (79元提高到84元, 965元和760元)."""
    return compile_pattern(
        "first figure of a rate", r"[\d.,]+[万亿]?元?(?:[、和与及]|(?:提高|增加|调整|上调|提|增|调|涨)+[到至为])"
    )


@lru_cache(maxsize=1)
def numbered() -> QuickPattern:
    """Return the pattern of a line such as 一、2015年工作回顾."""
    return compile_quick(
        "numbered line", r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}部分)[^。；，]+\Z"
    )


@lru_cache(maxsize=1)
def number_of_line() -> QuickPattern:
    """Return the pattern of the end of such a number; a text has few of them."""
    return compile_quick("number of a line", r"[一二三四五六七八九十](?:、|部分)")


@lru_cache(maxsize=1)
def _review() -> Pattern:
    return compile_pattern(
        "year of a review",
        r"(?P<year>(?:19|20)\d{2})年度?(?:[^\n，。；\d]{0,8}工作(?:的)?(?:回顾|总结|完成情况|开展情况)"
        r"|[^\n，。；\d]{0,20}(?P<congress>政府工作报告))",
    )


@lru_cache(maxsize=1)
def being() -> QuickPattern:
    """Return the pattern behind a year that a sentence is about (2025年|是很不平凡的一年)."""
    return compile_quick(
        "statement about a year", r"[，,]?(?:注定)?是[^。\n]{2,60}?(?:一年|之年|年份|元年|开局年|[三四五]年|时期)"
    )


def reviewed_year(text: str) -> int | None:
    """Return the year that a report looks back on by its own words: 2015年工作回顾, 2016年政府工作报告."""
    years = {int(m["year"]) - (m["congress"] is not None) for m in _review().finditer(text)}
    return years.pop() if len(years) == 1 else None


def is_given_to_congress(text: str) -> bool:
    """Return whether a text begins as the yearly report of a government to its congress does.

    Such reports are given in the first months of the year, also where the text gives no month.

    Examples
    --------
    >>> is_given_to_congress("各位代表：现在，我报告工作。"), is_given_to_congress("同志们：")
    (True, False)
    """
    return "各位代表" in text[:_HEAD]


@lru_cache(maxsize=1)
def years_of() -> QuickPattern:
    """Return the pattern of a sentence or heading that is about its years (这是综合实力快速跃升的五年)."""
    return compile_quick(
        "years of a sentence",
        r"[\s　—]*+这(?:五年)?是[^。，；\n]{2,40}的(?P<years>[两二三四五六七八九十]年)(?=[。\n]|\Z)",
    )


@lru_cache(maxsize=1)
def announced() -> QuickPattern:
    """Return the pattern between a quantity and the time at which it is to come (…个单位|将在|未来三年内)."""
    return compile_quick("announcement", r"[^，。；：、\n0-9]{0,12}?(?:将|会|预计|计划|可|拟|已|须)(?:在|于)")


@lru_cache(maxsize=1)
def told_figure() -> Pattern:
    """Return the pattern of digits that are no date, session or anniversary."""
    return compile_pattern(
        "figure", r"(?<![\d.])(?!(?:19|20)\d\d(?!\d))\d++(?:\.\d++)?+(?![\d.]|年|月|日|届|次会议|周年)"
    )


@lru_cache(maxsize=1)
def _era() -> QuickPattern:
    return compile_quick("year of the Republic", r"民国\s?\d{2,3}\s?年")


def counts_from_1912(text: str) -> bool:
    """Return whether a text writes a year as Taiwan does (民国115年)."""
    return _era().search(text) is not None


@lru_cache(maxsize=1)
def vague_years() -> Pattern:
    """Return the pattern of years that are no part of a report: 近三年, 多年来, 30年来."""
    return compile_pattern("vague years", r"[近多历几数]|\d\d|[六七八九十]")
