"""An ordered set of documents, read when they are first asked for: what a corpus is beneath its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import partial
from typing import Any, Self, overload
from warnings import warn

from fupin_nlp.errors import ArgumentError, FailureWarning, FupinWarning, ReadError, named
from fupin_nlp.ingest import ReaderProcess, Source
from fupin_nlp.report.attempt import Failure, attempt, bar
from fupin_nlp.report.described import Reading
from fupin_nlp.report.items import Item, checked, distinct, source_of
from fupin_nlp.report.options import ReportOptions
from fupin_nlp.report.report import Report, parse, read_words

__all__ = ["Documents"]

_NAMED = 5  # regions that a warning names


def _strange(items: Iterable[Item]) -> str:
    """Tell which regions that were given mean no place; empty where all do."""
    reports = (item for item in items if isinstance(item, Report))
    given = [r.region for r in reports if r.raw.given.region and r.region and r.region_code is None]
    names = [*dict.fromkeys(given)]
    if not names:
        return ""
    first = "、".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
    told = f"{len(given)} documents have a region without a code, as it is not known or several places bear its name"
    return f"{told}: {first}; fupin_nlp.regions lists the bearers of a name, region=[province, city] tells them apart"


class Documents:
    """Documents of different names, asked for by number, name or slice; see `fupin_nlp.report.corpus.Corpus`."""

    def __init__(
        self,
        documents: Iterable[Item] = (),
        *,
        options: ReportOptions | None = None,
        progress: bool | None = None,
    ) -> None:
        self.options = options or ReportOptions()
        self._progress = progress
        items = list(checked(documents))
        self.skipped = tuple(item for item in items if isinstance(item, Source) and item.skipped is not None)
        self._items: list[Item] = distinct(i for i in items if not isinstance(i, Source) or i.skipped is None)
        self._stream: Iterator[Source] | None = None

    def __len__(self) -> int:
        """Return the number of documents, with those that cannot be read."""
        return len(self._drawn())

    def __bool__(self) -> bool:
        return bool(self._drawn())

    def __iter__(self) -> Iterator[Report]:
        return (item for item in self._all() if isinstance(item, Report))

    def __contains__(self, doc: object) -> bool:
        return doc in self.docs or (isinstance(doc, Report) and doc in self._all())

    @overload
    def __getitem__(self, at: int | str) -> Report: ...
    @overload
    def __getitem__(self, at: slice) -> Self: ...
    def __getitem__(self, at: int | str | slice) -> Report | Self:
        """Return the document of a number or a name, or the corpus of a slice.

        Raises
        ------
        ReadError
            If the document could not be read.
        IndexError, KeyError
            If there is none.
        """
        if isinstance(at, slice):
            return self._of(self._drawn()[at])
        place = self._place(at) if isinstance(at, str) else at
        try:
            self._drawn()[place]
        except IndexError:
            raise IndexError(f"there is no document {at}: the corpus has {len(self)}") from None
        except TypeError:
            raise ArgumentError(f"a corpus is asked by number, name or slice, not by {named(at)}") from None
        found = self._outcome(place)
        if isinstance(found, Failure):
            raise ReadError(found.doc, found.reason)
        return found

    def _place(self, doc: str) -> int:
        docs = self.docs
        if doc in docs:
            return docs.index(doc)
        close = get_close_matches(doc, docs, n=3, cutoff=0.4) or docs[:3]
        raise KeyError(f"there is no document {doc!r}; do you mean {', '.join(close) or 'none: the corpus is empty'}?")

    def __add__(self, other: object) -> Self:
        """Return the documents of both; one that is in both comes once."""
        if not isinstance(other, Documents):
            return NotImplemented
        return self._of([*self._drawn(), *other._drawn()])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Documents):
            return NotImplemented
        if self.options != other.options or self.docs != other.docs:
            return False
        pairs = list(zip(self._drawn(), other._drawn(), strict=True))
        if all(one == two for one, two in pairs):
            return True
        # One may be read and the other not.
        return any(type(one) is not type(two) for one, two in pairs) and list(self._all()) == list(other._all())

    def __hash__(self) -> int:
        return hash(self.docs)

    def __getstate__(self) -> dict[str, Any]:
        """Leave nothing open behind: what was still to come of a stream is drawn."""
        self._drawn()
        return dict(self.__dict__)

    def _of(self, items: Iterable[Item]) -> Self:
        """Return a corpus of some of the documents, or of more."""
        raise NotImplementedError

    def _drawn(self) -> list[Item]:
        """Return the documents, with all that were still to come."""
        if self._stream is not None:
            stream, self._stream = self._stream, None
            self._items = distinct([*self._items, *stream])
        return self._items

    @property
    def docs(self) -> tuple[str, ...]:
        """The names of the documents."""
        return tuple(item.doc for item in self._drawn())

    def _all(self) -> list[Report | Failure]:
        """Read what is not read yet, and keep it."""
        items = self._drawn()
        if any(isinstance(item, Source) for item in items):
            self._items = [*self.outcomes()]
            failed = [item for item in self._items if isinstance(item, Failure)]
            if failed:
                named = f"{failed[0].doc}: {failed[0].reason}"
                told = f"{len(failed)} of {len(self._items)} documents could not be read, first {named}"
                warn(f"{told}; corpus.failures lists them", FailureWarning, stacklevel=3)
            if strange := _strange(self._items):
                warn(strange, FupinWarning, stacklevel=3)
        return [item for item in self._items if not isinstance(item, Source)]

    def _outcome(self, place: int) -> Report | Failure:
        """Read one document, and keep it."""
        item = self._items[place]
        if isinstance(item, Source):
            with ReaderProcess(self.options.read) as process:
                item = self._items[place] = self._read(item, process)
        return item

    def _read(self, item: Item, process: ReaderProcess) -> Report | Failure:
        if not isinstance(item, Source):
            return item
        return attempt(item, partial(parse, options=self.options), options=self.options.read, process=process)

    def outcomes(self) -> Iterator[Report | Failure]:
        """Yield a report or a failure for each document, one at a time; nothing is kept."""
        total = len(self._items) if self._stream is None else None
        with ReaderProcess(self.options.read) as process:
            for item in bar(self._coming(), show=self._progress, total=total):
                yield self._read(item, process)

    def readings(self) -> Iterator[Report | Reading | Failure]:
        """Yield each document as far as its sentences, one at a time, or its failure: what analyses of words need.

        Of what was read already the `Report` comes; of the rest nothing is interpreted, and only failures are kept.
        """
        items = self._drawn()
        read = partial(read_words, options=self.options)
        with ReaderProcess(self.options.read) as process:
            for place, item in enumerate(bar(items, show=self._progress, total=len(items))):
                if not isinstance(item, Source):
                    yield item
                    continue
                found = attempt(item, read, options=self.options.read, process=process)
                if isinstance(found, Failure):
                    items[place] = found
                yield found

    @property
    def failed(self) -> tuple[Failure, ...]:
        """The documents of which it is known by now that they cannot be read; `failures` reads them all first."""
        return tuple(item for item in self._items if isinstance(item, Failure))

    def _coming(self) -> Iterator[Item]:
        yield from self._items
        stream, self._stream = self._stream, None
        yield from stream or ()

    def sources(self) -> list[Source]:
        """Return the documents as they are read, for a run over them; the text of a report that was read goes along."""
        return [item if isinstance(item, Source) else source_of(item) for item in self._drawn()]
