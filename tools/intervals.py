"""How sure a rate is: intervals by resampling documents, for the rows of one document are not independent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fupin_nlp.report.evaluate import Evaluation

RESAMPLES = 2000
SEED = 20261130


@dataclass(frozen=True, slots=True)
class Interval:
    """A rate, the 95 % interval of it, and its standard error over documents."""

    rate: float
    low: float
    high: float
    error: float


def _counts(evaluation: Evaluation, rate: str) -> tuple[int, int]:
    """Return part and whole of a rate in one document."""
    if rate in ("found_f1", "record_f1"):
        part = evaluation.found if rate == "found_f1" else evaluation.complete
        return 2 * part, evaluation.predicted + evaluation.gold
    return evaluation.right.get(rate, 0), evaluation.asked.get(rate, 0)


def intervals(documents: Sequence[Evaluation]) -> dict[str, Interval]:
    """Return the intervals of all rates of a set from the evaluations of its documents.

    Documents are drawn with replacement 2,000 times, with a fixed seed. A draw in which nothing was asked for a rate
    does not count for it.
    """
    draws = np.random.default_rng(SEED).multinomial(
        len(documents), np.full(len(documents), 1 / len(documents)), size=RESAMPLES
    )
    names = dict.fromkeys(name for document in documents for name in document.rates())
    found = {}
    for name in names:
        counts = np.array([_counts(document, name) for document in documents], dtype=float)
        parts, wholes = (draws @ counts).T
        rates = parts[wholes > 0] / wholes[wholes > 0]
        low, high = np.percentile(rates, [2.5, 97.5])
        part, whole = counts.sum(axis=0)
        found[name] = Interval(float(part / whole), float(low), float(high), float(rates.std()))
    return found
