"""Labels of clusters from class-based TF-IDF: words that stand in many texts of one cluster and in few others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from fupin_nlp.clustering.words import noise_words

__all__ = ["class_terms", "class_totals"]

# Share of the texts of a cluster that a word of its label stands in at least. Short texts have few words in common: the
# next share is tried until there are enough words for a label.
_WIDE = (0.15, 0.1, 0.06, 0.04, 0.025)
_ENOUGH = 4
_FEW = 4  # clusters of fewer texts take words of a single one


def class_totals(words: Any, idf: np.ndarray, labels: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return how often each word stands in each cluster, and in how many of its texts.

    Every text weighs the same, however long it is.

    Parameters
    ----------
    words : sparse matrix
        TF-IDF, texts × words, rows of length one.
    idf : ndarray
        Inverse document frequency of each word, which is taken out again.
    labels : ndarray of int
        Cluster of each text; -1 for none.
    count : int
        How many clusters.

    Returns
    -------
    totals, texts : ndarray
        Clusters × words each.
    """
    from scipy.sparse import csr_matrix, diags

    inside = labels >= 0
    places = (labels[inside], np.flatnonzero(inside))
    members = csr_matrix((np.ones(int(inside.sum())), places), shape=(count, len(labels)))
    plain = words @ diags(1 / idf)
    return np.asarray((members @ plain).todense()), np.asarray((members @ (words > 0).astype(float)).todense())


def class_terms(
    totals: np.ndarray, texts: np.ndarray, sizes: Sequence[int], names: Sequence[str], count: int
) -> list[list[str]]:
    """Return for each cluster its words of highest class-based TF-IDF, the highest first.

    A word counts for a cluster where it stands in some share of its texts and more often than in the others. Of words
    of which one is part of the other (养老, 养老保险) the better one stays; words of noise (制定, 加大) are left out.

    Examples
    --------
    >>> totals = np.array([[3.0, 3.0, 0.0], [3.0, 0.0, 2.0]])
    >>> class_terms(totals, totals, [3, 3], ["服务", "医保", "公路"], 2)
    [['医保'], ['公路']]
    """
    noise = noise_words()
    kept = np.array([name not in noise for name in names])
    shares = totals / np.maximum(totals.sum(axis=1, keepdims=True), 1e-12)
    average = totals.sum() / max(len(totals), 1)
    scores = shares * np.log1p(average / np.maximum(totals.sum(axis=0), 1e-12))
    rest = (totals.sum(axis=0) - totals) / np.maximum(totals.sum() - totals.sum(axis=1, keepdims=True), 1e-12)
    found = []
    for row, size in enumerate(sizes):
        distinct = kept & (shares[row] > rest[row]) if len(totals) > 1 else kept
        order = [j for j in _order(scores[row], names) if distinct[j]]
        for wide in _WIDE:
            least = max(2.0, wide * size) if size >= _FEW else 1.0
            words = _without_parts([str(names[j]) for j in order if texts[row][j] >= least], count)
            if len(words) >= _ENOUGH:
                break
        found.append(words)
    return found


def _order(scores: np.ndarray, names: Sequence[str]) -> list[int]:
    best = np.argsort(-np.round(scores, 12), kind="stable")
    return sorted(best.tolist(), key=lambda j: (-round(float(scores[j]), 12), str(names[j])))


def _without_parts(names: Sequence[str], count: int) -> list[str]:
    kept: list[str] = []
    for name in names:
        if len(kept) == count:
            break
        if not any(name in other or other in name for other in kept):
            kept.append(name)
    return kept
