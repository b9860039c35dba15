"""Texts that are not read, and why."""

from __future__ import annotations

from fupin_nlp.clean.collection import reports_in
from fupin_nlp.errors import ReadError
from fupin_nlp.extract import extract
from fupin_nlp.extract.errors import TooManyFiguresError
from fupin_nlp.ingest import ReadOptions
from fupin_nlp.model import Document, Quantity, RawText

__all__ = ["figures_of", "refuse_collection", "refuse_halves", "refuse_length"]

_ADVICE = "split it into its reports or chapters, or raise ReadOptions."


def refuse_length(raw: RawText, options: ReadOptions) -> None:
    """Refuse what would need more memory than a machine that others use can spare.

    Raises
    ------
    ReadError
        If there are more characters than `ReadOptions.max_characters`.

    Examples
    --------
    >>> refuse_length(RawText("脱贫3户。", "a.txt"), ReadOptions())
    """
    if len(raw.text) > options.max_characters:
        shown = f"{len(raw.text):,} characters, more than {options.max_characters:,}, the limit"
        raise ReadError(raw.name, f"the text has {shown}; {_ADVICE}max_characters")


def figures_of(document: Document, name: str, options: ReadOptions) -> tuple[Quantity, ...]:
    """Return the figures of a document; refuse one with more of them than `ReadOptions.max_figures`.

    Each of them is a row with its evidence.

    Raises
    ------
    ReadError
        If it has more.

    Examples
    --------
    >>> from fupin_nlp.clean import clean
    >>> from fupin_nlp.segment import segment
    >>> len(figures_of(segment(clean(RawText("脱贫3户5人。"))), "a.txt", ReadOptions()))
    2
    """
    try:
        return extract(document, most=options.max_figures)
    except TooManyFiguresError as error:
        raise ReadError(name, f"the text has {error}; {_ADVICE}max_figures") from error


def refuse_halves(raw: RawText) -> None:
    """Refuse text with half a character (a lone surrogate), which no file can hold.

    Raises
    ------
    ReadError
        If there is one; the message says where.

    Examples
    --------
    >>> refuse_halves(RawText("脱贫3户。", "a.txt"))
    """
    try:
        raw.text.encode()
    except UnicodeEncodeError as error:
        half = ord(raw.text[error.start])
        raise ReadError(
            raw.name,
            f"the text holds half a character (U+{half:04X} at {error.start}): decode it anew, or take "
            "text.encode('utf-16', 'surrogatepass').decode('utf-16', 'replace')",
        ) from error


def refuse_collection(raw: RawText, text: str, column: str | None) -> None:
    """Refuse a table of reports: read as one, it would give the figures of all of them to one place and year.

    Raises
    ------
    ReadError
        If it is one.

    Examples
    --------
    >>> refuse_collection(RawText("脱贫3户。", "a.txt"), "脱贫3户。", None)
    """
    reason = reports_in(text, raw.format, column)
    if reason is not None:
        raise ReadError(raw.name, reason)
