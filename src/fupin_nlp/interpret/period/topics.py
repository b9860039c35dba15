"""What dates a sentence from its paragraph: the words that open it, or the paragraph before a list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Final

from fupin_nlp.interpret.period.grammar import PeriodMention, grammar
from fupin_nlp.interpret.period.heads import NO_HEAD, Heads
from fupin_nlp.interpret.period.mentions import Mentions
from fupin_nlp.interpret.period.resolve import names_year
from fupin_nlp.lexicon.actions import WordClass, actions
from fupin_nlp.model.structure import Section
from fupin_nlp.scope import Tree

__all__ = ["Topics"]

# Kinds that open a paragraph of results (五年来，我们…).
_OPEN: Final = frozenset({"since", "span", "part", "year", "deadline", "until", "event"})
_CARRY_ON: Final = frozenset({"since", "span", "part", "year", "deadline"})
_OF_PARAGRAPHS: Final = frozenset(
    {"year", "relative_year", "whole_year", "year_range", "until", "part_of_year", "date_range"}
)
_VAGUE: Final = ("近", "最近", "多年", "历年")
_VERB_CHARS: Final = 2
_GREETING_CHARS: Final = 6
_BLANKS: Final = " 　\n"


class Topics:
    """The periods of the paragraphs of one document.

    The paragraph's opening words govern what follows; 目前， at the head of a later sentence takes over from them.
    Without such an opening, a sentence is dated by its own words only, unless it begins with 其中 or its paragraph is
    an item of a list that the paragraph before the list dates.

    Parameters
    ----------
    tree : Tree
    sections : sequence of Section
        Those of the document.
    heads : Heads
        What dates its sentences from their heads.
    above : callable
        Ordinal of a sentence → the words of the heading or part that date it.
    mentions : Mentions
        All period words of the document.
    title : callable
        Ordinal of a sentence → what the title of the document dates it with.

    Attributes
    ----------
    of : list of PeriodMention or None
        For each sentence the period of its paragraph by then.
    """

    def __init__(
        self,
        tree: Tree,
        sections: Sequence[Section],
        heads: Heads,
        above: Callable[[int], PeriodMention | None],
        mentions: Mentions,
        title: Callable[[int], PeriodMention | None],
    ) -> None:
        self._tree = tree
        self._sections = sections
        self._heads = heads
        self._above = above
        self._mentions = mentions
        self._title = title
        self.of: list[PeriodMention | None] = [None] * len(tree.sentences)
        self._of_list: PeriodMention | None = None  # what dates the list that goes on
        self._before: PeriodMention | None = None  # what dates the sentence before from its head
        self._find()

    def _find(self) -> None:
        """Go through the paragraphs; one without such words, behind no list and no such sentence, has no topic."""
        count = len(self._tree.sentences)
        openings, dated = [*self._tree.openings, count], [*self._heads, count]
        i = 0
        while i < len(openings) - 1:
            if self._of_list is None and self._before is None:
                head = dated[bisect_left(dated, openings[i])]
                if head == count:
                    break
                i = bisect_right(openings, head) - 1
            self._paragraph(openings[i], openings[i + 1])
            i += 1

    def _paragraph(self, start: int, end: int) -> None:
        item = self._opening_words(start).startswith(grammar().items)
        goes_on = (item or self._only_opens(start - 1)) and not self._outranks(start)
        self._of_list = self._of_list if goes_on else None
        current = self._of_list if self._says_more(self._of_list, start) else None
        loose: PeriodMention | None = None  # opens the paragraph without a comma behind it
        for i in range(start, end):
            if loose is not None and i not in self._heads and self._has_own(i):
                loose = None
            if self._before is None and i not in self._heads:
                self.of[i] = loose if current is None else current
                continue
            lead, declared, bound = self._heads.get(i, NO_HEAD)
            lead = lead or declared
            governing = current
            if lead is not None and (current is not None or (lead.kind in _OPEN and self._opens(i))):
                current = lead
                if i == start and not item:
                    self._of_list = lead
            here = governing if lead is declared else current
            before = self._before
            continues = before is not None and self._continues(i, before)
            self.of[i] = before if here is None and continues else here
            if lead is not None or bound is not None:
                loose = bound if lead is None and bound is not None and self._dates_paragraph(i, bound) else None
            elif self.of[i] is None:
                self.of[i] = loose
            self._before = lead or bound or (before if continues else None)

    def _has_own(self, sentence: int) -> bool:
        """Return whether a sentence has words of its own that date figures."""
        whole = self._tree.sentences[sentence]
        return any(mention.kind in _OPEN for mention in self._mentions.between(whole.start, whole.end))

    def _dates_paragraph(self, sentence: int, words: PeriodMention) -> bool:
        """Return whether words without a comma behind them date the paragraph (2020年个人缴费280元。)."""
        if words.rule not in _OF_PARAGRAPHS or not self._opens(sentence):
            return False
        # 全年 says no more than the year in the heading or the title.
        return words.rule != "whole_year" or (self._above(sentence) or self._title(sentence)) is None

    def _continues(self, sentence: int, before: PeriodMention) -> bool:
        """Return whether a sentence goes on with the one before: it begins with 其中, or with a verb and no subject."""
        words = self._opening_words(sentence)
        if words.startswith(grammar().continues):
            return True
        return _carries_on(before) and actions().of(words[:_VERB_CHARS]) is WordClass.ACT

    def _opening_words(self, sentence: int) -> str:
        whole = self._tree.sentences[sentence]
        return self._tree.text[whole.start : whole.end].lstrip(_BLANKS)

    def _opens(self, sentence: int) -> bool:
        """Return whether a paragraph begins with a sentence, but for a heading or a call before it."""
        starts = self._tree.first[sentence] == sentence
        return starts or self._tree.sentences[sentence - 1].heading or self._greets(sentence - 1)

    def _only_opens(self, sentence: int) -> bool:
        """Return whether the sentence is a whole paragraph that dates what follows and tells no figure itself."""
        lead = self._heads.get(sentence, NO_HEAD).lead
        if lead is None or lead.rule not in ("last_years", "plan_span"):
            return False
        if self._tree.first[sentence] != sentence or self._tree.sentences[sentence].heading:
            return False
        return not any(c.isdecimal() for c in self._tree.text[lead.end : self._tree.sentences[sentence].end])

    def _greets(self, sentence: int) -> bool:
        """Return whether the sentence is 各位代表！ or another short call at the head of its paragraph."""
        if self._tree.first[sentence] != sentence:
            return False
        text = self._tree.text[self._tree.starts[sentence] : self._tree.sentences[sentence].end].strip()
        return len(text) <= _GREETING_CHARS and text.endswith(("！", "!"))

    def _says_more(self, of_list: PeriodMention | None, sentence: int) -> bool:
        """Return whether the paragraph before a list dates its items better than the heading above both does."""
        if of_list is None:
            return False
        heading = self._above(sentence)
        return heading is None or (names_year(of_list.text) and not names_year(heading.text))

    def _outranks(self, sentence: int) -> bool:
        """Return whether the sentence opens a section of the first level, where no list goes on."""
        number = self._tree.sentences[sentence].section
        if number >= len(self._sections):
            return False
        section = self._sections[number]
        return section.level == 1 and section.start >= self._tree.starts[sentence]


def _carries_on(lead: PeriodMention) -> bool:
    """Return whether words can date the sentences behind theirs: not 近年来, nor 截至…, the state of a day."""
    return lead.kind in _CARRY_ON and not lead.text.startswith(_VAGUE)
