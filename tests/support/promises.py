"""What must hold for each document, whatever it is, from its bytes to the files that its records are written to."""

from __future__ import annotations

import csv
import json
import math
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import fupin_nlp
from fupin_nlp.clean import replay
from fupin_nlp.errors import FupinError, InterpretError
from fupin_nlp.ingest import ReaderProcess, ReadOptions, read_bytes
from fupin_nlp.model import CleanText, RawText, Record
from fupin_nlp.model.columns import COLUMNS
from fupin_nlp.model.record import ROLES
from fupin_nlp.report import Report
from fupin_nlp.report.export import json_line, write_records
from tests.support.fuzzing import Document
from tests.support.timing import HANGS

__all__ = ["Checker"]

# A limit that only something without end breaks: a document of a few thousand characters takes under 0.1 s.
_MOST_SECONDS = 20.0  # of processor time
_OPTIONS = ReadOptions(max_seconds=HANGS, max_memory=700 * 1024**2)


class Checker:
    """Takes documents from their bytes to the files that are written, and says which promise was broken.

    One process reads all packages; use it in a ``with``.
    """

    def __init__(self) -> None:
        self._process = ReaderProcess(_OPTIONS)
        self._folder = tempfile.TemporaryDirectory()
        self.refused = self.read = self.records = 0

    def __enter__(self) -> Checker:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.close()
        self._folder.cleanup()

    def check(self, document: Document) -> None:
        """Check everything.

        Raises
        ------
        AssertionError
            If a promise is broken; any other error is one, too.
        """
        begun = time.process_time()
        try:
            raw = read_bytes(document.data, document.name, options=_OPTIONS, process=self._process)
            report = fupin_nlp.parse(raw)
        except InterpretError:
            raise
        except FupinError as error:
            self.refused += 1
            _refusal(error, document.name)
            return
        self.read += 1
        self.records += len(report)
        _decoding(document, raw)
        _cleaning(report.clean)
        _records(report)
        _same(document, report)
        self._file(report, document.form)
        _told(report)
        assert time.process_time() - begun < _MOST_SECONDS, "takes too long"

    def _file(self, report: Report, form: str) -> None:
        """Check that the file holds each record, and is the same when it is written again."""
        path = Path(self._folder.name) / f"out.{form}"
        assert write_records(report.records, path, form) == len(report)
        first, rows = path.read_bytes(), _READERS[form](path)
        assert [str(row["start"]) for row in rows] == [str(record.start) for record in report], f"{form}: rows are lost"
        write_records(report.records, path, form)
        assert path.read_bytes() == first, f"{form}: other bytes for the same records"
        if form != "jsonl":
            assert list(report.to_frame()["id"]) == [record.id for record in report]


def _refusal(error: FupinError, name: str) -> None:
    """Check a message: it names the document and a reason, in one line that a terminal can show."""
    told = str(error)
    assert told.startswith(f"{name}: "), told
    assert len(told) > len(name) + 10, told
    assert len(told) < 700, told
    assert told.isprintable(), ascii(told)


def _decoding(document: Document, raw: RawText) -> None:
    """Check that of a text file all is there: what was not decoded is counted."""
    if raw.meta.get("container") or raw.places or raw.meta.get("mixed_encodings") or raw.encoding in ("str", "utf-7"):
        return
    text = raw.text
    if "replaced_bytes" in raw.meta:
        assert text.count("\ufffd") > 0
        return
    whole = document.data.decode(raw.encoding, "strict")
    assert whole.removeprefix("\ufeff") == text.removeprefix("\ufeff"), "the text is not what the bytes say"


def _cleaning(clean: CleanText) -> None:
    assert replay(clean.raw.text, clean.edits) == clean.text, "the edits do not make the clean text"
    at = 0
    for part in sorted([*clean.body, *clean.left_out], key=lambda part: part.start):
        assert part.start == at, "body and what is left out do not cover the text"
        at = part.end
    assert at == len(clean.text), "body and what is left out do not cover the text"
    for damage in clean.damage:
        assert 0 <= damage.start < damage.end <= len(clean.text)


def _records(report: Report) -> None:
    """Check each record by itself and beside the others."""
    raw, name = report.raw.text, report.raw.name
    ids = {record.id: number for number, record in enumerate(report)}
    assert len(ids) == len(report), "an id occurs twice"
    last = -1
    for number, record in enumerate(report):
        assert record.id == f"{name}#{number}"
        assert raw[record.start : record.end] == record.text, "the position does not cite the text"
        assert record.text, "an empty citation"
        assert record.clean in report.document.clean.text, "a quantity that the cleaned text does not have"
        assert record.start >= last, "not in the order of the text"
        last = record.start
        _values(record)
        for link in (record.part_of, record.repeat_of):
            assert link is None or (link in ids and link != record.id), "a link that leads nowhere"
        assert record.repeat_of is None or ids[record.repeat_of] < number
    for record in report:
        seen: set[str] = set()
        at: str | None = record.id
        while at is not None:
            assert at not in seen, "parts that are parts of each other"
            seen.add(at)
            at = report.records[ids[at]].part_of


def _values(record: Record) -> None:
    assert record.role in ROLES
    assert record.unit
    assert record.measure
    assert record.measure_label
    for value in (record.value, record.value_max):
        assert value is None or value.is_finite()
    if record.value is not None and record.value_max is not None:
        assert record.value <= record.value_max, "a range that runs backwards"
    assert record.certain or record.value is None, "a value that is not certain"
    assert record.confidence is None or 0 <= record.confidence <= 1
    if record.period_start and record.period_end:
        assert record.period_start < record.period_end, "a period that ends before it begins"
    row = json.loads(json_line(record))
    assert all(not isinstance(v, float) or math.isfinite(v) for v in row.values())
    assert row == record.to_dict()


def _same(document: Document, report: Report) -> None:
    """Check that the same document gives the same, and its text in memory what the file gives."""
    again = fupin_nlp.parse(report.raw)
    assert list(map(json_line, again)) == list(map(json_line, report)), "the same text, another result"
    assert again.clean.edits == report.clean.edits
    if not report.raw.places:
        raw = read_bytes(document.data, document.name, options=_OPTIONS)
        assert (raw.text, raw.encoding) == (report.raw.text, report.raw.encoding), "the same bytes, another text"


def _told(report: Report) -> None:
    """Check that what is shown of a report can be shown."""
    assert len(report.findings) >= 0
    report.explain()
    for record in report.records[:2]:
        assert record.explain()["value"]
    page = report._repr_html_()
    assert "<script" not in page.lower()
    assert repr(report)


def _json_rows(path: Path) -> list[dict[str, Any]]:
    # Not by lines: a sentence may hold what Python takes for the end of one.
    return [json.loads(line) for line in path.read_bytes().decode().split("\n")[:-1]]


def _csv_rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert all(list(row) == list(COLUMNS) for row in rows)
    return rows


def _xlsx_rows(path: Path) -> list[dict[str, Any]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        head, *rows = book.worksheets[0].iter_rows(values_only=True)
    finally:
        book.close()
    assert len(head) == len(COLUMNS)
    return [dict(zip(COLUMNS, row, strict=False)) for row in rows]  # empty cells at the end of a row are left out


def _dta_rows(path: Path) -> Sequence[dict[str, Any]]:
    import pandas as pd

    return [{"start": int(row["start"])} for row in pd.read_stata(path).to_dict("records")]


_READERS: dict[str, Callable[[Path], Sequence[dict[str, Any]]]] = {
    "jsonl": _json_rows,
    "csv": _csv_rows,
    "xlsx": _xlsx_rows,
    "dta": _dta_rows,
}
