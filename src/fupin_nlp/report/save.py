"""Any table of the library to a file of any format it writes."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupin_nlp.errors import ArgumentError, DependencyError, OptionError, named
from fupin_nlp.model.columns import COLUMN_LABELS_ZH
from fupin_nlp.report.documents import DOCUMENT_LABELS_ZH
from fupin_nlp.report.export import FORMATS, stored_frame, write_frame
from fupin_nlp.report.labelled import Labelled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["save"]

_STORES = ("parquet", "duckdb")


def save(frame: Any, path: str | Path, *, labels: str | None = None) -> Path:
    """Write a table to a file: records or documents, whole or after any filtering, sorting and joining.

    Parameters
    ----------
    frame : DataFrame, Corpus, Report, Comparison, Panel or Clustering
        A table, or what has one. The index is left away unless it has a name. It is not changed.
    path : str or Path
        .csv (UTF-8 with the mark that Excel needs), .xlsx, .dta (Stata 14 or later), .jsonl, .parquet, .duckdb (a
        database with one table, ``records``). A file that exists is replaced, once all is written.
    labels : {"en", "zh"}, optional
        Names of the columns; by default Chinese in .xlsx, English elsewhere. In .dta names are English and the Chinese
        labels are variable labels.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ArgumentError
        If it is no table and has none.
    OptionError
        If the ending or `labels` is not known, or the file cannot be written.
    DependencyError
        If the package that writes the format is not installed.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from fupin_nlp.report import parse
    >>> frame = parse("2019年，发放小额贷款5万元，修路3公里。").to_frame()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     pd.read_stata(save(frame[frame.unit == "元"], Path(folder, "money.dta")))["entity"].tolist()
    ['小额贷款']
    """
    path = Path(path)
    form = path.suffix.lower().lstrip(".")
    if form not in (*FORMATS, *_STORES):
        known = ", ".join(f".{name}" for name in (*FORMATS, *_STORES))
        raise OptionError(
            f"{path}: a table cannot be written as {path.suffix or 'a file without ending'}; take {known}"
        )
    if labels not in (None, "en", "zh"):
        raise OptionError(f"labels={labels!r}: choose one of en, zh")
    if isinstance(frame, Labelled) and form not in _STORES:
        return frame.save(path, labels)
    table = _table(frame)
    known_labels = DOCUMENT_LABELS_ZH if "date_precision" in table.columns else COLUMN_LABELS_ZH
    if form in _STORES:
        _store(table.rename(columns=known_labels) if labels == "zh" else table, path, form)
    elif labels == "zh" and form != "dta":
        write_frame(table.rename(columns=known_labels), path, form)
    else:
        write_frame(table, path, form, labels={} if labels == "en" and form != "dta" else known_labels)
    return path


def _table(given: Any) -> pd.DataFrame:
    table = given
    if not (hasattr(table, "columns") and hasattr(table, "loc")):
        if not hasattr(table, "to_frame"):
            raise ArgumentError(f"save writes a table, or a Corpus, a report, a comparison, not {named(given)}")
        table = table.to_frame()
    if any(name is not None for name in table.index.names):
        table = table.reset_index()
    frame: pd.DataFrame = table
    return frame


def _store(table: pd.DataFrame, path: Path, form: str) -> None:
    try:
        import duckdb
    except ImportError as error:
        raise DependencyError(f".{form} files need DuckDB: pip install 'fupin-nlp[store]'") from error
    records = stored_frame(table)
    part = path.with_name(f".fupin-{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        with duckdb.connect(str(part) if form == "duckdb" else ":memory:") as connection:
            connection.register("given", records)
            if form == "duckdb":
                connection.execute("CREATE TABLE records AS SELECT * FROM given")
            else:
                quoted = str(part).replace("'", "''")
                connection.execute(f"COPY given TO '{quoted}' (FORMAT parquet)")
        part.replace(path)
    except (duckdb.Error, OSError) as error:
        raise OptionError(f"{path}: cannot be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)
