"""What is known of a report as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from fupin_nlp.interpret.period.dates import PartialDate
from fupin_nlp.lexicon.gazetteer import Division
from fupin_nlp.model.portable import Portable

__all__ = ["HeadPart", "ReportMeta"]


class HeadPart(NamedTuple):
    """A part of a document's head or tail that is no running text, and how it was read.

    Attributes
    ----------
    start, end : int
        Its span in the clean text.
    kind : str
        ``column`` (【新征程】), ``newspaper`` (新华社…电, 本报讯), ``byline``, ``date`` (of the page or the
        signature), ``number`` (of the document), ``speech`` (——2013年3月1日在…会议上), ``signature``.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class ReportMeta(Portable):
    """What is known of a report as a whole.

    Attributes
    ----------
    title : str or None
        Without the marks and the name of the column in front of it.
    region, region_code : str or None
        Whose report it is, with the code valid in the year of its date; None where nothing tells or where
        several places fit. Of a village or township the words of the text, with the code of its county.
    region_candidates : tuple of Division
        The places among which the report could not decide; one place where it could.
    date : PartialDate or None
        When it was given or published.
    issuer : str or None
        Who speaks (中共绥化市委员会).
    evidence : mapping
        Field → the words that decided.
    head : tuple of HeadPart
        What of the text belongs to its head or tail, in text order: no figure and no period is read there.
    """

    title: str | None = None
    region: str | None = None
    region_code: str | None = None
    region_candidates: tuple[Division, ...] = ()
    date: PartialDate | None = None
    issuer: str | None = None
    evidence: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), compare=False)
    head: tuple[HeadPart, ...] = field(default=(), compare=False)

    @property
    def year(self) -> int | None:
        """Year of the date."""
        return self.date.year if self.date else None
