"""A limit of time for each of some documents, in whatever thread they are worked on."""

from __future__ import annotations

import ctypes
import math
import threading
import time
from types import TracebackType

__all__ = ["Deadline", "OutOfTimeError"]


class OutOfTimeError(BaseException):
    """The work took longer than its deadline allows.

    No `Exception`, so that code that goes on after any of those does not swallow it.
    """


class Deadline:
    """Raise `OutOfTimeError` inside a ``with`` block that takes longer than so many seconds.

    The interpreter raises it between two instructions of Python; a single long call of compiled code ends first.
    Signals would do the same in a main thread only, and workers of a cluster run their tasks in other threads. One
    thread watches over all blocks of a deadline, one after the other, until `end`.

    Examples
    --------
    >>> short = Deadline(0.01)
    >>> with short:
    ...     while True:
    ...         pass
    Traceback (most recent call last):
        ...
    fupin_nlp.batch.deadline.OutOfTimeError: took longer than 0.01 s
    >>> with short:
    ...     pass
    >>> short.end()
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._changed = threading.Condition()
        self._due = math.inf
        self._looks = math.inf  # when the watching thread looks next
        self._fired = False
        self._watched: int | None = None
        self._watch: threading.Thread | None = None
        self._over = False

    def __enter__(self) -> Deadline:
        if self._watch is None:
            self._watch = threading.Thread(target=self._look, daemon=True)
            self._watch.start()
        with self._changed:
            self._watched, self._fired = threading.get_ident(), False
            self._due = time.monotonic() + self._seconds
            if self._due < self._looks:
                self._changed.notify()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with self._changed:
            self._due = math.inf
        if self._fired and kind is not OutOfTimeError:
            # It is under way to this thread and would else arrive in the middle of the next document.
            try:
                for _ in range(1000):
                    time.sleep(0.001)
            except OutOfTimeError:
                pass
        if self._fired:
            raise OutOfTimeError(f"took longer than {self._seconds:g} s") from None

    def end(self) -> None:
        """End the thread that watches."""
        with self._changed:
            self._over = True
            self._changed.notify()

    def _look(self) -> None:
        with self._changed:
            while not self._over:
                left = self._due - time.monotonic()
                if left <= 0:
                    self._due, self._fired = math.inf, True
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(self._watched or 0), ctypes.py_object(OutOfTimeError)
                    )
                    continue
                self._looks = self._due
                # After the first document it looks again when that would have been due, not at each of the next ones.
                self._changed.wait(None if left == math.inf else left)
                self._looks = -math.inf
