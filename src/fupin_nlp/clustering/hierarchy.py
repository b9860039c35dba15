"""How clusters come together: the pair whose centres are most alike, again and again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fupin_nlp.clustering.clusterer import by_size

__all__ = ["groups_of", "hierarchy"]


def hierarchy(centres: np.ndarray, sizes: np.ndarray) -> list[tuple[int, int, float]]:
    """Return the steps in which clusters come together: left, right, distance of their centres.

    A merged cluster has the weighted mean of the two as its centre and the next free number. Centres are compared by
    the cosine of what they differ in from the mean of all.

    Examples
    --------
    >>> hierarchy(np.array([[0.0, 1.0], [0.0, 0.9], [1.0, 0.0]]), np.array([2, 1, 1]))[0][:2]
    (0, 1)
    """
    mean = (centres * sizes[:, None]).sum(axis=0) / sizes.sum()
    rows = {number: centres[number] - mean for number in range(len(centres))}
    count = {number: float(size) for number, size in enumerate(sizes)}
    steps: list[tuple[int, int, float]] = []
    while len(rows) > 1:
        numbers = sorted(rows)
        matrix = np.array([rows[n] for n in numbers])
        unit = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
        alike = np.round(unit @ unit.T, 9)
        np.fill_diagonal(alike, -np.inf)
        a, b = sorted(divmod(int(alike.argmax()), len(numbers)))
        left, right, new = numbers[a], numbers[b], len(centres) + len(steps)
        steps.append((left, right, round(1 - float(alike[a, b]), 6)))
        total = count[left] + count[right]
        rows[new] = (rows.pop(left) * count[left] + rows.pop(right) * count[right]) / total
        count[new] = total
    return steps


def groups_of(steps: Sequence[tuple[int, int, float]], sizes: np.ndarray, k: int) -> np.ndarray:
    """Return for each cluster its number after merging down to `k`, the largest is 0."""
    members = {number: [number] for number in range(len(sizes))}
    for step, (left, right, _) in enumerate(steps[: len(sizes) - k]):
        members[len(sizes) + step] = members.pop(left) + members.pop(right)
    groups = np.zeros(len(sizes), dtype=np.int64)
    for number, inside in enumerate(members.values()):
        groups[inside] = number
    return np.asarray(by_size(np.repeat(groups, sizes))[np.cumsum(sizes) - sizes])
