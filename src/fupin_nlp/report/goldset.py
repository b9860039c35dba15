"""Gold documents: texts with the records that somebody annotated in them by reading, in folders of a fixed layout.

A *group* is a folder with rows in ``*.jsonl`` and the texts that they name in its folder ``texts``. A *collection* is
a folder of groups. Both training and measuring read gold through this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fupin_nlp.errors import ReadError
from fupin_nlp.report.evaluate import read_rows

__all__ = ["GoldDocument", "GoldGroup", "gold_documents", "read_gold", "read_group"]

TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text and its gold rows.

    Attributes
    ----------
    name : str
        Name of the text file, as the rows hold it in ``doc``.
    path : Path
        The text, as bytes of any format that the library reads.
    rows : tuple of mapping
        Gold rows in text order; ``start`` and ``end`` count code points of the decoded file.
    """

    name: str
    path: Path
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class GoldGroup:
    """Documents of one kind.

    Attributes
    ----------
    name : str
        Name of the folder.
    documents : tuple of GoldDocument
        By name.
    """

    name: str
    documents: tuple[GoldDocument, ...]

    @property
    def rows(self) -> list[Mapping[str, Any]]:
        """The rows of all documents, in the order of documents and text."""
        return [row for document in self.documents for row in document.rows]


def gold_documents(files: Iterable[Path], texts: Sequence[Path]) -> tuple[GoldDocument, ...]:
    """Join rows with the texts that they name.

    Parameters
    ----------
    files : iterable of Path
        JSON Lines files with gold rows.
    texts : sequence of Path
        Folders that are searched for the texts, with all that is below them.

    Raises
    ------
    ReadError
        If a file cannot be read, or the text of a document is missing or stands in two places.
    """
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for path in sorted(files):
        for row in read_rows(path):
            rows.setdefault(Path(str(row["doc"])).name, []).append(row)
    places: dict[str, list[Path]] = {name: [] for name in rows}
    for folder in texts:
        for path in sorted(folder.rglob("*")):
            if path.name in places and path.is_file():
                places[path.name].append(path)
    for name, found in places.items():
        if len(found) != 1:
            listed = ", ".join(map(str, found)) or f"nothing below {', '.join(map(str, texts))}"
            raise ReadError(name, f"the text of gold rows must be in one place, found {listed}")
    return tuple(
        GoldDocument(name, places[name][0], tuple(sorted(rows[name], key=lambda row: (row["start"], row["end"]))))
        for name in sorted(rows)
    )


def read_group(folder: Path) -> GoldGroup:
    """Read one group: rows in ``*.jsonl``, the texts that they name in ``texts``.

    Raises
    ------
    ReadError
        If the folder holds no rows, or a text is missing; see `gold_documents`.
    """
    documents = gold_documents(folder.glob("*.jsonl"), [folder / TEXTS])
    if not documents:
        raise ReadError(str(folder), f"no gold rows: expected *.jsonl here, and their texts in {folder / TEXTS}")
    return GoldGroup(folder.name, documents)


def read_gold(folder: Path) -> tuple[GoldGroup, ...]:
    """Read a group, or all groups of a collection, by name.

    Parameters
    ----------
    folder : Path
        A folder with ``*.jsonl`` and ``texts``, or a folder of such folders.

    Raises
    ------
    ReadError
        If nothing of the kind is there, or a file cannot be read; see `read_group`.

    Examples
    --------
    >>> import json, tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     group = Path(name) / "plans"
    ...     (group / "texts").mkdir(parents=True)
    ...     _ = (group / "texts" / "a.txt").write_text("培训120人。", encoding="utf-8")
    ...     row = {"doc": "a.txt", "start": 2, "end": 6, "text": "120人", "role": ["achieved"]}
    ...     _ = (group / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    ...     [(group.name, len(group.documents), len(group.rows)) for group in read_gold(Path(name))]
    [('plans', 1, 1)]
    """
    if (folder / TEXTS).is_dir():
        return (read_group(folder),)
    groups = sorted(path.parent for path in folder.glob(f"*/{TEXTS}") if path.is_dir()) if folder.is_dir() else []
    if not groups:
        raise ReadError(
            str(folder), f"no gold: expected *.jsonl with their texts in {TEXTS}/, here or in folders below"
        )
    return tuple(read_group(path) for path in groups)
