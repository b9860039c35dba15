"""What a cluster is about: its measures, its distinctive terms, its typical sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fupin_nlp.model.reporttext import ReportText

if TYPE_CHECKING:
    import pandas as pd

    from fupin_nlp.clustering.features import Features

__all__ = ["describe"]

MEASURES, TERMS, SENTENCES = 3, 8, 3
LABEL_MEASURES, LABEL_TERMS = 2, 3
# Sentences are sought in the reports nearest to the centre; shorter ones are headings, longer ones whole paragraphs.
CENTRAL, SHORTEST, LONGEST = 5, 8, 150


def describe(
    texts: Sequence[ReportText], features: Features, labels: np.ndarray, titles: Sequence[str], by: str
) -> pd.DataFrame:
    """Return one row per cluster: cluster, label, size, measures, terms, sentences, docs."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for number in sorted(set(labels[labels >= 0].tolist())):
        inside = labels == number
        measures = _measures(features.profile, inside, titles)
        terms = _terms(features, inside)
        rows.append(
            {
                "cluster": number,
                "label": _label(measures, terms, by),
                "size": int(inside.sum()),
                "measures": measures,
                "terms": terms,
                "sentences": _sentences(texts, features, inside),
                "docs": [text.doc for text, member in zip(texts, inside, strict=True) if member],
            }
        )
    return pd.DataFrame(rows, columns=["cluster", "label", "size", "measures", "terms", "sentences", "docs"])


def _label(measures: Sequence[str], terms: Sequence[str], by: str) -> str:
    words = "、".join(terms[:LABEL_TERMS])
    if by == "topic" or not measures:
        return words or "、".join(measures[:LABEL_MEASURES])
    return "、".join(measures[:LABEL_MEASURES]) + (f"（{words}）" if words else "")


def _measures(profile: np.ndarray, inside: np.ndarray, titles: Sequence[str]) -> list[str]:
    """Return the measures whose share is higher than in all reports, the largest difference first."""
    mean = profile[inside].mean(axis=0) if profile.shape[1] else np.zeros(0)
    if not mean.any():
        return []
    gain = mean - profile.mean(axis=0) if not inside.all() else mean
    order = sorted(range(len(mean)), key=lambda j: (-gain[j], titles[j]))
    return [titles[j] for j in order[:MEASURES] if gain[j] > 0]


def _terms(features: Features, inside: np.ndarray) -> list[str]:
    """Return the words that weigh more inside the cluster than outside, the largest difference first."""
    if features.tfidf is None:
        return []
    mean = np.asarray(features.words[inside].mean(axis=0)).ravel()
    rest = np.asarray(features.words[~inside].mean(axis=0)).ravel() if not inside.all() else 0.0
    names = features.tfidf.get_feature_names_out()
    gain = mean - rest
    order = np.lexsort((names.astype(str), -np.round(gain, 12)))[:TERMS]
    return [str(names[j]) for j in order if gain[j] > 0]


def _sentences(texts: Sequence[ReportText], features: Features, inside: np.ndarray) -> list[str]:
    """Return the sentences of the most central reports that are most like the mean of the cluster."""
    if features.tfidf is None:
        return []
    mean = np.asarray(features.words[inside].mean(axis=0)).ravel()
    members = np.flatnonzero(inside)
    closeness = np.asarray(features.words[inside] @ mean).ravel()
    central = members[np.argsort(-closeness, kind="stable")[:CENTRAL]]
    found = list(dict.fromkeys(s for i in central for s in _split(texts[i]) if SHORTEST <= len(s) <= LONGEST))
    if not found:
        return []
    score = np.asarray(features.tfidf.transform(found) @ mean).ravel()
    return [found[j] for j in np.argsort(-score, kind="stable")[:SENTENCES] if score[j] > 0]


def _split(text: ReportText) -> list[str]:
    if text.sentences:
        return [s.strip() for s in text.sentences]
    return [s.strip() for s in text.text.replace("。", "。\n").split("\n") if s.strip()]
