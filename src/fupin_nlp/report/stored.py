"""A corpus that lies in a store: its tables are read, the reports are not interpreted again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from fupin_nlp.model.finding import Finding
from fupin_nlp.model.reporttext import ReportText
from fupin_nlp.report.corpus import Corpus, Failure, bar
from fupin_nlp.report.findings import findings_between
from fupin_nlp.report.frame import records_frame
from fupin_nlp.report.options import ReportOptions
from fupin_nlp.report.report import Report, parse
from fupin_nlp.report.rows import RAW_COLUMNS, TEXT_COLUMNS, finding_of, raw_of, record_of, report_text
from fupin_nlp.store import Store

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["StoredCorpus"]


class StoredCorpus(Corpus):
    """The reports of a store.

    Records, texts and failures come from its tables. `reports` and iteration interpret the stored raw texts again,
    with this version of the library and these options: the whole `Report` with its edits is not in the store.

    Parameters
    ----------
    path : str or Path
        A DuckDB file or a folder of Parquet files that ``fupin extract`` or `fupin_nlp.batch.run` has written.
    options : ReportOptions, optional
        How `reports` are interpreted.
    progress : bool, optional
        As in `Corpus`.

    Raises
    ------
    StoreError
        If there is no store at the path, or it was written with another layout of tables.
    """

    def __init__(self, path: str | Path, *, options: ReportOptions | None = None, progress: bool | None = None) -> None:
        super().__init__([], options=options, progress=progress)
        self.store = Store(Path(path))
        self.store.check()
        self._failed = tuple(Failure(r["doc"], r["stage"], r["reason"]) for r in self.store.rows("failures"))
        self._docs = tuple(row["doc"] for row in self.store.rows("reports", columns=("doc",)))

    def __len__(self) -> int:
        return len(self._docs) + len(self._failed)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The documents that could not be read when the store was written."""
        return self._failed

    def outcomes(self) -> Iterator[Report | Failure]:
        """Yield each report, interpreted again, and each failure; nothing is kept."""
        yield from self._failed
        rows = self.store.rows("reports", columns=RAW_COLUMNS, batch=16)
        for row in bar(rows, show=self._progress, total=len(self._docs)):
            yield parse(raw_of(row), options=self.options)

    def to_frame(self, *, labels: str = "en") -> pd.DataFrame:
        """Return the records of the store as one table, the same as that of the corpus that was stored."""
        return records_frame(self.store.rows("records"), labels=labels)

    def texts(self) -> list[ReportText]:
        """Return what clustering and comparison need of each report."""
        return [report_text(row) for row in self.store.rows("reports", columns=TEXT_COLUMNS)]

    def findings(self) -> tuple[Finding, ...]:
        """Return the figures that contradict one another, within the reports and between them."""
        within = tuple(finding_of(row) for row in self.store.rows("findings"))
        return within + findings_between(record_of(row) for row in self.store.rows("records"))

    def sql(self, query: str) -> pd.DataFrame:
        """Return the answer to a question in SQL about the tables of the store.

        Raises
        ------
        StoreError
            If DuckDB does not understand the question.
        """
        return self.store.sql(query)

    def __repr__(self) -> str:
        return f"<Corpus of {len(self._docs)} reports in {self.store.path}, {len(self._failed)} failed>"
