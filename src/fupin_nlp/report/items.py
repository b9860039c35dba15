"""What a corpus is made of: documents to be read, reports, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from fupin_nlp.errors import ArgumentError, OptionError, ReadError, named
from fupin_nlp.ingest import Source
from fupin_nlp.model import RawText
from fupin_nlp.report.attempt import Failure
from fupin_nlp.report.report import Report

__all__ = ["Item", "checked", "distinct", "line_of", "refuse_nothing", "source_of"]

Item: TypeAlias = Source | Report | Failure
"""A document that is still to be read, or what became of it."""


def line_of(item: Item) -> tuple[object, ...]:
    """Return what a notebook shows of a document; it does not read one for that."""
    if isinstance(item, Report):
        return item.doc, item.region, item.date, item.title, len(item), "已读"
    state = f"失败：{item.reason}" if isinstance(item, Failure) else "未读"
    return item.doc, None, None, None, None, state


def source_of(item: Report | Failure) -> Source:
    """Return what was read, or could not be, as a document to be read."""
    raw = item.raw if isinstance(item, Report) else RawText("", item.doc)
    return Source(item.doc, None, raw=raw)


def refuse_nothing(sources: Iterable[Source], given: Iterable[str | Path]) -> None:
    """Refuse paths that hold no document; the message says what was passed over.

    Raises
    ------
    ReadError
        If no document is among the sources.
    """
    skipped = []
    for source in sources:
        if source.skipped is None:
            return
        skipped.append(f"{source.doc} ({source.skipped})")
    named = " ".join(str(path) for path in given)
    told = f"; passed over: {', '.join(skipped[:3])}{f' and {len(skipped) - 3} more' if len(skipped) > 3 else ''}"
    raise ReadError(named, f"there is no document in it{told if skipped else ''}")


def checked(documents: Any) -> Iterator[Item]:
    """Yield the documents; refuse what a corpus is not made of, with the way that there is."""
    ways = "Corpus.from_folder takes paths, from_texts texts, from_frame a table, Corpus([…]) reports"
    if isinstance(documents, (str, bytes, Path, Report)) or not isinstance(documents, Iterable):
        raise ArgumentError(f"a corpus is made of several reports, not of {named(documents)}; {ways}")
    for item in documents:
        if not isinstance(item, (Source, Report, Failure)):
            raise ArgumentError(f"a corpus is made of reports, not of {named(item)}; {ways}")
        yield item


def distinct(items: Iterable[Item]) -> list[Item]:
    """Return the documents, each once; two that differ cannot bear one name."""
    found: dict[str, Item] = {}
    for item in items:
        before = found.setdefault(item.doc, item)
        if before is not item and before != item:
            raise OptionError(f"two different documents are called {item.doc!r}; give each a name of its own (name=)")
    return list(found.values())
