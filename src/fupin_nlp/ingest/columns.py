"""The documents that the rows of a table are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from fupin_nlp.errors import FupinError, OptionError
from fupin_nlp.ingest.names import legible
from fupin_nlp.ingest.options import TableColumns
from fupin_nlp.ingest.source import Source
from fupin_nlp.model import RawText
from fupin_nlp.model.given import Given

__all__ = ["Rows", "row_sources"]


class Rows(NamedTuple):
    """A table: column → cells, and where it came from."""

    cells: Mapping[str, Sequence[Any]]
    where: str
    path: Path | None = None


def row_sources(table: Rows, columns: TableColumns) -> Iterator[Source]:
    """Yield a document for each row, in the order of the rows; a row without text is one, too, that cannot be read.

    Raises
    ------
    OptionError
        If a column is missing, or a date is none; the message names the row.

    Examples
    --------
    >>> table = Rows({"省份": ["云南省", "贵州省"], "text": ["脱贫3户。", "脱贫4户。"]}, "reports")
    >>> [source.doc for source in row_sources(table, TableColumns(text="text", region="省份"))]
    ['云南省', '贵州省']
    """
    columns.check(list(table.cells), table.where)
    texts = table.cells[columns.text]
    digits = len(str(len(texts)))
    stem = Path(table.where).stem if table.path is not None else "row"
    taken: Counter[str] = Counter()
    for number, text in enumerate(texts, 1):
        given = _given(table, columns, number)
        own = _cell(table, columns.name, number)
        if own is None:
            known = "_".join(part for part in (given.region, given.date) if part)
            own = known if given.region else f"{stem}_{number:0{digits}}" + (f"_{known}" if known else "")
        name = _free(legible(str(own).strip()), taken)
        yield Source(name, table.path, member=(number,), raw=RawText(_text(text), name, "str", "txt", given=given))


def _given(table: Rows, columns: TableColumns, number: int) -> Given:
    try:
        return Given.of(
            region=[_cell(table, column, number) for column in columns.regions],
            date=_cell(table, columns.date, number),
            title=_cell(table, columns.title, number),
        )
    except FupinError as error:
        raise OptionError(f"{table.where}, row {number}: {error}") from error


def _cell(table: Rows, column: str | None, number: int) -> Any:
    value = table.cells[column][number - 1] if column is not None else None
    try:
        return None if value is None or value != value or (isinstance(value, str) and not value.strip()) else value
    except (TypeError, ValueError):  # pandas.NA
        return None


def _text(cell: Any) -> str:
    """Return the text of a cell; what is none is empty, and reading it tells so."""
    return cell if isinstance(cell, str) else ""


def _free(name: str, taken: Counter[str]) -> str:
    """Return a name that no row before has."""
    taken[name] += 1
    while taken[name] > 1:
        other = f"{name}#{taken[name]}"
        if other not in taken:
            taken[other] += 1
            return other
        taken[name] += 1
    return name
