"""What an analysis was given: a corpus, one report, or several."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

from fupin_nlp.errors import ArgumentError, named
from fupin_nlp.report.corpus import Corpus
from fupin_nlp.report.options import ReportOptions
from fupin_nlp.report.report import Report

__all__ = ["Reports", "corpus_of"]

Reports: TypeAlias = Corpus | Report | Iterable[Report]
"""A corpus, one report, or several in whatever is gone through."""


def corpus_of(reports: Any, function: str) -> Corpus:
    """Return the corpus that was given, or one of the reports that were given.

    Raises
    ------
    ArgumentError
        If it is neither; the message names the function and what it takes.
    OptionError
        If two different reports have the same name.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> corpus_of(parse("脱贫3户。"), "compare")
    <Corpus of 1 documents: 1 read, 0 failed>
    """
    if isinstance(reports, Corpus):
        return reports
    if isinstance(reports, Report):
        reports = [reports]
    if isinstance(reports, (str, bytes, Path)) or not isinstance(reports, Iterable):
        hint = "; Corpus.from_folder reads a folder" if isinstance(reports, (str, Path)) else ""
        raise ArgumentError(f"{function} takes a Corpus or reports, not {named(reports)}{hint}")
    corpus = Corpus(reports)
    known = {report.lexicon for report in corpus}
    # Reports that were read with one lexicon are compared by it; of several none can speak for all.
    return Corpus(corpus, options=ReportOptions(lexicon=known.pop())) if len(known) == 1 else corpus
