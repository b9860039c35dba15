"""Find the words of a table in a text: leftmost, longest, without overlap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import add
from typing import NamedTuple

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


class WordScanner:
    """A dictionary of words by their first two characters.

    A scan looks each pair of neighbouring characters up in one table, which runs several million characters a
    second in plain Python; an alternation of some thousand words tries them one by one at every position.

    Parameters
    ----------
    words : mapping of str to sequence of Entry
        Words of two characters or more; an empty sequence marks a phrase that uses up its characters and counts
        for nothing.

    Examples
    --------
    >>> scanner = WordScanner({"健康": [Entry("health", 2.0, None)], "健康发展": []})
    >>> [hit.word for hit in scanner.scan("健康发展和健康")]
    ['健康']
    """

    __slots__ = ("_entries", "_lengths")

    def __init__(self, words: Mapping[str, Sequence[Entry]]) -> None:
        self._entries: dict[str, tuple[Hit, ...]] = {
            word: tuple(Hit(e.code, e.weight, e.sub, word) for e in entries) for word, entries in words.items()
        }
        lengths: dict[str, set[int]] = {}
        for word in words:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {pair: tuple(sorted(found, reverse=True)) for pair, found in lengths.items()}

    def scan(self, text: str) -> tuple[Hit, ...]:
        """Return the hits of a text, heaviest first, each word once.

        Hits of equal weight: the longer word first, then the one that stands first.
        """
        lengths, entries = self._lengths, self._entries
        starts = [i for i, pair in enumerate(map(add, text, text[1:])) if pair in lengths]
        if not starts:
            return ()
        found: dict[str, tuple[Hit, ...]] = {}
        at = 0
        for start in starts:
            if start < at:
                continue
            for length in lengths[text[start : start + 2]]:
                word = text[start : start + length]
                if word in entries:
                    found[word] = entries[word]
                    at = start + length
                    break
        hits = [hit for group in found.values() for hit in group]
        hits.sort(key=_order)
        return tuple(hits)


def _order(hit: Hit) -> tuple[float, int]:
    return -hit.weight, -len(hit.word)
