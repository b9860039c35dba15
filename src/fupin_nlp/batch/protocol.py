"""What the starter of processes and the processes have agreed upon; it imports neither."""

from __future__ import annotations

import os

__all__ = [
    "END",
    "LEAVE",
    "LENGTH",
    "LOOK",
    "MESSAGE",
    "NURSERY",
    "START",
    "STATUS",
    "WORKER",
    "exit_status",
    "threads",
]

# -P: the working folder may hold documents, and a hostile zipfile.py.
WORKER = ("-P", "-m", "fupin_nlp.batch.worker")
NURSERY = "--nursery"
LEAVE = 2.0  # seconds that a process has to end
LOOK = 0.001  # seconds between two looks whether it has

# What a nursery is told: the first task, after its length; then messages of one of these letters and the number of a
# process in the other bytes. With `START` come two files: where the process takes its tasks, and where it answers. The
# answer to `END` is how the process ended.
LENGTH = STATUS = 8
MESSAGE = 9
START, END = b"s", b"e"


def threads() -> int:
    """Return the threads of this process, those of compiled code too; 0 where the system does not tell."""
    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208  # names are enough
    except OSError:
        return 0


def exit_status(process: int) -> int | None:
    """Return how a child has ended, as `subprocess` tells it, None while it lives.

    Where the system keeps no status (a caller that ignores SIGCHLD, which its children inherit), it is 0, as there.
    """
    try:
        ended, status = os.waitpid(process, os.WNOHANG)
    except ChildProcessError:
        return 0
    return os.waitstatus_to_exitcode(status) if ended else None
