"""Whether time grows with the length of a text, told on machines that do other things too."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

__all__ = ["grows_in_proportion"]

_TRIES = 5
# What takes less is measured too badly to be compared.
_NOTHING = 0.1


def grows_in_proportion(work: Callable[[int], object], short: int, long: int, *, most: float = 2.5) -> bool:
    """Whether the longer text takes at most so many times what is in proportion, at the best of some tries.

    Processor time is compared, without the collector: what that costs depends on all that other tests have left. With
    four times the text quadratic time would be four times what is in proportion.
    """

    def seconds(length: int) -> float:
        begun = time.process_time()
        work(length)
        return time.process_time() - begun

    collecting = gc.isenabled()
    gc.disable()
    try:
        least_short = least_long = float("inf")
        for _ in range(_TRIES):
            least_short = min(least_short, seconds(short))
            least_long = min(least_long, seconds(long))
            if least_long <= max(_NOTHING, most * long / short * least_short):
                return True
        return False
    finally:
        if collecting:
            gc.enable()
