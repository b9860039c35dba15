"""Decide which measure a quantity belongs to, and by which cues."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping, Sequence
from itertools import islice
from operator import itemgetter
from types import MappingProxyType
from typing import Final, TypeAlias

from fupin_nlp.measures.context import PARTS, MeasureDecision, Surroundings
from fupin_nlp.measures.scan import Hit
from fupin_nlp.measures.taxonomy import Taxonomy

__all__ = ["MeasureCache", "decide_each"]

_MARK, *_OTHER_MARKS = ("，", ",", "；", ";", "：", ":", "。")  # between clauses
_MEMBER_MARKS: Final = "；;。"
_PART_OF: Final = ("其中", "其余")
_ENTITY, _ACTION, _UNIT, _CLAUSE, _FRONT, _HEADING, _SENTENCE, _BEFORE = range(len(PARTS))
# In a Hit: its fields by name take longer.
_WEIGHT: Final = 1
_SUB: Final = 2
_WORD: Final = 3
_weight: Final = itemgetter(_WEIGHT)
_BLOCK: Final = 500  # quantities whose texts are scanned together: a clause may have a thousand characters
_NEAR: Final = 12  # clauses looked at on each side: a list of results is rarely longer and its purpose stands first

_Hits: TypeAlias = tuple[Hit, ...]
MeasureCache: TypeAlias = MutableMapping[tuple[str, str], _Hits]
"""Scanned texts of one document and one taxonomy: (part, text) → hits. Start with an empty dict per document."""


def decide_each(
    contexts: Sequence[Surroundings], taxonomy: Taxonomy, cache: MeasureCache | None = None
) -> list[MeasureDecision]:
    """Decide the measures of many quantities, scanning the texts of one part together, as `classify_each` says."""
    far = _Far(taxonomy, {} if cache is None else cache)
    decisions: list[MeasureDecision] = []
    for first in range(0, len(contexts), _BLOCK):
        decisions += _decided(contexts[first : first + _BLOCK], taxonomy, far)
    return decisions


def _decided(contexts: Sequence[Surroundings], taxonomy: Taxonomy, far: _Far) -> list[MeasureDecision]:
    scanners, alone, units = taxonomy.scanners, taxonomy.alone, dict(taxonomy.units)
    names, clauses = [c.entity or "" for c in contexts], [c.clause for c in contexts]
    scanned = zip(
        scanners["entity"].scan_each(names),
        scanners["action"].scan_each([c.action or "" for c in contexts]),
        scanners["clause"].scan_each(clauses),
        strict=True,
    )
    weak, reach = taxonomy.weak, taxonomy.reach["heading"]
    decisions = []
    for context, name, clause, (entity, action, around) in zip(contexts, names, clauses, scanned, strict=True):
        unit = units.get(context.unit or "") or units.get(context.dimension or "") or ()
        is_alone = len(entity) == 1 and not action and not unit and (around is entity or not around)
        decision = alone.get(entity[0][_WORD]) if is_alone else None
        if decision is None:
            own = _lifted(name, entity, taxonomy) if len(entity) > 1 else entity
            tally = _near(own, action, unit, around, taxonomy)
            is_far = tally.heaviest <= weak or tally.lead() <= reach
            if is_far:
                far.count(context, clause, tally)
            decision = tally.decision()
            if is_alone and not is_far:
                alone[entity[0][_WORD]] = decision
        decisions.append(decision)
    return decisions


class _Tally:
    """Scores and the cues they are made of, while the parts are read."""

    __slots__ = ("_counted", "_first", "_scores", "_seen", "_taxonomy", "heaviest", "most")

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._scores: dict[str, float] = {}
        self._first: dict[str, Hit] = {}  # of each code
        self._seen: set[str] = set()
        self._counted: list[_Hits] = [()] * len(PARTS)
        self.heaviest = 0.0  # weight of the heaviest cue of any part but the unit
        self.most = 0.0  # no code can have more, and none can lead by more

    def count(self, part: int, hits: _Hits) -> None:
        """Add the heaviest cue of each code that no part before had."""
        if not hits:
            return
        scores, seen, factor = self._scores, self._seen, self._taxonomy.factors[part]
        weight = hits[0][_WEIGHT]  # hits come heaviest first
        if weight > self.heaviest and part != _UNIT:
            self.heaviest = weight
        self.most += factor * weight
        self._counted[part] = hits
        if not scores and len(hits) == 1:  # most tallies begin so
            hit = hits[0]
            code, weight, _, word, _ = hit
            scores[code] = factor * weight
            self._first[code] = hit
            seen.add(word)
            return
        fresh = [hit for hit in hits if hit[_WORD] not in seen] if seen else hits
        done: list[str] = []
        for hit in fresh:
            code, weight, _, word, _ = hit
            seen.add(word)
            if code in done:
                continue
            done.append(code)
            if code in scores:
                scores[code] += factor * weight
            else:
                scores[code] = factor * weight
                self._first[code] = hit

    def is_empty(self) -> bool:
        """Whether no cue has counted yet."""
        return not self._scores

    def lead(self) -> float:
        """Return by how much the first code leads; below zero where there is none."""
        scores = self._scores
        count = len(scores)
        if count == 2:
            one, two = scores.values()
            return one - two if one > two else two - one
        if count > 2:
            first, second = sorted(scores.values(), reverse=True)[:2]
            return first - second
        for score in scores.values():
            return score
        return -1.0

    def decision(self) -> MeasureDecision:
        """Return the code with the highest score, and why."""
        scores, first, taxonomy = self._scores, self._first, self._taxonomy
        if len(scores) == 2:
            one, two = scores.items()
            if one[1] < two[1] or (one[1] == two[1] and self._rank(two) < self._rank(one)):
                scores = dict((two, one))
        elif len(scores) > 2:
            scores = dict(sorted(scores.items(), key=self._rank))
        for code, score in scores.items():
            if score < taxonomy.minimum:
                break
            counted, weights = tuple(self._counted), taxonomy.factors
            return MeasureDecision(
                code, taxonomy.label(code), MappingProxyType(scores), first[code][_SUB], counted, weights
            )
        return MeasureDecision(taxonomy.fallback, taxonomy.label(taxonomy.fallback))

    def _rank(self, score: tuple[str, float]) -> tuple[float, int, int]:
        code = score[0]
        return -score[1], -len(self._first[code][_WORD]), self._taxonomy.rank(code)


def _near(entity: _Hits, action: _Hits, unit: _Hits, clause: _Hits, taxonomy: Taxonomy) -> _Tally:
    """Count the quantity's own words: entity, action and unit, and the clause where it can change the code."""
    tally = _Tally(taxonomy)
    if entity:
        tally.count(_ENTITY, entity)
    if action:
        tally.count(_ACTION, action)
    if unit:
        tally.count(_UNIT, unit)
    if clause and clause is not entity:
        reach = taxonomy.reach["clause"]
        if tally.most <= reach or tally.lead() <= reach:
            tally.count(_CLAUSE, clause)
    return tally


def _lifted(entity: str, hits: _Hits, taxonomy: Taxonomy) -> _Hits:
    """Let the head of the noun phrase, which ends an entity, count for more: 搬迁劳动力|培训."""
    weak, head = taxonomy.weak, taxonomy.head
    lifted = []
    is_changed = False
    for hit in hits:
        code, weight, sub, word, rank = hit
        if weight > weak and entity.endswith(word):
            is_changed = True
            lifted.append(Hit(code, weight * head, sub, word, rank))
        else:
            lifted.append(hit)
    if not is_changed:
        return hits
    lifted.sort(key=_weight, reverse=True)
    return tuple(lifted)


class _Far:
    """What stands around the own words of the quantities of a document; each text is scanned once."""

    __slots__ = ("_headings", "_kept", "_taxonomy")

    def __init__(self, taxonomy: Taxonomy, kept: MeasureCache) -> None:
        self._taxonomy = taxonomy
        self._kept = kept
        self._headings: dict[tuple[str, ...], _Hits] = {(): ()}

    def count(self, context: Surroundings, clause: str, tally: _Tally) -> None:
        """Count the text in front where what is nearer names no purpose, headings and sentence where they matter.

        The text before counts only where nothing else speaks.
        """
        taxonomy, sentence = self._taxonomy, context.sentence
        if tally.heaviest <= taxonomy.weak:
            tally.count(_FRONT, self._purpose(context, clause, sentence, tally))
        path = context.heading
        if path and (tally.most <= taxonomy.reach["heading"] or tally.lead() <= taxonomy.reach["heading"]):
            headings = self._headings.get(path)
            if headings is None:
                headings = self._headings[path] = self._hits("heading", "\n".join(path))
            tally.count(_HEADING, headings)
        if sentence and tally.lead() <= taxonomy.reach["sentence"]:
            tally.count(_SENTENCE, self._hits("sentence", sentence))
        if tally.is_empty() and (before := context.before):
            tally.count(_BEFORE, self._nearest(reversed(_split(before)), 0.0, "before"))

    def _hits(self, part: str, text: str) -> _Hits:
        hits = self._kept.get((part, text))
        if hits is None:
            hits = self._kept[part, text] = self._taxonomy.scanners[part].scan(text)
        return hits

    def _purpose(self, context: Surroundings, clause: str, sentence: str, tally: _Tally) -> _Hits:
        """Return the hits of the clause that tells the purpose where the quantity's own words do not.

        同比增长22% belongs to what was named last, and so do the people, the subsidy and the share of the money in
        发放小额信贷7亿元，受益贫困户1.6万户. Money often comes first: 投入4亿元，新建学校26所. Where the quantity's
        own words say something, only a purpose named in the same member of a list (；) can say it better.
        """
        front, behind = _sides(context, clause, sentence)
        least = 0.0
        if not tally.is_empty():
            least = self._taxonomy.weak
            front = front[max(map(front.rfind, _MEMBER_MARKS)) + 1 :]
        if hits := self._nearest(reversed(_split(front)), least, "front"):
            return hits
        for mark in _MEMBER_MARKS:
            behind = behind.partition(mark)[0]
        return self._nearest(_split(behind), least, "front")

    def _nearest(self, clauses: Iterable[str], least: float, part: str) -> _Hits:
        for clause in islice(clauses, _NEAR):
            hits = self._hits(part, clause) if clause else ()
            if hits and hits[0][_WEIGHT] > least:
                return hits
        return ()


def _sides(context: Surroundings, clause: str, sentence: str) -> tuple[str, str]:
    """Return the sentence in front of the clause, with the one it is a part of (其中), and behind the clause."""
    front = context.front
    if front is None:
        front = sentence[: max(sentence.find(clause), 0)] if clause else ""
    behind = sentence[len(front) + len(clause) :]
    if sentence.lstrip().startswith(_PART_OF) and context.before:
        front = context.before.rstrip("。；; \n") + "，" + front
    return front, behind


def _split(text: str) -> list[str]:
    """Return the clauses of a text."""
    for mark in _OTHER_MARKS:
        text = text.replace(mark, _MARK)
    return text.split(_MARK)
