"""Time, told on machines that do other things too: whether it grows with the length of a text, and what was worked."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["HANGS", "grows_in_proportion", "processor_seconds"]

# Seconds after which a test gives up. What it waits for comes in seconds, on a machine with ten times the work that it
# can do within a minute or two: only what never comes takes as long.
HANGS = 600

_TIMES = 4  # the long text is so many times the short one
# Times what is in proportion, that is ten times the time for four times the text: quadratic time takes sixteen.
_MOST = 2.5
_NOTHING = 0.04  # seconds; what takes less is measured too badly to be compared
_TRIES = 5


def grows_in_proportion(work: Callable[[int], object], *lengths: int) -> bool:
    """Whether four times the text takes at most ten times as long, at the best of some tries.

    Processor time is compared, without the collector: what that costs depends on all that other tests have left.

    Parameters
    ----------
    work : callable
        What is done to a text of a length.
    *lengths : int
        Of the short text. The next one is tried where even the long text takes no time at all.
    """
    with _without_collector():
        for length in lengths:
            least_short = least_long = float("inf")
            for _ in range(_TRIES):
                least_long = min(least_long, _seconds(work, _TIMES * length))
                if least_long <= _NOTHING:
                    break
                least_short = min(least_short, _seconds(work, length))
                if least_long <= _MOST * _TIMES * least_short:
                    return True
            else:
                return False
    return True


def processor_seconds() -> float:
    """Return what this process and its children that have ended worked: no other work on the machine adds to it."""
    return sum(os.times()[:4])


def _seconds(work: Callable[[int], object], length: int) -> float:
    begun = time.process_time()
    work(length)
    return time.process_time() - begun


@contextmanager
def _without_collector() -> Iterator[None]:
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
