"""The stage as users call it."""

from __future__ import annotations

from fupin_nlp.extract.engine import find_quantities
from fupin_nlp.model import Document, Quantity

__all__ = ["extract"]


def extract(document: Document, *, most: int | None = None) -> tuple[Quantity, ...]:
    """Return the quantities of a document's body, in text order.

    Parameters
    ----------
    document : Document
        What `fupin_nlp.segment.segment` gives.
    most : int, optional
        How many quantities the document may have. The search ends at ten times as many numbers with or without a unit,
        so that what is refused takes little memory. By default any number.

    Returns
    -------
    tuple of Quantity
        Spans in clean positions, disjoint. Dates, ordinals, codes, slogans and bases of a rate are left alone.

    Raises
    ------
    TooManyFiguresError
        If there are more than `most`.

    Examples
    --------
    >>> from fupin_nlp.model import CleanText, Alignment, RawText, Span
    >>> from fupin_nlp.segment import segment
    >>> text = "2018年，培训近2万人次，户均增收3000多元。"
    >>> clean = CleanText(RawText(text), text, Alignment.identity(), body=(Span(0, len(text)),))
    >>> [(text[q.start:q.end], int(q.value), q.unit, q.bound) for q in extract(segment(clean))]
    [('2万人次', 20000, '人次', 'under'), ('3000多元', 3000, '元', 'over')]
    """
    return find_quantities(document, most)
