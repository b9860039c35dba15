"""The documents that a run has to do, cut into chunks, until each has its rows or its failure."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fupin_nlp.batch.chunk import Chunk, write_failure
from fupin_nlp.batch.engines import Engine
from fupin_nlp.batch.options import BatchOptions
from fupin_nlp.batch.pool import WorkerLostError
from fupin_nlp.batch.progress import Progress
from fupin_nlp.batch.work import Work
from fupin_nlp.errors import OptionError
from fupin_nlp.ingest import Source
from fupin_nlp.report import Failure

__all__ = ["Task"]

# A chunk is what a killed process has to do again.
_MOST_DOCUMENTS = 16
_MOST_BYTES = 1_000_000
# Several processes get their last documents one by one, so that all end at about the same time; and large documents
# come first, so that none of them is left then.
_SHARES = 8
_LARGE = 250_000


@dataclass(frozen=True, slots=True)
class Task:
    """How the documents of a run are done.

    Attributes
    ----------
    work : Work
        Where their rows are gathered.
    engine : Engine
        Who does them.
    options : BatchOptions
        Limits.
    key : str
        See `Fingerprint.key`.
    tables : collection of str
        Whose rows are wanted.
    hashes : mapping
        Name of a document → its `source_hash`, where that is known.
    """

    work: Work
    engine: Engine
    options: BatchOptions
    key: str
    tables: Collection[str]
    hashes: Mapping[str, str | None] = field(default_factory=dict)

    def gather(self, sources: Sequence[Source], shown: Progress) -> None:
        """Do all documents; one that ends the process that reads it becomes a failure.

        Raises
        ------
        OptionError
            If processes are lost before they begin with any document.
        """
        left = list(sources)
        alone: list[Source] = []
        while left:
            lost = self._attempt(left, shown)
            if lost is None:
                break
            rest = self._not_done(left)
            at_work = self.work.under_way()
            self.work.forget_under_way()
            alone += [source for source in rest if source.doc in at_work]
            again = [source for source in rest if source.doc not in at_work]
            if len(again) == len(left):
                raise OptionError(f"processes cannot be started or end at once ({lost}); try --jobs 1")
            left = again
            shown.set(len(sources) - len(left) - len(alone))
        for source in alone:
            self._alone(source, shown)

    def _attempt(self, sources: Sequence[Source], shown: Progress) -> WorkerLostError | None:
        try:
            self.engine.do(self._chunks(sources), shown.add)
        except WorkerLostError as error:
            return error
        return None

    def _alone(self, source: Source, shown: Progress) -> None:
        """Do a document by itself: only so is it known which one ends its process."""
        lost = self._attempt([source], shown)
        if lost is None:
            return
        self.work.forget_under_way()
        (chunk,) = self._chunks([source])
        reason = f"the process that read it was ended, perhaps for want of memory ({lost})"
        write_failure(chunk, Failure(source.doc, "read", reason))
        shown.failed()

    def _not_done(self, sources: Sequence[Source]) -> list[Source]:
        done = self.work.entries()
        return [s for s in sources if s.doc not in done or not done[s.doc].is_done(self.key, self.tables)]

    def _chunks(self, sources: Sequence[Source]) -> Iterator[Chunk]:
        number = self.work.next_number()
        # A process of a run that was killed may live for a moment and end a chunk of the same number.
        run = secrets.token_hex(4)
        for group in _groups(sources, self.engine.processes):
            yield Chunk(
                folder=self.work.folder,
                name=f"{number:06d}-{run}",
                sources=tuple(group),
                hashes={source.doc: self.hashes[source.doc] for source in group if source.doc in self.hashes},
                tables=self.tables,
                key=self.key,
                seconds=self.options.seconds,
                options=self.options.report,
            )
            number += 1


def _groups(sources: Sequence[Source], processes: int) -> Iterator[list[Source]]:
    """Yield the documents in groups of limited number and size, smaller ones towards the end."""
    sizes = _sizes(sources)
    if processes > 1:
        sources = sorted(sources, key=lambda source: -sizes[source.doc] if sizes[source.doc] > _LARGE else 0)
    most = _MOST_DOCUMENTS
    group: list[Source] = []
    size = 0.0
    for number, source in enumerate(sources):
        if processes > 1:
            most = max(1, min(_MOST_DOCUMENTS, (len(sources) - number) // (processes * _SHARES)))
        weight = sizes[source.doc]
        if group and (len(group) >= most or size + weight > _MOST_BYTES):
            yield group
            group, size = [], 0.0
        group.append(source)
        size += weight
    if group:
        yield group


def _sizes(sources: Sequence[Source]) -> dict[str, float]:
    """Return the bytes of each document; those of an archive share its bytes."""
    together = Counter(source.path for source in sources)
    files: dict[str, float] = {}
    for source in sources:
        if source.raw is not None:
            files[source.doc] = 3.0 * len(source.raw.text)  # Chinese in UTF-8
            continue
        try:
            size = source.path.stat().st_size if source.path is not None else 0
        except (OSError, ValueError):
            size = 0
        files[source.doc] = size / together[source.path]
    return files
