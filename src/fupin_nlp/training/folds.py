"""Divide documents into folds, each group over all folds."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

__all__ = ["folds_of"]


def folds_of(groups: Sequence[str], count: int, seed: int) -> list[int]:
    """Return the fold of each document.

    Parameters
    ----------
    groups : sequence of str
        The group of each document.
    count : int
        Of folds.
    seed : int
        Of the drawing.

    Examples
    --------
    >>> sorted(folds_of(["a", "a", "b", "b"], 2, 0))
    [0, 0, 1, 1]
    """
    by_group: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        by_group[group].append(number)
    shuffled = random.Random(seed)  # no secret
    folds = [0] * len(groups)
    place = 0
    for group in sorted(by_group):
        members = by_group[group]
        shuffled.shuffle(members)
        for number in members:
            folds[number] = place % count
            place += 1
    return folds
