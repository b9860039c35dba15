"""Tasks for processes of a pool."""

from __future__ import annotations

import os
import signal
import threading
import time

from fupin_nlp.errors import OptionError
from tests.support.timing import HANGS

_prepared_by: list[int] = []


def double(number: int) -> int:
    return 2 * number


def prepared(name: str) -> None:
    """Leave a mark that `is_prepared` finds in the same process."""
    os.environ["FUPIN_TEST_PREPARED"] = name
    _prepared_by.append(os.getpid())


def is_prepared(name: str) -> bool:
    return os.environ.get("FUPIN_TEST_PREPARED") == name


def prepared_beside_a_thread(name: str) -> None:
    prepared(name)
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()


def who_prepared(seconds: float) -> tuple[int, int]:
    """Return this process, and the one that has prepared it."""
    time.sleep(seconds)
    return os.getpid(), _prepared_by[0]


def how_started(seconds: float) -> tuple[int, bool]:
    """Return this process, and whether it is a fork of a nursery."""
    time.sleep(seconds)
    with open("/proc/self/cmdline", encoding="utf-8") as file:  # noqa: PTH123  # a file of the system
        return os.getpid(), "--nursery" in file.read()


def kill_at_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def refuse(what: str) -> None:
    raise OptionError(what)


def mistake(what: str) -> None:
    raise KeyError(what)


def long(file: str) -> None:
    """Say who does it, and do it for longer than any test waits."""
    with open(file, "a", encoding="ascii") as out:  # noqa: PTH123  # appends a line at once
        out.write(f"{os.getpid()}\n")
    time.sleep(2 * HANGS)


def spoken(text: str) -> str:
    print(text)
    return text
