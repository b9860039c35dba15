"""The places of a document, sentence by sentence; only sentences that are asked for are searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.interpret.outline import Outline
from fupin_nlp.interpret.region_scan import Place, PlaceScanner

__all__ = ["PlaceIndex"]

_HARD = frozenset("。\n")  # neither a name nor a list of places nor a village and its county goes over these


class PlaceIndex:
    """The places of one document, told by their ordinals in `places`.

    Two thirds of a report tell no figures. What was searched stays known; a sentence is searched together with those
    around it that no full stop or line end divides from it.

    Parameters
    ----------
    outline : Outline
        That of the document.
    meta : ReportMeta
        Whose report it is, and its year.

    Attributes
    ----------
    places : list of Place
        Those found so far; within a sentence in text order.
    starts : list of int
        Where they start.

    Examples
    --------
    >>> from fupin_nlp.model import Alignment, CleanText, Document, RawText, Sentence
    >>> text = "略阳县投入31万元。汉中市投入5万元。"
    >>> clean = CleanText(RawText(text), text, Alignment.identity())
    >>> outline = Outline.of(Document(clean, (), (Sentence(0, 10, 0, 0), Sentence(10, 19, 0, 0))))
    >>> index = PlaceIndex(outline, ReportMeta(region="汉中市", region_code="610700"))
    >>> index.of(1), [place.name for place in index.places]
    ((0, 1), ['汉中市'])
    """

    def __init__(self, outline: Outline, meta: ReportMeta) -> None:
        self.places: list[Place] = []
        self.starts: list[int] = []
        self._outline = outline
        self._scanner = PlaceScanner(outline.text, meta)
        self._known: dict[int, tuple[int, int]] = {}

    def of(self, sentence: int) -> tuple[int, int]:
        """Return the ordinals of the first place of a sentence and of that behind its last one."""
        known = self._known.get(sentence)
        if known is None:
            self.search((sentence,))
            known = self._known[sentence]
        return known

    def search(self, sentences: Iterable[int]) -> None:
        """Search sentences, given in text order, in one pass."""
        stretches = list(self._stretches(sentences))
        found = self._scanner.scan([(start, end) for start, end, _ in stretches])
        at = len(self.places)
        self.places += found
        self.starts += [place.start for place in found]
        for _, _, ordinals in stretches:
            for ordinal in ordinals:
                sentence = self._outline.sentences[ordinal]
                while at < len(self.starts) and self.starts[at] < sentence.start:
                    at += 1  # in front of the body
                first = at
                while at < len(self.starts) and self.starts[at] < sentence.end:
                    at += 1
                self._known[ordinal] = first, at

    def _stretches(self, sentences: Iterable[int]) -> Iterator[tuple[int, int, range]]:
        """Yield start and end of what has to be searched for these sentences, and the sentences that lie in it."""
        text, starts, last = self._outline.text, self._outline.starts, len(self._outline.starts) - 1
        behind = 0
        for sentence in sentences:
            if sentence in self._known or sentence < behind:
                continue
            first = sentence
            while first >= 0 and starts[first] and text[starts[first] - 1] not in _HARD:
                first -= 1
            behind = sentence + 1
            while behind <= last and text[self._outline.sentences[behind - 1].end - 1] not in _HARD:
                behind += 1
            end = starts[behind] if behind <= last else len(text)
            yield starts[first] if first >= 0 else 0, end, range(max(first, 0), behind)
