"""The work on one chunk of documents; this runs in the processes of a pool or a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from fupin_nlp.batch.deadline import Deadline, OutOfTimeError
from fupin_nlp.batch.origin import origin_of, source_hash
from fupin_nlp.batch.work import ChunkWriter, json_bytes
from fupin_nlp.errors import OptionError
from fupin_nlp.ingest import ReadOptions, Source
from fupin_nlp.ingest.process import ReaderProcess
from fupin_nlp.report import Failure, Report, ReportOptions, parse
from fupin_nlp.report.corpus import attempt
from fupin_nlp.report.export import json_line
from fupin_nlp.report.rows import report_row

__all__ = ["Chunk", "Counts", "do_chunk", "reader_of", "write_failure"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some documents and how they are done."""

    folder: Path
    name: str
    sources: tuple[Source, ...]
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
    try:
        with ChunkWriter(chunk.folder, chunk.name) as writer:
            for source in chunk.sources:
                writer.begin(source.doc)
                # Before it is read: a file that changes meanwhile then counts as changed in the next run.
                found = source_hash(source)
                outcome = _outcome(source, chunk)
                count = _write(writer, _about(source, found, chunk.key), outcome)
                failed += isinstance(outcome, Failure)
                records += count
                if told is not None:
                    told(Counts(1, int(isinstance(outcome, Failure)), count))
    except OSError as error:
        raise OptionError(f"{chunk.folder}: cannot be written: {error.strerror or error}") from error
    return Counts(len(chunk.sources), failed, records)


def write_failure(chunk: Chunk, failure: Failure) -> None:
    """Put a failure in the place of the one document of a chunk."""
    (source,) = chunk.sources
    with ChunkWriter(chunk.folder, chunk.name) as writer:
        _write(writer, _about(source, source_hash(source), chunk.key), failure)


@lru_cache(maxsize=1)
def reader_of(options: ReadOptions) -> ReaderProcess:
    """Return the process that reads containers for this one, over all chunks; it starts with the first container."""
    return ReaderProcess(options)


def _outcome(source: Source, chunk: Chunk) -> Report | Failure:
    options = chunk.options
    process = reader_of(options.read)
    try:
        with Deadline(chunk.seconds):
            return attempt(source, partial(parse, options=options), options=options.read, process=process)
    except OutOfTimeError as error:
        process.close()  # it may still have to answer for this document
        return Failure(source.doc, "interpret", f"{error}; raise the limit of seconds if it is worth the time")


def _about(source: Source, sha256: str | None, key: str) -> dict[str, Any]:
    return {"doc": source.doc, "origin": origin_of(source), "sha256": sha256, "key": key}


def _write(writer: ChunkWriter, about: dict[str, Any], outcome: Report | Failure) -> int:
    if isinstance(outcome, Failure):
        row = {**about, "stage": outcome.stage, "reason": outcome.reason}
        writer.add({**about, "failed": True, "records": 0}, {"failures": [json_bytes(row)]})
        return 0
    count = len(outcome.records)
    rows = {
        "reports": [json_bytes({**report_row(outcome), **about})],
        "records": _record_lines(outcome),
        "findings": _finding_lines(outcome),
    }
    writer.add({**about, "failed": False, "records": count}, rows)
    return count


def _record_lines(report: Report) -> Iterator[bytes]:
    for record in report.records:
        yield f"{json_line(record)}\n".encode("utf-8", "backslashreplace")


def _finding_lines(report: Report) -> Iterator[bytes]:
    for finding in report.findings:
        yield json_bytes(finding.to_dict())
