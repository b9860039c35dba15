"""On which words the decisions of a record hang, found by reading its passage again."""

from __future__ import annotations

from collections.abc import Iterator

from fupin_nlp.decide.influence import words_behind
from fupin_nlp.extract import extract
from fupin_nlp.interpret import propose
from fupin_nlp.interpret.evidence import Evidence
from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.model import Document, Record
from fupin_nlp.report.options import ReportOptions
from fupin_nlp.segment import tokenizer

__all__ = ["hanging_on"]


def hanging_on(
    record: Record, document: Document, meta: ReportMeta, options: ReportOptions
) -> Iterator[tuple[str, str]]:
    """Yield fields with the words that the models' decision of them hangs on most, worded.

    Parameters
    ----------
    record : Record
        A record of the document; nothing is told of one that no model decided.
    document : Document
        The segmented document.
    meta : ReportMeta
        What was read of its head.
    options : ReportOptions
        Those that the document was read with.
    """
    evidence = record.evidence
    if record.confidence is None or not isinstance(evidence, Evidence):
        return
    words = tokenizer(options.tokenizer)
    subject, proposals = propose(document, extract(document), meta, options.taxonomy(), words)
    clean = document.clean
    for number, proposal in enumerate(proposals):
        span = clean.alignment.to_source(proposal.quantity.start, proposal.quantity.end)
        if span == (record.start, record.end):
            told = words_behind(options.decider(), subject, proposals, number, evidence.decision, words)
            for field, influences in told.items():
                if influences:
                    yield f"{field} words", ", ".join(f"{i.word} (without it {i.fall:.2f} less)" for i in influences)
            return
