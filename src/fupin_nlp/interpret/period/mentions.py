"""The period words of a document, by position."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from fupin_nlp.interpret.period.grammar import BEFORE, PeriodMention, find_anchors, find_periods
from fupin_nlp.interpret.period.patterns import aside
from fupin_nlp.interpret.period.telling import end_of_head, is_dateline
from fupin_nlp.scope import Tree

__all__ = ["BEHIND", "CARRY", "Mentions", "windows_of"]

# Kinds that can date the clauses and sentences behind them.
CARRY: Final = frozenset({"until", "deadline", "since", "span", "part", "point", "event", "year", "now", "duration"})
BEHIND: Final = 16  # how far behind a quantity words that date it can begin (…|将在未来三年内落成)
_SAYS, _UNQUOTE, _ENDS_SAYING = "：“", "”", "。！？…"
_LONGEST_SAYING: Final = 120  # characters of a quotation before the words in it
_OPENING: Final = "（《("
_GROUND, _LONGEST_GROUND = "基础上", 20  # the words, and how far behind those of time they begin
_NO_GROUND: Final = frozenset("，,。；;\n")  # between them, as well as a figure (在年初发放5万元基础上)
_LONGEST_ASIDE: Final = 82  # characters of what `aside` finds


def windows_of(tree: Tree, figures: Sequence[int]) -> list[tuple[int, int]]:
    """Return where to look for the period words of a document in which only some sentences tell figures.

    Of the others only words at their head matter, which have nothing but `lead`, and who tells, before them. No window
    goes over the beginning of a sentence.

    Parameters
    ----------
    tree : Tree
        That of the document.
    figures : sequence of int
        Ordinals of the sentences that tell figures, ascending.

    Examples
    --------
    >>> from fupin_nlp.model import Alignment, CleanText, Document, RawText, Sentence
    >>> from fupin_nlp.scope import build_tree
    >>> text = "2019年，我们在2018年的基础上努力。2020年和2021年分别资助5人。"
    >>> clean = CleanText(RawText(text), text, Alignment.identity())
    >>> tree = build_tree(Document(clean, (), (Sentence(0, 21, 0, 0), Sentence(21, 39, 0, 0))))
    >>> windows_of(tree, [1])
    [(0, 0), (21, 25), (21, 31)]
    """
    text, starts = tree.text, tree.starts
    kept: list[tuple[int, int]] = []
    begin = reach = end = 0
    for last in find_anchors(text):
        if last >= end:
            behind = bisect_right(starts, last)
            begin = starts[behind - 1] if behind else 0
            end = starts[behind] if behind < len(starts) else len(text)
            i = bisect_left(figures, behind - 1)
            if i < len(figures) and figures[i] == behind - 1:
                reach = end
            else:
                reach = end_of_head(text, begin, end)
                if i:  # words close behind a figure may date it from the next sentence
                    reach = max(reach, starts[figures[i - 1] + 1] + BEHIND)
        first = last - BEFORE
        if first <= reach:
            kept.append((first if first > begin else begin, last if last < reach else reach))
    return kept


class Mentions:
    """The period words of a text, in text order.

    Parameters
    ----------
    text : str
        The clean text.
    windows : sequence of pairs of int, optional
        Where to look for them; all places by default.
    taiwan : bool, optional
        Whether the text counts years as Taiwan does.

    Attributes
    ----------
    all : list of PeriodMention
    starts : list of int
        Where they start.

    Examples
    --------
    >>> mentions = Mentions("2019年（2018年启动）投入5万元，目前完成")
    >>> [m.text for m in mentions.between(0, 12)], [m.text for m in mentions.usable(0, 16)]
    (['2019年', '2018年'], ['2019年'])
    """

    def __init__(self, text: str, windows: Sequence[tuple[int, int]] | None = None, taiwan: bool = False) -> None:
        self._text = text
        self.all = [m for m in find_periods(text, windows, taiwan) if not is_dateline(text, m)]
        self.starts = [m.start for m in self.all]
        self._line = range(0)  # the line looked at last
        self._asides: dict[int, list[tuple[int, int]]] = {}  # of the lines looked at, by their starts

    def between(self, start: int, end: int) -> list[PeriodMention]:
        """Return the period words that begin in ``text[start:end]``."""
        first = bisect_left(self.starts, start)
        return self.all[first : bisect_left(self.starts, end, first)]

    def usable(self, start: int, end: int) -> list[PeriodMention]:
        """Return the mentions that end by `end`, but for names in titles and brackets, and 今年是…."""
        return [m for m in self.between(start, end) if self.is_usable(m, end)]

    def is_usable(self, mention: PeriodMention, end: int) -> bool:
        """Return whether words date what stands before `end`: not in titles or brackets, and not 今年是…."""
        if mention.end > end or self._text.startswith(("是", "规划"), mention.end) or self._is_ground(mention):
            return False
        if self.is_quoted(mention, end):
            return False
        around = self._aside(mention.start)
        return around is None or around[0] <= end - 1 < around[1]

    def is_quoted(self, mention: PeriodMention, end: int) -> bool:
        """Return whether somebody says the words in a quotation that is closed by then (他说：“10年前…。”全村…)."""
        text, floor = self._text, max(0, mention.start - _LONGEST_SAYING)
        opened = text.rfind(_SAYS, floor, mention.start)
        if opened < 0 or text.find(_UNQUOTE, opened, mention.start) >= 0:
            return False
        closed = text.find(_UNQUOTE, mention.end, end + 1)
        return closed >= 0 and text[closed - 1] in _ENDS_SAYING

    def _is_ground(self, mention: PeriodMention) -> bool:
        """Return whether words date the ground that something else stands on (在2018年快速增长的基础上，…)."""
        text, at = self._text, mention.start
        if not text.startswith("在", at) and text[at - 1 : at] != "在":
            return False
        stop = text.find(_GROUND, mention.end, mention.end + _LONGEST_GROUND)
        return stop >= 0 and not any(mark in _NO_GROUND or mark.isdigit() for mark in text[mention.end : stop])

    def _aside(self, position: int) -> tuple[int, int] | None:
        """Return the title or the brackets that a position lies in; neither goes over a line."""
        text, floor = self._text, max(0, position - _LONGEST_ASIDE)
        for mark in _OPENING:
            if text.find(mark, floor, position + 1) >= 0:
                break
        else:
            return None
        if position not in self._line:
            end = text.find("\n", position)
            self._line = range(text.rfind("\n", 0, position) + 1, (end if end >= 0 else len(text)) + 1)
        start = self._line.start
        asides = self._asides.get(start)
        if asides is None:
            asides = self._asides[start] = [m.span() for m in aside().finditer(text, start, self._line.stop)]
        i = bisect_right(asides, (position, len(text))) - 1
        return asides[i] if i >= 0 and position < asides[i][1] else None
