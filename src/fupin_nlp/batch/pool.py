"""Processes of this machine that do tasks; they load what they need while their caller still looks for documents."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, TypeVar

from fupin_nlp.batch.starting import Starter, starter_of
from fupin_nlp.errors import FupinError
from fupin_nlp.ingest.frames import how_it_ended, read_frame, write_frame

__all__ = ["Pool", "WorkerLostError"]

T = TypeVar("T")
A = TypeVar("A")

_LOOK = 1.0  # seconds after which a wait is begun anew: not every system can interrupt one
_NO_MORE = object()


class WorkerLostError(Exception):
    """A process ended before its task did: it was killed, or it ran out of memory."""


class Pool:
    """Processes that wait for tasks, a function that can be imported and its argument.

    They are started at once, and first do `prepare`. Against the processes of joblib they begin a second earlier
    (measured: 0.6 s after the call, against 1.5 to 1.8 s), because neither they nor their caller import numpy; one that
    is lost takes only its own task with it; and all of them end at once when their caller ends, however it does.

    Parameters
    ----------
    size : int
        How many processes.
    prepare : callable
        What each does before its first task, a function that can be imported and takes `argument`.
    argument : object
        Can be pickled.
    own : bool
        This process is a program of our own, of which the others may be forks; see `Nursery`.

    Examples
    --------
    >>> with Pool(2, abs, -1) as pool:
    ...     sorted(pool.do(abs, [-1, -2, -3]))
    [1, 2, 3]
    """

    def __init__(self, size: int, prepare: Callable[[A], object], argument: A, *, own: bool = False) -> None:
        self.size = size
        self._starter = starter_of(pickle.dumps((prepare, argument)), own=own)
        self._workers = [_Worker(self._starter) for _ in range(size)]
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.leave()
        self._starter.close()
        for thread in self._threads:
            thread.join()
        for worker in self._workers:
            worker.close()

    def do(self, function: Callable[[A], T], arguments: Iterable[A]) -> Iterator[T]:
        """Yield what the function returns for each argument, in the order in which it is done.

        Parameters
        ----------
        function : callable
            It can be imported by its name.
        arguments : iterable
            Taken one at a time, as processes are free.

        Raises
        ------
        FupinError
            That the function raised; the rest is not done.
        WorkerLostError
            If a process was lost, or the function raised another error; the others have done what was left by then.
        """
        self._get_ready()
        tasks = _Tasks(function, arguments)
        found: SimpleQueue[Any] = SimpleQueue()
        self._threads = [
            threading.Thread(target=_feed, args=(worker, tasks, found), daemon=True) for worker in self._workers
        ]
        for thread in self._threads:
            thread.start()
        try:
            yield from self._answers(found)
        finally:
            tasks.stop()

    def _answers(self, found: SimpleQueue[Any]) -> Iterator[Any]:
        working = len(self._threads)
        lost: WorkerLostError | None = None
        while working:
            answer = _next(found)
            if answer is _NO_MORE:
                working -= 1
            elif isinstance(answer, WorkerLostError):
                lost = answer
            elif isinstance(answer, BaseException):
                raise answer
            else:
                yield answer
        if lost is not None:
            raise lost

    def _get_ready(self) -> None:
        """Wait for what was begun before an error, and replace the processes that are lost."""
        for thread in self._threads:
            thread.join()
        for i, worker in enumerate(self._workers):
            if not worker.alive:
                worker.close()
                self._workers[i] = _Worker(self._starter)


class _Tasks:
    """Tasks for several threads."""

    def __init__(self, function: Callable[[A], object], arguments: Iterable[A]) -> None:
        self._function = function
        self._arguments = iter(arguments)
        self._lock = threading.Lock()
        self._stopped = False

    def next(self) -> bytes | None:
        """Return the next task, None if there are no more."""
        with self._lock:
            if self._stopped:
                return None
            for argument in self._arguments:
                return pickle.dumps((self._function, argument))
        return None

    def stop(self) -> None:
        """Hand out no more."""
        with self._lock:
            self._stopped = True


def _feed(worker: _Worker, tasks: _Tasks, found: SimpleQueue[Any]) -> None:
    """Give one process a task after the other, until there are no more or it is lost."""
    try:
        worker.prepared()
        while (task := tasks.next()) is not None:
            found.put(worker.answer(task))
    except BaseException as error:  # it is raised by the thread that waits for answers
        found.put(error)
    finally:
        found.put(_NO_MORE)


def _next(found: SimpleQueue[Any]) -> Any:
    while True:
        try:
            return found.get(timeout=_LOOK)
        except Empty:
            continue


class _Worker:
    """One process and how to talk with it."""

    def __init__(self, starter: Starter) -> None:
        self._starter = starter
        self._tasks, self._answers, self._number = starter.start()
        self._prepared = False
        self.alive = True

    def prepared(self) -> None:
        """Wait until it is ready for tasks."""
        if not self._prepared:
            self._receive()
            self._prepared = True

    def answer(self, task: bytes) -> Any:
        """Return what comes of a task."""
        try:
            write_frame(self._tasks, task)
            self._tasks.flush()
        except (OSError, ValueError):
            pass  # it has ended: so does the stream of its answers
        return self._receive()

    def leave(self) -> None:
        """Tell the process to end; it does so at once, whatever it is doing."""
        self.alive = False
        with suppress(OSError):  # what was in the buffer of a process that is gone
            self._tasks.close()

    def close(self) -> None:
        """Close the stream of answers, once nobody reads it."""
        self._answers.close()

    def _receive(self) -> Any:
        data = read_frame(self._answers)
        if data is None:
            self.leave()
            raise WorkerLostError(f"ended {how_it_ended(self._starter.end(self._number))}")
        done, answer = pickle.loads(data)  # of our own process
        if done:
            return answer
        raise answer if isinstance(answer, FupinError) else WorkerLostError(answer)
