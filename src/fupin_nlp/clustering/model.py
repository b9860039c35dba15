"""The fitted clusters as a mixture of word distributions, which assigns new texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from fupin_nlp.clustering.features import CUE, ClusterOptions, Features
from fupin_nlp.clustering.profile import MeasureCues
from fupin_nlp.clustering.tfidf import PolicyTfidf

__all__ = ["ClusterModel"]


@dataclass(frozen=True, eq=False)
class ClusterModel:
    """What is known of each cluster, and how a text becomes the counts that it is compared with.

    Attributes
    ----------
    words, pairs : PolicyTfidf or None
        Fitted on the texts of the clusters; None where no text had a word that counts.
    measures : tuple of str
        Codes of the measures whose cues count, none for clusters by topic.
    weights : ndarray
        Clusters × (measures, words, pairs): the sums of the counts of their texts.
    totals, texts : ndarray
        Clusters × words: how often each word stands in the cluster, and in how many of its texts.
    sizes : ndarray of int
        Texts of each cluster.
    centres : ndarray
        Clusters × features: the means that the hierarchy rests on.
    """

    words: PolicyTfidf | None
    pairs: PolicyTfidf | None
    measures: tuple[str, ...]
    weights: np.ndarray
    totals: np.ndarray
    texts: np.ndarray
    sizes: np.ndarray
    centres: np.ndarray

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ClusterModel):
            return NotImplemented
        same = self.measures == other.measures and self._names() == other._names()
        arrays = ("weights", "totals", "texts", "sizes", "centres")
        return same and all(np.array_equal(getattr(self, name), getattr(other, name)) for name in arrays)

    __hash__ = None  # type: ignore[assignment]  # arrays may be changed

    def _names(self) -> list[list[str]]:
        """Return the words and the pairs that are known."""
        return [[] if one is None else list(one.get_feature_names_out()) for one in (self.words, self.pairs)]

    @classmethod
    def of(cls, features: Features, labels: np.ndarray, totals: tuple[np.ndarray, np.ndarray]) -> ClusterModel:
        """Return the model of clustered reports; `labels` are those of the reports that are present."""
        count = int(labels.max()) + 1
        members = np.zeros((len(labels), count))
        members[np.arange(len(labels)), labels] = 1.0
        rows = features.matrix[features.present]
        sizes = members.sum(axis=0)
        return cls(
            words=features.tfidf,
            pairs=features.pairs,
            measures=tuple(features.leaning),
            weights=np.asarray((features.counts.T @ members).T),
            totals=totals[0],
            texts=totals[1],
            sizes=sizes.astype(np.int64),
            centres=(members.T @ rows) / sizes[:, None],
        )

    @cached_property
    def _logs(self) -> tuple[np.ndarray, np.ndarray]:
        count, width = self.weights.shape
        smooth = self.weights + self.weights.sum() / (count * max(width, 1))
        priors = np.log((self.sizes + 1) / (self.sizes.sum() + count))
        return np.log(smooth / smooth.sum(axis=1, keepdims=True)), priors

    def counts(self, texts: Sequence[str], options: ClusterOptions) -> Any:
        """Return the counts of texts, rows × (measures, words, pairs)."""
        from scipy.sparse import csr_matrix, hstack

        parts = []
        if self.measures:
            cues = MeasureCues(options.cues)
            cues.measures_ = list(self.measures)
            parts.append(csr_matrix(CUE * cues.transform(texts)))
        parts += [vectors.transform(texts) for vectors in (self.words, self.pairs) if vectors is not None]
        return hstack(parts).tocsr()

    def probabilities(self, counts: Any) -> np.ndarray:
        """Return how probable each cluster is for each row; a row without any count is zero."""
        logs, priors = self._logs
        scores = counts @ logs.T + priors
        found = np.exp(scores - scores.max(axis=1, keepdims=True))
        known = np.diff(counts.indptr) > 0
        return np.asarray(found / found.sum(axis=1, keepdims=True) * known[:, None])

    def merged(self, groups: np.ndarray) -> ClusterModel:
        """Return the model of fewer clusters; `groups` gives for each cluster its new number."""
        count = int(groups.max()) + 1
        gather = np.zeros((count, len(groups)))
        gather[groups, np.arange(len(groups))] = 1.0
        sizes = gather @ self.sizes
        return ClusterModel(
            words=self.words,
            pairs=self.pairs,
            measures=self.measures,
            weights=gather @ self.weights,
            totals=gather @ self.totals,
            texts=gather @ self.texts,
            sizes=sizes.astype(np.int64),
            centres=(gather @ (self.centres * self.sizes[:, None])) / sizes[:, None],
        )
