"""Reports that say the same: printed twice, copied, or updated in a few words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from fupin_nlp.errors import OptionError
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern
from fupin_nlp.model.reporttext import ReportText

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["duplicate_map", "near_duplicates"]

_BLOCK = 1000
_SHARED: Final = 0.8  # of the figures of the text that has fewer
_MANY: Final = 10  # figures that two places do not have in common by chance
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

    Texts that are nearly the same repeat one another only if they share their figures too: forms that are filled in for
    two counties or two years differ in little else. Reports of two regions must share many.

    Examples
    --------
    >>> duplicate_map([ReportText(doc=d, text="全县发放小额贷款两千万元") for d in "abc"])
    {'b': 'a', 'c': 'a'}
    >>> form = "全县新增城镇就业{}人，覆盖城乡居民的社会保险制度基本建立，困难群众基本生活得到有效保障。"
    >>> duplicate_map([ReportText(doc=str(n), text=form.format(n)) for n in (5000, 6000)])
    {}
    """
    found: dict[str, str] = {}
    by_doc = {report.doc: report for report in reports}
    figures: dict[str, Counter[str]] = {}
    for doc, of in near_duplicates(reports, threshold)[["doc", "of"]].itertuples(index=False):
        for name in (doc, of):
            if name not in figures:
                figures[name] = Counter(_figure().findall(by_doc[name].text))
        if _repeats(by_doc[doc], by_doc[of], figures[doc], figures[of]):
            found.setdefault(doc, found.get(of, of))
    return found


def _repeats(report: ReportText, of: ReportText, own: Counter[str], others: Counter[str]) -> bool:
    """Tell whether a text that is nearly the same as another one tells the same figures, of the same place."""
    shared, least = (own & others).total(), min(own.total(), others.total())
    if shared < _SHARED * least:
        return False
    elsewhere = report.region is not None and of.region is not None and report.region != of.region
    return not elsewhere or shared >= _MANY


@lru_cache(maxsize=1)
def _figure() -> Pattern:
    return compile_pattern("figure", r"\p{Nd}++(?:[.．]\p{Nd}++)?+")
