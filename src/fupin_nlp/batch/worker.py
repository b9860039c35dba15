"""A process that does tasks: ``python -m fupin_nlp.batch.worker``, spoken to by `Pool`.

A task is a pickled function with its argument; the answer is whether it was done, and what it returned or why not.
With ``--nursery`` the process does one task and then forks others, which begin with the answer to that task.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import socket
import sys
import threading
import time
from queue import SimpleQueue
from typing import IO

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
from fupin_nlp.errors import FupinError
from fupin_nlp.ingest.frames import private_output, read_frame, settle, write_frame

__all__ = ["main", "nursery", "serve_nursery"]

_NOT_STARTED = 71  # EX_OSERR of other programs
# What the libraries under numpy ask for the number of their threads, when they are loaded.
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def main() -> None:
    """Do tasks until the stream of them ends."""
    _use_one_thread()
    settle()
    answers = private_output()
    _ignore_interrupts()
    _serve(sys.stdin.buffer, answers, None)


def _serve(requests: IO[bytes], answers: IO[bytes], first: bytes | None) -> None:
    """Do tasks until the stream of them ends, which ends this process; with `first` that one is answered already."""
    tasks: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests, tasks), daemon=True).start()
    with contextlib.suppress(OSError):  # the caller is gone
        if first is None:
            first = _do(tasks.get())
            settle()  # what the first task has loaded stays
        write_frame(answers, first)
        while True:
            answers.flush()
            write_frame(answers, _do(tasks.get()))


def _listen(stream: IO[bytes], tasks: SimpleQueue[bytes]) -> None:
    """Take tasks, and end this process when its caller does or wants no more of it, whatever it is doing."""
    while (task := read_frame(stream)) is not None:
        tasks.put(task)
    os._exit(0)


def _do(task: bytes) -> bytes:
    function, argument = pickle.loads(task)  # of the process that started this one
    try:
        return pickle.dumps((True, function(argument)))
    except FupinError as error:
        return pickle.dumps((False, error))
    except Exception as error:  # its caller decides what becomes of the rest
        return pickle.dumps((False, f"{type(error).__name__}: {error}"))


def _ignore_interrupts() -> None:
    with contextlib.suppress(ValueError, OSError):  # only the process that called decides about interrupts
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _use_one_thread() -> None:
    """Let numpy multiply in one thread, unless the user has said otherwise.

    There are as many of these processes as they are to be: threads of each would wait for those of the others. And a
    process with threads cannot be forked, so that each would load all by itself, which takes it 1.5 s.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")


def nursery() -> None:
    """Be a nursery; the control is standard input."""
    serve_nursery(socket.socket(fileno=os.dup(0)))


def serve_nursery(control: socket.socket) -> None:
    """Do one task, then start processes that do others, until the control ends; then end them."""
    _use_one_thread()
    settle()
    _ignore_interrupts()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # a caller that ignores it would leave no word of how they ended
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what libraries print
    length = int.from_bytes(control.recv(LENGTH, socket.MSG_WAITALL), "big")
    answer = _do(control.recv(length, socket.MSG_WAITALL))
    gc.collect()
    settle()
    started: dict[int, int] = {}  # number → process
    while True:
        message, files, _, _ = socket.recv_fds(control, MESSAGE, 2)
        number = int.from_bytes(message[1:], "big")
        if message[:1] == START:
            started[number] = _start(control, files, answer)
        elif message[:1] == END:
            status = _end(started.pop(number, 0), time.monotonic() + LEAVE)
            control.sendall(status.to_bytes(STATUS, "big", signed=True))
        else:
            break
    until = time.monotonic() + LEAVE
    for process in started.values():
        _end(process, until)


def _start(control: socket.socket, files: list[int], answer: bytes) -> int:
    """Start a process with these streams, of tasks and of answers; return its number, 0 if there is none."""
    try:
        if threads() != 1:  # a lock that another thread holds would be held for ever in a fork
            streams = [(os.POSIX_SPAWN_DUP2, file, standard) for standard, file in enumerate(files)]
            return os.posix_spawn(sys.executable, [sys.executable, *WORKER], os.environ, file_actions=streams)
        if process := os.fork():
            return process
        try:
            control.close()
            with os.fdopen(files[0], "rb") as requests, os.fdopen(files[1], "wb") as answers:
                read_frame(requests)  # the task that was done for it
                _serve(requests, answers, answer)
        finally:
            os._exit(1)  # never into the loop of the nursery
    except OSError:
        return 0  # its streams end, which says so
    finally:
        for file in files:
            os.close(file)


def _end(process: int, until: float) -> int:
    """Wait for the end of a process, which is made to end at that time; return its exit status."""
    if not process:
        return _NOT_STARTED
    killed = False
    while (status := exit_status(process)) is None:
        if not killed and time.monotonic() > until:
            os.kill(process, signal.SIGKILL)
            killed = True
        time.sleep(LOOK)
    return status


if __name__ == "__main__":
    nursery() if sys.argv[1:] == [NURSERY] else main()
