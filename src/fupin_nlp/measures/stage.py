"""The stage as users call it."""

from __future__ import annotations

from collections.abc import Sequence

from fupin_nlp.measures.classify import MeasureCache, decide_each
from fupin_nlp.measures.context import MeasureContext, MeasureDecision, Surroundings
from fupin_nlp.measures.taxonomy import Taxonomy

__all__ = ["classify", "classify_each"]


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
    return classify_each([context._replace(heading=tuple(context.heading))], taxonomy, cache)[0]


def classify_each(
    contexts: Sequence[Surroundings], taxonomy: Taxonomy, cache: MeasureCache | None = None
) -> list[MeasureDecision]:
    """Decide the measures of many quantities, best of all those of a document, as `classify` does.

    The texts of one part are scanned together.

    Examples
    --------
    >>> contexts = [MeasureContext(entity=entity) for entity in ("就业帮扶资金", "卫生院")]
    >>> [decision.code for decision in classify_each(contexts, Taxonomy.load())]
    ['employment', 'health']
    """
    return decide_each(contexts, taxonomy, cache)
