"""The rows of a run into its output: a file of records, or a store."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from fupin_nlp.batch.summary import Run
from fupin_nlp.batch.work import ROW_TABLES, Entry, json_bytes, rows_of
from fupin_nlp.errors import OptionError
from fupin_nlp.ingest.outputs import RUN
from fupin_nlp.report.export import FORMATS, format_of, replacing, write_rows
from fupin_nlp.store import Store, is_store

__all__ = ["ALL_FORMATS", "STORE_FORMATS", "deliver", "output_format"]

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


def deliver(run: Run, entries: Sequence[Entry], staged: Path, form: str) -> None:
    """Write the result of a run; it is complete, or it is what it was before.

    Parameters
    ----------
    run : Run
        What was done; its `output` is where the result goes.
    entries : sequence of Entry
        The documents in the order of the output.
    staged : Path
        Folder for the rows on their way into a store.
    form : str
        One of `ALL_FORMATS`.

    Raises
    ------
    OptionError, StoreError
        If the output cannot be written.
    """
    assert run.output is not None  # only runs with an output are delivered
    if form in STORE_FORMATS:
        _into_store(run, Store(run.output), entries, staged)
        return
    if form == "jsonl":
        with replacing(run.output) as file:
            file.writelines(rows_of(entries, "records"))
    else:
        write_rows(_rows(entries), run.output, form)
    with replacing(run.output.with_name(run.output.name + RUN)) as file:
        file.write(run.to_json().encode())


def _rows(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        about = json.loads(b"".join(rows_of([entry], "about")) or b"{}")
        for line in b"".join(rows_of([entry], "records")).split(b"\n"):
            if line:
                yield json.loads(line) | about


def _into_store(run: Run, store: Store, entries: Sequence[Entry], staged: Path) -> None:
    number = 1 + max((row["run"] for row in store.rows("runs")), default=0) if store.exists else 1
    try:
        staged.mkdir()
        for table in ROW_TABLES:
            with (staged / f"{table}.jsonl").open("wb") as file:
                file.writelines(rows_of(entries, table))
        (staged / "runs.jsonl").write_bytes(json_bytes({"run": number, **run.row()}))
    except OSError as error:
        raise OptionError(f"{staged}: cannot be written: {error.strerror or error}") from error
    store.merge(staged)
    shutil.rmtree(staged, ignore_errors=True)
