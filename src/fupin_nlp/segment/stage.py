"""The stage as users call it."""

from __future__ import annotations

from fupin_nlp.model import CleanText, Document
from fupin_nlp.segment.structure import divide

__all__ = ["segment"]


def segment(clean: CleanText) -> Document:
    r"""Split the body of a cleaned document into sentences and sections.

    Parameters
    ----------
    clean : CleanText
        What the clean stage gives; only its `body` is split.

    Returns
    -------
    Document
        Sentences cover the body spans without loss or overlap (line ends belong to the sentence before them);
        a ； stays inside its sentence. Sections carry the path of their headings without numbering.

    Examples
    --------
    >>> from fupin_nlp.model import Alignment, RawText, Span
    >>> text = "一、产业扶贫。建成基地3个。受益20户！\n二、教育扶贫\n资助5人。"
    >>> clean = CleanText(RawText(text), text, Alignment.identity(), body=(Span(0, len(text)),))
    >>> document = segment(clean)
    >>> [document.text_of(s).strip() for s in document.sentences]
    ['一、产业扶贫。', '建成基地3个。', '受益20户！', '二、教育扶贫', '资助5人。']
    >>> [s.path for s in document.sections]
    [('产业扶贫',), ('教育扶贫',)]
    """
    return divide(clean)
