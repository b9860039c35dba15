"""The types that flow through the library, from bytes to records.

One coordinate system rules: spans are half-open and count code points. ``Span`` fields of the text types
(`CleanText`, `Sentence`, `Section`, `Quantity`) refer to the *clean* text; a `Record` refers to the *raw* text,
``raw[start:end] == text`` always. `Alignment` leads from one to the other.
"""

from fupin_nlp.model.alignment import Alignment
from fupin_nlp.model.quantity import Bound, Kind, Quantity
from fupin_nlp.model.record import Record
from fupin_nlp.model.reporttext import ReportText
from fupin_nlp.model.structure import Document, Section, Sentence
from fupin_nlp.model.text import CleanText, Damage, Edit, LeftOut, RawText, Span

__all__ = [
    "Alignment",
    "Bound",
    "CleanText",
    "Damage",
    "Document",
    "Edit",
    "Kind",
    "LeftOut",
    "Quantity",
    "RawText",
    "Record",
    "ReportText",
    "Section",
    "Sentence",
    "Span",
]
