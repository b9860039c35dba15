"""How far a run is: documents, rate, failures so far, time left."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from fupin_nlp.batch.chunk import Counts
from fupin_nlp.report.attempt import somebody_looks

__all__ = ["Progress"]


class Progress:
    """A progress bar over the documents of a run; silent where nobody looks.

    Examples
    --------
    >>> with Progress(2, done=0, show=False) as shown:
    ...     shown.add(Counts(1, 0, 12))
    ...     shown.failed()
    """

    def __init__(self, total: int, *, done: int, show: bool | None) -> None:
        self._failures = 0
        self._done = done
        self._bar: Any = None
        if somebody_looks() if show is None else show:
            from tqdm.auto import tqdm

            self._bar = tqdm(total=total, initial=done, desc="reports", unit="report", leave=False, smoothing=0.05)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def add(self, counts: Counts) -> None:
        """Count what was done."""
        self._failures += counts.failed
        if self._bar is not None:
            self._bar.set_postfix(failed=self._failures, refresh=False)
            self._bar.update(counts.documents)

    def failed(self) -> None:
        """Count a document that ended the process that read it."""
        self.add(Counts(1, 1, 0))

    def set(self, done: int) -> None:
        """Go back to what is certainly done, after a process was lost."""
        if self._bar is not None:
            self._bar.n = self._done + done
            self._bar.refresh()
