"""Find the words of a table in a text: leftmost, longest, without overlap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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

    __slots__ = ("_entries", "_lengths_of", "heaviest")

    def __init__(self, words: Mapping[str, Sequence[Entry]]) -> None:
        self._entries: dict[str, tuple[Hit, ...]] = {
            word: tuple(sorted((Hit(*entry, word) for entry in entries), key=_order)) for word, entries in words.items()
        }
        self.heaviest = max((e.weight for entries in words.values() for e in entries), default=0.0)
        lengths: dict[str, set[int]] = {}
        for word in words:
            lengths.setdefault(word[:2], set()).add(len(word))
        # The `get` of a mapping from the first two characters to the lengths to try, longest first.
        self._lengths_of = {pair: tuple(sorted(found, reverse=True)) for pair, found in lengths.items()}.get

    def words(self) -> Iterator[tuple[str, tuple[Hit, ...]]]:
        """Yield each word with what it stands for."""
        yield from self._entries.items()

    def scan(self, text: str) -> tuple[Hit, ...]:
        """Return the hits of a text, heaviest first, each word once.

        Hits of equal weight: the longer word first, then the one that stands first.
        """
        # Everything up to the filter runs in C: this line sees each character of each clause.
        starts = [(i, tried) for i, tried in enumerate(map(self._lengths_of, map(add, text, text[1:]))) if tried]
        if not starts:
            return ()
        entries = self._entries
        found: dict[str, tuple[Hit, ...]] = {}
        at = 0
        for start, lengths in starts:
            if start < at:
                continue
            for length in lengths:
                word = text[start : start + length]
                if word in entries:
                    found[word] = entries[word]
                    at = start + length
                    break
        if len(found) == 1:
            return found.popitem()[1]
        return tuple(sorted([hit for hits in found.values() for hit in hits], key=_order))


def _order(hit: Hit) -> tuple[float, int]:
    return -hit.weight, -len(hit.word)
