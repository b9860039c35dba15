"""Word vectors from the words that stand near each other: positive pointwise mutual information, reduced.

Levy and Goldberg (2014), "Neural word embedding as implicit matrix factorization": windows of four words weighted by
distance, context counts to the power of 0.75, shifted, then a truncated singular value decomposition.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fupin_nlp.decide.vocabulary import UNKNOWN
from fupin_nlp.training.samples import Sample

__all__ = ["word_vectors"]

_REACH: Final = 4
_POWER: Final = 0.75
_SHIFT: Final = 0.3
_SPREAD: Final = 0.2  # of the values, so that sums of vectors stay within the bounds of the network
_TURNS: Final = 3


def word_vectors(samples: Sequence[Sample], words: int, width: int, seed: int) -> Any:
    """Return an array (words, width), single precision.

    Parameters
    ----------
    samples : sequence of Sample
        Their words are read.
    words : int
        Size of the vocabulary.
    width : int
        Of a vector.
    seed : int
        Of the randomised decomposition.
    """
    import numpy as np
    from scipy.sparse import coo_matrix
    from sklearn.utils.extmath import randomized_svd

    ones, others, counts = [], [], []
    for one in samples:
        arrays = one.encoded.arrays
        line = arrays["words"][arrays["tokens"]]
        for away in range(1, _REACH + 1):
            left, right = line[:-away], line[away:]
            kept = (left > UNKNOWN) & (right > UNKNOWN)
            left, right = left[kept], right[kept]
            ones += [left, right]
            others += [right, left]
            counts.append(np.full(2 * len(left), 1 / away, np.float32))
    shape = (words, words)
    together = coo_matrix((np.concatenate(counts), (np.concatenate(ones), np.concatenate(others))), shape=shape).tocsr()
    total = together.sum()
    alone = np.asarray(together.sum(1)).ravel() + 1
    around = np.asarray(together.sum(0)).ravel() ** _POWER
    around = around / around.sum() * total + 1
    pairs = together.tocoo()
    surprise = np.log(np.maximum(pairs.data * total / (alone[pairs.row] * around[pairs.col]), 1e-9)) - _SHIFT
    kept = surprise > 0
    matrix = coo_matrix((surprise[kept], (pairs.row[kept], pairs.col[kept])), shape=shape).tocsr()
    left, strengths, _ = randomized_svd(matrix, min(width, words - 1), n_iter=_TURNS, random_state=seed)
    vectors = np.zeros((words, width), np.float32)
    vectors[:, : left.shape[1]] = left * np.sqrt(strengths)
    return vectors * np.float32(_SPREAD / max(float(vectors.std()), 1e-9))
