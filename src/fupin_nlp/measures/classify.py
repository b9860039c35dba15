"""Decide which measure a quantity belongs to, and by which cues."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Protocol, TypeAlias

from fupin_nlp.measures.context import PARTS, MeasureDecision
from fupin_nlp.measures.scan import Hit
from fupin_nlp.measures.taxonomy import Taxonomy

__all__ = ["MeasureCache", "Surroundings", "decide_each"]

_MARK, *_OTHER_MARKS = ("，", ",", "；", ";", "：", ":", "。")  # between clauses
_MEMBER_MARKS = "；;。"
_PART_OF = ("其中", "其余")
_ENTITY, _ACTION, _UNIT, _CLAUSE, _FRONT, _HEADING, _SENTENCE, _BEFORE = range(len(PARTS))
_NEAR = 12  # clauses looked at on each side: a list of results is rarely longer and its purpose stands first

_Hits: TypeAlias = tuple[Hit, ...]
MeasureCache: TypeAlias = MutableMapping[tuple[str, str], _Hits]
"""Scanned texts of one document and one taxonomy: (part, text) → hits. Start with an empty dict per document."""


class Surroundings(Protocol):
    """What `decide_each` asks for, as `MeasureContext` has it.

    The last four are asked for only where what is nearer leaves the measure open: they may be cut out then.
    """

    @property
    def entity(self) -> str | None:
        """What is counted."""

    @property
    def action(self) -> str | None:
        """The verb that governs it."""

    @property
    def unit(self) -> str | None:
        """Its unit."""

    @property
    def dimension(self) -> str | None:
        """The dimension of the unit."""

    @property
    def clause(self) -> str:
        """Its clause."""

    @property
    def front(self) -> str | None:
        """The sentence in front of the clause."""

    @property
    def sentence(self) -> str:
        """The whole sentence."""

    @property
    def heading(self) -> tuple[str, ...]:
        """Headings, the nearest last."""

    @property
    def before(self) -> str:
        """The paragraph in front."""


def decide_each(
    contexts: Sequence[Surroundings], taxonomy: Taxonomy, cache: MeasureCache | None = None
) -> list[MeasureDecision]:
    """Decide the measures of many quantities; `classify_each` is what users call."""
    kept: MeasureCache = {} if cache is None else cache
    entities = _scanned("entity", [c.entity for c in contexts], taxonomy)
    entities |= {entity: _lifted(entity, hits, taxonomy) for entity, hits in entities.items() if len(hits) > 1}
    actions = _scanned("action", [c.action for c in contexts], taxonomy)
    clauses = _scanned("clause", [c.clause for c in contexts], taxonomy)
    alone, units = taxonomy.alone, taxonomy.units
    decisions = []
    for context in contexts:
        entity = entities.get(context.entity or "", ())
        action = actions.get(context.action or "", ())
        unit = units.get(context.unit or "") or units.get(context.dimension or "") or ()
        clause = clauses.get(context.clause, ())
        is_alone = len(entity) == 1 and not action and not unit and (clause is entity or not clause)
        decision = alone.get(entity[0].word) if is_alone else None
        if decision is None:
            tally = _near(entity, action, unit, clause, taxonomy)
            is_far = tally.heaviest <= taxonomy.weak or tally.lead() <= taxonomy.reach["heading"]
            if is_far:
                _count_far(context, taxonomy, tally, kept)
            decision = tally.decision()
            if is_alone and not is_far:
                alone[entity[0].word] = decision
        decisions.append(decision)
    return decisions


def _scanned(part: str, texts: Iterable[str | None], taxonomy: Taxonomy) -> dict[str, _Hits]:
    """Return the hits of each text."""
    distinct = [text for text in dict.fromkeys(texts) if text]
    return dict(zip(distinct, taxonomy.scanners[part].scan_each(distinct), strict=True))


class _Tally:
    """Scores and the cues they are made of, while the parts are read."""

    __slots__ = ("_counted", "_first", "_scores", "_seen", "_taxonomy", "heaviest")

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._scores: dict[str, float] = {}
        self._first: dict[str, Hit] = {}  # of each code
        self._seen: set[str] = set()
        self._counted: list[_Hits] = [()] * len(PARTS)
        self.heaviest = 0.0  # weight of the heaviest cue of any part but the unit

    def count(self, part: int, hits: _Hits) -> None:
        """Add the heaviest cue of each code that no part before had."""
        if not hits:
            return
        scores, seen, factor = self._scores, self._seen, self._taxonomy.factors[part]
        if hits[0].weight > self.heaviest and part != _UNIT:  # hits come heaviest first
            self.heaviest = hits[0].weight
        self._counted[part] = hits
        done: list[str] = []
        for hit in hits:
            code, weight, _, word, _ = hit
            if word not in seen and code not in done:
                done.append(code)
                if code in scores:
                    scores[code] += factor * weight
                else:
                    scores[code] = factor * weight
                    self._first[code] = hit
        for hit in hits:
            seen.add(hit.word)

    def is_empty(self) -> bool:
        """Whether no cue has counted yet."""
        return not self._scores

    def lead(self) -> float:
        """Return by how much the first code leads; below zero where there is none."""
        scores = self._scores
        if len(scores) > 1:
            first, second = sorted(scores.values(), reverse=True)[:2]
            return first - second
        for score in scores.values():
            return score
        return -1.0

    def decision(self) -> MeasureDecision:
        """Return the code with the highest score, and why."""
        scores, first, taxonomy = self._scores, self._first, self._taxonomy
        if len(scores) > 1:
            order = sorted(scores, key=lambda c: (-scores[c], -len(first[c].word), taxonomy.rank(c)))
            scores = {c: scores[c] for c in order}
        for code, score in scores.items():
            if score < taxonomy.minimum:
                break
            counted, weights = tuple(self._counted), taxonomy.factors
            return MeasureDecision(
                code, taxonomy.label(code), MappingProxyType(scores), first[code].sub, counted, weights
            )
        return MeasureDecision(taxonomy.fallback, taxonomy.label(taxonomy.fallback))


def _near(entity: _Hits, action: _Hits, unit: _Hits, clause: _Hits, taxonomy: Taxonomy) -> _Tally:
    """Count the quantity's own words: entity, action and unit, and the clause where it can change the code."""
    tally = _Tally(taxonomy)
    if entity:
        tally.count(_ENTITY, entity)
    if action:
        tally.count(_ACTION, action)
    if unit:
        tally.count(_UNIT, unit)
    if clause and tally.lead() <= taxonomy.reach["clause"]:
        tally.count(_CLAUSE, clause)
    return tally


def _count_far(context: Surroundings, taxonomy: Taxonomy, tally: _Tally, kept: MeasureCache) -> None:
    """Count the text in front where what is nearer names no purpose, headings and sentence where they can change it.

    The text before counts only where nothing else speaks.
    """
    if tally.heaviest <= taxonomy.weak:
        tally.count(_FRONT, _purpose(context, taxonomy, tally, kept))
    if context.heading and tally.lead() <= taxonomy.reach["heading"]:
        tally.count(_HEADING, _kept("heading", "\n".join(context.heading), taxonomy, kept))
    if context.sentence and tally.lead() <= taxonomy.reach["sentence"]:
        tally.count(_SENTENCE, _kept("sentence", context.sentence, taxonomy, kept))
    if tally.is_empty() and context.before:
        tally.count(_BEFORE, _nearest(reversed(_split(context.before)), 0.0, "before", taxonomy, kept))


def _lifted(entity: str, hits: _Hits, taxonomy: Taxonomy) -> _Hits:
    """Let the head of the noun phrase, which ends an entity, count for more: 搬迁劳动力|培训."""
    heads = [hit for hit in hits if hit.weight > taxonomy.weak and entity.endswith(hit.word)]
    if not heads:
        return hits
    lifted = [hit._replace(weight=hit.weight * taxonomy.head) if hit in heads else hit for hit in hits]
    return tuple(sorted(lifted, key=lambda hit: -hit.weight))


def _kept(part: str, text: str, taxonomy: Taxonomy, kept: MeasureCache) -> _Hits:
    hits = kept.get((part, text))
    if hits is None:
        hits = kept[part, text] = taxonomy.scanners[part].scan(text)
    return hits


def _purpose(context: Surroundings, taxonomy: Taxonomy, tally: _Tally, kept: MeasureCache) -> _Hits:
    """Return the hits of the clause that tells the purpose where the quantity's own words do not.

    同比增长22% belongs to what was named last, and so do the people, the subsidy and the share of the money in
    发放小额信贷7亿元，受益贫困户1.6万户. Money often comes first: 投入4亿元，新建学校26所. Where the quantity's
    own words say something, only a purpose named in the same member of a list (；) can say it better.
    """
    front, behind = _sides(context)
    least = 0.0
    if not tally.is_empty():
        least = taxonomy.weak
        front = front[max(map(front.rfind, _MEMBER_MARKS)) + 1 :]
    if hits := _nearest(reversed(_split(front)), least, "front", taxonomy, kept):
        return hits
    for mark in _MEMBER_MARKS:
        behind = behind.partition(mark)[0]
    return _nearest(_split(behind), least, "front", taxonomy, kept)


def _sides(context: Surroundings) -> tuple[str, str]:
    """Return the sentence in front of the clause, with the one it is a part of (其中), and behind the clause."""
    front = context.front
    if front is None:
        front = context.sentence[: max(context.sentence.find(context.clause), 0)] if context.clause else ""
    behind = context.sentence[len(front) + len(context.clause) :]
    if context.sentence.lstrip().startswith(_PART_OF) and context.before:
        front = context.before.rstrip("。；; \n") + "，" + front
    return front, behind


def _split(text: str) -> list[str]:
    """Return the clauses of a text."""
    for mark in _OTHER_MARKS:
        text = text.replace(mark, _MARK)
    return text.split(_MARK)


def _nearest(clauses: Iterable[str], least: float, part: str, taxonomy: Taxonomy, kept: MeasureCache) -> _Hits:
    for clause in islice(clauses, _NEAR):
        hits = _kept(part, clause, taxonomy, kept) if clause else ()
        if hits and hits[0].weight > least:
            return hits
    return ()
