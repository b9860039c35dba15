"""Documents that lie in a store: its tables are read, the reports are not interpreted again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from fupin_nlp.ingest import ReaderProcess, Source
from fupin_nlp.model.finding import Finding
from fupin_nlp.model.reporttext import ReportText
from fupin_nlp.report.attempt import Failure, bar
from fupin_nlp.report.described import Reading
from fupin_nlp.report.documents import failure_row, rows_frame, stored_row
from fupin_nlp.report.findings import findings_between
from fupin_nlp.report.frame import records_frame
from fupin_nlp.report.held import Documents
from fupin_nlp.report.options import ReportOptions
from fupin_nlp.report.report import Report, parse, read_words
from fupin_nlp.report.rows import RAW_COLUMNS, TEXT_COLUMNS, finding_of, raw_of, record_of, report_text
from fupin_nlp.store import Store

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["StoredDocuments"]

Item = TypeVar("Item", bound=Source | Report | Failure)
_ABOUT = (
    *("doc", "title", "date", "year", "region", "region_code", "issuer", "format", "encoding", "characters"),
    *("body_characters", "records", "damage", "sentences", "given"),
)


class StoredDocuments(Documents):
    """What a corpus in a store takes from its tables; see `fupin_nlp.report.corpus.StoredCorpus`."""

    def __init__(self, path: str | Path, *, options: ReportOptions | None = None, progress: bool | None = None) -> None:
        super().__init__(options=options, progress=progress)
        self.store = Store(Path(path))
        self.store.check()
        self._failed = tuple(Failure(r["doc"], r["stage"], r["reason"]) for r in self.store.rows("failures"))
        here = [Source(row["doc"], None) for row in self.store.rows("reports", columns=("doc",))]
        self._items = sorted([*here, *self._failed], key=lambda item: item.doc)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The documents that could not be read when the store was written."""
        return self._failed

    @property
    def documents(self) -> pd.DataFrame:
        """One row a document, from the tables of the store; author, source and repairs are not in them."""
        counts: dict[str, Counter[str]] = {}
        for row in self.store.rows("records", columns=("doc", "role", "certain")):
            own = counts.setdefault(row["doc"], Counter())
            own[row["role"]] += 1
            own["uncertain"] += not row["certain"]
        for row in self.store.rows("findings", columns=("doc",)):
            counts.setdefault(row["doc"], Counter())["findings"] += 1
        reports = self.store.rows("reports", columns=_ABOUT)
        return rows_frame(
            sorted(
                [
                    *(stored_row(row, counts.get(row["doc"], Counter())) for row in reports),
                    *(failure_row(failure) for failure in self._failed),
                ],
                key=lambda row: str(row["doc"]),
            )
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The figures that contradict one another, within the reports and between them."""
        within = tuple(finding_of(row) for row in self.store.rows("findings"))
        return within + findings_between(record_of(row) for row in self.store.rows("records"))

    def outcomes(self) -> Iterator[Report | Failure]:
        """Yield each report, interpreted again, and each failure; nothing is kept."""
        yield from self._failed
        rows = self.store.rows("reports", columns=RAW_COLUMNS, batch=16)
        for row in bar(rows, show=self._progress, total=len(self._items) - len(self._failed)):
            yield parse(raw_of(row), options=self.options)

    def readings(self) -> Iterator[Report | Reading | Failure]:
        """Yield each document, cleaned again from its stored text, and each failure; nothing is kept."""
        yield from self._failed
        rows = self.store.rows("reports", columns=RAW_COLUMNS, batch=16)
        for row in bar(rows, show=self._progress, total=len(self._items) - len(self._failed)):
            yield read_words(raw_of(row), self.options)

    def _read(self, item: Source | Report | Failure, process: ReaderProcess) -> Report | Failure:
        return super()._read(self._with_text(item), process)

    def _of(self, items: Iterable[Source | Report | Failure]) -> Self:
        return super()._of(map(self._with_text, items))

    def sources(self) -> list[Source]:
        """Return the documents with their texts, for a run over them."""
        return [self._with_text(source) for source in super().sources()]

    def _with_text(self, item: Item) -> Item:
        """Fetch the text of a document that is in the store."""
        if not isinstance(item, Source) or item.raw is not None:
            return item
        row = next(self.store.rows("reports", columns=RAW_COLUMNS, doc=item.doc))
        return replace(item, raw=raw_of(row))

    def to_frame(self, *, labels: str = "en") -> pd.DataFrame:
        """Return the records of the store as one table, the same as that of the corpus that was stored."""
        reports = self.store.rows("reports", columns=("doc", "title", "date", "year", "region"))
        about = {row.pop("doc"): {**row, "report_region": row["region"]} for row in reports}
        for row in about.values():
            del row["region"]
        return records_frame((row | about[row["doc"]] for row in self.store.rows("records")), labels=labels)

    def to_texts(self) -> list[ReportText]:
        """Return what clustering and comparison need of each report."""
        return [report_text(row) for row in self.store.rows("reports", columns=TEXT_COLUMNS)]

    def sql(self, query: str) -> pd.DataFrame:
        """Return the answer to a question in SQL about the tables of the store.

        Raises
        ------
        StoreError
            If DuckDB does not understand the question.
        """
        return self.store.sql(query)

    def __repr__(self) -> str:
        return f"<Corpus of {len(self) - len(self._failed)} reports in {self.store.path}, {len(self._failed)} failed>"
