"""The result of clustering: a fitted object that assigns new reports, merges clusters and is kept in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from fupin_nlp.clustering.describe import SENTENCES, TERMS, label_of, measures_of
from fupin_nlp.clustering.features import ClusterOptions
from fupin_nlp.clustering.hierarchy import groups_of, hierarchy
from fupin_nlp.clustering.labels import class_terms
from fupin_nlp.clustering.model import ClusterModel
from fupin_nlp.clustering.profile import measure_labels
from fupin_nlp.clustering.reports import texts_of
from fupin_nlp.clustering.storage import read, write
from fupin_nlp.errors import OptionError
from fupin_nlp.report.labelled import Labelled, equal_frames

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CLUSTER_LABELS_ZH", "UNASSIGNED", "UNASSIGNED_LABEL", "Clustering"]

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
        "stability": "稳定度",
        "measures": "措施",
        "terms": "特征词",
        "sentences": "典型句",
        "docs": "文件",
        "probability": "概率",
        "share": "占比",
    }
)
UNASSIGNED = -1
UNASSIGNED_LABEL = "未归类"


@dataclass(frozen=True, eq=False, repr=False)
class Clustering(Labelled):
    """Clusters of reports; `to_frame` and `save` give ``reports`` under Chinese or English headings.

    Two are equal where the same reports are in the same clusters and new ones would be assigned alike. A clustering can
    be copied and pickled, as far as the functions of its options can.

    Attributes
    ----------
    reports : DataFrame
        One row per report in the given order: doc, region, year, cluster (0 is the largest; -1 where the report has
        neither a word nor a cue that counts), label, distance (to the centre), silhouette (NaN for a single cluster).
    clusters : DataFrame
        One row per cluster: cluster, label, size, stability (how alike the cluster comes back in resamples of the
        reports: 1 the same, below 0.6 rather chance, NaN where there are too few), measures (labels of those that it
        leans on, strongest first), terms (distinctive words), sentences (typical ones), docs.
    profile : DataFrame
        Reports × measures: the shares that the clusters rest on, with the labels of the measures as columns.
    by : str
        ``"measure"`` or ``"topic"``.
    positions : DataFrame
        doc, x, y: the two main directions of what the clusters rest on, for a map.
    model : ClusterModel
        What assigns new reports.
    options : ClusterOptions
        How the reports were read.
    notes : tuple of str
        What a reader of the clusters should know, such as that their number is uncertain.
    """

    reports: pd.DataFrame
    clusters: pd.DataFrame
    profile: pd.DataFrame
    by: str
    positions: pd.DataFrame
    model: ClusterModel
    options: ClusterOptions
    notes: tuple[str, ...] = ()
    _column_labels = CLUSTER_LABELS_ZH

    def _main(self) -> pd.DataFrame:
        return self.reports

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Clustering):
            return NotImplemented
        same = (self.by, self.notes, self.model) == (other.by, other.notes, other.model)
        return same and equal_frames(self, other, ("reports", "clusters", "profile", "positions"))

    __hash__ = None  # type: ignore[assignment]  # frames may be changed

    def _told(self) -> str:
        return f"{len(self.reports)} reports in {len(self.clusters)} clusters by {self.by}"

    def predict(self, reports: Any) -> pd.DataFrame:
        """Assign new reports to these clusters, by their words and cues; the clusters do not change.

        Parameters
        ----------
        reports : Corpus, sequence of Report or ReportText, or DataFrame with doc and text
            Reports of any number.

        Returns
        -------
        DataFrame
            doc, cluster, label, probability; -1 and 0 where no word of a report is known.

        Examples
        --------
        >>> from fupin_nlp.clustering import ClusterOptions, cluster
        >>> from fupin_nlp.model.reporttext import ReportText
        >>> texts = ["医院 医保 门诊 住院", "医保 住院 报销 医院", "公路 桥梁 硬化 通车", "公路 隧道 桥梁 通车"]
        >>> options = ClusterOptions(tokenizer=str.split, place=None, cues=lambda text: {}, labels={})
        >>> known = [ReportText(doc=str(i), text=t) for i, t in enumerate(texts)]
        >>> found = cluster(known, by="topic", k=2, options=options)
        >>> found.predict([ReportText(doc="new", text="医院 门诊 药品")])["cluster"].tolist()
        [0]
        """
        import pandas as pd

        texts = texts_of(reports)
        counts = self.model.counts([text.text for text in texts], self.options)
        chances = self.model.probabilities(counts)
        found = np.where(chances.any(axis=1), chances.argmax(axis=1), UNASSIGNED)
        names = dict(zip(self.clusters["cluster"], self.clusters["label"], strict=True)) | {
            UNASSIGNED: UNASSIGNED_LABEL
        }
        return pd.DataFrame(
            {
                "doc": [text.doc for text in texts],
                "cluster": found,
                "label": [names[int(number)] for number in found],
                "probability": chances.max(axis=1).round(6),
            }
        )

    def hierarchy(self) -> pd.DataFrame:
        """Return how the clusters come together, the most alike first.

        Returns
        -------
        DataFrame
            step, left, right (numbers of clusters; a merged one gets the next number), distance (1 less the cosine of
            the centres, averaged over their members' clusters), size and label of the larger side.
        """
        import pandas as pd

        steps = hierarchy(self.model.centres, self.model.sizes)
        names = dict(zip(self.clusters["cluster"], self.clusters["label"], strict=True))
        sizes = dict(enumerate(self.model.sizes.tolist()))
        rows = []
        for step, (left, right, distance) in enumerate(steps):
            new = len(self.model.sizes) + step
            larger = left if sizes[left] >= sizes[right] else right
            sizes[new], names[new] = sizes[left] + sizes[right], names[larger]
            rows.append((step, left, right, distance, sizes[new], names[new]))
        return pd.DataFrame(rows, columns=["step", "left", "right", "distance", "size", "label"])

    def merge(self, k: int) -> Clustering:
        """Return the clustering with fewer clusters, those merged first that are most alike.

        Parameters
        ----------
        k : int
            How many clusters are left.

        Raises
        ------
        OptionError
            If there are not at least as many clusters now.
        """
        before = len(self.model.sizes)
        if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= before:
            raise OptionError(f"k={k!r}: there are {before} clusters; choose a number from 1 to {before}")
        groups = groups_of(hierarchy(self.model.centres, self.model.sizes), self.model.sizes, k)
        model = self.model.merged(groups)
        old = self.reports["cluster"].to_numpy()
        labels = np.where(old >= 0, groups[np.maximum(old, 0)], UNASSIGNED)
        clusters = self._described(model, groups, labels)
        names = dict(zip(clusters["cluster"], clusters["label"], strict=True)) | {UNASSIGNED: UNASSIGNED_LABEL}
        reports = self.reports.assign(
            cluster=labels, label=[names[int(c)] for c in labels], distance=np.nan, silhouette=np.nan
        )
        return replace(self, reports=reports, clusters=clusters, model=model)

    def _described(self, model: ClusterModel, groups: np.ndarray, labels: np.ndarray) -> pd.DataFrame:
        import pandas as pd

        names = model.words.get_feature_names_out() if model.words is not None else []
        terms = class_terms(model.totals, model.texts, model.sizes.tolist(), names, TERMS)
        profile, columns = self.profile.to_numpy(dtype=float), [str(c) for c in self.profile.columns]
        other = (self.options.labels or measure_labels()).get("other", "other")
        rows: list[dict[str, Any]] = []
        for number in range(len(model.sizes)):
            inside = labels == number
            children = self.clusters[groups[self.clusters["cluster"].to_numpy()] == number]
            measures = [m for m in measures_of(profile, columns, inside, {}) if m != other]
            sentences = [s for group in zip(*children["sentences"], strict=False) for s in group][:SENTENCES]
            rows.append(
                {
                    "cluster": number,
                    "label": label_of(measures, terms[number] if terms else [], self.by),
                    "size": int(model.sizes[number]),
                    "stability": float(children["stability"].iloc[0]) if len(children) == 1 else float("nan"),
                    "measures": measures,
                    "terms": terms[number] if terms else [],
                    "sentences": sentences or [s for found in children["sentences"] for s in found][:SENTENCES],
                    "docs": self.reports["doc"][inside].tolist(),
                }
            )
        return pd.DataFrame(rows, columns=self.clusters.columns)

    def over_time(self) -> pd.DataFrame:
        """Return how many reports of each year are in each cluster, and their share of the year.

        Returns
        -------
        DataFrame
            year, cluster, label, size, share; years in order, no row for a cluster that a year does not have.
        """
        known = self.reports[self.reports["year"].notna() & (self.reports["cluster"] >= 0)]
        counts = known.groupby(["year", "cluster", "label"], sort=True).size().rename("size").reset_index()
        counts["share"] = counts["size"] / counts.groupby("year")["size"].transform("sum")
        return counts

    def save(self, path: str | Path, labels: str | None = None) -> Path:
        """Write the clustering to a file: fitted, where the name ends in .zip, else its table of reports.

        Parameters
        ----------
        path : str or Path
            ``clusters.zip`` for `load`; ``.csv``, ``.xlsx`` and so on for the table.
        labels : {"en", "zh"} or None
            Headings of the table.

        Raises
        ------
        OptionError
            If the format is not known, or the reports were read with functions of one's own, which no file can hold.
        """
        if Path(path).suffix.lower() == ".zip":
            return write(self, Path(path))
        return super().save(path, labels)

    @classmethod
    def load(cls, path: str | Path) -> Clustering:
        """Read what `save` wrote to a .zip file.

        Raises
        ------
        FupinError
            If the file is not there, is no clustering, or is of another version.
        """
        return cls(**read(Path(path)))
