"""Whether time grows with the length of a text, told on machines that do other things too."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["grows_in_proportion"]

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
