"""KMeans for few documents: k given, or found by clustering too finely and merging."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin, TransformerMixin
from sklearn.cluster import KMeans
from sklearn.utils.validation import check_is_fitted, validate_data

from fupin_nlp.errors import OptionError

__all__ = ["MeasureClusterer", "by_size"]


class MeasureClusterer(TransformerMixin, ClusterMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Cluster the rows of a matrix; the same rows give the same clusters.

    Clusters are numbered by their size, the largest is 0; of equal size, the one with the earlier row comes first.

    Parameters
    ----------
    n_clusters : int or "auto"
        Rows are first clustered too finely, then the pair of clusters whose members are most alike is merged again and
        again, and KMeans runs once more from the centres of what is left. With a number, twice as many clusters are
        merged down to it: on paragraphs of government work reports that found the classes better than KMeans at once
        (V-measure 0.65 against 0.61; bench/clustering.py). ``"auto"`` begins with about 1.5 √n clusters and ends where
        two clusters are less alike than `merge_at` says. Silhouette is not used: on labelled policy texts it picked 28
        clusters for 19 classes and 14 for 7.
    merge_at : float
        For ``"auto"``: two clusters are merged while the mean similarity between them is at least this share of the
        mean similarity within the looser one (0 to 1; lower gives fewer clusters).
    n_init : int
        Starts of KMeans, of which the best is kept.
    random_state : int
        Seed of KMeans.

    Attributes
    ----------
    labels_ : ndarray of int
        Cluster of each row.
    cluster_centers_ : ndarray
        Mean of the rows of each cluster, clusters × columns.
    n_clusters_ : int
        How many clusters there are.

    Raises
    ------
    OptionError
        On `fit`: if a parameter is out of range, or there are more clusters than rows.

    Examples
    --------
    >>> import numpy as np
    >>> rows = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9], [0, 0.8]])
    >>> MeasureClusterer(n_clusters=2).fit_predict(rows).tolist()
    [1, 1, 0, 0, 0]
    >>> MeasureClusterer().fit(rows).n_clusters_
    2
    """

    def __init__(
        self, n_clusters: int | str = "auto", merge_at: float = 0.3, n_init: int = 10, random_state: int = 0
    ) -> None:
        self.n_clusters = n_clusters
        self.merge_at = merge_at
        self.n_init = n_init
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> MeasureClusterer:  # noqa: N803, ARG002  # names of scikit-learn
        """Cluster the rows of `X`, dense or sparse, rows × columns."""
        X = validate_data(self, X, accept_sparse="csr", dtype=[np.float64, np.float32])  # noqa: N806
        n = _distinct(X)
        self._check(X.shape[0], n)
        auto = self.n_clusters == "auto"
        fewest = 1 if auto else int(self.n_clusters)
        start = _fine(n) if auto else min(n, 2 * fewest)
        labels = np.asarray(KMeans(start, n_init=self.n_init, random_state=self.random_state).fit(X).labels_)
        labels = _merge(X, labels, fewest, self.merge_at if auto else -math.inf)
        labels = np.asarray(KMeans(len(set(labels.tolist())), init=_means(X, labels), n_init=1).fit(X).labels_)
        self.labels_ = by_size(labels)
        self.n_clusters_ = int(self.labels_.max()) + 1
        self.cluster_centers_ = _means(X, self.labels_)
        return self

    def predict(self, X: Any) -> np.ndarray:  # noqa: N803
        """Return for each row the cluster whose centre is nearest."""
        return np.asarray(self.transform(X).argmin(axis=1))

    def transform(self, X: Any) -> np.ndarray:  # noqa: N803
        """Return the Euclidean distance of each row from each centre, rows × clusters."""
        from sklearn.metrics.pairwise import euclidean_distances

        check_is_fitted(self, "cluster_centers_")
        X = validate_data(self, X, accept_sparse="csr", dtype=[np.float64, np.float32], reset=False)  # noqa: N806
        return np.asarray(euclidean_distances(X, self.cluster_centers_))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def _check(self, n: int, distinct: int) -> None:
        k = self.n_clusters
        is_number = isinstance(k, (int, np.integer)) and not isinstance(k, bool)
        if k != "auto" and not (is_number and int(k) >= 1):
            raise OptionError(f"n_clusters={k!r}: a number of at least 1 or 'auto' is needed")
        if k != "auto" and int(k) > distinct:
            rows = f"n_samples={n} rows" + (f" of which {distinct} differ" if distinct < n else "")
            raise OptionError(f"{k} clusters cannot be made of {rows}: choose at most {distinct} clusters, or 'auto'")
        if not 0 <= self.merge_at <= 1:
            raise OptionError(f"merge_at={self.merge_at!r}: a share from 0 to 1 is needed")


def _fine(n: int) -> int:
    return max(1, min(n - 1, math.ceil(1.5 * math.sqrt(n))))


def _distinct(matrix: Any) -> int:
    """Return how many rows differ by more than rounding; KMeans cannot make more clusters."""
    if hasattr(matrix, "toarray"):
        ends = zip(matrix.indptr[:-1].tolist(), matrix.indptr[1:].tolist(), strict=True)
        data = np.round(matrix.data, 9) + 0.0
        return len({(matrix.indices[a:b].tobytes(), data[a:b].tobytes()) for a, b in ends})
    # Adding zero turns -0.0 into 0.0, which are one value but not the same bytes.
    return len({(np.round(row, 9) + 0.0).tobytes() for row in matrix})


def _means(matrix: Any, labels: np.ndarray) -> np.ndarray:
    """Return the mean row of each cluster, in the order of their numbers."""
    means = [np.asarray(matrix[labels == c].mean(axis=0)).ravel() for c in np.unique(labels)]
    return np.vstack(means).astype(matrix.dtype)


def _merge(matrix: Any, labels: np.ndarray, fewest: int, merge_at: float) -> np.ndarray:
    """Merge down to `fewest` clusters, or until two are less alike than `merge_at` times their own members."""
    from sklearn.preprocessing import normalize

    rows = normalize(matrix)
    found = sorted(set(labels.tolist()))
    sizes = np.array([int((labels == c).sum()) for c in found], dtype=float)
    sums = np.vstack([np.asarray(rows[labels == c].sum(axis=0)).ravel() for c in found])
    lengths = np.array([_squares(rows[labels == c]) for c in found])
    # Similarity is the one of deviations from the mean row: shares are never negative, so without this all rows of a
    # profile are alike. The deviations are never built, which would fill a sparse matrix.
    mean = sums.sum(axis=0) / sizes.sum()
    lengths = lengths - 2 * (sums @ mean) + sizes * (mean @ mean)
    sums = sums - np.outer(sizes, mean)
    groups = [[c] for c in found]
    while len(groups) > fewest:
        between = (sums @ sums.T) / np.outer(sizes, sizes)
        within = _within(sums, sizes, lengths)
        ratio = between / np.maximum(np.minimum.outer(within, within), 1e-12)
        np.fill_diagonal(ratio, -np.inf)
        a, b = sorted(divmod(int(ratio.argmax()), len(groups)))
        if ratio[a, b] < merge_at:
            break
        groups[a] += groups.pop(b)
        sums[a] += sums[b]
        sizes[a] += sizes[b]
        lengths[a] += lengths[b]
        sums, sizes, lengths = (np.delete(x, b, axis=0) for x in (sums, sizes, lengths))
    return np.array([next(i for i, group in enumerate(groups) if c in group) for c in labels.tolist()])


def _squares(rows: Any) -> float:
    return float((rows.multiply(rows) if hasattr(rows, "multiply") else rows**2).sum())


def _within(sums: np.ndarray, sizes: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return the mean similarity of two members of each cluster; of a single member, that of all clusters."""
    pairs = sizes * (sizes - 1)
    inner = (sums**2).sum(axis=1) - lengths
    known = pairs > 0
    typical = float(inner[known].sum() / pairs[known].sum()) if known.any() else 1.0
    return np.where(known, inner / np.maximum(pairs, 1), typical)


def by_size(labels: np.ndarray) -> np.ndarray:
    """Give clusters their numbers: by size, then by their first row."""
    found, first, counts = np.unique(labels, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))
    number = {int(found[old]): new for new, old in enumerate(order)}
    return np.array([number[int(c)] for c in labels], dtype=np.int64)
