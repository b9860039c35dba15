"""When two short phrases name the same thing."""

from __future__ import annotations

from typing import Final

__all__ = ["alike"]

_SHORTEST: Final = 2
_LEAST_INSIDE: Final = 0.4
_LEAST_SHARED: Final = 0.6
_LONGEST: Final = 3


def alike(one: str, two: str) -> bool:
    """Whether two phrases are equal, or one is the other with more or fewer words around the same head.

    One contains the other, the shorter having two characters or more and 40 % of the longer; or both end in the same
    character (the head of a Chinese noun phrase), the longer is at most three times as long, and 60 % of the shorter's
    characters occur in the longer.

    Examples
    --------
    >>> alike("贫困村", "建档立卡贫困村"), alike("乡村道路", "村组道路"), alike("贫困户", "贫困村")
    (True, True, False)
    """
    if one == two:
        return True
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    if len(short) < _SHORTEST:
        return False
    if short in long and len(short) >= _LEAST_INSIDE * len(long):
        return True
    if short[-1] != long[-1] or len(long) > _LONGEST * len(short):
        return False
    shared = sum([min(short.count(one), long.count(one)) for one in set(short)])
    return shared >= _LEAST_SHARED * len(short)
