"""How far clusters hold when some of the reports are missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fupin_nlp.clustering.features import ClusterOptions
from fupin_nlp.clustering.group import cluster
from fupin_nlp.clustering.reports import report_texts
from fupin_nlp.errors import OptionError
from fupin_nlp.model.reporttext import ReportText

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["stability"]


def stability(
    reports: Sequence[ReportText] | pd.DataFrame,
    records: pd.DataFrame | None = None,
    *,
    resamples: int = 10,
    share: float = 0.8,
    **choices: Any,
) -> pd.DataFrame:
    """Cluster resamples of the reports and compare them with the clusters of all.

    Parameters
    ----------
    reports, records
        As for `cluster`.
    resamples : int
        How many times.
    share : float
        Share of the reports that each resample keeps, without replacement.
    **choices
        ``by``, ``k`` and ``options`` of `cluster`; the seed of the options is the seed of the resamples.

    Returns
    -------
    DataFrame
        One row per resample: resample, reports (how many), clusters (how many), ari (adjusted Rand index against the
        clusters of all reports, over the reports that are in the resample: 1 the same, 0 as by chance).

    Raises
    ------
    OptionError
        If `resamples` or `share` is out of range, or a resample is smaller than `k`.

    Examples
    --------
    >>> texts = ["医院 医保", "医保 住院", "医院 住院", "公路 桥梁", "公路 隧道", "桥梁 隧道"]
    >>> options = ClusterOptions(tokenizer=str.split, place=None, cues=lambda text: {}, labels={})
    >>> found = stability([ReportText(doc=str(i), text=t) for i, t in enumerate(texts)], resamples=3, by="topic", k=2,
    ...     options=options)
    >>> found.columns.tolist(), len(found)
    (['resample', 'reports', 'clusters', 'ari'], 3)
    """
    import pandas as pd
    from sklearn.metrics import adjusted_rand_score

    if resamples < 1 or not 0 < share < 1:
        raise OptionError(f"resamples={resamples}, share={share}: at least one resample and a share between 0 and 1")
    texts = report_texts(reports)
    options: ClusterOptions = choices.get("options") or ClusterOptions()
    whole = cluster(texts, records, **choices).reports["cluster"].to_numpy()
    rows: list[tuple[int, int, int, float]] = []
    for number in range(resamples):
        order = np.random.default_rng([options.random_state, number]).permutation(len(texts))
        kept = sorted(order[: max(1, round(share * len(texts)))].tolist())
        found = cluster([texts[i] for i in kept], records, **choices).reports["cluster"].to_numpy()
        rows.append((number, len(kept), len(set(found.tolist())), float(adjusted_rand_score(whole[kept], found))))
    return pd.DataFrame(rows, columns=["resample", "reports", "clusters", "ari"])
