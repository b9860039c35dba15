"""Groups of reports: by the measures that they lean on, or by what they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from fupin_nlp.clustering.clusterer import MeasureClusterer
from fupin_nlp.clustering.describe import describe
from fupin_nlp.clustering.profile import Cues, MeasureCues, MeasureProfile, measure_labels
from fupin_nlp.clustering.tfidf import PolicyTfidf
from fupin_nlp.clustering.words import Cut
from fupin_nlp.errors import FupinError, OptionError
from fupin_nlp.model.reporttext import ReportText

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BY", "CLUSTER_LABELS_ZH", "ClusterOptions", "Clustering", "cluster", "report_texts"]

BY = ("measure", "topic")
CLUSTER_LABELS_ZH: Mapping[str, str] = MappingProxyType(
    {
        "doc": "文件",
        "region": "地区",
        "year": "年份",
        "cluster": "类",
        "label": "名称",
        "distance": "距中心",
        "silhouette": "轮廓系数",
        "size": "篇数",
        "measures": "措施",
        "terms": "特征词",
        "sentences": "典型句",
        "docs": "文件",
    }
)
UNASSIGNED = -1
UNASSIGNED_LABEL = "未归类"


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
    random_state : int
        Seed of KMeans.
    """

    tokenizer: Cut | None = None
    place: Callable[[str], bool] | str | None = "auto"
    cues: Cues | None = None
    labels: Mapping[str, str] | None = None
    random_state: int = 0


@dataclass(frozen=True, eq=False)
class Clustering:
    """Clusters of reports.

    Attributes
    ----------
    reports : DataFrame
        One row per report in the given order: doc, region, year, cluster (0 is the largest; -1 where the report has
        neither a word nor a cue that counts), label, distance (to the centre), silhouette (NaN for a single cluster).
    clusters : DataFrame
        One row per cluster: cluster, label, size, measures (labels of those that it leans on, strongest first), terms
        (distinctive words), sentences (typical ones), docs.
    profile : DataFrame
        Reports × measures: the shares that the clusters rest on, with the labels of the measures as columns.
    by : str
        ``"measure"`` or ``"topic"``.
    """

    reports: pd.DataFrame
    clusters: pd.DataFrame
    profile: pd.DataFrame
    by: str


@dataclass(frozen=True, slots=True)
class Features:
    """What the clusters rest on: `matrix` (reports × features), and the two parts that describe them.

    `present` tells which reports have a feature at all; the rows of the others are zero.
    """

    matrix: np.ndarray
    present: np.ndarray
    tfidf: PolicyTfidf | None
    words: Any
    profile: np.ndarray
    measures: list[str] = field(default_factory=list)


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
    features = _features(texts, records, by, k, options)
    present = np.flatnonzero(features.present)
    if not len(present):
        raise FupinError(f"none of the {len(texts)} reports has a word or a cue that could tell it from the others")
    if k != "auto" and isinstance(k, int) and k > len(present):
        raise OptionError(f"k={k}: there are only {len(present)} reports with content; choose at most that, or 'auto'")
    model = MeasureClusterer(k, random_state=options.random_state).fit(features.matrix[present])
    labels = np.full(len(texts), UNASSIGNED)
    labels[present] = model.labels_
    names = measure_labels() if options.labels is None else options.labels
    return _clustering(texts, features, labels, model, names, by)


def report_texts(reports: Sequence[ReportText] | pd.DataFrame) -> list[ReportText]:
    """Return reports as a list, made from a frame if they come as one.

    Raises
    ------
    FupinError
        If there is none, a frame lacks doc or text, or two reports have one name.
    """
    import pandas as pd

    if isinstance(reports, pd.DataFrame):
        missing = [c for c in ("doc", "text") if c not in reports.columns]
        if missing:
            raise FupinError(f"the frame of reports lacks the columns {missing}")
        reports = [_from_row(row) for row in reports.to_dict("records")]
    texts = list(reports)
    if not texts:
        raise FupinError("there is no report to cluster")
    names = [text.doc for text in texts]
    twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        raise FupinError(f"two reports have one name: {twice[:5]}; records could not be told apart")
    return texts


def _from_row(row: Mapping[Any, Any]) -> ReportText:
    def text(name: str) -> str | None:
        return row[name] if isinstance(row.get(name), str) else None

    year = row.get("year")
    return ReportText(
        doc=str(row["doc"]),
        text=text("text") or "",
        title=text("title") or "",
        region=text("region"),
        region_code=text("region_code"),
        year=int(year) if isinstance(year, (int, float, np.integer)) and year == year else None,
    )


def _features(
    texts: Sequence[ReportText], records: pd.DataFrame | None, by: str, k: int | str, options: ClusterOptions
) -> Features:
    regions = sorted({text.region for text in texts if text.region})
    vectors = PolicyTfidf(options.tokenizer, options.place, stop_words=regions)
    profile, measures = _profile(texts, records, options)
    leans = profile.sum(axis=1) > 0 if by == "measure" else np.zeros(len(texts), dtype=bool)
    try:
        words = vectors.fit_transform([text.text for text in texts])
    except FupinError:
        if not leans.any():
            raise
        words = None
    present = leans if words is None else leans | (np.diff(words.indptr) > 0)
    parts = [_balanced(np.sqrt(profile[present]))] if leans.any() else []
    if words is not None:
        wanted = 2 * (k if isinstance(k, int) else int(np.ceil(1.5 * np.sqrt(len(texts)))))
        parts.append(_balanced(_reduced(words[present], wanted, options.random_state)))
    matrix = np.zeros((len(texts), sum(part.shape[1] for part in parts)))
    matrix[present] = np.hstack(parts)
    return Features(matrix, present, None if words is None else vectors, words, profile, measures)


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


def _clustering(
    texts: Sequence[ReportText],
    features: Features,
    labels: np.ndarray,
    model: MeasureClusterer,
    names: Mapping[str, str],
    by: str,
) -> Clustering:
    import pandas as pd

    titles = [names.get(m, m) for m in features.measures]
    clusters = describe(texts, features, labels, titles, by)
    label = dict(zip(clusters["cluster"], clusters["label"], strict=True)) | {UNASSIGNED: UNASSIGNED_LABEL}
    assigned = labels != UNASSIGNED
    distance = np.full(len(texts), np.nan)
    distance[assigned] = model.transform(features.matrix[assigned]).min(axis=1)
    frame = pd.DataFrame(
        {
            "doc": [text.doc for text in texts],
            "region": pd.Series([text.region for text in texts], dtype="object"),
            "year": pd.array([text.year for text in texts], dtype="Int64"),
            "cluster": labels,
            "label": [label[int(c)] for c in labels],
            "distance": distance,
            "silhouette": _silhouette(features.matrix, labels),
        }
    )
    profile = pd.DataFrame(features.profile, index=[text.doc for text in texts], columns=titles)
    return Clustering(frame, clusters, profile, by)


def _silhouette(matrix: np.ndarray, labels: np.ndarray) -> np.ndarray:
    from sklearn.metrics import silhouette_samples

    values = np.full(len(labels), np.nan)
    assigned = labels != UNASSIGNED
    if 2 <= len(set(labels[assigned].tolist())) < int(assigned.sum()):
        values[assigned] = silhouette_samples(matrix[assigned], labels[assigned])
    return values
