"""Options of the whole path, from bytes to records."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from fupin_nlp.clean import CleanOptions
from fupin_nlp.ingest import ReadOptions
from fupin_nlp.measures import Taxonomy
from fupin_nlp.segment import tokenizer

__all__ = ["ReportOptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """How reports are read, cleaned and interpreted.

    Attributes
    ----------
    read : ReadOptions
        Limits and formats of the reader.
    clean : CleanOptions
        One switch a cleaning step, and the script engine.
    tokenizer : str
        ``auto`` (the fast one where it is installed), ``rjieba`` or ``jieba``.
    measures : Path or None
        Your own taxonomy of measures; None takes the one of the library.

    Raises
    ------
    OptionError
        If the tokenizer is none of the choices.

    Examples
    --------
    >>> ReportOptions(tokenizer="jieba").tokenizer
    'jieba'
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    clean: CleanOptions = field(default_factory=CleanOptions)
    tokenizer: str = "auto"
    measures: Path | None = None

    def __post_init__(self) -> None:
        tokenizer(self.tokenizer)

    def taxonomy(self) -> Taxonomy:
        """Return the taxonomy that these options name."""
        return Taxonomy.load(self.measures)
