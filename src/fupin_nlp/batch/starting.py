"""How the processes of a pool are started and ended: by a nursery that forks them, or each by itself."""

from __future__ import annotations

import math
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple, Protocol

from fupin_nlp.batch.protocol import (
    END,
    LEAVE,
    LENGTH,
    LOOK,
    MESSAGE,
    NURSERY,
    START,
    STATUS,
    WORKER,
    exit_status,
    threads,
)
from fupin_nlp.ingest.frames import write_frame

__all__ = ["Fresh", "Nursery", "Started", "Starter", "starter_of"]

_WITHIN = 5.0  # seconds in which a nursery that lives has ended those that do not leave
_LATE = 1.0  # seconds that it has then


class Started(NamedTuple):
    """A process: the streams of its tasks and answers, and its number among those of its starter."""

    tasks: IO[bytes]
    answers: IO[bytes]
    number: int


class Starter(Protocol):
    """Starts processes that do a first task, and answer it, before those that come by their stream."""

    def start(self) -> Started:
        """Start a process."""

    def end(self, number: int) -> int | None:
        """Wait for the end of a process, or make it end; return its exit status, None where nobody knows it."""

    def close(self) -> None:
        """End all processes; the streams of their tasks are closed already."""


def starter_of(first: bytes, *, own: bool = False) -> Starter:
    """Return what starts processes on this system, see `Nursery`.

    Others than Linux have no fork, or libraries that do not survive one.
    """
    return Nursery(first, own=own) if sys.platform == "linux" else Fresh(first)


class Fresh:
    """Starts each process by itself, which loads all it needs.

    Parameters
    ----------
    first : bytes
        The first task of each.
    """

    def __init__(self, first: bytes) -> None:
        self._first = first
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> Started:
        """Start a process."""
        process = _started([], subprocess.PIPE, subprocess.PIPE)
        assert process.stdin is not None  # pipes, see above
        assert process.stdout is not None
        self._processes.append(process)
        _tell(process.stdin, self._first)
        return Started(process.stdin, process.stdout, len(self._processes) - 1)

    def end(self, number: int) -> int | None:
        """Wait for the end of a process, or make it end; return its exit status."""
        return _ended(self._processes[number], LEAVE)

    def close(self) -> None:
        """End all processes."""
        for process in self._processes:
            _ended(process, LEAVE)


class Nursery:
    """Starts processes by fork from one that has done the first task for all of them.

    What that has loaded is loaded once and held in memory once. It has no thread but one, else it starts each of them
    by itself; and it ends, with all its processes, when its caller does.

    Parameters
    ----------
    first : bytes
        The first task.
    own : bool
        This process is a program of our own and no host's: if it has no other thread, the nursery is a fork of it and
        need not import what is imported here.
    """

    def __init__(self, first: bytes, *, own: bool = False) -> None:
        self._first, self._own = first, own
        self._lock = threading.Lock()  # the control is for one question at a time
        self._next = 0
        self._begin()

    def _begin(self) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = self._nursery(theirs)
            except BaseException:
                self._control.close()
                raise
        self._oldest = self._next  # processes of a nursery that is gone have lower numbers
        with suppress(OSError):  # it has ended: so do the streams of the processes that are asked of it
            self._control.sendall(len(self._first).to_bytes(LENGTH, "big") + self._first)

    def _nursery(self, theirs: socket.socket) -> _Process:
        if self._own and threads() == 1:
            return _Fork(self._control, theirs)
        return _started([NURSERY], theirs.fileno(), None)

    def start(self) -> Started:
        """Start a process; it begins when the nursery has done the first task."""
        with self._lock:
            if self._process.poll() is not None:
                self._control.close()
                self._begin()
            number = self._next
            self._next += 1
            theirs_in, ours_in = os.pipe()
            ours_out, theirs_out = os.pipe()
            with suppress(OSError):  # as above
                socket.send_fds(self._control, [_message(START, number)], [theirs_in, theirs_out])
            os.close(theirs_in)
            os.close(theirs_out)
        tasks = os.fdopen(ours_in, "wb")
        _tell(tasks, self._first)  # a process that is no fork has to do it
        return Started(tasks, os.fdopen(ours_out, "rb"), number)

    def end(self, number: int) -> int | None:
        """Wait for the end of a process, or make it end; return its exit status, None if the nursery has ended too."""
        with self._lock:
            if number < self._oldest:
                return None
            try:
                self._control.settimeout(_WITHIN)
                self._control.sendall(_message(END, number))
                answer = self._control.recv(STATUS, socket.MSG_WAITALL)
                self._control.settimeout(None)
            except OSError:
                self._process.kill()  # it has ended already, or would answer another question with this answer
                return None
        return int.from_bytes(answer, "big", signed=True) if len(answer) == STATUS else None

    def close(self) -> None:
        """End all processes and the nursery."""
        with self._lock, suppress(OSError):  # it has ended already, or does not end
            self._control.shutdown(socket.SHUT_WR)
            self._control.settimeout(_WITHIN)
            self._control.recv(1)  # nothing comes but the end
        _ended(self._process, _LATE)
        self._control.close()


class _Process(Protocol):
    """What `Nursery` asks of its process."""

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def kill(self) -> None: ...


class _Fork:
    """A nursery that is a fork of this process; told as `subprocess.Popen` tells of others."""

    def __init__(self, control: socket.socket, theirs: socket.socket) -> None:
        self._status: int | None = None
        self._asking = threading.Lock()  # the system tells of an end once: two threads must not ask at the same time
        self._number = os.fork()
        if not self._number:
            try:
                control.close()
                sys.stdout = sys.stderr  # what is in its buffer belongs to this process's parent
                # As for other processes: not the folder of the script, from which modules could come.
                sys.path[:] = sys.path[0 if sys.flags.safe_path else 1 :]
                from fupin_nlp.batch.worker import serve_nursery

                serve_nursery(theirs)
            finally:
                os._exit(0)

    def poll(self) -> int | None:
        with self._asking:
            if self._status is None:
                self._status = exit_status(self._number)
            return self._status

    def wait(self, timeout: float | None = None) -> int:
        until = time.monotonic() + (math.inf if timeout is None else timeout)
        while (status := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("nursery", timeout or 0)
            time.sleep(LOOK)
        return status

    def kill(self) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):  # it has ended since
                os.kill(self._number, signal.SIGKILL)


def _message(what: bytes, number: int) -> bytes:
    return what + number.to_bytes(MESSAGE - 1, "big")


def _tell(tasks: IO[bytes], first: bytes) -> None:
    with suppress(OSError):  # it has ended: so does the stream of its answers
        write_frame(tasks, first)
        tasks.flush()


def _started(arguments: list[str], stdin: int, stdout: int | None) -> subprocess.Popen[bytes]:
    # The same modules as here, less the folder of the script: it may hold documents, and a hostile zipfile.py.
    here = sys.path[0 if sys.flags.safe_path else 1 :]
    paths = [str(Path(__file__).parents[2]), *here]
    # Names of files are the same text on both sides only if both decode them alike.
    names = {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONUTF8": str(sys.flags.utf8_mode)}
    return subprocess.Popen([sys.executable, *WORKER, *arguments], stdin=stdin, stdout=stdout, env=os.environ | names)


def _ended(process: _Process, seconds: float) -> int:
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
