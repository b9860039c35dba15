"""The period with which a text begins to tell figures, as long as it names no other one."""

from __future__ import annotations

from typing import Final

from fupin_nlp.interpret.period.grammar import PeriodMention
from fupin_nlp.interpret.period.heads import NO_HEAD, Heads
from fupin_nlp.interpret.period.mentions import CARRY, Mentions
from fupin_nlp.interpret.period.resolve import names_year
from fupin_nlp.scope import Tree

__all__ = ["SinglePeriod"]

_NO_DATES: Final = ("running", "duration", "now")  # rules of words beside which a text may go on with its period
# Rules of words that date figures; a bare 2014年 may only begin a story.
_OF_TEXTS: Final = ("until", "year_range", "date_range", "part_of_year")


class SinglePeriod:
    r"""What dates the paragraphs of a text that says once up to when it counts (截至2023年11月底，…).

    Parameters
    ----------
    tree : Tree
        That of the document.
    mentions : Mentions
        Its period words.
    heads : Heads
        What dates its sentences from their heads.

    Examples
    --------
    >>> from fupin_nlp.interpret.period.heads import find_heads
    >>> from fupin_nlp.model import Alignment, CleanText, Document, RawText, Sentence
    >>> from fupin_nlp.scope import build_tree
    >>> text = "截至2023年11月底，培训5人。\n资助6人。\n2024年，资助7人。\n资助8人。"
    >>> lines = [(0, 18), (18, 24), (24, 36), (36, 41)]
    >>> sentences = tuple(Sentence(start, end, 0, i) for i, (start, end) in enumerate(lines))
    >>> tree = build_tree(Document(CleanText(RawText(text), text, Alignment.identity()), (), sentences))
    >>> mentions = Mentions(text)
    >>> single = SinglePeriod(tree, mentions, find_heads(tree, mentions))
    >>> single.of(1).text, single.of(3)
    ('截至2023年11月底', None)
    """

    def __init__(self, tree: Tree, mentions: Mentions, heads: Heads) -> None:
        self._starts = tree.starts
        self._words: PeriodMention | None = None
        self._limit = 0
        dating = [m for m in mentions.all if m.kind in CARRY and m.rule not in _NO_DATES]
        first = dating[0] if dating else None
        if first is None or first.rule not in _OF_TEXTS or not names_year(first.text):
            return
        if heads.get(tree.sentence_at(first.start), NO_HEAD).lead is not first:
            return
        self._words = first
        self._limit = next((m.start for m in dating if m.text != first.text), len(tree.text))

    def of(self, sentence: int) -> PeriodMention | None:
        """Return the only period that the text has named up to a sentence, where it stands before that."""
        words = self._words
        return words if words is not None and words.start < self._starts[sentence] < self._limit else None
