"""Many reports: a folder, its tables, and what could not be read."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from fupin_nlp.errors import FupinError, ReadError
from fupin_nlp.ingest import ReaderProcess, ReadOptions, Source, find_sources, read_source
from fupin_nlp.model import RawText
from fupin_nlp.model.finding import Finding
from fupin_nlp.model.reporttext import ReportText
from fupin_nlp.report.findings import findings_between
from fupin_nlp.report.frame import records_frame
from fupin_nlp.report.options import ReportOptions
from fupin_nlp.report.report import Report, parse

if TYPE_CHECKING:
    import pandas as pd

    from fupin_nlp.report.stored import StoredCorpus

__all__ = ["Corpus", "Failure", "attempt", "bar", "somebody_looks"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that gave no records because something went wrong.

    Attributes
    ----------
    doc : str
        The document.
    stage : str
        ``read`` or ``interpret``.
    reason : str
        What was wrong and what to do.

    Examples
    --------
    >>> print(Failure("a.txt", "read", "the file is empty"))
    a.txt: read: the file is empty
    """

    doc: str
    stage: str
    reason: str

    def __str__(self) -> str:
        return f"{self.doc}: {self.stage}: {self.reason}"


class Corpus:
    """Reports of a folder, read when they are first asked for.

    Parameters
    ----------
    sources : sequence of Source
        Documents, in the order of `doc`.
    options : ReportOptions, optional
        How they are read.
    progress : bool, optional
        Show a progress bar while reading; by default where somebody is looking: on a terminal, and in a notebook
        that has ipywidgets.

    Attributes
    ----------
    skipped : tuple of Source
        Files that are no documents (hidden, of a format that is not read), each with its reason.
    options : ReportOptions
        How the reports are read.

    Examples
    --------
    >>> from fupin_nlp.report.samples import sample_folder
    >>> corpus = Corpus.from_folder(sample_folder())
    >>> corpus
    <Corpus of 16 documents: not read yet>
    >>> corpus.failures, corpus.to_frame()["doc"].nunique()
    ((), 16)
    """

    def __init__(
        self, sources: Sequence[Source], *, options: ReportOptions | None = None, progress: bool | None = None
    ) -> None:
        self._sources = tuple(s for s in sources if s.skipped is None)
        self.skipped = tuple(s for s in sources if s.skipped is not None)
        self.options = options or ReportOptions()
        self._progress = progress
        self._read: tuple[tuple[Report, ...], tuple[Failure, ...]] | None = None

    @classmethod
    def from_folder(
        cls, *paths: str | Path, options: ReportOptions | None = None, progress: bool | None = None
    ) -> Corpus:
        """Take all documents of folders and files, recursively; ``-`` is standard input.

        A path that does not exist is a document too: it is among the `failures`, and the rest is delivered.
        """
        sources = find_sources([str(p) for p in paths], options=(options or ReportOptions()).read)
        return cls(sources, options=options, progress=progress)

    @staticmethod
    def open(path: str | Path, *, options: ReportOptions | None = None, progress: bool | None = None) -> StoredCorpus:
        """Open a store that ``fupin extract`` has written: a DuckDB file, or a folder of Parquet files.

        Raises
        ------
        StoreError
            If there is no store at the path, or another version of the library wrote it.
        """
        from fupin_nlp.report.stored import StoredCorpus

        return StoredCorpus(path, options=options, progress=progress)

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
            for outcome in self.outcomes():
                if isinstance(outcome, Failure):
                    failures.append(outcome)
                else:
                    reports.append(outcome)
            self._read = tuple(reports), tuple(failures)
        return self._read

    def outcomes(self) -> Iterator[Report | Failure]:
        """Yield a report or a failure for each document, one at a time; nothing is kept."""
        with ReaderProcess(self.options.read) as process:
            for source in bar(self._sources, show=self._progress, total=len(self._sources)):
                yield attempt(source, partial(parse, options=self.options), options=self.options.read, process=process)

    def to_frame(self, *, labels: str = "en") -> pd.DataFrame:
        """Return the records of all reports as one table, in the order of `doc` and text.

        Parameters
        ----------
        labels : {"en", "zh"}
            Names of the columns.

        Raises
        ------
        OptionError
            If `labels` is neither.
        """
        return records_frame((r for report in self.reports for r in report.records), labels=labels)

    def findings(self) -> tuple[Finding, ...]:
        """Return the figures that contradict one another, within each report and between the reports.

        Examples
        --------
        >>> from fupin_nlp.report.samples import sample_folder
        >>> {finding.severity for finding in Corpus.from_folder(sample_folder()).findings()} <= {"warning", "hint"}
        True
        """
        within = [finding for report in self.reports for finding in report.findings]
        return (*within, *findings_between(r for report in self.reports for r in report.records))

    def texts(self) -> list[ReportText]:
        """Return what clustering needs of each report."""
        return [report.to_text() for report in self.reports]

    def __repr__(self) -> str:
        state = "not read yet" if self._read is None else f"{len(self.reports)} read, {len(self.failures)} failed"
        return f"<Corpus of {len(self)} documents: {state}>"


def attempt(
    source: Source, work: Callable[[RawText], T], *, options: ReadOptions, process: ReaderProcess | None = None
) -> T | Failure:
    """Read one document and do some work on it; what goes wrong with it comes back and does not stop the others.

    Containers are read by `process`, which serves many documents; without one each of them starts its own. Errors
    that are about the options or the data of the library, which would befall every document, are raised.

    Examples
    --------
    >>> attempt(Source("b.txt", Path("no such folder/b.txt")), len, options=ReadOptions()).stage
    'read'
    """
    try:
        raw = read_source(source, options=options, process=process)
    except ReadError as error:
        return Failure(source.doc, "read", error.reason)
    try:
        return work(raw)
    except ReadError as error:
        return Failure(source.doc, "read", error.reason)
    except FupinError:
        raise
    except Exception as error:  # a mistake in the library: one document of thousands must not end the run
        return Failure(source.doc, "interpret", f"mistake in the library, please report it: {_told(error)}")


def _told(error: Exception) -> str:
    """Return an unforeseen error in one line with its place, so that a report of it is of use."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"


def bar(items: Iterable[T], *, show: bool | None, total: int) -> Iterable[T]:
    """Return the items behind a progress bar; with None where somebody is looking."""
    if not (somebody_looks() if show is None else show):
        return items
    from tqdm.auto import tqdm

    shown: Iterable[T] = tqdm(items, total=total, desc="reports", unit="report", leave=False)
    return shown


def somebody_looks() -> bool:
    """Whether a progress bar would be seen: on a terminal, or in a notebook that has ipywidgets."""
    # Without ipywidgets tqdm warns and writes to standard error, cell by cell.
    if _in_notebook():
        return find_spec("ipywidgets") is not None
    return sys.stderr is not None and sys.stderr.isatty()


def _in_notebook() -> bool:
    """Whether this code runs in a kernel; that a kernel's packages are imported says nothing."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and hasattr(shell, "kernel")
