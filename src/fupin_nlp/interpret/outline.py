"""Sentences and clauses of a document, found once and then looked up by position."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from fupin_nlp.lexicon.patterns import Pattern, compile_pattern
from fupin_nlp.model.structure import Document, Sentence

__all__ = ["CLAUSE_REACH", "SENTENCE_REACH", "Clauses", "Outline"]

# How far before a quantity its clause and its sentence are looked at. Longer ones are no prose (a table, a hostile
# line without marks), and the limits keep the work linear in the length of the text.
CLAUSE_REACH, SENTENCE_REACH = 400, 2000


@lru_cache(maxsize=1)
def _breaks() -> Pattern:
    # A half-width comma between digits belongs to a number (12,345) unless no three digits follow.
    return compile_pattern("clause break", r"[，。；：！？\n;!?]|,(?!\d{3}(?!\d))|(?<!\d),|:(?!\d)")


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clause breaks of a text.

    Examples
    --------
    >>> text = "目前，共举办834期，培训6765人次"
    >>> clauses = Clauses.of(text)
    >>> start, end = clauses.around(14)
    >>> text[start:end]
    '培训6765人次'
    """

    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Clauses:
        """Find the breaks of a text."""
        return cls((0, *[m.end() for m in _breaks().finditer(text)], len(text) + 1))

    def around(self, position: int) -> tuple[int, int]:
        """Return the clause that a position lies in, without the mark that ends it."""
        i = bisect_right(self.starts, position)
        return self.starts[i - 1], self.starts[i] - 1

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the clauses that begin in [start, end), in text order, cut at `start` and `end`."""
        i, j = bisect_right(self.starts, start), bisect_left(self.starts, end)
        borders = [start, *self.starts[i:j], end + 1]
        return [(a, b - 1) for a, b in pairwise(borders) if a < b - 1]


@dataclass(frozen=True, slots=True)
class Outline:
    """The sentences of a document, their paragraphs and clauses.

    Attributes
    ----------
    sentences : tuple of Sentence
    starts : tuple of int
        Where they start.
    first : tuple of int
        For each sentence the ordinal of the first one of its paragraph.
    clauses : Clauses
        The clauses of the whole text.
    """

    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...]
    first: tuple[int, ...]
    clauses: Clauses

    @classmethod
    def of(cls, document: Document) -> Outline:
        """Find the clauses and the paragraphs of a document."""
        first: list[int] = []
        for i, sentence in enumerate(document.sentences):
            same = i > 0 and document.sentences[i - 1].paragraph == sentence.paragraph
            first.append(first[-1] if same else i)
        starts = tuple(s.start for s in document.sentences)
        return cls(document.sentences, starts, tuple(first), Clauses.of(document.clean.text))

    def sentence_at(self, position: int) -> int:
        """Return the ordinal of the sentence that a position lies in, or that begins last before it."""
        return max(0, bisect_right(self.starts, position) - 1)
