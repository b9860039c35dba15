"""Options of the whole path, from bytes to records."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypedDict

from fupin_nlp.clean import CleanOptions
from fupin_nlp.decide import Models, models
from fupin_nlp.errors import ArgumentError, OptionError, named
from fupin_nlp.ingest import ReadOptions
from fupin_nlp.lexicon.additions import by_lexicon
from fupin_nlp.measures import Taxonomy
from fupin_nlp.report.own import DEFAULT, Lexicon, lexicon_of
from fupin_nlp.segment import tokenizer_name

__all__ = ["MODEL_CHOICES", "How", "Known", "ReportOptions", "options_of"]

MODEL_CHOICES = ("on", "off")


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
    models : str or Path
        ``on`` (those of the library), ``off`` (what the grammar proposes first is taken), or a file that
        ``fupin train`` wrote.
    lexicon : Lexicon
        What you add to the units, places, words, indicators and measures of the library; or the path of a TOML file
        with it.

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
    models: str | Path = "on"
    lexicon: Lexicon = DEFAULT

    def __post_init__(self) -> None:
        tokenizer_name(self.tokenizer)
        object.__setattr__(self, "lexicon", lexicon_of(self.lexicon))
        if isinstance(self.measures, str):
            object.__setattr__(self, "measures", Path(self.measures))
        if isinstance(self.models, str) and self.models not in MODEL_CHOICES:
            raise OptionError(f"models must be on, off or the Path of a file, not {self.models!r}")

    def decider(self) -> Models:
        """Return the models that these options name.

        Raises
        ------
        DataFileError
            If the file is missing or is no file of models.
        """
        return models(self.models)

    def taxonomy(self) -> Taxonomy:
        """Return the taxonomy that these options name.

        Raises
        ------
        DataFileError
            If the file is missing or breaks the form.
        """
        with self.lexicon.at_work():
            if self.measures is None or not self.measures.is_file():
                return Taxonomy.load(self.measures)
            status = self.measures.stat()
            return _own_taxonomy(self.measures, status.st_mtime_ns, status.st_size)


@by_lexicon()
def _own_taxonomy(path: Path, changed: int, size: int) -> Taxonomy:  # noqa: ARG001  # a changed file is another key
    """Load a user's taxonomy once for all documents of a run."""
    return Taxonomy.load(path)


class How(TypedDict, total=False):
    """How documents are read, as `fupin_nlp.parse` and the others take it."""

    options: ReportOptions | None
    lexicon: Lexicon | str | Path | None


class Known(How, total=False):
    """What is known of a document, and how it is read."""

    region: object
    date: object
    title: str | None


def options_of(options: ReportOptions | None = None, lexicon: Lexicon | str | Path | None = None) -> ReportOptions:
    """Return the options that were given, with the lexicon that was given.

    Raises
    ------
    ArgumentError
        If the options are none, or the lexicon is none.
    DataFileError
        If the file of the lexicon is missing or wrong.

    Examples
    --------
    >>> options_of() == ReportOptions()
    True
    """
    if options is not None and not isinstance(options, ReportOptions):
        raise ArgumentError(f"options= takes ReportOptions, not {named(options)}")
    found = options or ReportOptions()
    return found if lexicon is None else replace(found, lexicon=lexicon_of(lexicon))
