"""What clusters rest on: the shares of the measures, and the words of the texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from fupin_nlp.clustering.neighbours import neighbour_graph, spread
from fupin_nlp.clustering.profile import Cues, MeasureCues, MeasureProfile
from fupin_nlp.clustering.tfidf import LONG, PolicyTfidf
from fupin_nlp.clustering.vectors import WordVectors, word_vectors
from fupin_nlp.clustering.words import Cut, default_cut
from fupin_nlp.errors import FupinError
from fupin_nlp.model.reporttext import ReportText

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ClusterOptions", "Features", "features_of"]

# Measured with bench/clustering.py on sentences, paragraphs, sections and news, each with and without headings. Up to
# SHORT characters (median) the words are too few to stand alone and the profile weighs as much as they do; above LONG
# texts are whole reports, with achievements of their own. Between them the words know more than the cues: with 0.7
# paragraphs gain 0.04 in V-measure, news 0.13, and with 1.0 sentences labelled by measure gain 0.05.
SHORT, BETWEEN = 60, 0.7
# Word vectors beside the words, and the mean of the neighbours beside a text: by topic both gain on paragraphs and on
# sentences and harm nothing on sections; by measure the neighbours gain on short texts only.
MEANING, NEIGHBOURLY = 0.7, 1.0
CUE = 1.5  # weight of the profile beside the words of a text (rows of length one) when clusters are refined


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterOptions:
    """How reports are clustered.

    Attributes
    ----------
    tokenizer : callable or None
        str → words; None for the segmentation of the library.
    place : callable or None or "auto"
        Tells whether a word is a place name, which no cluster may rest on; None keeps them.
    cues : callable or None
        str → measure → weight; None for the cue words of the library's taxonomy.
    labels : mapping or None
        Measure → label; None for those of the library's taxonomy.
    vectors : WordVectors or None
        Of one's own, made by `WordVectors.train` or ``fupin vectors``; None for those of the library.
    random_state : int
        Seed of KMeans.
    """

    tokenizer: Cut | None = None
    place: Callable[[str], bool] | str | None = "auto"
    cues: Cues | None = None
    labels: Mapping[str, str] | None = None
    vectors: WordVectors | None = None
    random_state: int = 0


@dataclass(frozen=True, slots=True)
class Features:
    """What the clusters rest on, one row per report, and the parts that describe them.

    Attributes
    ----------
    matrix : ndarray
        Reports × features of KMeans; rows of reports without any are zero.
    counts : sparse matrix or None
        Reports × words, pairs of characters and measures, none negative, of the reports that are present.
    present : ndarray of bool
        Which reports have a feature at all.
    tfidf, words
        The fitted vectorizer and its matrix, None where no text has a word that counts.
    profile : ndarray
        Reports × measures.
    pairs
        The fitted vectorizer of pairs, None where there is none.
    leaning : list of str
        Codes of the measures that are the first columns of `counts`; empty where they do not count.
    measures : list of str
        Codes of the columns of `profile`.
    """

    matrix: np.ndarray
    counts: Any
    present: np.ndarray
    tfidf: PolicyTfidf | None
    words: Any
    profile: np.ndarray
    pairs: PolicyTfidf | None
    leaning: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)


def features_of(
    texts: Sequence[ReportText], records: pd.DataFrame | None, by: str, k: int | str, options: ClusterOptions
) -> Features:
    """Return the features of reports.

    Raises
    ------
    FupinError
        If no text has a word that counts, and no measures speak for it.
    """
    from scipy.sparse import csr_matrix, hstack

    plain = [text.text for text in texts]
    length = median(map(len, plain))
    profile, measures = _profile(texts, records, options)
    leans = profile.sum(axis=1) > 0 if by == "measure" else np.zeros(len(texts), dtype=bool)
    vectors = _vectors(texts, options)
    tfidf, words = _tried(vectors["word"], plain, leans)
    by_pair, pairs = (None, None) if words is None else _tried(vectors["pair"], plain, leans)
    vectors["word"].tokenizer.forget()  # type: ignore[union-attr]  # that of both
    present = leans if words is None else leans | (np.diff(words.indptr) > 0)
    parts, counts = [], []
    if leans.any():
        weight = BETWEEN if SHORT < length <= LONG else 1.0
        parts.append(weight * _balanced(np.sqrt(profile[present])))
        counts.append(csr_matrix(CUE * profile[present]))
    if words is not None:
        both = hstack([words, pairs]).tocsr()[present]
        size = 2 * (k if isinstance(k, int) else int(np.ceil(1.5 * np.sqrt(len(texts)))))
        parts.append(_balanced(_reduced(both, size, options.random_state)))
        parts += _of_words(words[present], tfidf, size, length, options)
        counts.append(both)
    rows = np.hstack(parts)
    if by == "topic" or length <= SHORT:
        rows = spread(rows, neighbour_graph(rows), NEIGHBOURLY)
    matrix = np.zeros((len(texts), rows.shape[1]))
    matrix[present] = rows
    leaning = measures if leans.any() else []
    return Features(matrix, hstack(counts).tocsr(), present, tfidf, words, profile, by_pair, leaning, measures)


def _of_words(
    words: Any, tfidf: PolicyTfidf | None, size: int, length: float, options: ClusterOptions
) -> list[np.ndarray]:
    """Return the mean word vectors of texts in few dimensions; nothing where no word has a vector."""
    from sklearn.decomposition import PCA

    vectors = options.vectors or (word_vectors() if options.tokenizer is None else None)
    if vectors is None or tfidf is None:
        return []
    means = vectors.of_texts(words, tfidf.get_feature_names_out())
    size = min(size, means.shape[1], len(means) - 1)
    if size < 1 or not means.any():
        return []
    weight = 1.0 if length <= SHORT else MEANING
    return [weight * _balanced(PCA(size, random_state=options.random_state).fit_transform(means))]


def _vectors(texts: Sequence[ReportText], options: ClusterOptions) -> dict[str, PolicyTfidf]:
    """Return the vectorizers of words and of pairs; a text is segmented once for both."""
    regions = sorted({text.region for text in texts if text.region})
    cut = _CutOnce(options.tokenizer or default_cut())
    return {unit: PolicyTfidf(cut, options.place, stop_words=regions, unit=unit) for unit in ("word", "pair")}


class _CutOnce:
    """Cuts each text once while features are made; afterwards, and in a copy, it holds no text."""

    __slots__ = ("_cut", "_words")

    def __init__(self, cut: Cut) -> None:
        self._cut = cut
        self._words: dict[str, Sequence[str]] | None = {}

    def __call__(self, text: str) -> Sequence[str]:
        if self._words is None:
            return self._cut(text)
        if text not in self._words:
            self._words[text] = self._cut(text)
        return self._words[text]

    def forget(self) -> None:
        self._words = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _cut_of, (self._cut,)


def _cut_of(cut: Cut) -> _CutOnce:
    """Return what cuts and keeps nothing."""
    found = _CutOnce(cut)
    found.forget()
    return found


def _tried(vectors: PolicyTfidf, texts: Sequence[str], leans: np.ndarray) -> tuple[PolicyTfidf | None, Any]:
    try:
        return vectors, vectors.fit_transform(texts)
    except FupinError:
        if not leans.any():
            raise
        return None, None


def _reduced(words: Any, size: int, seed: int) -> np.ndarray:
    """Return TF-IDF in few dimensions; twice as many as clusters won on four labelled sets of Chinese policy text."""
    from sklearn.decomposition import TruncatedSVD

    size = min(size, words.shape[0] - 1, words.shape[1] - 1)
    return np.asarray(TruncatedSVD(size, random_state=seed).fit_transform(words) if size > 1 else words.toarray())


def _balanced(rows: np.ndarray) -> np.ndarray:
    """Bring a part of the features to rows of length one, then to mean zero and a mean square of one.

    Both parts then weigh the same. Whole government work reports have nearly equal profiles; without this their text
    alone would decide, and it is full of names that only the own province uses.
    """
    from sklearn.preprocessing import normalize

    centred = normalize(rows) - normalize(rows).mean(axis=0)
    spread = float(np.sqrt((centred**2).sum(axis=1).mean()))
    return np.asarray(centred / spread if spread > 1e-9 else centred * 0.0)


def _profile(
    texts: Sequence[ReportText], records: pd.DataFrame | None, options: ClusterOptions
) -> tuple[np.ndarray, list[str]]:
    """Return the shares of measures: the mean of those among cue words and among achievements, where both are there."""
    cues = MeasureCues(options.cues)
    by_text = cues.fit_transform([text.text for text in texts])
    measures = list(cues.measures_)
    if records is None or records.empty:
        return by_text, measures
    achieved = MeasureProfile(docs=[text.doc for text in texts]).fit(records)
    measures = sorted({*measures, *achieved.measures_})
    by_record = MeasureProfile(docs=[text.doc for text in texts], measures=measures).fit_transform(records)
    wide = np.zeros_like(by_record)
    wide[:, [measures.index(m) for m in cues.measures_]] = by_text
    both = (by_record.sum(axis=1) > 0).astype(float) + (wide.sum(axis=1) > 0)
    return (by_record + wide) / np.maximum(both, 1)[:, None], measures
