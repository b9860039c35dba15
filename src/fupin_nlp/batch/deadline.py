"""A limit of time for one document, in whatever thread it is worked on."""

from __future__ import annotations

import ctypes
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
    Signals would do the same in a main thread only, and workers of a cluster run their tasks in other threads.

    Examples
    --------
    >>> with Deadline(0.01):
    ...     while True:
    ...         pass
    Traceback (most recent call last):
        ...
    fupin_nlp.batch.deadline.OutOfTimeError: took longer than 0.01 s
    >>> with Deadline(10):
    ...     pass
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._open = True
        self._fired = False
        self._thread = threading.get_ident()
        self._timer = threading.Timer(seconds, self._fire)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with self._lock:
            self._open = False
        self._timer.cancel()
        if self._fired and kind is not OutOfTimeError:
            # It is under way to this thread and would else arrive in the middle of the next document.
            try:
                for _ in range(1000):
                    time.sleep(0.001)
            except OutOfTimeError:
                pass
        if self._fired:
            raise OutOfTimeError(f"took longer than {self._seconds:g} s") from None

    def _fire(self) -> None:
        with self._lock:
            if self._open:
                self._fired = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(self._thread), ctypes.py_object(OutOfTimeError)
                )
