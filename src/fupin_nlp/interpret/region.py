"""Whose figure it is: the nearest named place that governs a quantity, else the report's region."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.interpret.helpers import together, who_is_helped
from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.interpret.place_index import NOWHERE, PlaceIndex
from fupin_nlp.interpret.region_topics import Topics, digit
from fupin_nlp.interpret.standing import Standing
from fupin_nlp.lexicon.gazetteer import NATION
from fupin_nlp.lexicon.patterns import QuickPattern, compile_quick
from fupin_nlp.model import Document, Quantity
from fupin_nlp.scope import Tree, build_tree
from fupin_nlp.scope.tree import CLAUSE_REACH, SENTENCE_REACH

__all__ = ["RegionDecision", "RegionResolver"]

_NUMBERED: Final = 3  # levels of headings 一、 （一） 1.
_LISTING: Final = tuple("、和及与")
_LONGEST_STORY: Final = 8000  # characters of a text that tells of one scene after the other
_EACH: Final = "分别"
_LOCATED: Final = "在"
_MONEY: Final = "元"
_DESCRIBES: Final = 9  # characters between a quantity and the place that it describes


@lru_cache(maxsize=1)
def _describes() -> QuickPattern:
    return compile_quick(
        "between a quantity and the place it describes", r"(?:以上|左右)?(?:(?![外远])[\u4e00-\u9fff]){0,6}?的"
    )


@lru_cache(maxsize=1)
def _counted() -> QuickPattern:
    """Return the pattern behind a list of places that says how many they are (荆州、孝感、黄冈3个城市)."""
    return compile_quick(
        "counted places", r"[\d一二两三四五六七八九十]+[个省市县区村](?:[^，。；]{0,6}?[省市县区村乡镇州地])?"
    )


@lru_cache(maxsize=1)
def _larger() -> QuickPattern:
    """Return the pattern of words for a place that holds villages, and of its offices."""
    return compile_quick(
        "larger than a village",
        r"[全我本各][省市县区州旗盟镇乡]|(?:^|[，。；：\n 　▲○●、由])[省市县区州旗盟乡镇]"
        r"(?:委|政府|[\u4e00-\u9fff]{1,6}?[局办厅联委院会])",
    )


class RegionDecision(NamedTuple):
    """The region of a record.

    Attributes
    ----------
    name : str or None
        Official name, several joined by 、; for a village the words of the text; None where the report's own
        region is not known.
    code : str or None
        Six-digit codes in the order of the names, joined by 、; of a village that of its county.
    evidence : str
        What decided.
    """

    name: str | None
    code: str | None
    evidence: str


def _counts_examples(text: str, start: int, end: int) -> bool:
    """Return whether the words before a quantity end in 等 (石嘴山先进材料等3个平台)."""
    return text[max(start, end - 1) : end] == "等"


class RegionResolver:
    """Regions of the records of one document.

    Parameters
    ----------
    document : Document
        Segmented, in simplified characters.
    meta : ReportMeta
        Whose report it is, and its year.
    tree : Tree, optional
        That of the document, where the caller has it already.
    sentences : iterable of int, optional
        Ordinals of the sentences that will be asked for: their places are found in one pass.

    Examples
    --------
    >>> from fupin_nlp.model import Alignment, CleanText, RawText, Sentence, Section
    >>> text = "水利局为略阳县投入资金31万元，全市共投入90万元。"
    >>> clean = CleanText(RawText(text), text, Alignment.identity())
    >>> document = Document(clean, (Section(0, len(text), (), 0),), (Sentence(0, len(text), 0, 0),))
    >>> resolver = RegionResolver(document, ReportMeta(region="汉中市", region_code="610700"))
    >>> resolver.for_record(0, 11, 15).name, resolver.for_record(0, 21, 25).name
    ('略阳县', '汉中市')
    """

    def __init__(
        self, document: Document, meta: ReportMeta, tree: Tree | None = None, sentences: Iterable[int] = ()
    ) -> None:
        self._text = document.clean.text
        self._sections = document.sections
        self._tree = tree or build_tree(document)
        self._index = PlaceIndex(self._tree, meta)
        self._places, self._starts = self._index.places, self._index.starts
        self._standing = Standing(self._tree, self._places, meta.region_code)
        self._small = meta.region_code is not None and not meta.region_code.endswith("0000")
        # Without a region of its own, or with the nation as such, a text tells of one place after the other.
        self._free = meta.region_code is None or meta.region_code == NATION.code
        self._home = RegionDecision(meta.region, meta.region_code, "the report's region")
        self._decided: dict[int, RegionDecision] = {}
        self._topics = Topics(self._tree, self._index, self._standing, meta.region_code)
        self._story = len(self._text) <= _LONGEST_STORY and self._index.has_villages
        self._index.search(self._wanted(list(sentences)))

    def _wanted(self, asked: list[int]) -> list[int]:
        """Return the sentences that decide about these: themselves, and those that tell what a paragraph is about."""
        first = self._tree.first
        if self._story or (self._free and len(self._text) <= _LONGEST_STORY):
            return list(range(len(first)))
        paragraphs = {first[sentence] for sentence in asked}
        if self._small or self._free:
            return [i for i, opening in enumerate(first) if opening in paragraphs]
        return sorted(paragraphs.union(asked))

    def for_record(self, sentence: int, quantity_start: int, quantity_end: int) -> RegionDecision:
        """Return the region of a quantity.

        Looked at, in this order: the clause of the quantity; who receives, later in the clause; earlier clauses of
        the sentence; who receives, in later clauses; the place that the paragraph is about; the village in which a
        story plays; the report.

        Parameters
        ----------
        sentence : int
            Ordinal of its sentence.
        quantity_start, quantity_end : int
            Its span in the clean text.
        """
        places = self._index.of(sentence)
        place = self._near(sentence, quantity_start, quantity_end, places) if places[0] < places[1] else None
        if place is None:
            place = self._topics.of(sentence)
        return self._decision(self._scene(quantity_start) if place is None else place)

    def for_each(self, quantities: Iterable[Quantity]) -> list[RegionDecision]:
        """Return the regions of quantities; what a sentence without places says is asked once."""
        decisions: list[RegionDecision] = []
        sentence = -1
        common: RegionDecision | None = None  # of all in the sentence that no place in it owns
        places = NOWHERE
        together = list(quantities)
        for number, q in enumerate(together):
            if q.sentence != sentence:
                sentence, common = q.sentence, None
                places = self._index.of(sentence)
            place = self._near(sentence, q.outer_start, q.outer_end, places) if places is not NOWHERE else None
            if place is not None:
                several = "、" in self._places[place].name
                shared = self._distributed(place, together, number) if several else None
                decisions.append(self._decision(place) if shared is None else shared)
                continue
            if common is None:
                topic = self._topics.of(sentence)
                if topic is None and self._story:
                    decisions.append(self._decision(self._scene(q.outer_start)))
                    continue
                common = self._decision(topic)
            decisions.append(common)
        return decisions

    def _distributed(self, i: int, quantities: list[Quantity], number: int) -> RegionDecision | None:
        """Return which of several places owns a quantity behind 分别: their order is that of the quantities."""
        place, q, text = self._places[i], quantities[number], self._text
        start, end = self._tree.clause_at(q.outer_start)
        mark = text.rfind(_EACH, max(start, place.end), q.outer_start)
        if mark < 0:
            return None
        first = last = number
        while first and mark < quantities[first - 1].outer_start:
            first -= 1
        while last + 1 < len(quantities) and quantities[last + 1].outer_start < end:
            last += 1
        names = place.name.split("、")
        codes = place.codes or (None,) * len(names)
        if not len(names) == len(codes) == last + 1 - first:
            return None
        which = number - first
        evidence = f"{text[place.start : place.end]} at {place.start}, one each"
        return RegionDecision(names[which], codes[which], evidence)

    def _decision(self, place: int | None) -> RegionDecision:
        return self._home if place is None else self._decided.get(place) or self._decide(place)

    def _decide(self, i: int) -> RegionDecision:
        place = self._places[i]
        evidence = f"{self._text[place.start : place.end]} at {place.start}"
        name, codes = place.name, place.codes
        if len(codes) > 1 and together().match(self._text, place.end):
            helped = who_is_helped(name.split("、"), codes)
            name, codes = helped if helped is not None else (name, codes)
        decision = self._decided[i] = RegionDecision(name, "、".join(codes) or None, evidence)
        return decision

    def _near(self, sentence: int, quantity_start: int, quantity_end: int, places: tuple[int, int]) -> int | None:
        """Return the place in the sentence of a quantity that owns it; places are told by their ordinals."""
        starts, whole = self._starts, self._tree.sentences[sentence]
        first, last = places
        if whole.end - whole.start > SENTENCE_REACH:
            first = bisect_left(starts, max(whole.start, quantity_start - SENTENCE_REACH), first, last)
            last = bisect_left(starts, min(whole.end, quantity_end + SENTENCE_REACH), first, last)
        start, end = self._tree.clause_at(quantity_start)
        start = max(start, whole.start, quantity_start - CLAUSE_REACH)
        before = bisect_left(starts, start, first, last)  # the first place of the clause
        here = bisect_left(starts, quantity_start, before, last)
        behind = bisect_left(starts, quantity_end, here, last)
        described = self._described(behind, last, quantity_start, quantity_end) if behind < last else None
        if described is not None:
            return described
        place = self._in_clause(before, here, (start, quantity_start)) if before < here else None
        if behind < last and (place is None or self._places[place].kind == "own"):
            stop = bisect_left(starts, end, behind, last)
            received = self._receiver(behind, stop, quantity_end) if behind < stop else None
            place = place if received is None else received
        if place is None:
            place = self._earlier(first, before, start)
        if place is None and behind < last:
            place = self._receiver(behind, last, quantity_end)
        return place

    def _described(self, behind: int, last: int, start: int, end: int) -> int | None:
        """Return the place that a quantity describes: 海拔4370米的嘎玛乡, 25岁的张家港市居民; not 3万元的广东省补助."""
        place, text = self._places[behind], self._text
        if place.start - end > _DESCRIBES or place.kind not in ("named", "village") or text[start:end].endswith(_MONEY):
            return None
        return behind if behind < last and _describes().fullmatch(text, end, place.start) is not None else None

    def _earlier(self, first: int, last: int, clause_start: int) -> int | None:
        """Return the last of some places that owns the figures of a later clause."""
        for i in range(last - 1, first - 1, -1):
            if self._standing.carries_on(i, clause_start) and not self._in_closed_bracket(i, clause_start):
                return i
        return None

    def _in_clause(self, first: int, last: int, span: tuple[int, int]) -> int | None:
        """Return the last place of the clause before the quantity that governs; a receiver before others."""
        start, end = span
        examples = _counts_examples(self._text, start, end)
        governing: int | None = None
        for i in range(last - 1, first - 1, -1):
            place = self._places[i]
            if place.end > end or self._in_closed_bracket(i, end) or not self._standing.governs(i, start):
                continue
            if "、" in place.name and place.end == end and _counted().match(self._text, end):
                continue  # 荆州、孝感、黄冈3个城市: the places are what is counted
            if place.kind != "own" and self._standing.receives(i):
                return i
            # 石嘴山先进材料等3个平台: what is counted lies in many places, the named one is an example.
            if governing is None and not (examples and place.kind == "named"):
                governing = i
        return governing

    def _in_closed_bracket(self, i: int, position: int) -> bool:
        """Return whether a place stands in brackets that are closed before a position: it owns what is in them only."""
        end = self._places[i].end
        close = max(self._text.find(mark, end, position) for mark in "）)")
        return close >= 0 and not any(mark in self._text[end:close] for mark in "（(")

    def _receiver(self, first: int, last: int, start: int) -> int | None:
        """Return the first place after the quantity that receives, unless another number stands between."""
        number = digit().search(self._text, start, self._starts[last - 1])
        end = number.start() if number else len(self._text)
        for i in range(first, last):
            place = self._places[i]
            if end < place.start:
                return None
            located = self._text[place.start - 1] == _LOCATED
            if place.kind in ("named", "village") and not located and self._standing.receives(i):
                return i if self._standing.governs(i, start) else None
        return None

    def _scene(self, position: int) -> int | None:
        """Return the village in which a story plays at a position: no other place, and no 全县, is named since."""
        i = bisect_left(self._starts, position) - 1 if self._story else -1
        place = self._places[i] if i >= 0 else None
        if place is None or place.kind != "village" or "、" in place.name or self._in_closed_bracket(i, position):
            return None
        text = self._text
        if (self._small and not place.inside) or self._is_new_chapter(place.start, position):
            return None
        # One of several villages, or what the county or its offices tell of, is no scene.
        listed = text[place.start - 1 : place.start] in _LISTING or text[place.end : place.end + 1] in _LISTING
        return None if listed or _larger().search(text, place.end, position) is not None else i

    def _is_new_chapter(self, start: int, position: int) -> bool:
        """Return whether a position lies under another numbered heading than the one where a story began."""
        sections, tree = self._sections, self._tree
        here = tree.sections[tree.sentence_at(position)]
        return (
            here != tree.sections[tree.sentence_at(start)]
            and here < len(sections)
            and 0 < sections[here].level <= _NUMBERED
        )
