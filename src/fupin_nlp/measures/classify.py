"""Decide which measure a quantity belongs to, and by which cues."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from fupin_nlp.measures.context import Cue, MeasureContext, MeasureDecision
from fupin_nlp.measures.scan import Hit, WordScanner
from fupin_nlp.measures.taxonomy import Taxonomy

__all__ = ["MeasureCache", "classify"]

_CLAUSE_MARKS = "，,；;：:。"

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
        tally.count("entity", taxonomy.scanners["entity"].scan(context.entity))
    if context.action:
        tally.count("action", taxonomy.scanners["action"].scan(context.action))
    _count_unit(context, taxonomy, tally)
    if context.clause and not tally.decided(taxonomy.reach["clause"]):
        tally.count("clause", _kept("clause", context.clause, taxonomy, kept))
    _count_around(context, taxonomy, tally, kept)
    return _decide(tally, taxonomy)


class _Tally:
    """Scores and the cues they are made of, while the parts are read."""

    __slots__ = ("_factors", "_seen", "best", "cues", "scores")

    def __init__(self, factors: Mapping[str, float]) -> None:
        self._factors = factors
        self._seen: set[str] = set()
        self.scores: dict[str, float] = {}
        self.best: dict[str, tuple[int, str | None]] = {}  # code -> length and finer code of its first cue
        self.cues: list[Cue] = []

    def count(self, part: str, hits: Sequence[Hit]) -> None:
        """Add the heaviest cue of each code that no part before had."""
        factor, scores, seen = self._factors[part], self.scores, self._seen
        done: set[str] = set()
        for code, weight, sub, word in hits:
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
        ranked = sorted(self.scores.values(), reverse=True)
        return ranked[0] - (ranked[1] if len(ranked) > 1 else 0.0) > reach


def _count_unit(context: MeasureContext, taxonomy: Taxonomy, tally: _Tally) -> None:
    word = next((w for w in (context.unit, context.dimension) if w and w in taxonomy.units), None)
    if word is not None:
        tally.count("unit", taxonomy.units[word])


def _count_around(context: MeasureContext, taxonomy: Taxonomy, tally: _Tally, kept: MeasureCache) -> None:
    """Count headings and sentence where they can still change the code; the text before where nothing else speaks."""
    if not tally.scores:
        tally.count("clause", _in_front(context, taxonomy.scanners["clause"]))
    if context.heading and not tally.decided(taxonomy.reach["heading"]):
        tally.count("heading", _kept("heading", "\n".join(context.heading), taxonomy, kept))
    if context.sentence and not tally.decided(taxonomy.reach["sentence"]):
        tally.count("sentence", _kept("sentence", context.sentence, taxonomy, kept))
    if context.before and not tally.scores:
        tally.count("before", _kept("before", context.before, taxonomy, kept))


def _kept(part: str, text: str, taxonomy: Taxonomy, kept: MeasureCache) -> tuple[Hit, ...]:
    hits = kept.get((part, text))
    if hits is None:
        hits = kept[part, text] = taxonomy.scanners[part].scan(text)
    return hits


def _in_front(context: MeasureContext, scanner: WordScanner) -> tuple[Hit, ...]:
    """Return the hits of the nearest clause in front that has any: 同比增长22% belongs to what was named last."""
    sentence = context.sentence
    end = sentence.find(context.clause) if context.clause else -1
    while end > 0:
        start = max(sentence.rfind(mark, 0, end) for mark in _CLAUSE_MARKS)
        hits = scanner.scan(sentence[start + 1 : end])
        if hits:
            return hits
        end = start
    return ()


def _decide(tally: _Tally, taxonomy: Taxonomy) -> MeasureDecision:
    scores, best = tally.scores, tally.best
    order = sorted(scores, key=lambda c: (-scores[c], -best[c][0], taxonomy.rank(c)))
    if not order or scores[order[0]] < taxonomy.minimum:
        return MeasureDecision(taxonomy.fallback, taxonomy.label(taxonomy.fallback))
    code = order[0]
    ranked = MappingProxyType({c: scores[c] for c in order})
    return MeasureDecision(code, taxonomy.label(code), ranked, tuple(tally.cues), best[code][1])
