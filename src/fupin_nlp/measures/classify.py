"""Decide which measure a quantity belongs to, and by which cues."""

from __future__ import annotations

from collections.abc import MutableMapping
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
    (资金, 贷款) in the taxonomy. Cues in the entity weigh most, then those in the action, the clause, the sentence,
    the heading and the text before. In each part the heaviest cue of a code counts; a cue that stands in several
    parts counts once, in the first. A long cue hides the short ones inside it.

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
    scores: dict[str, float] = {}
    best: dict[str, tuple[int, str | None]] = {}
    cues: list[Cue] = []
    seen: set[str] = set()
    for part, text in _texts(context):
        if part == "sentence" and not scores:
            hits = _nearest(text, context.clause, taxonomy.scanners[part])
        else:
            found = kept.get((part, text))
            hits = taxonomy.scanners[part].scan(text) if found is None else found
            kept[part, text] = hits
        if hits:
            _count(part, taxonomy.part_weights[part], [h for h in hits if h.word not in seen], (scores, best, cues))
            seen.update(h.word for h in hits)
    _count_unit(context, taxonomy, (scores, best, cues))
    return _decide(scores, best, cues, taxonomy)


def _nearest(sentence: str, clause: str, scanner: WordScanner) -> tuple[Hit, ...]:
    """Return the hits of the nearest clause in front that has any: 同比增长22% belongs to what was named last.

    Where none has, those of the whole sentence.
    """
    at = sentence.find(clause) if clause else -1
    end = at
    while end > 0:
        start = max(sentence.rfind(mark, 0, end) for mark in _CLAUSE_MARKS)
        hits = scanner.scan(sentence[start + 1 : end])
        if hits:
            return hits
        end = start
    return scanner.scan(sentence)


_State: TypeAlias = tuple[dict[str, float], dict[str, tuple[int, str | None]], list[Cue]]


def _texts(context: MeasureContext) -> list[tuple[str, str]]:
    """Return the parts that have text, the strongest first."""
    pairs = (
        ("entity", context.entity),
        ("action", context.action),
        ("clause", context.clause),
        ("sentence", context.sentence),
        ("heading", "\n".join(context.heading)),
        ("before", context.before),
    )
    return [(part, text) for part, text in pairs if text]


def _count(part: str, factor: float, hits: list[Hit], state: _State) -> None:
    scores, best, cues = state
    done: set[str] = set()
    for code, weight, sub, word in hits:
        if code in done:
            continue
        done.add(code)
        scores[code] = scores.get(code, 0.0) + factor * weight
        cues.append(Cue(code, word, factor * weight, part))
        if code not in best:
            best[code] = (len(word), sub)


def _count_unit(context: MeasureContext, taxonomy: Taxonomy, state: _State) -> None:
    units = taxonomy.units
    word = next((w for w in (context.unit, context.dimension) if w and w in units), None)
    if word is not None:
        hits = [Hit(e.code, e.weight, e.sub, word) for e in units[word]]
        _count("unit", taxonomy.part_weights["unit"], hits, state)


def _decide(
    scores: dict[str, float], best: dict[str, tuple[int, str | None]], cues: list[Cue], taxonomy: Taxonomy
) -> MeasureDecision:
    order = sorted(scores, key=lambda c: (-scores[c], -best[c][0], taxonomy.rank(c)))
    if not order or scores[order[0]] < taxonomy.minimum:
        return MeasureDecision(taxonomy.fallback, taxonomy.label(taxonomy.fallback))
    code = order[0]
    ranked = MappingProxyType({c: scores[c] for c in order})
    return MeasureDecision(code, taxonomy.label(code), ranked, tuple(cues), best[code][1])
