"""A report as the analyses see it: what it is of, and its cleaned text."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ReportText"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportText:
    """A report reduced to what clustering and comparison need.

    Attributes
    ----------
    doc : str
        Name of the document, the same as in its records.
    text : str
        Cleaned text of the body, without what was left out.
    title : str
        Empty where none was found.
    region, region_code : str or None
        Whose report it is.
    year : int or None
        The year that the report speaks of: the one under review where that is known, else the one of its date.
    date : str or None
        When it was given, ISO.
    headings : tuple of str
        Headings of the body in text order.
    sentences : tuple of str
        Sentences of the body in text order, headings excluded.

    Examples
    --------
    >>> ReportText(doc="甲县.txt", text="全县发放小额贷款2000万元。", region="甲县").region
    '甲县'
    """

    doc: str
    text: str
    title: str = ""
    region: str | None = None
    region_code: str | None = None
    year: int | None = None
    date: str | None = None
    headings: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
