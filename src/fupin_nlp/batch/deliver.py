"""The rows of a run into its output: a file of records, or a store."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from fupin_nlp.batch.origin import file_hash
from fupin_nlp.batch.summary import Run
from fupin_nlp.batch.work import ROW_TABLES, Entry, Work, json_bytes, rows_of
from fupin_nlp.errors import FupinError, OptionError
from fupin_nlp.ingest.names import escape_name
from fupin_nlp.ingest.outputs import RUN
from fupin_nlp.model.columns import COLUMN_LABELS_ZH
from fupin_nlp.report.binary import misfits
from fupin_nlp.report.export import FORMATS, format_of, write_frame, write_rows
from fupin_nlp.report.frame import records_frame
from fupin_nlp.store import Store, is_store
from fupin_nlp.store.files import is_special, publish, target_of, unwritable

__all__ = ["ALL_FORMATS", "STORE_FORMATS", "about_of", "deliver", "output_format"]

_READY = "ready"

STORE_FORMATS = ("parquet", "duckdb")
ALL_FORMATS = (*FORMATS, *STORE_FORMATS)


def output_format(output: Path | None, form: str | None) -> str:
    """Return the format of an output: the one that was given, or by its suffix.

    Raises
    ------
    OptionError
        If it is none that can be written, or the name does not fit a store.

    Examples
    --------
    >>> output_format(Path("a.duckdb"), None), output_format(Path("results"), "parquet"), output_format(None, None)
    ('duckdb', 'parquet', 'jsonl')
    """
    if output is not None and output.name in ("", ".."):
        raise OptionError(f"{output}: no place for a result; name a file or folder in it with -o")
    if output is None or (form or "duckdb") not in STORE_FORMATS:
        if form in STORE_FORMATS:
            raise OptionError(f"{form} goes into a file or folder: name it with -o")
        return format_of(output, form)
    own = Store(output).form
    if form is None:
        return own if is_store(output) else format_of(output, None)
    if form != own:
        example = "results.duckdb" if form == "duckdb" else "results"
        raise OptionError(f"{output}: no place for {form}; name it like {example}")
    return form


def deliver(run: Run, entries: Sequence[Entry], work: Work, form: str) -> Run:
    """Write the result of a run; it is complete, or it is what it was before.

    There are four states: the rows are gathered; the result is ready beside the output; it has taken the place of the
    output; the work folder is gone. A run that ends in any of them goes on from the first: what was ready is made anew,
    and to deliver twice changes nothing.

    Parameters
    ----------
    run : Run
        What was done; its `output` is where the result goes.
    entries : sequence of Entry
        The documents in the order of the output.
    work : Work
        Where the rows are, and where the result grows.
    form : str
        One of `ALL_FORMATS`.

    Returns
    -------
    Run
        With notes about what the format could not hold.

    Raises
    ------
    OptionError, StoreError
        If the output cannot be written.
    """
    assert run.output is not None  # only runs with an output are delivered
    try:
        ready = work.fresh(_READY)
        if form in STORE_FORMATS:
            _into_store(run, Store(run.output), entries, ready)
            done = run
        else:
            done = _into_file(run, entries, ready, form)
    except FupinError:
        raise
    except OSError as error:
        raise unwritable(run.output, error) from error
    finally:
        shutil.rmtree(work.folder / _READY, ignore_errors=True)
    work.remove()
    return done


def _into_file(run: Run, entries: Sequence[Entry], ready: Path, form: str) -> Run:
    assert run.output is not None
    output, table = run.output, ready / "table"
    if form == "jsonl":
        with table.open("xb") as file:
            file.writelines(rows_of(entries, "records"))
    elif form == "csv":
        write_rows(_rows(entries), table, form)
    else:
        frame = records_frame(_rows(entries))
        write_frame(frame, table, form, labels=COLUMN_LABELS_ZH)
        run = replace(run, notes=misfits(frame, form))
    if is_special(output):
        with table.open("rb") as source, output.open("wb") as sink:
            shutil.copyfileobj(source, sink)
        return run
    target = target_of(output)
    about = ready / "about"
    known = {
        "name": escape_name(target.name),
        "format": form,
        "bytes": table.stat().st_size,
        "sha256": file_hash(table),
    }
    about.write_bytes(run.to_json(known).encode())
    publish(table, target)
    publish(about, about_of(target))
    return run


def about_of(table: Path) -> Path:
    """Return the file that tells how a table was made.

    Examples
    --------
    >>> about_of(Path("records.csv")).name
    'records.csv.run.json'
    """
    return table.with_name(table.name + RUN)


def _rows(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        about = json.loads(b"".join(rows_of([entry], "about")) or b"{}")
        for line in b"".join(rows_of([entry], "records")).split(b"\n"):
            if line:
                yield json.loads(line) | about


def _into_store(run: Run, store: Store, entries: Sequence[Entry], ready: Path) -> None:
    number = 1 + max((row["run"] for row in store.rows("runs")), default=0) if store.exists else 1
    rows = ready / "rows"
    rows.mkdir()
    for table in ROW_TABLES:
        with (rows / f"{table}.jsonl").open("xb") as file:
            file.writelines(rows_of(entries, table))
    (rows / "runs.jsonl").write_bytes(json_bytes({"run": number, **run.row()}))
    store.merge(rows, ready / "store.duckdb")
