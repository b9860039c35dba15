"""A run: which documents are to be done, who does them, and the one result that comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fupin_nlp.batch.deliver import STORE_FORMATS, deliver, output_format
from fupin_nlp.batch.engines import Engine, engine_of
from fupin_nlp.batch.fingerprint import fingerprint
from fupin_nlp.batch.lock import locked
from fupin_nlp.batch.naming import apart
from fupin_nlp.batch.options import BatchOptions
from fupin_nlp.batch.origin import source_hash
from fupin_nlp.batch.progress import Progress
from fupin_nlp.batch.summary import Run
from fupin_nlp.batch.task import Task
from fupin_nlp.batch.work import FILE_TABLES, ROW_TABLES, Entry, Work, rows_of
from fupin_nlp.errors import ReadError
from fupin_nlp.ingest import Paths, ReadOptions, Source, find_sources, input_paths, standard_input
from fupin_nlp.report import Corpus, Failure
from fupin_nlp.report.items import refuse_nothing
from fupin_nlp.report.options import options_of
from fupin_nlp.report.own import Lexicon
from fupin_nlp.store import Store
from fupin_nlp.store.files import is_special, target_of

__all__ = ["run", "run_with"]


def run(
    paths: Paths | Corpus | Sequence[Source],
    output: str | Path,
    *,
    form: str | None = None,
    options: BatchOptions | None = None,
    lexicon: Lexicon | str | Path | None = None,
    progress: bool | None = None,
) -> Run:
    """Read all documents of folders and files and write one result.

    What is done is written as it is done: a run that was killed goes on where it was with ``resume=True``. Nothing
    of a document is delivered twice, and the result does not depend on jobs and engine.

    Parameters
    ----------
    paths : str, Path, sequence of them, or Corpus
        Files and folders; ``-`` is standard input. Of a corpus the documents are taken, and its options where no others
        are given.
    output : str or Path
        A file, replaced when all is done; or a store (``.duckdb``, or a folder for Parquet files), to which the
        documents are added. Beside a file lies ``….run.json`` with version, engines, options and failures.
    form : str, optional
        jsonl, csv, xlsx, dta, parquet or duckdb; by the suffix of the output by default.
    options : BatchOptions, optional
        Processes, engine, limits, restart.
    lexicon : Lexicon, str or Path, optional
        Your own knowledge, or the path of its file.
    progress : bool, optional
        Show a progress bar; by default where somebody is looking.

    Returns
    -------
    Run
        Counts and failures.

    Raises
    ------
    MissingInputError
        If there is nothing of a name; it is a FileNotFoundError, too.
    ReadError
        If there is no document.
    OptionError
        If the output cannot be written.
    StoreError
        If the store cannot be opened or written.

    Examples
    --------
    >>> import tempfile
    >>> from fupin_nlp.report.samples import sample_folder
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     done = run([sample_folder()], Path(folder, "records.jsonl"))
    ...     lines = Path(folder, "records.jsonl").read_text("utf-8").splitlines()
    ...     done.documents, done.failures, done.records == len(lines)
    (16, (), True)
    """
    if options is None:
        options = BatchOptions(report=paths.options) if isinstance(paths, Corpus) else BatchOptions()
    options = replace(options, report=options_of(options.report, lexicon))
    output = Path(output)
    form = output_format(output, form)
    with engine_of(options) as engine:
        sources = _sources(paths, engine, options.report.read)
        return run_with(engine, sources, output, form=form, options=options, progress=progress)


def run_with(
    engine: Engine,
    sources: Sequence[Source],
    output: Path,
    *,
    form: str,
    options: BatchOptions,
    progress: bool | None = None,
) -> Run:
    """Read documents with an engine that is started already, and write one result; see `run`."""
    with _work_of(output) as work:
        made = fingerprint(options.report)
        store = Store(output) if form in STORE_FORMATS else None
        if store is not None:
            sources = apart(sources, store)
        work.begin(resume=options.resume)
        sources = [_with_file(source, work, options.report.read) for source in sources]
        hashes = {source.doc: source_hash(source) for source in sources} if options.resume else {}
        kept, stored = _unchanged(hashes, work, store, made.key) if options.resume else (set(), set())
        task = Task(work, engine, options, made.key, _tables(store), hashes)
        with Progress(len(sources), done=len(kept | stored), show=progress) as shown:
            task.gather([source for source in sources if source.doc not in kept | stored], shown)
        docs = {source.doc for source in sources} - stored
        entries = [entry for doc, entry in sorted(work.entries().items()) if doc in docs]
        found = Run(
            documents=len(sources),
            unchanged=len(kept | stored),
            records=sum(entry.records for entry in entries) + _stored_records(store, stored),
            failures=tuple(_failures(entries)),
            fingerprint=made,
            output=output,
        )
        return deliver(found, entries, work, form)


@contextmanager
def _work_of(output: Path) -> Iterator[Work]:
    """Give the work folder of an output, which no other run has meanwhile."""
    if is_special(output):  # a pipe or a device: nothing can lie beside it
        with TemporaryDirectory(prefix="fupin-") as folder:
            yield Work(Path(folder, "parts"))
        return
    target = target_of(output)
    with locked(target):
        yield Work.beside(target)


def _sources(paths: Paths | Corpus | Sequence[Source], engine: Engine, options: ReadOptions) -> list[Source]:
    if isinstance(paths, Corpus):
        return sorted(paths.sources(), key=lambda source: source.doc)
    several: list[Any] = list(paths) if isinstance(paths, Iterable) and not isinstance(paths, str) else [paths]
    ready = [path for path in several if isinstance(path, Source) and path.skipped is None]
    if several and all(isinstance(path, Source) for path in several):
        return ready
    given = input_paths(path for path in several if not isinstance(path, Source))
    found = find_sources(given, options=options, process=engine.reader)
    refuse_nothing([*ready, *found], given)
    return [*ready, *(source for source in found if source.skipped is None)]


def _with_file(source: Source, work: Work, options: ReadOptions) -> Source:
    """Give standard input a file: other processes cannot read it, and it comes only once."""
    if source.path is not None or source.raw is not None:
        return source
    file = work.folder / "stdin"
    if file.exists():
        return replace(source, path=file)
    part = work.folder / "stdin.part"
    try:
        part.write_bytes(standard_input(source.doc, options=options))
        part.rename(file)
    except ReadError as error:
        return replace(source, refused=error.reason)
    return replace(source, path=file)


def _unchanged(
    hashes: Mapping[str, str | None], work: Work, store: Store | None, key: str
) -> tuple[set[str], set[str]]:
    """Return the documents that need not be done again: those in the work folder, and those in the store."""
    done = {doc: entry for doc, entry in work.entries().items() if entry.is_done(key, _tables(store))}
    begun = {doc: (entry.sha256, entry.key) for doc, entry in done.items() if not entry.failed}
    in_store = {}
    if store is not None and store.exists:
        rows = store.rows("reports", columns=("doc", "sha256", "key"))
        in_store = {row["doc"]: (row["sha256"], row["key"]) for row in rows}
    kept, stored = set(), set()
    for doc, found in hashes.items():
        if found is not None and begun.get(doc) == (found, key):
            kept.add(doc)
        elif found is not None and in_store.get(doc) == (found, key):
            stored.add(doc)
    return kept, stored


def _tables(store: Store | None) -> tuple[str, ...]:
    return FILE_TABLES if store is None else ROW_TABLES


def _stored_records(store: Store | None, docs: set[str]) -> int:
    if store is None or not docs:
        return 0
    rows = store.rows("reports", columns=("doc", "records"))
    return sum(row["records"] for row in rows if row["doc"] in docs)


def _failures(entries: Sequence[Entry]) -> Iterator[Failure]:
    for entry in entries:
        if entry.failed:
            row = json.loads(b"".join(rows_of([entry], "failures")))
            yield Failure(row["doc"], row["stage"], row["reason"])
