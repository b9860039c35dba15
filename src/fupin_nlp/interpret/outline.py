"""Sentences and clauses of a document, looked up by position; clauses are found in the sentences that are asked for."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from fupin_nlp.lexicon.patterns import QuickPattern, compile_quick
from fupin_nlp.model.structure import Document, Sentence

__all__ = ["CLAUSE_REACH", "SENTENCE_REACH", "Outline"]

# How far before a quantity its clause and its sentence are looked at. Longer ones are no prose (a table, a hostile
# line without marks), and the limits keep the work linear in the length of the text.
CLAUSE_REACH, SENTENCE_REACH = 400, 2000


@lru_cache(maxsize=1)
def _breaks() -> QuickPattern:
    # A half-width comma between digits belongs to a number (12,345) unless no three digits follow.
    return compile_quick("clause break", r"[，。；：！？\n;!?]|,(?:(?!\d{3}(?!\d))|(?<!\d,))|:(?!\d)")


class Outline:
    """The sentences of a document, their paragraphs and clauses.

    Parameters
    ----------
    text : str
        The clean text.
    sentences : tuple of Sentence

    Attributes
    ----------
    text, sentences
        As given.
    starts, sections : sequence of int
        Where the sentences start; the ordinals of their sections.
    first : list of int
        For each sentence the ordinal of the first one of its paragraph.
    openings : list of int
        The ordinals of those first sentences.

    Examples
    --------
    >>> from fupin_nlp.model import Alignment, CleanText, RawText
    >>> text = "目前，共举办834期，培训6765人次。结业500人。"
    >>> clean = CleanText(RawText(text), text, Alignment.identity())
    >>> outline = Outline.of(Document(clean, (), (Sentence(0, 21, 0, 0), Sentence(21, 28, 0, 0))))
    >>> outline.sentence_at(23), outline.first, outline.openings
    (1, [0, 0], [0])
    >>> start, end = outline.clause_at(14)
    >>> text[start:end]
    '培训6765人次'
    """

    __slots__ = ("_borders", "first", "openings", "sections", "sentences", "starts", "text")

    def __init__(self, text: str, sentences: tuple[Sentence, ...]) -> None:
        self.text = text
        self.sentences = sentences
        self._borders: dict[int, list[int]] = {}
        # A report has a thousand sentences: their fields are read in one go.
        starts, _, sections, paragraphs, _ = zip(*sentences, strict=True) if sentences else ((), (), (), (), ())
        self.starts: tuple[int, ...] = starts
        self.sections: tuple[int, ...] = sections
        seen: dict[int, int] = {}
        self.first = [seen.setdefault(paragraph, i) for i, paragraph in enumerate(paragraphs)]
        self.openings = list(seen.values())

    @classmethod
    def of(cls, document: Document) -> Outline:
        """Find the paragraphs of a document."""
        return cls(document.clean.text, document.sentences)

    def sentence_at(self, position: int) -> int:
        """Return the ordinal of the sentence that a position lies in, or that begins last before it."""
        return max(0, bisect_right(self.starts, position) - 1)

    def clause_at(self, position: int) -> tuple[int, int]:
        """Return the clause of a sentence that a position lies in, without the mark that ends it."""
        ordinal = bisect_right(self.starts, position) - 1
        borders = self._borders.get(ordinal) or self._find_borders(ordinal)
        i = bisect_right(borders, position)
        return borders[i - 1], borders[i] - 1

    def _find_borders(self, ordinal: int) -> list[int]:
        """Find where the clauses of a sentence begin; what lies between two sentences belongs to the first of them."""
        start = self.starts[ordinal] if ordinal >= 0 else 0
        end = self.starts[ordinal + 1] if ordinal + 1 < len(self.starts) else len(self.text)
        borders = [start, *[m.end() for m in _breaks().finditer(self.text, start, end)], end + 1]
        self._borders[ordinal] = borders
        return borders
