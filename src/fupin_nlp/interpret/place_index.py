"""The places of a document that may own figures, sentence by sentence; only sentences asked for are searched."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.interpret.region_scan import Place, PlaceScanner
from fupin_nlp.interpret.standing import can_own
from fupin_nlp.scope import Tree

__all__ = ["NOWHERE", "PlaceIndex"]

_HARD: Final = frozenset("。\n")  # neither a name nor a list of places nor a village and its county goes over these
NOWHERE: Final = (0, 0)  # what `PlaceIndex.of` gives for a sentence without places


class PlaceIndex:
    """The places of one document, told by their ordinals in `places`.

    Two thirds of a report tell no figures. What was searched stays known; a sentence is searched together with those
    around it that no full stop or line end divides from it.

    Parameters
    ----------
    tree : Tree
        That of the document.
    meta : ReportMeta
        Whose report it is, and its year.

    Attributes
    ----------
    places : list of Place
        Those found so far that may own a figure; within a sentence in text order.
    starts : list of int
        Where they start.

    Examples
    --------
    >>> from fupin_nlp.model import Alignment, CleanText, Document, RawText, Sentence
    >>> from fupin_nlp.scope import build_tree
    >>> text = "略阳县投入31万元。汉中市投入5万元。"
    >>> clean = CleanText(RawText(text), text, Alignment.identity())
    >>> tree = build_tree(Document(clean, (), (Sentence(0, 10, 0, 0), Sentence(10, 19, 0, 0))))
    >>> index = PlaceIndex(tree, ReportMeta(region="汉中市", region_code="610700"))
    >>> index.of(1), [place.name for place in index.places]
    ((0, 1), ['汉中市'])
    """

    def __init__(self, tree: Tree, meta: ReportMeta) -> None:
        self.places: list[Place] = []
        self.starts: list[int] = []
        self._tree = tree
        self._own_code = meta.region_code
        self._scanner = PlaceScanner(tree.text, meta)
        self._known: dict[int, tuple[int, int]] = {}  # of the sentences with places
        self._searched = bytearray(len(tree.sentences))  # 1 for each sentence that was

    @property
    def has_villages(self) -> bool:
        """Whether the document names villages or townships."""
        return self._scanner.has_villages

    def of(self, sentence: int) -> tuple[int, int]:
        """Return the ordinals of the first place of a sentence and of that behind its last one."""
        if not self._searched[sentence]:
            self.search((sentence,))
        return self._known.get(sentence, NOWHERE)

    def search(self, sentences: Iterable[int]) -> None:
        """Search sentences, given in text order, in one pass."""
        tree, own_code = self._tree, self._own_code
        first = behind = len(self.places)
        last = -1
        for place in self._scanner.scan([self._span(*run) for run in self._runs(sentences)]):
            if not can_own(tree.text, place, own_code):
                continue
            self.places.append(place)
            self.starts.append(place.start)
            ordinal = bisect_right(tree.starts, place.start) - 1
            if ordinal != last:
                last, first = ordinal, behind
            behind += 1
            if ordinal >= 0 and place.start < tree.sentences[ordinal].end:  # else it lies between two sentences
                self._known[ordinal] = first, behind

    def _runs(self, sentences: Iterable[int]) -> list[tuple[int, int]]:
        """Return what has to be searched for these sentences: ordinals of the first one and that behind the last.

        Such runs begin and end at full stops or line ends; -1 is what stands in front of the first sentence.
        """
        text, starts, whole = self._tree.text, self._tree.starts, self._tree.sentences
        searched, count = self._searched, len(starts)
        runs: list[tuple[int, int]] = []
        begin = behind = -2
        for sentence in sentences:
            if searched[sentence]:
                continue
            first = sentence
            while first >= 0 and starts[first] and text[starts[first] - 1] not in _HARD:
                first -= 1
            if first > behind:
                if behind >= 0:
                    runs.append((begin, behind))
                begin = first
            behind = sentence + 1
            while behind < count and text[whole[behind - 1].end - 1] not in _HARD:
                behind += 1
            searched[sentence] = 1
            if behind - first > 1:
                first = max(first, 0)
                searched[first:behind] = b"\1" * (behind - first)
        if behind >= 0:
            runs.append((begin, behind))
        return runs

    def _span(self, first: int, behind: int) -> tuple[int, int]:
        starts = self._tree.starts
        return starts[first] if first >= 0 else 0, starts[behind] if behind < len(starts) else len(self._tree.text)
