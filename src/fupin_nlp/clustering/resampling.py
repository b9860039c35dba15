"""How far each cluster comes back when some of the reports are missing."""

from __future__ import annotations

from typing import Any

import numpy as np

from fupin_nlp.clustering.clusterer import MeasureClusterer
from fupin_nlp.clustering.mixture import refined
from fupin_nlp.errors import OptionError

__all__ = ["recurrence"]

RESAMPLES, KEPT = 10, 0.8
FEWEST = 5  # of fewer reports, four fifths are nearly all


def recurrence(rows: np.ndarray, counts: Any, labels: np.ndarray, seed: int) -> list[float]:
    """Return for each cluster how alike the most similar cluster of a resample is, on the mean of ten resamples.

    Likeness is Jaccard's: reports in both, over reports in either (1 the same, 0 nothing in common), among the reports
    that the resample has. As usual, below about 0.6 a cluster is rather chance.

    Parameters
    ----------
    rows, counts : ndarray, sparse matrix
        Features of the clustered reports, as for `MeasureClusterer` and `refined`.
    labels : ndarray of int
        Their clusters, from 0.
    seed : int
        Of the resamples.

    Returns
    -------
    list of float
        One per cluster; NaN where there is one cluster only or fewer than five reports.
    """
    n, k = len(labels), int(labels.max()) + 1
    found: list[list[float]] = [[] for _ in range(k)]
    if n >= FEWEST and k > 1:
        for number in range(RESAMPLES):
            order = np.random.default_rng([seed, number]).permutation(n)
            kept = np.sort(order[: max(k, round(KEPT * n))])
            again = _clusters(rows[kept], counts[kept], k, seed)
            if again is None:
                continue
            for cluster in set(labels[kept].tolist()):
                found[cluster].append(_best(labels[kept] == cluster, again))
    return [round(float(np.mean(values)), 6) if values else float("nan") for values in found]


def _clusters(rows: np.ndarray, counts: Any, k: int, seed: int) -> np.ndarray | None:
    """Return the clusters of a resample; None where too few of its rows differ for so many."""
    try:
        model = MeasureClusterer(k, n_init=3, random_state=seed).fit(rows)
    except OptionError:
        return None
    return refined(counts, model.labels_)


def _best(inside: np.ndarray, clusters: np.ndarray) -> float:
    return max(
        float((inside & (clusters == other)).sum() / (inside | (clusters == other)).sum())
        for other in set(clusters.tolist())
    )
