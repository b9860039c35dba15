"""Processes of this machine that do tasks; they load what they need while their caller still looks for documents."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, TypeVar

from fupin_nlp.errors import FupinError
from fupin_nlp.ingest.frames import how_it_ended, read_frame, write_frame

__all__ = ["Pool", "WorkerLostError"]

T = TypeVar("T")
A = TypeVar("A")

_LEAVE = 2.0  # seconds that a process has to end
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

    Examples
    --------
    >>> with Pool(2, abs, -1) as pool:
    ...     sorted(pool.do(abs, [-1, -2, -3]))
    [1, 2, 3]
    """

    def __init__(self, size: int, prepare: Callable[[A], object], argument: A) -> None:
        self.size = size
        self._first = pickle.dumps((prepare, argument))
        self._workers = [_Worker(self._first) for _ in range(size)]
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.leave()
        for worker in self._workers:
            worker.end()
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
                self._workers[i] = _Worker(self._first)


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

    def __init__(self, first: bytes) -> None:
        # The same modules as here, less the folder of the script: it may hold documents, and a hostile zipfile.py.
        here = sys.path[0 if sys.flags.safe_path else 1 :]
        paths = [str(Path(__file__).parents[2]), *here]
        # Names of files are the same text on both sides only if both decode them alike.
        names = {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONUTF8": str(sys.flags.utf8_mode)}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "fupin_nlp.batch.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | names,
        )
        self._prepared = False
        self.alive = True
        self._send(first)

    def prepared(self) -> None:
        """Wait until it is ready for tasks."""
        if not self._prepared:
            self._receive()
            self._prepared = True

    def answer(self, task: bytes) -> Any:
        """Return what comes of a task."""
        self._send(task)
        return self._receive()

    def leave(self) -> None:
        """Tell the process to end; it does so at once, whatever it is doing."""
        self.alive = False
        try:
            if self._process.stdin is not None:
                self._process.stdin.close()
        except OSError:
            pass  # what was in the buffer of a process that is gone

    def end(self) -> None:
        """End the process."""
        self.leave()
        try:
            self._process.wait(_LEAVE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def close(self) -> None:
        """Close the stream of answers, once nobody reads it."""
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _send(self, task: bytes) -> None:
        stream = self._process.stdin
        try:
            if stream is not None:
                write_frame(stream, task)  # type: ignore[arg-type]  # IO[bytes] is what Popen promises
                stream.flush()
        except (OSError, ValueError):
            pass  # it has ended: so does the stream of its answers

    def _receive(self) -> Any:
        stream = self._process.stdout
        data = read_frame(stream) if stream is not None else None  # type: ignore[arg-type]
        if data is None:
            self.end()
            raise WorkerLostError(f"ended {how_it_ended(self._process.returncode)}")
        done, answer = pickle.loads(data)  # of our own process
        if done:
            return answer
        raise answer if isinstance(answer, FupinError) else WorkerLostError(answer)
