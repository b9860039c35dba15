"""The work on one chunk of documents; this runs in the processes of a pool or a cluster."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from fupin_nlp.batch.deadline import Deadline, OutOfTimeError
from fupin_nlp.batch.origin import origin_of, source_hash
from fupin_nlp.batch.work import ChunkWriter, json_bytes, text_bytes
from fupin_nlp.errors import FupinError
from fupin_nlp.ingest import ReadOptions, Source
from fupin_nlp.ingest.process import ReaderProcess
from fupin_nlp.model import RawText
from fupin_nlp.report import Failure, ReportOptions, parse
from fupin_nlp.report.attempt import attempt
from fupin_nlp.report.export import json_line
from fupin_nlp.report.rows import report_row
from fupin_nlp.store.files import unwritable

__all__ = ["Chunk", "Counts", "do_chunk", "prepare", "reader_of", "write_failure"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some documents and how they are done.

    `hashes` has the `source_hash` of documents, by name, where it is known already; `tables` are those whose rows are
    wanted.
    """

    folder: Path
    name: str
    sources: tuple[Source, ...]
    hashes: Mapping[str, str | None]
    tables: Collection[str]
    key: str
    seconds: float
    options: ReportOptions


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents a chunk had, how many of them failed, and the records of the others."""

    documents: int
    failed: int
    records: int


def do_chunk(chunk: Chunk, told: Callable[[Counts], None] | None = None) -> Counts:
    """Do all documents of a chunk and write their rows.

    Parameters
    ----------
    chunk : Chunk
        What to do.
    told : callable, optional
        Called after each document.

    Returns
    -------
    Counts

    Raises
    ------
    OptionError
        If the work folder cannot be written.
    """
    failed = records = 0
    deadline = Deadline(chunk.seconds)
    try:
        with ChunkWriter(chunk.folder, chunk.name) as writer:
            for source in chunk.sources:
                writer.begin(source.doc)
                # Before it is read: a file that changes meanwhile then counts as changed in the next run.
                about = _about(source, chunk)
                outcome = _outcome(source, chunk, deadline)
                count = _write(writer, about, outcome, chunk.tables)
                failed += isinstance(outcome, Failure)
                records += count
                if told is not None:
                    told(Counts(1, int(isinstance(outcome, Failure)), count))
    except FupinError:
        raise
    except OSError as error:
        raise unwritable(chunk.folder, error, "choose another place") from error
    finally:
        deadline.end()
    return Counts(len(chunk.sources), failed, records)


def write_failure(chunk: Chunk, failure: Failure) -> None:
    """Put a failure in the place of the one document of a chunk."""
    (source,) = chunk.sources
    with ChunkWriter(chunk.folder, chunk.name) as writer:
        _write(writer, _about(source, chunk), failure, chunk.tables)


def prepare(options: ReportOptions) -> None:
    """Load what nearly every document needs, so that a process has it when the first one comes."""
    parse("2019年，全县发放小额贷款5万元。", options=options)


@lru_cache(maxsize=1)
def reader_of(options: ReadOptions) -> ReaderProcess:
    """Return the process that reads containers for this one, over all chunks; it starts with the first container."""
    return ReaderProcess(options)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is written of a report."""

    report: Mapping[str, Any]
    about: Mapping[str, Any]
    records: bytes
    findings: bytes
    count: int


def _outcome(source: Source, chunk: Chunk, deadline: Deadline) -> _Rows | Failure:
    options = chunk.options
    process = reader_of(options.read)
    try:
        with deadline:
            # All that is made of a document is made here: a mistake in any of it is a failure of this one.
            work = partial(_rows, options=options, tables=chunk.tables)
            return attempt(source, work, options=options.read, process=process)
    except OutOfTimeError as error:
        process.close()  # it may still have to answer for this document
        return Failure(source.doc, "interpret", f"{error}; raise the limit of seconds if it is worth the time")


def _rows(raw: RawText, *, options: ReportOptions, tables: Collection[str]) -> _Rows:
    report = parse(raw, options=options)
    return _Rows(
        report_row(report) if "reports" in tables else {},
        report.about() if "about" in tables else {},
        text_bytes("".join([f"{json_line(record)}\n" for record in report.records])),
        b"".join([json_bytes(found.to_dict()) for found in report.findings]) if "findings" in tables else b"",
        len(report.records),
    )


def _about(source: Source, chunk: Chunk) -> dict[str, Any]:
    known = source.doc in chunk.hashes
    found = chunk.hashes[source.doc] if known else source_hash(source)
    return {"doc": source.doc, "origin": origin_of(source), "sha256": found, "key": chunk.key}


def _write(writer: ChunkWriter, about: dict[str, Any], outcome: _Rows | Failure, tables: Collection[str]) -> int:
    if isinstance(outcome, Failure):
        row = {**about, "stage": outcome.stage, "reason": outcome.reason}
        writer.add({**about, "failed": True, "records": 0}, {"failures": json_bytes(row)})
        return 0
    rows = {"records": outcome.records, "findings": outcome.findings}
    if "reports" in tables:
        rows["reports"] = json_bytes({**outcome.report, **about})
    if "about" in tables:
        rows["about"] = json_bytes(outcome.about)
    writer.add({**about, "failed": False, "records": outcome.count}, rows)
    return outcome.count
