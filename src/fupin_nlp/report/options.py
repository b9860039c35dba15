"""Options of the whole path, from bytes to records."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from fupin_nlp.clean import CleanOptions
from fupin_nlp.ingest import ReadOptions
from fupin_nlp.measures import Taxonomy
from fupin_nlp.segment import tokenizer_name

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
        If `tokenizer` is none of the choices.

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
        tokenizer_name(self.tokenizer)

    def taxonomy(self) -> Taxonomy:
        """Return the taxonomy that these options name.

        Raises
        ------
        DataFileError
            If the file is missing or breaks the form.
        """
        if self.measures is None or not self.measures.is_file():
            return Taxonomy.load(self.measures)
        status = self.measures.stat()
        return _own_taxonomy(self.measures, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4)
def _own_taxonomy(path: Path, changed: int, size: int) -> Taxonomy:  # noqa: ARG001  # a changed file is another key
    """Load a user's taxonomy once for all documents of a run."""
    return Taxonomy.load(path)
