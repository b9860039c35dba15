"""The stage as users call it."""

from __future__ import annotations

from collections.abc import Sequence

from fupin_nlp.decide import Models, Proposal, Subject
from fupin_nlp.interpret.interpreter import proposals_of, records_of
from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.measures import Taxonomy
from fupin_nlp.model import Document, Quantity, Record
from fupin_nlp.segment import Tokenizer

__all__ = ["interpret", "propose"]


def interpret(
    document: Document,
    quantities: Sequence[Quantity],
    meta: ReportMeta,
    taxonomy: Taxonomy,
    tokenizer: Tokenizer,
    models: Models | None = None,
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
    models : Models, optional
        Choose among what the grammar proposes; without them the first proposal is taken.

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
    told = _outside_head(quantities, meta)
    return records_of(document, told, meta, taxonomy, tokenizer, models or Models())


def propose(
    document: Document, quantities: Sequence[Quantity], meta: ReportMeta, taxonomy: Taxonomy, tokenizer: Tokenizer
) -> tuple[Subject, list[Proposal]]:
    """Return what the grammar proposes for the quantities of a document: what models learn from.

    Parameters are those of `interpret`; the first value is what is known of the document as a whole.

    Examples
    --------
    >>> from fupin_nlp.clean import clean
    >>> from fupin_nlp.extract import extract
    >>> from fupin_nlp.interpret.metadata import read_metadata
    >>> from fupin_nlp.model import RawText
    >>> from fupin_nlp.segment import segment, tokenizer
    >>> document = segment(clean(RawText("已发放小额贷款200万元。")))
    >>> meta = read_metadata(document.clean)
    >>> _, proposals = propose(document, extract(document), meta, Taxonomy.load(), tokenizer())
    >>> proposals[0].entity, proposals[0].entity_path, proposals[0].role_reason
    ('小额贷款', 'object', 'the clause says 已')
    """
    return proposals_of(document, _outside_head(quantities, meta), meta, taxonomy, tokenizer)


def _outside_head(quantities: Sequence[Quantity], meta: ReportMeta) -> Sequence[Quantity]:
    """Leave out what stands in datelines, bylines, columns, document numbers and signatures."""
    parts = meta.head
    if not parts:
        return quantities
    return [q for q in quantities if not any(part.start <= q.start < part.end for part in parts)]
