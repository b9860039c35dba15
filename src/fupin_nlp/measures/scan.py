"""Find the cue words of a table in a text, and what they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from fupin_nlp.lexicon.finder import WordFinder

__all__ = ["Entry", "Hit", "WordScanner"]


class Entry(NamedTuple):
    """What a cue word stands for: code, weight, and finer code if it has one."""

    code: str
    weight: float
    sub: str | None


class Hit(NamedTuple):
    """A cue word found in a text, for one of its codes."""

    code: str
    weight: float
    sub: str | None
    word: str
    rank: tuple[float, int]
    """Heavier first; of equal weight the longer word first."""


class WordScanner:
    """The cue words of one part of the context.

    Parameters
    ----------
    words : mapping of str to sequence of Entry
        Words of two characters or more; an empty sequence marks a phrase that uses up its characters and counts
        for nothing.
    finder : WordFinder, optional
        One of the same words in the same order; tables that differ in their entries only can share it.

    Examples
    --------
    >>> scanner = WordScanner({"健康": [Entry("health", 2.0, None)], "健康发展": []})
    >>> [hit.word for hit in scanner.scan("健康发展和健康")]
    ['健康']
    """

    __slots__ = ("_groups", "_hits", "_meanings", "finder", "heaviest")

    def __init__(self, words: Mapping[str, Sequence[Entry]], finder: WordFinder | None = None) -> None:
        # A document has a tenth of the words. Hits are made of those that occur: the garbage collector would look at
        # the hits of all others again and again.
        groups: dict[tuple[Entry, ...], int] = {}
        self._meanings = tuple([groups.setdefault(tuple(entries), len(groups)) for entries in words.values()])
        self._groups = tuple(groups)
        self._hits: list[tuple[Hit, ...]] = [()] * len(words)
        self.heaviest = max((e.weight for entries in words.values() for e in entries), default=0.0)
        self.finder = finder or WordFinder(words)

    def words(self) -> Iterator[tuple[str, tuple[Hit, ...]]]:
        """Yield each word with what it stands for."""
        for i, word in enumerate(self.finder.words):
            yield word, self._hits[i] or self._made(i)

    def scan(self, text: str) -> tuple[Hit, ...]:
        """Return the hits of a text, heaviest first, each word once.

        Hits of equal weight: the longer word first, then the one that stands first.
        """
        return self._ranked([i for i, _, _ in self.finder.find(text)])

    def scan_each(self, texts: Sequence[str]) -> list[tuple[Hit, ...]]:
        """Return the hits of each text; the texts are read in one pass."""
        return [self._ranked(found) if found else () for found in self.finder.find_each(texts)]

    def _ranked(self, found: Sequence[int]) -> tuple[Hit, ...]:
        hits, made = self._hits, self._made
        if len(found) == 1:
            return hits[found[0]] or made(found[0])
        if len(found) == 2:
            first, second = hits[found[0]] or made(found[0]), hits[found[1]] or made(found[1])
            if not second or first is second:
                return first
            if len(first) == 1 == len(second):
                return (*first, *second) if first[0].rank <= second[0].rank else (*second, *first)
        return tuple(sorted([hit for i in dict.fromkeys(found) for hit in hits[i] or made(i)], key=_rank))

    def _made(self, i: int) -> tuple[Hit, ...]:
        """Return what a word stands for, and keep it."""
        word, entries = self.finder.words[i], self._groups[self._meanings[i]]
        hits = self._hits[i] = tuple(sorted([hit_of(entry, word) for entry in entries], key=_rank))
        return hits


_rank = itemgetter(4)


def hit_of(entry: Entry, word: str) -> Hit:
    """Return what a word stands for, as it is found."""
    return Hit(*entry, word, (-entry.weight, -len(word)))
