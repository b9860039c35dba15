"""Many reports: a folder, its tables, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from fupin_nlp.errors import ReadError
from fupin_nlp.ingest import Source, find_sources, read_source
from fupin_nlp.model.reporttext import ReportText
from fupin_nlp.report.frame import records_frame
from fupin_nlp.report.options import ReportOptions
from fupin_nlp.report.report import Report, parse

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Corpus", "Failure"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that gave no records because something went wrong.

    `stage` is ``read`` or ``interpret``; `reason` says what was wrong and what to do.
    """

    doc: str
    stage: str
    reason: str


class Corpus:
    """Reports of a folder, read when they are first asked for.

    Parameters
    ----------
    sources : sequence of Source
        Documents, in the order of `doc`.
    options : ReportOptions, optional
        How they are read.
    progress : bool
        Show a progress bar on standard error while reading.

    Attributes
    ----------
    skipped : tuple of Source
        Files that are no documents (hidden, of a format that is not read), each with its reason.

    Examples
    --------
    >>> from fupin_nlp.report.samples import sample_folder
    >>> corpus = Corpus.from_folder(sample_folder(), progress=False)
    >>> len(corpus) >= 10, corpus.failures
    (True, ())
    """

    def __init__(
        self, sources: Sequence[Source], *, options: ReportOptions | None = None, progress: bool = True
    ) -> None:
        self._sources = tuple(s for s in sources if s.skipped is None)
        self.skipped = tuple(s for s in sources if s.skipped is not None)
        self._options = options or ReportOptions()
        self._progress = progress
        self._read: tuple[tuple[Report, ...], tuple[Failure, ...]] | None = None

    @classmethod
    def from_folder(cls, *paths: str | Path, options: ReportOptions | None = None, progress: bool = True) -> Corpus:
        """Take all documents of folders and files, recursively.

        Raises
        ------
        ReadError
            If a path does not exist.
        """
        return cls(find_sources([str(p) for p in paths]), options=options, progress=progress)

    def __len__(self) -> int:
        return len(self._sources)

    def __iter__(self) -> Iterator[Report]:
        return iter(self.reports)

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports that could be read, in the order of `doc`."""
        return self._all()[0]

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The documents that could not be read, each with stage and reason."""
        return self._all()[1]

    def _all(self) -> tuple[tuple[Report, ...], tuple[Failure, ...]]:
        if self._read is None:
            reports: list[Report] = []
            failures: list[Failure] = []
            for outcome in _bar(self.outcomes(), len(self), show=self._progress):
                (reports if isinstance(outcome, Report) else failures).append(outcome)  # type: ignore[attr-defined]
            self._read = tuple(reports), tuple(failures)
        return self._read

    def outcomes(self) -> Iterator[Report | Failure]:
        """Yield a report or a failure for each document, one at a time; nothing is kept."""
        for source in self._sources:
            yield read_document(source, self._options)

    def to_frame(self, *, labels: str = "en") -> pd.DataFrame:
        """Return the records of all reports as one table, in the order of `doc` and text."""
        return records_frame((r for report in self.reports for r in report.records), labels=labels)

    def texts(self) -> list[ReportText]:
        """Return what clustering needs of each report."""
        return [report.to_text() for report in self.reports]

    def __repr__(self) -> str:
        state = "not read yet" if self._read is None else f"{len(self.reports)} read, {len(self.failures)} failed"
        return f"<Corpus of {len(self)} documents: {state}>"


def read_document(source: Source, options: ReportOptions) -> Report | Failure:
    """Read one document; a failure comes back as such and does not stop the others."""
    try:
        return parse(read_source(source, options=options.read), options=options)
    except ReadError as error:
        reason = str(error).removeprefix(f"{source.doc}: ")
        return Failure(source.doc, "read", reason)


def _bar(items: Iterable[T], total: int, *, show: bool, wrap: Callable[..., Iterable[T]] | None = None) -> Iterable[T]:
    if not show:
        return items
    from tqdm.auto import tqdm

    bar: Iterable[T] = (wrap or tqdm)(items, total=total, desc="reports", unit="report", leave=False)
    return bar
