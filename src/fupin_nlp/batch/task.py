"""The documents that a run has to do, cut into chunks, until each has its rows or its failure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fupin_nlp.batch.chunk import Chunk, write_failure
from fupin_nlp.batch.engines import WorkerLostError, do_chunks
from fupin_nlp.batch.options import BatchOptions
from fupin_nlp.batch.progress import Progress
from fupin_nlp.batch.work import Work
from fupin_nlp.errors import OptionError
from fupin_nlp.ingest import Source
from fupin_nlp.report import Failure

__all__ = ["Task"]

# A chunk is what a killed process has to do again.
_MOST_DOCUMENTS = 16
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Task:
    """How the documents of a run are done.

    Attributes
    ----------
    work : Work
        Where their rows are gathered.
    options : BatchOptions
        Processes, engine, limits.
    key : str
        See `Fingerprint.key`.
    """

    work: Work
    options: BatchOptions
    key: str

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
            do_chunks(list(self._chunks(sources)), self.options, shown.add)
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
        return [source for source in sources if source.doc not in done or done[source.doc].key != self.key]

    def _chunks(self, sources: Sequence[Source]) -> Iterator[Chunk]:
        number = self.work.next_number()
        for group in _groups(sources):
            yield Chunk(
                folder=self.work.folder,
                name=f"{number:06d}",
                sources=tuple(group),
                key=self.key,
                seconds=self.options.seconds,
                options=self.options.report,
            )
            number += 1


def _groups(sources: Sequence[Source]) -> Iterator[list[Source]]:
    """Yield the documents in groups of limited number and size."""
    group: list[Source] = []
    size = 0
    for source in sources:
        weight = _size(source)
        if group and (len(group) == _MOST_DOCUMENTS or size + weight > _MOST_BYTES):
            yield group
            group, size = [], 0
        group.append(source)
        size += weight
    if group:
        yield group


def _size(source: Source) -> int:
    try:
        return source.path.stat().st_size if source.path is not None else 0
    except (OSError, ValueError):
        return 0
