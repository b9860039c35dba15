"""What the nearest neighbours of a text say: a short text is read together with those that are most like it."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["NEIGHBOURS", "neighbour_graph", "spread"]

NEIGHBOURS = 8
_BLOCK = 1000


def neighbour_graph(rows: np.ndarray, neighbours: int = NEIGHBOURS) -> Any:
    """Return the matrix that takes of each row the mean of its nearest ones, weighted by their cosine similarity.

    Parameters
    ----------
    rows : ndarray
        Rows × features.
    neighbours : int
        How many at most; a row is no neighbour of itself, and one that is unlike (cosine not above 0) is none.

    Returns
    -------
    scipy.sparse.csr_matrix
        Rows × rows; each row adds up to one, or is zero where a row has no neighbour.

    Examples
    --------
    >>> neighbour_graph(np.array([[1.0, 0.0], [1.0, 0.1], [0.0, 1.0]]), 1).toarray().tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    """
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    n = len(rows)
    count = min(neighbours, n - 1)
    if count < 1:
        return csr_matrix((n, n))
    unit = normalize(rows)
    columns, weights = [], []
    for start in range(0, n, _BLOCK):
        # Blocks keep the memory flat.
        similar = unit[start : start + _BLOCK] @ unit.T
        similar[np.arange(len(similar)), np.arange(start, start + len(similar))] = -2.0
        # A stable order of rounded values: another build of the linear algebra library gives the same neighbours.
        nearest = np.argsort(-np.round(similar, 9), axis=1, kind="stable")[:, :count]
        weight = np.maximum(np.take_along_axis(similar, nearest, axis=1), 0.0)
        columns.append(nearest)
        weights.append(weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-12))
    places = np.repeat(np.arange(n), count)
    graph = csr_matrix((np.vstack(weights).ravel(), (places, np.vstack(columns).ravel())), shape=(n, n))
    graph.eliminate_zeros()
    return graph


def spread(values: Any, graph: Any, weight: float) -> Any:
    """Return each row with `weight` times the mean of its neighbours added; dense or sparse as it was.

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> spread(np.array([[1.0], [3.0]]), csr_matrix([[0.0, 1.0], [1.0, 0.0]]), 0.5).tolist()
    [[2.5], [3.5]]
    """
    return values + weight * (graph @ values)
