"""Names of documents that come into a store in which others may have the same name."""

from __future__ import annotations

from collections.abc import Sequence

from fupin_nlp.batch.origin import origin_of, source_hash
from fupin_nlp.ingest import Source
from fupin_nlp.ingest.names import legible
from fupin_nlp.store import Store

__all__ = ["apart"]


def apart(sources: Sequence[Source], store: Store) -> list[Source]:
    """Give another name to each document whose name a different document of the store has.

    The same file, or the same content from another place, is the same document and keeps its name; else the folders
    above it are put in front until the name is free.

    Parameters
    ----------
    sources : sequence of Source
        In order of `doc`.
    store : Store
        It need not exist.

    Returns
    -------
    list of Source
        In order of `doc`.
    """
    if not store.exists:
        return list(sources)
    columns = ("doc", "origin", "sha256")
    known = {row["doc"]: row for table in ("reports", "failures") for row in store.rows(table, columns=columns)}
    taken = {source.doc for source in sources} | set(known)
    named = []
    for source in sources:
        doc = source.doc
        if doc in known and not _same(source, known[doc]):
            doc = _other_name(source, taken, known)
            taken.add(doc)
        named.append(source.named(doc))
    return sorted(named, key=lambda source: source.doc)


def _same(source: Source, row: dict[str, str | None]) -> bool:
    origin = origin_of(source)  # a text of the program that calls has none
    return bool(origin and origin == row["origin"]) or (
        row["sha256"] is not None and source_hash(source) == row["sha256"]
    )


def _other_name(source: Source, taken: set[str], known: dict[str, dict[str, str | None]]) -> str:
    folders = list(source.path.absolute().parent.parts[1:]) if source.path is not None else []
    doc = source.doc
    while folders:
        doc = f"{legible(folders.pop())}/{doc}"
        if doc not in taken or (doc in known and _same(source, known[doc])):
            return doc
    number = 2
    while f"{doc}#{number}" in taken:
        number += 1
    return f"{doc}#{number}"
