"""Texts and tables that are in memory, as documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from fupin_nlp.errors import ArgumentError, OptionError, named
from fupin_nlp.ingest import Rows, Source
from fupin_nlp.model import RawText
from fupin_nlp.model.given import Given
from fupin_nlp.report.report import name_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["frame_rows", "text_sources"]

_KEYS = ("name", "region", "date", "title")


def frame_rows(frame: pd.DataFrame) -> Rows:
    """Return the columns of a DataFrame.

    Raises
    ------
    ArgumentError
        If it is none.
    OptionError
        If it has no row.
    """
    if isinstance(frame, (str, bytes)) or not (hasattr(frame, "columns") and hasattr(frame, "loc")):
        hint = "; fupin_nlp.read_table takes a file" if isinstance(frame, str) else ""
        raise ArgumentError(f"from_frame takes a pandas DataFrame, not {named(frame)}{hint}")
    if not len(frame):
        raise OptionError("the table has no row, so there is no report")
    return Rows({str(name): frame[name].tolist() for name in frame.columns}, "the table")


def text_sources(texts: Iterable[str] | Mapping[str, str], metadata: Any) -> Iterator[Source]:
    """Yield a document for each text, with what is known of it.

    Raises
    ------
    ArgumentError
        If `texts` is one text, or one of them is none.
    OptionError
        If there are not as many metadata as texts, or a key is not known.
    """
    if isinstance(texts, (str, bytes)) or not isinstance(texts, Iterable):
        raise ArgumentError(f"from_texts takes several texts, not {named(texts)}; parse takes one")
    pairs = list(texts.items()) if isinstance(texts, Mapping) else ((None, text) for text in texts)
    return _sources(pairs, None if metadata is None else iter(_told(metadata)))


def _sources(pairs: Iterable[tuple[Any, Any]], told: Iterator[Mapping[str, Any]] | None) -> Iterator[Source]:
    taken: dict[str, int] = {}
    number = 0
    for number, (name, text) in enumerate(pairs, 1):
        if not isinstance(text, str):
            raise ArgumentError(f"text {number} is {named(text)}, not a str; leave such rows out")
        known = _next(told, number)
        given = Given.of(region=known.get("region"), date=known.get("date"), title=known.get("title"))
        own = name if name is not None else known.get("name")
        parts = [part for part in (given.region, given.date) if part] if given.region else [name_of(text)]
        doc = str(own) if own is not None else "_".join(parts)
        taken[doc] = taken.get(doc, 0) + 1
        doc = doc if taken[doc] == 1 else f"{doc}#{taken[doc]}"
        yield Source(doc, None, raw=RawText(text, doc, given=given))
    if told is not None and next(told, None) is not None:
        raise OptionError(f"there are metadata of more than {number} texts, but only {number} texts")


def _next(told: Iterator[Mapping[str, Any]] | None, number: int) -> Mapping[str, Any]:
    if told is None:
        return {}
    known = next(told, None)
    if known is None:
        raise OptionError(f"there are metadata of {number - 1} texts only; give as many as texts")
    if not isinstance(known, Mapping):
        raise ArgumentError(f"the metadata of text {number} must be a mapping, not {named(known)}")
    unknown = sorted(set(map(str, known)) - set(_KEYS))
    if unknown:
        raise OptionError(f"metadata {unknown[0]!r} is not known; choose among {', '.join(_KEYS)}")
    return known


def _told(metadata: Any) -> Iterable[Mapping[str, Any]]:
    """Return the metadata text by text, however they are given."""
    if hasattr(metadata, "to_dict") and hasattr(metadata, "columns"):
        rows: list[dict[str, Any]] = metadata.to_dict("records")
        return rows
    if isinstance(metadata, Mapping):
        lengths = {len(values) for values in metadata.values()}
        if len(lengths) > 1:
            raise OptionError(f"the lists of metadata are of different lengths: {sorted(lengths)}")
        return (dict(zip(metadata, row, strict=True)) for row in zip(*metadata.values(), strict=True))
    if isinstance(metadata, (str, bytes)) or not isinstance(metadata, Iterable):
        raise ArgumentError(f"metadata must be a table or a list of mappings, not {named(metadata)}")
    return metadata
