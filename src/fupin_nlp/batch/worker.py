"""A process that does tasks: ``python -m fupin_nlp.batch.worker``, spoken to by `Pool`.

A task is a pickled function with its argument; the answer is whether it was done, and what it returned or why not.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import threading
from queue import SimpleQueue
from typing import Any, BinaryIO

from fupin_nlp.errors import FupinError
from fupin_nlp.ingest.frames import private_output, read_frame, write_frame

__all__ = ["main"]


def main() -> None:
    """Do tasks until the stream of them ends."""
    answers = private_output()
    with contextlib.suppress(ValueError, OSError):  # only the process that called decides about interrupts
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True).start()
    with contextlib.suppress(OSError):  # the caller is gone
        while True:
            write_frame(answers, pickle.dumps(_do(tasks.get())))
            answers.flush()


def _listen(stream: BinaryIO, tasks: SimpleQueue[bytes]) -> None:
    """Take tasks, and end this process when its caller does or wants no more of it, whatever it is doing."""
    while (task := read_frame(stream)) is not None:
        tasks.put(task)
    os._exit(0)


def _do(task: bytes) -> tuple[bool, Any]:
    function, argument = pickle.loads(task)  # of the process that started this one
    try:
        return True, function(argument)
    except FupinError as error:
        return False, error
    except Exception as error:  # its caller decides what becomes of the rest
        return False, f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    main()
