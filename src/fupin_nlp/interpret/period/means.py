"""The years over which a mean is taken: 2007年达到246亿元，比2002年增长65%，年均增长10.6%."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fupin_nlp.interpret.period.change import words_of_end
from fupin_nlp.interpret.period.dates import PartialDate
from fupin_nlp.interpret.period.grammar import PeriodMention
from fupin_nlp.interpret.period.resolve import names_year, resolve

__all__ = ["years_of_mean"]

_MEANS: Final = ("年均", "年平均", "平均每年", "每年平均")  # 每年 alone says per what, not over what


def years_of_mean(
    text: str,
    mean: PeriodMention,
    told: Sequence[PeriodMention],
    outer: PeriodMention | None,
    around: Sequence[PeriodMention | None],
    report_date: PartialDate | None,
) -> PeriodMention | None:
    """Return the years that a mean lies in.

    They are those since the base that is told before it, up to the year of its sentence; those from which to which
    something changed; or, where its sentence is of a single year, the longer time around that holds this year: no mean
    over years is of one. Else what dates the sentence.

    Parameters
    ----------
    text : str
        The clean text.
    mean : PeriodMention
        年均, 平均每年, 每年.
    told : sequence of PeriodMention
        The words of the sentence before the clause of the mean.
    outer : PeriodMention or None
        What dates that clause.
    around : sequence of PeriodMention or None
        What dates the sentence from outside, the nearest first.
    report_date : PartialDate or None
        When the report was given.

    Examples
    --------
    >>> from fupin_nlp.interpret.period.grammar import find_periods
    >>> def show(text):
    ...     *told, mean = find_periods(text)
    ...     return years_of_mean(text, mean, told, told[0], (), PartialDate(2008, 3)).text
    >>> show("2007年达到246亿元，比2002年增长65%，年均增长10.6%")
    '2003年-2007年'
    >>> show("产值由2000年的20亿元增加到2005年的40亿元，年均增长11.6%")
    '2001年-2005年'
    """
    year = _single_year(outer, report_date)
    bases = [m for m in told if m.rule == "base_year" and names_year(m.text)]
    if bases:
        first = resolve(bases[-1], report_date).start
        return (_years(bases[-1], int(first[:4]), year) if first and year else None) or bases[-1]
    if not mean.text.startswith(_MEANS):
        return outer
    start, end = words_of_end(text, told, "start"), words_of_end(text, told, "end")
    if start is not None and end is not None:
        left, reached = _single_year(start, report_date), _single_year(end, report_date)
        spanned = _years(end, left + 1, reached) if left and reached else None
        if spanned is not None:
            return spanned
    if year is None:
        return outer
    return next((words for words in around if words is not None and _holds(words, year, report_date)), outer)


def _single_year(words: PeriodMention | None, report_date: PartialDate | None) -> int | None:
    """Return the calendar year of words that date with one, or with its end."""
    if words is None:
        return None
    start, end = resolve(words, report_date)
    if end is None or end[4:] != "-01-01":
        return None
    year = int(end[:4]) - 1
    return year if start is None or start[:4] == str(year) else None


def _years(words: PeriodMention, first: int, last: int) -> PeriodMention | None:
    """Return the years from one to another in the place of words; None where there are none."""
    if first > last:
        return None
    return PeriodMention(words.start, words.end, f"{first}年-{last}年", "span", "year_range")


def _holds(words: PeriodMention, year: int, report_date: PartialDate | None) -> bool:
    """Return whether words date with several years, of which one is the year."""
    start, end = resolve(words, report_date)
    return start is not None and end is not None and int(start[:4]) <= year < int(end[:4]) and start[:4] != str(year)
