"""When a change starts and ends: 从2013年的552万人减少到去年底的17.5万人，贫困发生率由26.6%下降到0.9%."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from fupin_nlp.interpret.period.grammar import PeriodMention
from fupin_nlp.interpret.period.resolve import first_year_in
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = ["End", "end_of_change", "first_year", "words_of_end"]

End: TypeAlias = Literal["start", "end"]

_FROM: Final = ("从", "由")
_TO: Final = ("到", "至", "为", "达")
_REACH: Final = 40


@lru_cache(maxsize=1)
def _arrives() -> Pattern:
    """Return the pattern of what stands between 从 and the value reached."""
    return compile_pattern("value reached", r"[从由][^，。；\n]{0,16}?\d[^，。；\n]{0,20}?[到至为达][^，。；\n\d]{0,6}")


def end_of_change(text: str, clause_start: int, start: int, end: int) -> End | None:
    """Return which end of a change a figure is, by the words around it in its clause.

    Parameters
    ----------
    text : str
        The clean text.
    clause_start, start, end : int
        Where the clause begins; the figure.

    Examples
    --------
    >>> text = "贫困发生率由26.6%下降到0.9%"
    >>> end_of_change(text, 0, 6, 11), end_of_change(text, 0, 14, 18), end_of_change(text, 0, 0, 2)
    ('start', 'end', None)
    """
    before = text[max(clause_start, start - _REACH) : start]
    after = text[end : end + 8]
    if before.endswith(_FROM) or (before[-6:-1] and any(mark in before[-6:] for mark in _FROM)):
        stop = min((i for i in (after.find(mark) for mark in "，。；\n") if i >= 0), default=len(after))
        if any(mark in after[:stop] for mark in _TO):
            return "start"
    return "end" if _arrives().search(before) is not None and before[-1:] not in "、" else None


def words_of_end(text: str, mentions: Sequence[PeriodMention], end: End) -> PeriodMention | None:
    """Return the words that date one end of a change, told of another change before.

    Examples
    --------
    >>> from fupin_nlp.interpret.period.grammar import find_periods
    >>> text = "贫困人口由2013年的552万人减少到去年底的17.5万人，贫困发生率由26.6%下降到0.9%"
    >>> found = find_periods(text)
    >>> words_of_end(text, found, "start").text, words_of_end(text, found, "end").text
    ('2013年', '到去年底')
    """
    marks = _FROM if end == "start" else _TO
    for mention in reversed(mentions):
        # 到 and 从 may be part of the words: 到2012年.
        if text[mention.start - 1 : mention.start] in marks or mention.text.startswith(marks):
            return mention
    return None


def first_year(mention: PeriodMention) -> PeriodMention | None:
    """Return the first year of a range of years: the value that a change in 2014年至2019年 starts from is of 2014年.

    Examples
    --------
    >>> from fupin_nlp.interpret.period.grammar import find_periods
    >>> first_year(find_periods("2014年至2019年")[0]).text
    '2014年'
    """
    year = first_year_in(mention.text) if mention.rule == "year_range" else None
    return PeriodMention(mention.start, mention.start + len(year), f"{year}年", "year", "year") if year else None
