"""Decide which measure a quantity belongs to, and by which cues."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import TypeAlias

from fupin_nlp.measures.context import Cue, MeasureContext, MeasureDecision
from fupin_nlp.measures.scan import Hit
from fupin_nlp.measures.taxonomy import Taxonomy

__all__ = ["MeasureCache", "classify"]

_BETWEEN = re.compile("[，,；;：:。]")
_MEMBER_MARKS = "；;。"
_PART_OF = ("其中", "其余")
_NEAR = 12  # clauses looked at on each side: a list of results is rarely longer and its purpose stands first

MeasureCache: TypeAlias = MutableMapping[tuple[str, str], tuple[Hit, ...]]
"""Scanned texts of one document and one taxonomy: (part, text) → hits. Start with an empty dict per document."""


def classify(context: MeasureContext, taxonomy: Taxonomy, cache: MeasureCache | None = None) -> MeasureDecision:
    """Decide the measure of a quantity from the cue words around it.

    The purpose decides, not the instrument, because cues of purpose (就业) weigh more than those of instruments
    (资金, 贷款) in the taxonomy. Cues in the entity weigh most, then those in the action, the clause, the headings and
    the sentence; where entity and clause are silent, the nearest clause in front stands for the clause. In each part
    the heaviest cue of a code counts; a cue that stands in several parts counts once, in the first. A long cue hides
    the short ones inside it. Clause, headings and sentence are read only where they can still change the code, the
    text before only where nothing nearer speaks.

    Parameters
    ----------
    context : MeasureContext
        Cleaned text around the quantity.
    taxonomy : Taxonomy
        Codes and cues.
    cache : dict, optional
        Keeps scans of sentences and headings between the quantities of one document. Pass the same dict for all of
        them and a new one for the next document or another taxonomy.

    Returns
    -------
    MeasureDecision
        The code with the highest score; equal scores: the longer cue, then the order of the taxonomy. Without
        evidence the fallback of the taxonomy, with empty scores.

    Examples
    --------
    >>> taxonomy = Taxonomy.load()
    >>> classify(MeasureContext(entity="就业帮扶资金", action="投入", unit="元"), taxonomy).label
    '就业扶贫'
    >>> classify(MeasureContext(clause="推动民营企业健康发展"), taxonomy).code == "health"
    False
    """
    kept: MeasureCache = {} if cache is None else cache
    tally = _Tally(taxonomy.part_weights)
    if context.entity:
        tally.count("entity", _headed(context.entity, taxonomy, kept))
    if context.action:
        tally.count("action", _kept("action", context.action, taxonomy, kept))
    _count_unit(context, taxonomy, tally)
    if context.clause and not tally.decided(taxonomy.reach["clause"]):
        tally.count("clause", _kept("clause", context.clause, taxonomy, kept))
    _count_around(context, taxonomy, tally, kept)
    return _decide(tally, taxonomy)


class _Tally:
    """Scores and the cues they are made of, while the parts are read."""

    __slots__ = ("_factors", "_seen", "best", "cues", "heaviest", "scores")

    def __init__(self, factors: Mapping[str, float]) -> None:
        self._factors = factors
        self._seen: set[str] = set()
        self.scores: dict[str, float] = {}
        self.best: dict[str, tuple[int, str | None]] = {}  # code -> length and finer code of its first cue
        self.cues: list[Cue] = []
        self.heaviest = 0.0  # weight of the heaviest cue of any part but the unit

    def count(self, part: str, hits: Sequence[Hit]) -> None:
        """Add the heaviest cue of each code that no part before had."""
        if not hits:
            return
        factor, scores, seen = self._factors[part], self.scores, self._seen
        if part != "unit" and hits[0].weight > self.heaviest:  # hits come heaviest first
            self.heaviest = hits[0].weight
        done: set[str] = set()
        for code, weight, sub, word, _ in hits:
            if code in done or word in seen:
                continue
            done.add(code)
            scores[code] = scores.get(code, 0.0) + factor * weight
            self.cues.append(Cue(code, word, factor * weight, part))
            if code not in self.best:
                self.best[code] = (len(word), sub)
        seen.update([hit.word for hit in hits])

    def decided(self, reach: float) -> bool:
        """Whether the first code leads by more than any other could still gain."""
        if not self.scores:
            return False
        if len(self.scores) == 1:
            return next(iter(self.scores.values())) > reach
        first, second = sorted(self.scores.values(), reverse=True)[:2]
        return first - second > reach


def _count_unit(context: MeasureContext, taxonomy: Taxonomy, tally: _Tally) -> None:
    word = next((w for w in (context.unit, context.dimension) if w and w in taxonomy.units), None)
    if word is not None:
        tally.count("unit", taxonomy.units[word])


def _count_around(context: MeasureContext, taxonomy: Taxonomy, tally: _Tally, kept: MeasureCache) -> None:
    """Count the text in front where what is nearer names no purpose, headings and sentence where they can change it."""
    if tally.heaviest <= taxonomy.weak:
        tally.count("front", _purpose(context, taxonomy, tally, kept))
    if context.heading and not tally.decided(taxonomy.reach["heading"]):
        tally.count("heading", _kept("heading", "\n".join(context.heading), taxonomy, kept))
    if context.sentence and not tally.decided(taxonomy.reach["sentence"]):
        tally.count("sentence", _kept("sentence", context.sentence, taxonomy, kept))
    if context.before and not tally.scores:
        tally.count("before", _nearest(reversed(_split(context.before)), 0.0, "before", taxonomy, kept))


def _headed(entity: str, taxonomy: Taxonomy, kept: MeasureCache) -> Sequence[Hit]:
    """Return the hits of an entity; the head of the noun phrase, which ends it, counts for more: 搬迁劳动力|培训."""
    hits = _kept("entity", entity, taxonomy, kept)
    if len(hits) < 2:
        return hits
    heads = [hit for hit in hits if hit.weight > taxonomy.weak and entity.endswith(hit.word)]
    if not heads:
        return hits
    lifted = [hit._replace(weight=hit.weight * taxonomy.head) if hit in heads else hit for hit in hits]
    return sorted(lifted, key=lambda hit: -hit.weight)


def _kept(part: str, text: str, taxonomy: Taxonomy, kept: MeasureCache) -> tuple[Hit, ...]:
    hits = kept.get((part, text))
    if hits is None:
        hits = kept[part, text] = taxonomy.scanners[part].scan(text)
    return hits


def _purpose(context: MeasureContext, taxonomy: Taxonomy, tally: _Tally, kept: MeasureCache) -> Sequence[Hit]:
    """Return the hits of the clause that tells the purpose where the quantity's own words do not.

    同比增长22% belongs to what was named last, and so do the people, the subsidy and the share of the money in
    发放小额信贷7亿元，受益贫困户1.6万户. Money often comes first: 投入4亿元，新建学校26所. Where the quantity's
    own words say something, only a purpose named in the same member of a list (；) can say it better.
    """
    front, behind = _sides(context)
    least = taxonomy.weak if tally.scores else 0.0
    marks = _MEMBER_MARKS if tally.scores else ""
    member = max((front.rfind(mark) for mark in marks), default=-1) + 1
    return _nearest(reversed(_split(front[member:])), least, "front", taxonomy, kept) or _nearest(
        _split(behind, stop=_MEMBER_MARKS), least, "front", taxonomy, kept
    )


def _sides(context: MeasureContext) -> tuple[str, str]:
    """Return the sentence in front of the clause, with the one it is a part of (其中), and behind the clause."""
    front = context.front
    if front is None:
        front = context.sentence[: max(context.sentence.find(context.clause), 0)] if context.clause else ""
    behind = context.sentence[len(front) + len(context.clause) :]
    if context.before and context.sentence.lstrip().startswith(_PART_OF):
        front = context.before.rstrip("。；; \n") + "，" + front
    return front, behind


def _split(text: str, stop: str = "") -> list[str]:
    """Return the clauses of a text, at most up to the first of some marks."""
    end = min((at for mark in stop if (at := text.find(mark)) >= 0), default=len(text))
    return _BETWEEN.split(text[:end])


def _nearest(clauses: Iterable[str], least: float, part: str, taxonomy: Taxonomy, kept: MeasureCache) -> Sequence[Hit]:
    for clause in islice(clauses, _NEAR):
        hits = _kept(part, clause, taxonomy, kept) if clause else ()
        if hits and hits[0].weight > least:
            return hits
    return ()


def _decide(tally: _Tally, taxonomy: Taxonomy) -> MeasureDecision:
    scores, best = tally.scores, tally.best
    order = sorted(scores, key=lambda c: (-scores[c], -best[c][0], taxonomy.rank(c)))
    if not order or scores[order[0]] < taxonomy.minimum:
        return MeasureDecision(taxonomy.fallback, taxonomy.label(taxonomy.fallback))
    code = order[0]
    ranked = MappingProxyType({c: scores[c] for c in order})
    return MeasureDecision(code, taxonomy.label(code), ranked, tuple(tally.cues), best[code][1])
