"""What the commands share: finding documents, messages, exit status."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fupin_nlp.errors import ReadError
from fupin_nlp.ingest import ReadOptions, Source, find_sources, input_paths, is_missing
from fupin_nlp.ingest.process import ReaderProcess
from fupin_nlp.report import Corpus, Failure, ReportOptions
from fupin_nlp.report.binary import misfits
from fupin_nlp.report.export import format_of, write_frame
from fupin_nlp.store import is_store

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["OWN", "corpus_of", "deliver", "end_with", "is_own", "read_corpus", "say", "sources_of"]

NAMED = 3  # files that a message names; of a folder with thousands the number says more


OWN = "the process is the program"  # what the commands are given where that is so


def is_own() -> bool:
    """Whether this process is the program ``fupin``, and not that of a host that calls a command."""
    return bool(click.get_current_context().find_root().obj == OWN)


def say(message: str) -> None:
    """Tell the user something that is no result."""
    click.echo(message, err=True)


def sources_of(paths: Sequence[str], options: ReadOptions, process: ReaderProcess | None = None) -> list[Source]:
    """Return the documents of the paths; what is passed over is told, with the reason.

    Archives are looked into by `process`; without one, one is started if there are any. A path of which there is
    nothing is a document that cannot be read, beside others.

    Raises
    ------
    MissingInputError
        If there is nothing of all that was named.
    ReadError
        If there is no document.
    """
    given = input_paths(paths, missing=True)
    if all(map(is_missing, given)):
        given = input_paths(paths)
    found = find_sources(given, options=options, process=process)
    passed: dict[str, list[str]] = {}
    for source in found:
        if source.skipped is not None:
            passed.setdefault(source.skipped, []).append(source.doc)
    for reason, docs in passed.items():
        more = f" and {len(docs) - NAMED} more" if len(docs) > NAMED else ""
        say(f"passed over ({reason}): {', '.join(docs[:NAMED])}{more}")
    sources = [source for source in found if source.skipped is None]
    if not sources:
        raise ReadError(" ".join(paths), "there is no document in it")
    return sources


def corpus_of(paths: Sequence[str], options: ReportOptions, *, quiet: bool = False) -> Corpus:
    """Return the corpus of the paths, or of the one store that is named.

    A taxonomy that cannot be read is told before any document is read.

    `quiet` keeps the progress bar away where results scroll over the same terminal.
    """
    options.taxonomy()
    if len(paths) == 1 and is_store(paths[0]):
        return Corpus.open(paths[0], options=options, progress=False if quiet else None)
    return Corpus(sources_of(paths, options.read), options=options, progress=False if quiet else None)


def read_corpus(paths: Sequence[str], options: ReportOptions) -> Corpus:
    """Return the corpus of the paths, read; failures are told before anything is made of the rest.

    Raises
    ------
    ReadError
        If there is no document.
    click.exceptions.Exit
        With status 1 if none could be read.
    """
    corpus = corpus_of(paths, options)
    if not len(corpus):
        raise ReadError(" ".join(paths), "there is no document in it")
    tell(corpus.failures)
    if len(corpus) == len(corpus.failures):
        click.get_current_context().exit(1)
    return corpus


def tell(failures: Iterable[Failure]) -> None:
    """Name the documents that failed."""
    for failure in failures:
        say(f"failed: {failure}")


def end_with(failures: Sequence[Failure], *, told: bool = False) -> None:
    """Name the documents that failed, unless that was done, and leave with status 1; return if there are none."""
    if not failures:
        return
    if not told:
        sys.stdout.flush()
        tell(failures)
    click.get_current_context().exit(1)


def deliver(frame: pd.DataFrame, output: Path | None, shown: str, labels: Mapping[str, str]) -> None:
    """Write a table to the file, or show it."""
    if output is None:
        click.echo(shown)
        return
    form = format_of(output, None)
    write_frame(frame, output, form, labels=labels)
    say(f"{len(frame)} rows in {output}")
    for note in misfits(frame, form):
        say(note)
