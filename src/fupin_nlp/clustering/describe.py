"""What a cluster is about: its measures, its distinctive terms, its typical sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fupin_nlp.clustering.labels import class_terms, class_totals
from fupin_nlp.model.reporttext import ReportText

if TYPE_CHECKING:
    import pandas as pd

    from fupin_nlp.clustering.features import Features

__all__ = ["COLUMNS", "describe", "label_of", "measures_of"]

COLUMNS = ["cluster", "label", "size", "measures", "terms", "sentences", "docs"]
MEASURES, TERMS, SENTENCES = 3, 8, 3
LABEL_MEASURES, LABEL_TERMS = 2, 3
# A cluster is named by measures only where most of its texts have cues of any: texts of another field have few.
LEANING = 0.5
# A further measure is named where it has this share of what the first one has more than all reports have.
BESIDE = 0.4
OTHER = "other"  # what is of no measure names nothing
# Sentences are sought in the reports nearest to the centre; shorter ones are headings, longer ones whole paragraphs.
CENTRAL, SHORTEST, LONGEST = 5, 8, 150


def describe(
    texts: Sequence[ReportText], features: Features, labels: np.ndarray, titles: Mapping[str, str], by: str
) -> pd.DataFrame:
    """Return one row per cluster: cluster, label, size, measures, terms, sentences, docs."""
    import pandas as pd

    numbers = sorted(set(labels[labels >= 0].tolist()))
    terms = _terms(features, labels, len(numbers))
    rows: list[dict[str, Any]] = []
    for number in numbers:
        inside = labels == number
        measures = measures_of(features.profile, features.measures, inside, titles)
        rows.append(
            {
                "cluster": number,
                "label": label_of(measures, terms[number], by),
                "size": int(inside.sum()),
                "measures": measures,
                "terms": terms[number],
                "sentences": _sentences(texts, features, inside),
                "docs": [text.doc for text, member in zip(texts, inside, strict=True) if member],
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def label_of(measures: Sequence[str], terms: Sequence[str], by: str) -> str:
    """Return the label of a cluster: its measures with its terms behind them, or its terms."""
    words = "、".join(terms[:LABEL_TERMS])
    if by == "topic" or not measures:
        return words or "、".join(measures[:LABEL_MEASURES])
    return "、".join(measures[:LABEL_MEASURES]) + (f"（{words}）" if words else "")


def measures_of(profile: np.ndarray, codes: Sequence[str], inside: np.ndarray, titles: Mapping[str, str]) -> list[str]:
    """Return the measures whose share is clearly higher than in all reports, the largest difference first.

    Empty where fewer than half of the reports of the cluster have cues of a measure; what is of no measure is left out.
    """
    if not profile.shape[1] or (profile[inside].sum(axis=1) > 0).mean() < LEANING:
        return []
    mean = profile[inside].mean(axis=0)
    gain = mean - profile.mean(axis=0) if not inside.all() else mean
    order = sorted(range(len(mean)), key=lambda j: (-gain[j], codes[j]))
    named = [j for j in order if gain[j] > 0 and codes[j] != OTHER]
    return [titles.get(codes[j], codes[j]) for j in named if gain[j] >= BESIDE * gain[named[0]]][:MEASURES]


def _terms(features: Features, labels: np.ndarray, count: int) -> list[list[str]]:
    if features.tfidf is None:
        return [[] for _ in range(count)]
    idf = features.tfidf.vectorizer_.idf_
    totals, texts = class_totals(features.words, idf, labels, count)
    sizes = [int((labels == number).sum()) for number in range(count)]
    return class_terms(totals, texts, sizes, features.tfidf.get_feature_names_out(), TERMS)


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
