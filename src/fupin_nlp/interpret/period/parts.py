"""The parts of a chapter that looks back more than once.

A chapter such as 2025年工作和“十四五”发展回顾 looks back twice. What tells the two apart is the paragraph that opens
each part: it names the year or the years, tells no figure, and everything up to the next such paragraph of the
chapter, or to the end of the chapter, happened in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from fupin_nlp.interpret.period.grammar import PeriodMention
from fupin_nlp.interpret.period.heads import NO_HEAD, Heads
from fupin_nlp.interpret.period.patterns import address, being, told_figure, vague_years
from fupin_nlp.model.structure import Section
from fupin_nlp.scope import Tree

__all__ = ["NO_PART", "Part", "find_parts"]

# Words about one year or several; 上半年, 近期 and 2024年以来 open no part of a report.
_RULES: Final = frozenset({"year", "relative_year", "last_years", "plan_span", "year_range", "next_years"})
NO_PART: Final = -1
_AUDIENCE: Final = ("各位", "同志们")  # what `address` begins with


class Part(NamedTuple):
    """The words that date a part of a report, and the headings that the part lies under."""

    mention: PeriodMention
    scope: tuple[str, ...]


def find_parts(
    tree: Tree, sections: Sequence[Section], heads: Heads, dated: Callable[[str], bool]
) -> tuple[list[Part], list[int]]:
    """Return the parts, and for each sentence the ordinal of the one that it lies in, or -1.

    Parameters
    ----------
    tree : Tree
        That of the document.
    sections : sequence of Section
        Those of the document.
    heads : Heads
        What dates its sentences from their heads.
    dated : callable
        Heading of a chapter → whether the chapter is about a time. In others a paragraph that begins with 去年 dates
        itself, until one speaks of the year (2025年是…收官之年).
    """
    finder = _Finder(tree, sections, heads, dated)
    found = finder.find()
    return finder.parts, found


class _Finder:
    """The parts that are open, while the sections pass by."""

    def __init__(self, tree: Tree, sections: Sequence[Section], heads: Heads, dated: Callable[[str], bool]) -> None:
        self.tree = tree
        self.text = tree.text
        self.paths = [section.path for section in sections]
        self.heads = heads
        self.dated = dated
        self.parts: list[Part] = []
        self.stack: list[int] = []  # ordinals of parts
        self.told_of: set[str] = set()  # chapters of which a part is known
        self.opening = _Opening(-1, 0, False)

    def find(self) -> list[int]:
        found = [NO_PART] * len(self.tree.sentences)
        addresses = self._addresses()
        turns = sorted({*self.heads, *addresses})
        turn = 0
        for start, end, number in self._runs():
            if not self.stack and (turn == len(turns) or turns[turn] >= end):
                continue
            path = self._path(number)
            while self.stack and self._scope() != path[: len(self._scope())]:
                self.stack.pop()
            at = start
            while turn < len(turns) and turns[turn] < end:
                i = turns[turn]
                turn += 1
                self._fill(found, at, i)
                at = i
                if i in addresses:
                    self.stack.clear()  # what follows is another part; if it does not say of when, nothing is known
                if i in self.heads:
                    self._open(i, path)
            self._fill(found, at, end)
        return found

    def _scope(self) -> tuple[str, ...]:
        return self.parts[self.stack[-1]].scope

    def _fill(self, found: list[int], start: int, end: int) -> None:
        if self.stack:
            found[start:end] = self.stack[-1:] * (end - start)

    def _runs(self) -> Iterator[tuple[int, int, int]]:
        """Yield the ordinals of the sentences of each section, and that of the section."""
        sections = self.tree.sections
        start = 0
        for i in [i for i, (a, b) in enumerate(pairwise(sections), 1) if a != b]:
            yield start, i, sections[start]
            start = i
        if sections:
            yield start, len(sections), sections[start]

    def _path(self, section: int) -> tuple[str, ...]:
        return self.paths[section] if section < len(self.paths) else ()

    def _addresses(self) -> set[int]:
        """Return the sentences that open a paragraph and turn to the audience."""
        tree, found = self.tree, set()
        for word in _AUDIENCE if tree.sentences else ():
            at = self.text.find(word)
            while at >= 0:
                i = tree.sentence_at(at)
                whole = tree.sentences[i]
                if tree.first[i] == i and address().match(self.text, whole.start, whole.end):
                    found.add(i)
                at = self.text.find(word, at + 1)
        return found

    def _open(self, ordinal: int, path: tuple[str, ...]) -> None:
        """Open a part if the sentence does so: nothing in front of it in its paragraph tells a figure."""
        words = self.heads.get(ordinal, NO_HEAD).words
        if not path or words is None or not self._is_opening(ordinal):
            return
        sentence = self.tree.sentences[ordinal]
        stated = being().match(self.text, words.end) is not None
        whole = path[0] in self.told_of or self.dated(path[0])
        if not stated and not (whole and not self._tells(ordinal)):
            return
        if _opens_part(self.text, words, sentence.heading):
            self.told_of.add(path[0])
            scope = (path[:-1] or path) if sentence.heading else path
            while self.stack and len(self._scope()) >= len(scope):
                self.stack.pop()
            self.stack.append(len(self.parts))
            self.parts.append(Part(words, scope))

    def _is_opening(self, ordinal: int) -> bool:
        """Return whether the sentences before it in its paragraph lie under a heading and tell no figure."""
        first = self.tree.first[ordinal]
        last = self.opening
        at, opens = (last.upto, last.opens) if last.first == first else (first, True)
        while opens and at < ordinal:
            opens = bool(self._path(self.tree.sentences[at].section)) and not self._tells(at)
            at += 1
        self.opening = _Opening(first, at, opens)
        return opens

    def _tells(self, ordinal: int) -> bool:
        """Return whether a sentence tells a figure behind the words at its head."""
        sentence, words = self.tree.sentences[ordinal], self.heads.get(ordinal, NO_HEAD).words
        begin = max(sentence.start, words.end) if words else sentence.start
        return told_figure().search(self.text, begin, sentence.end) is not None


class _Opening(NamedTuple):
    """How far a paragraph has been looked at: up to which sentence, and whether it still opens."""

    first: int
    upto: int
    opens: bool


def _opens_part(text: str, lead: PeriodMention, heading: bool) -> bool:
    """Return whether words at the head of a sentence can date a part; 一、“十四五”时期工作回顾 speaks for itself."""
    if lead.rule not in _RULES or (lead.rule == "last_years" and vague_years().search(lead.text)):
        return False
    return not heading or text.startswith(("，", ","), lead.end)
