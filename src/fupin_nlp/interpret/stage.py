"""The stage as users call it."""

from __future__ import annotations

from collections.abc import Sequence

from fupin_nlp.interpret.interpreter import records_of
from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.measures import Taxonomy
from fupin_nlp.model import Document, Quantity, Record
from fupin_nlp.segment import Tokenizer

__all__ = ["interpret"]


def interpret(
    document: Document, quantities: Sequence[Quantity], meta: ReportMeta, taxonomy: Taxonomy, tokenizer: Tokenizer
) -> tuple[Record, ...]:
    """Turn the quantities of a document into records.

    Parameters
    ----------
    document : Document
        The segmented document.
    quantities : sequence of Quantity
        In text order.
    meta : ReportMeta
        Region and date of the report.
    taxonomy : Taxonomy
        The measures.
    tokenizer : Tokenizer
        Cuts the text into words.

    Returns
    -------
    tuple of Record
        One a quantity, in text order, with links.

    Examples
    --------
    `fupin_nlp.report.parse` calls the stages in turn:

    >>> from fupin_nlp.report import parse
    >>> [(r.entity, r.action, r.role) for r in parse("2019年，全县发放小额贷款2036.2万元。").records]
    [('小额贷款', '发放', 'achieved')]
    """
    return records_of(document, _outside_head(quantities, meta), meta, taxonomy, tokenizer)


def _outside_head(quantities: Sequence[Quantity], meta: ReportMeta) -> Sequence[Quantity]:
    """Leave out what stands in datelines, bylines, columns, document numbers and signatures."""
    parts = meta.head
    if not parts:
        return quantities
    return [q for q in quantities if not any(part.start <= q.start < part.end for part in parts)]
