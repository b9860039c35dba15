"""What a page needs to know of one report and of one cluster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from fupin_nlp.errors import OptionError
from fupin_nlp.model import Alignment, CleanText

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["STABILITY", "ClusterView", "RawSpan", "ReportView"]

STABILITY = "稳定度"


class RawSpan(NamedTuple):
    """A part of the raw text that is not the report, with the reason."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report as the page shows it.

    Attributes
    ----------
    doc : str
        Name of the document; the records refer to it.
    title, region, date : str
        As shown; empty where not known.
    raw, clean : str
        Both versions of the text.
    alignment : Alignment
        Source = raw, target = clean.
    records : sequence of mapping
        ``Record.to_dict()`` of each record, raw positions.
    left_out : sequence of RawSpan
        Parts of the raw text that are not the report.
    edits : int
        Number of changes that cleaning made.

    Raises
    ------
    OptionError
        If the alignment does not lead from `raw` to `clean`: the page would point at wrong sentences.

    Examples
    --------
    >>> ReportView(doc="a.txt", raw="投入5万元", clean="投入5万元").title
    ''
    """

    doc: str
    raw: str
    clean: str
    title: str = ""
    region: str = ""
    date: str = ""
    alignment: Alignment = field(default_factory=Alignment.identity)
    records: Sequence[Mapping[str, Any]] = ()
    left_out: Sequence[RawSpan] = ()
    edits: int = 0

    def __post_init__(self) -> None:
        if not _leads(self.raw, self.clean, self.alignment):
            raise OptionError(f"{self.doc}: the alignment does not lead from the raw to the cleaned text")

    @classmethod
    def from_clean(
        cls,
        clean: CleanText,
        records: Iterable[Mapping[str, Any]],
        *,
        title: str | None = None,
        region: str | None = None,
        date: str | None = None,
    ) -> ReportView:
        """Return the view of a cleaned text with its records (``Record.to_dict()``).

        Examples
        --------
        >>> from fupin_nlp.model import RawText
        >>> ReportView.from_clean(CleanText(RawText("投入5万元", name="a.txt"), "投入5万元", Alignment()), []).doc
        'a.txt'
        """
        return cls(
            doc=clean.raw.name,
            raw=clean.raw.text,
            clean=clean.text,
            title=title or "",
            region=region or "",
            date=date or "",
            alignment=clean.alignment,
            records=tuple(records),
            left_out=tuple(RawSpan(*clean.raw_span(part.start, part.end), part.reason) for part in clean.left_out),
            edits=len(clean.edits),
        )


@dataclass(frozen=True, slots=True)
class ClusterView:
    """One cluster of reports as the page shows it.

    Attributes
    ----------
    label : str
        Its name, made of measures and terms.
    docs : tuple of str
        Its documents, in order.
    terms : tuple of str
        Distinctive terms, most distinctive first.
    sentences : tuple of str
        Typical sentences.
    note : str
        What else is to be said (silhouette, stability).
    """

    label: str
    docs: tuple[str, ...]
    terms: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    note: str = ""

    @classmethod
    def from_frame(cls, clusters: pd.DataFrame) -> tuple[ClusterView, ...]:
        """Return the views of a frame of clusters: columns label and docs; terms, sentences, stability where they are.

        Raises
        ------
        OptionError
            If label or docs is missing.

        Examples
        --------
        >>> import pandas as pd
        >>> ClusterView.from_frame(pd.DataFrame({"label": ["教育扶贫"], "docs": [["a.txt", "b.txt"]]}))[0].docs
        ('a.txt', 'b.txt')
        """
        missing = [name for name in ("label", "docs") if name not in clusters.columns]
        if missing:
            raise OptionError(f"the frame of clusters lacks the columns {missing}")
        return tuple(
            cls(
                label=str(row["label"]),
                docs=tuple(row["docs"]),
                terms=tuple(row.get("terms", ())),
                sentences=tuple(row.get("sentences", ())),
                note=_firmness(row.get("stability")),
            )
            for row in clusters.to_dict("records")
        )


def _firmness(stability: float | None) -> str:
    """Return the stability of a cluster as a note; empty where it is not known."""
    if stability is None or stability != stability:
        return ""
    return f"{STABILITY} {stability:.2f}"


def _leads(raw: str, clean: str, alignment: Alignment) -> bool:
    """Whether the stretches between the changed pieces are of equal length in both texts.

    Their characters may differ: a traditional character became a simplified one in its place.
    """
    at_raw = at_clean = 0
    for piece in alignment.pieces:
        if piece.source_start - at_raw != piece.target_start - at_clean:
            return False
        at_raw, at_clean = piece.source_end, piece.target_end
    return len(raw) - at_raw == len(clean) - at_clean
