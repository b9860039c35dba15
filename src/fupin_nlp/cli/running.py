"""What the commands share: finding documents, options, messages, exit status."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from fupin_nlp.clean import CleanOptions
from fupin_nlp.ingest import Source, find_sources
from fupin_nlp.report import Corpus, Failure, ReportOptions

__all__ = ["corpus_of", "fail_on", "progress", "report_options", "say", "sources_of"]

T = TypeVar("T")


def say(message: str) -> None:
    """Tell the user something that is no result."""
    sys.stderr.write(message + "\n")


def report_options(tokenizer: str, script_engine: str, measures: Path | None) -> ReportOptions:
    """Build the options of the whole path from those of a command."""
    return ReportOptions(tokenizer=tokenizer, clean=CleanOptions(script_engine=script_engine), measures=measures)


def sources_of(paths: Sequence[str]) -> list[Source]:
    """Return the documents of the paths; what is passed over is told."""
    sources = find_sources(paths)
    for source in sources:
        if source.skipped is not None:
            say(f"passed over {source.doc}: {source.skipped}")
    return [s for s in sources if s.skipped is None]


def corpus_of(paths: Sequence[str], options: ReportOptions) -> Corpus:
    """Return the corpus of the paths; a taxonomy that cannot be read is told before any document is."""
    options.taxonomy()
    return Corpus(sources_of(paths), options=options, progress=sys.stderr.isatty())


def progress(items: Iterable[T], total: int) -> Iterable[T]:
    """Show a bar on standard error where somebody is looking."""
    if not sys.stderr.isatty():
        return items
    from tqdm import tqdm

    bar: Iterable[T] = tqdm(items, total=total, unit="report", leave=False)
    return bar


def fail_on(failures: Sequence[Failure]) -> None:
    """Name the documents that failed and leave with status 1; return if there are none."""
    if not failures:
        return
    sys.stdout.flush()
    for failure in failures:
        say(f"failed: {failure.doc}: {failure.stage}: {failure.reason}")
    sys.exit(1)
