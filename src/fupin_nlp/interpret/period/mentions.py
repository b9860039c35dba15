"""The period words of a document, by position."""

from __future__ import annotations

from bisect import bisect_left

from fupin_nlp.interpret.period.grammar import PeriodMention, find_periods
from fupin_nlp.interpret.period.patterns import aside

__all__ = ["CARRY", "Mentions"]

# Kinds that can date the clauses and sentences behind them.
CARRY = frozenset({"until", "deadline", "since", "span", "part", "point", "event", "year", "now", "duration"})
_NOWHERE = 1 << 62


class Mentions:
    """The period words of a text, in text order.

    Parameters
    ----------
    text : str
        The clean text.

    Attributes
    ----------
    all : list of PeriodMention
    starts : list of int
        Where they start.

    Examples
    --------
    >>> mentions = Mentions("2019年（2018年启动）投入5万元，目前完成")
    >>> [m.text for m in mentions.between(0, 12)], [m.text for m in mentions.usable(0, 16)], mentions.next_after(12)
    (['2019年', '2018年'], ['2019年'], 20)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.all = find_periods(text)
        self.starts = [m.start for m in self.all]
        asides = [m.span() for m in aside().finditer(text)] if self.all else []
        self._asides = asides
        self._aside_starts = [a for a, _ in asides]

    def between(self, start: int, end: int) -> list[PeriodMention]:
        """Return the period words that begin in ``text[start:end]``."""
        first = bisect_left(self.starts, start)
        return self.all[first : bisect_left(self.starts, end, first)]

    def next_after(self, position: int) -> int:
        """Return where the first words at a position or behind it begin; a number beyond any text if there are none."""
        i = bisect_left(self.starts, position)
        return self.starts[i] if i < len(self.starts) else _NOWHERE

    def usable(self, start: int, end: int) -> list[PeriodMention]:
        """Return the mentions that end by `end`, but for names in titles and brackets, and 今年是…."""
        return [m for m in self.between(start, end) if self.is_usable(m, end)]

    def is_usable(self, mention: PeriodMention, end: int) -> bool:
        """Return whether words date what stands before `end`: not in titles or brackets, and not 今年是…."""
        if mention.end > end or self._text.startswith(("是", "规划"), mention.end):
            return False
        i = bisect_left(self._aside_starts, mention.start + 1) - 1
        if i < 0 or mention.start >= self._asides[i][1]:
            return True
        return self._asides[i][0] <= end - 1 < self._asides[i][1]
