"""Reports that say the same: printed twice, copied, or updated in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from fupin_nlp.errors import OptionError
from fupin_nlp.model.reporttext import ReportText

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["duplicate_map", "near_duplicates"]

_BLOCK = 1000
_FEATURES = 2**18


def near_duplicates(reports: Sequence[ReportText], threshold: float = 0.8) -> pd.DataFrame:
    """Find pairs of reports whose texts are nearly the same.

    Compared are character 5-grams, hashed, white space left out; fit for some twenty thousand reports.

    Parameters
    ----------
    reports : sequence of ReportText
        In the order in which a report comes before its copy.
    threshold : float
        Least cosine similarity of a pair, above 0 and at most 1.

    Returns
    -------
    DataFrame
        doc, of (the earlier report of the two in the given order), similarity; sorted by the order of the reports.
        Texts of fewer than five characters are compared with nothing.

    Raises
    ------
    OptionError
        If the threshold is out of range.

    Examples
    --------
    >>> texts = ["全县发放小额贷款两千万元，修建村组道路。", "全县发放小额贷款两千万元，修建村组道路！", "医疗救助"]
    >>> found = near_duplicates([ReportText(doc=d, text=t) for d, t in zip("abc", texts)])
    >>> found[["doc", "of"]].values.tolist()
    [['b', 'a']]
    """
    import pandas as pd
    from sklearn.feature_extraction.text import HashingVectorizer

    if not 0 < threshold <= 1:
        raise OptionError(f"threshold={threshold!r}: a similarity above 0 and at most 1 is needed")
    texts = ["".join(report.text.split()) for report in reports]
    pairs: list[tuple[str, str, float]] = []
    if texts:
        hashing = HashingVectorizer(analyzer="char", ngram_range=(5, 5), n_features=_FEATURES, alternate_sign=False)
        matrix = hashing.transform(texts)
        for start in range(0, len(texts), _BLOCK):
            # Blocks keep the memory flat; only pairs above the threshold are kept.
            similar = (matrix[start : start + _BLOCK] @ matrix.T).tocoo()
            row, column, value = similar.row + start, similar.col, similar.data
            kept = (column < row) & (value >= threshold)
            pairs += zip(row[kept].tolist(), column[kept].tolist(), np.round(value[kept], 6).tolist(), strict=True)
    pairs.sort()
    named = [(reports[int(i)].doc, reports[int(j)].doc, value) for i, j, value in pairs]
    return pd.DataFrame(named, columns=["doc", "of", "similarity"])


def duplicate_map(reports: Sequence[ReportText], threshold: float = 0.8) -> dict[str, str]:
    """Return report → the first report that it repeats; what `compare` takes as `duplicates`.

    Examples
    --------
    >>> duplicate_map([ReportText(doc=d, text="全县发放小额贷款两千万元") for d in "abc"])
    {'b': 'a', 'c': 'a'}
    """
    found: dict[str, str] = {}
    for doc, of in near_duplicates(reports, threshold)[["doc", "of"]].itertuples(index=False):
        found.setdefault(doc, found.get(of, of))
    return found
