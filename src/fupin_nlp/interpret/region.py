"""Whose figure it is: the nearest named place that governs a quantity, else the report's region."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.interpret.outline import CLAUSE_REACH, SENTENCE_REACH, Outline
from fupin_nlp.interpret.region_scan import Place, scan_places
from fupin_nlp.lexicon.gazetteer import NATION, place_words
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern
from fupin_nlp.model.structure import Document

__all__ = ["RegionDecision", "RegionResolver"]

_OPEN, _CLOSE = ("（", "("), ("）", ")")
_BLANKS = " 　“‘—-\n\t"


@lru_cache(maxsize=1)
def _examples() -> Pattern:
    """Return the pattern behind places that only exemplify what is counted (宜川、平利等5个县区)."""
    return compile_pattern("examples", r"等(?:(?![县市区地省镇乡村州]|\d+年)|(?:县市|市县|县区|地区|地|县|市)\d)")


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


@lru_cache(maxsize=1)
def _counted() -> Pattern:
    """Return the pattern behind a list of places that is itself what is counted (荆州、孝感、黄冈3个城市)."""
    return compile_pattern("counted places", r"[\d两三四五六七八九十]+个?")


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
    outline : Outline, optional
        That of the document, where the caller has it already.

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

    def __init__(self, document: Document, meta: ReportMeta, outline: Outline | None = None) -> None:
        self._text = document.clean.text
        self._outline = outline or Outline.of(document)
        self._clauses = self._outline.clauses
        self._home = RegionDecision(meta.region, meta.region_code, "the report's region")
        self._places = scan_places(self._text, meta)
        self._starts = [p.start for p in self._places]
        self._own_code = meta.region_code
        self._small = meta.region_code is not None and not meta.region_code.endswith("0000")
        self._topics = self._find_topics()

    def places(self, start: int, end: int) -> list[Place]:
        """Return the places that begin in ``text[start:end]``."""
        return self._places[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def for_record(self, sentence_start: int, quantity_start: int, quantity_end: int) -> RegionDecision:
        """Return the region of a quantity; positions are clean ones.

        Looked at, in this order: the clause of the quantity; who receives, later in the clause; earlier clauses of
        the sentence; who receives, in later clauses; the place that the paragraph is about; the report.
        """
        ordinal = self._outline.sentence_at(quantity_start)
        sentence_end = self._outline.sentences[ordinal].end if self._outline.sentences else len(self._text)
        start, end = self._clauses.around(quantity_start)
        sentence_start = max(sentence_start, quantity_start - SENTENCE_REACH)
        sentence_end = min(sentence_end, quantity_end + SENTENCE_REACH)
        start = max(start, sentence_start, quantity_start - CLAUSE_REACH)
        place = None
        if self.places(sentence_start, sentence_end):
            place = self._in_clause(start, quantity_start)
            if place is None or place.kind == "own":
                place = self._receiver(quantity_end, min(end, sentence_end)) or place
            if place is None:
                place = self._before(sentence_start, start)
            if place is None:
                place = self._receiver(quantity_end, sentence_end)
        if place is None and ordinal < len(self._topics):
            place = self._topics[ordinal]
        return self._decide(place)

    def _decide(self, place: Place | None) -> RegionDecision:
        if place is None:
            return self._home
        code = "、".join(place.codes) or None
        return RegionDecision(place.name, code, f"{self._text[place.start : place.end]} at {place.start}")

    def _in_clause(self, start: int, end: int) -> Place | None:
        """Return the last place of the clause before the quantity that governs; a receiver before others."""
        fit = [p for p in self.places(start, end) if p.end <= end and self._governs(p, start)]
        if _counts_examples(self._text, start, end):
            # 石嘴山先进材料等3个平台: what is counted lies in many places, the named one is an example.
            fit = [p for p in fit if p.kind != "named" or self._receives(p)]
        receivers = [p for p in fit if p.kind != "own" and self._receives(p)]
        return (receivers or fit)[-1] if fit else None

    def _receiver(self, start: int, end: int) -> Place | None:
        """Return the first place after the quantity that receives, unless another number stands between."""
        for place in self.places(start, end):
            if any(c.isdecimal() for c in self._text[start : place.start]):
                return None
            located = self._text[place.start - 1] == "在"
            if place.kind in ("named", "village") and self._receives(place) and not located:
                return place if self._governs(place, start) else None
        return None

    def _before(self, sentence_start: int, clause_start: int) -> Place | None:
        """Return the place of the nearest earlier clause that receives, or leads it with its full name.

        Short names do not carry on: 西安地铁通车，…，全年投资达到845亿元 lists what happened where.
        """
        for start, end in reversed(self._clauses.between(sentence_start, clause_start)):
            fit = [
                p
                for p in self.places(start, end)
                if self._governs(p, start) and (self._receives(p) or (p.full and self._leads(p, start)))
            ]
            if fit:
                return fit[-1]
        return None

    def _receives(self, place: Place) -> bool:
        return bool(place_words().recipient.search(self._text, max(0, place.start - 5), place.start))

    def _leads(self, place: Place, clause_start: int) -> bool:
        """Return whether the place stands at the head of its clause, but for 如, 其中 and the like."""
        before = self._text[clause_start : place.start].strip(_BLANKS)
        return not before or before in place_words().lead

    def _governs(self, place: Place, clause_start: int) -> bool:
        """Return whether the words around let the place own a figure (not 占全国, 与北京市签约, 汉中市法院)."""
        words, text = place_words(), self._text
        if text[place.start - 1 : place.start] in _OPEN and text[place.end : place.end + 1] in _CLOSE:
            return False  # 中欧班列（西安）: part of a name
        if words.blocked_after.match(text, place.end) or _examples().match(text, place.end):
            return False
        if "、" in place.name and _counted().match(text, place.end):
            return False
        if not place.full and words.feature_after.match(text, place.end):
            return False
        if place.kind == "nation":
            own = self._own_code == NATION.code
            return self._leads(place, clause_start) and (own or bool(words.nation_after.match(text, place.end)))
        if place.kind == "named" and not place.inside and self._own_code is not None:
            # Whoever lies outside the report's own region owns a figure of it only as the one who receives.
            return self._receives(place)
        if place.kind == "named" and words.giver_after.match(text, place.end):
            return False
        return not words.blocked_before.search(text, max(0, place.start - 4), place.start)

    def _find_topics(self) -> list[Place | None]:
        """Return for each sentence the place that its paragraph is about by then.

        A full name at the head of the paragraph sets it, in the report of a city or a county also at the head of
        a later sentence without figures (a province names many cities in passing); 全市 or 我县 ends it.
        """
        topics: list[Place | None] = []
        previous: Place | None = None
        for i, sentence in enumerate(self._outline.sentences):
            current = previous if self._outline.first[i] != i else self._continued(i, previous)
            topics.append(current)
            here = self.places(sentence.start, sentence.end)
            lead = self._lead(here, sentence.start)
            if lead is not None and (self._outline.first[i] == i or self._introduces(lead, sentence.end)):
                current = lead
                topics[-1] = lead
            elif any(p.kind == "own" for p in here):
                current = None
                topics[-1] = None
            previous = current
        return topics

    def _introduces(self, lead: Place, end: int) -> bool:
        """Return whether a sentence inside a paragraph goes over to a place: it tells no figure yet."""
        told = any(c.isdecimal() for c in self._text[lead.end : end])
        return self._small and not told

    def _lead(self, here: Iterable[Place], start: int) -> Place | None:
        for place in here:
            if place.kind == "nation" or not self._leads(place, start) or not self._governs(place, start):
                return None
            single = place.full and len(place.codes) <= 1
            return place if single and place.kind in ("named", "village") else None
        return None

    def _continued(self, ordinal: int, previous: Place | None) -> Place | None:
        """Return the village of the paragraph before if this one goes on about the same person."""
        if previous is None or previous.kind != "village" or ordinal == 0:
            return None
        sentences = self._outline.sentences
        name = self._text[sentences[ordinal].start : sentences[ordinal].end].strip(" 　“‘—-\n\t")[:3]
        before = self._text[sentences[self._outline.first[ordinal - 1]].start : sentences[ordinal].start]
        return previous if len(name) == 3 and name in before else None
