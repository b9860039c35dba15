"""Groups of reports: by the measures that they lean on, or by what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from fupin_nlp.clustering.clusterer import MeasureClusterer
from fupin_nlp.clustering.clustering import CLUSTER_LABELS_ZH, UNASSIGNED, UNASSIGNED_LABEL, Clustering
from fupin_nlp.clustering.describe import describe
from fupin_nlp.clustering.features import SHORT, ClusterOptions, Features, features_of
from fupin_nlp.clustering.labels import class_totals
from fupin_nlp.clustering.mixture import refined
from fupin_nlp.clustering.model import ClusterModel
from fupin_nlp.clustering.profile import measure_labels
from fupin_nlp.clustering.reports import report_texts
from fupin_nlp.clustering.resampling import recurrence
from fupin_nlp.errors import FupinError, OptionError
from fupin_nlp.model.reporttext import ReportText

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BY", "CLUSTER_LABELS_ZH", "Clustering", "cluster", "report_texts"]

BY = ("measure", "topic")


def cluster(
    reports: Sequence[ReportText] | pd.DataFrame,
    records: pd.DataFrame | None = None,
    *,
    by: str = "measure",
    k: int | str = "auto",
    options: ClusterOptions | None = None,
) -> Clustering:
    """Cluster reports.

    ``by="measure"`` puts reports together that lean on the same measures: the shares of the measures among the
    achievements and among the cue words of the text, beside TF-IDF of the text. ``by="topic"`` uses the text alone,
    for texts that are no poverty reports. Region names, numbers, units, boilerplate and stop words play no part.

    Parameters
    ----------
    reports : sequence of ReportText, or DataFrame
        A frame has the columns doc and text, and may have region, year, title.
    records : DataFrame or None
        Records of the reports, columns as `fupin_nlp.model.record.FIELDS`; used by ``by="measure"``.
    by : {"measure", "topic"}
        What brings reports together.
    k : int or "auto"
        Number of clusters.
    options : ClusterOptions or None
        Tokenizer, place names, cue words; None for those of the library.

    Returns
    -------
    Clustering
        The same reports give the same clusters, whatever else ran before.

    Raises
    ------
    OptionError
        If `by` or `k` is not among the choices, or `k` is larger than the number of reports with content.
    FupinError
        If there is no report, two have one name, or none has content.

    Examples
    --------
    >>> texts = ["医院 医保 门诊 住院", "医保 住院 报销 医院", "公路 桥梁 硬化 通车", "公路 隧道 桥梁 通车"]
    >>> found = cluster([ReportText(doc=str(i), text=t) for i, t in enumerate(texts)], by="topic", k=2,
    ...     options=ClusterOptions(tokenizer=str.split, place=None, cues=lambda text: {}, labels={}))
    >>> found.reports["cluster"].tolist(), found.clusters["terms"][0][:2]
    ([0, 0, 1, 1], ['住院', '医保'])
    """
    if by not in BY:
        raise OptionError(f"by={by!r} is not known; choose among {', '.join(BY)}")
    options = options or ClusterOptions()
    texts = report_texts(reports)
    features = features_of(texts, records, by, k, options)
    present = np.flatnonzero(features.present)
    if not len(present):
        raise FupinError(f"none of the {len(texts)} reports has a word or a cue that could tell it from the others")
    if k != "auto" and isinstance(k, int) and k > len(present):
        raise OptionError(f"k={k}: there are only {len(present)} reports with content; choose at most that, or 'auto'")
    model = MeasureClusterer(k, random_state=options.random_state).fit(features.matrix[present])
    labels = np.full(len(texts), UNASSIGNED)
    labels[present] = refined(features.counts, model.labels_)
    return _clustering(texts, features, labels, by, options, k)


def _clustering(
    texts: Sequence[ReportText],
    features: Features,
    labels: np.ndarray,
    by: str,
    options: ClusterOptions,
    k: int | str,
) -> Clustering:
    import pandas as pd

    names = measure_labels() if options.labels is None else options.labels
    clusters = describe(texts, features, labels, names, by)
    present = features.present
    again = recurrence(features.matrix[present], features.counts, labels[present], options.random_state)
    clusters.insert(3, "stability", again)
    label = dict(zip(clusters["cluster"], clusters["label"], strict=True)) | {UNASSIGNED: UNASSIGNED_LABEL}
    docs = [text.doc for text in texts]
    frame = pd.DataFrame(
        {
            "doc": docs,
            "region": pd.Series([text.region for text in texts], dtype="object"),
            "year": pd.array([text.year for text in texts], dtype="Int64"),
            "cluster": labels,
            "label": [label[int(c)] for c in labels],
            "distance": _distance(features.matrix, labels),
            "silhouette": _silhouette(features.matrix, labels),
        }
    )
    titles = [names.get(m, m) for m in features.measures]
    count = len(clusters)
    empty = np.zeros((count, 0))
    totals = (empty, empty)
    if features.tfidf is not None:
        totals = class_totals(features.words, features.tfidf.vectorizer_.idf_, labels, count)
    return Clustering(
        reports=frame,
        clusters=clusters,
        profile=pd.DataFrame(features.profile, index=docs, columns=titles),
        by=by,
        positions=pd.DataFrame({"doc": docs, **_positions(features.matrix)}),
        model=ClusterModel.of(features, labels[present], totals),
        options=options,
        notes=_notes(texts, count, k),
    )


def _notes(texts: Sequence[ReportText], count: int, k: int | str) -> tuple[str, ...]:
    length = median(len(text.text) for text in texts)
    if k == "auto" and length <= SHORT:
        return (f"文本很短（中位数 {length:.0f} 字），自动得出的类数（{count}）不可靠，请用 k 指定类数或用 merge 合并",)
    return ()


def _positions(matrix: np.ndarray) -> dict[str, np.ndarray]:
    """Return two main directions of the features; signs are fixed, so that the same reports give the same map."""
    centred = matrix - matrix.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    directions = np.zeros((2, matrix.shape[1]))
    directions[: min(2, len(axes))] = axes[:2]
    strongest = directions[np.arange(2), np.abs(directions).round(6).argmax(axis=1)]
    directions[strongest < 0] *= -1
    places = np.round(centred @ directions.T, 6) + 0.0
    return {"x": places[:, 0], "y": places[:, 1]}


def _distance(matrix: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the Euclidean distance of each row from the mean of its cluster."""
    values = np.full(len(labels), np.nan)
    for number in set(labels[labels != UNASSIGNED].tolist()):
        rows = matrix[labels == number]
        values[labels == number] = np.linalg.norm(rows - rows.mean(axis=0), axis=1)
    return values


def _silhouette(matrix: np.ndarray, labels: np.ndarray) -> np.ndarray:
    from sklearn.metrics import silhouette_samples

    values = np.full(len(labels), np.nan)
    assigned = labels != UNASSIGNED
    if 2 <= len(set(labels[assigned].tolist())) < int(assigned.sum()):
        values[assigned] = silhouette_samples(matrix[assigned], labels[assigned])
    return values
