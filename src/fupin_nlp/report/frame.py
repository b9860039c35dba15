"""Records as a pandas table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from fupin_nlp.errors import OptionError
from fupin_nlp.model import Record
from fupin_nlp.model.record import FIELDS, LABELS_ZH

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["check_labels", "records_frame"]

_LABELS = ("en", "zh")


def records_frame(records: Iterable[Record | Mapping[str, object]], *, labels: str = "en") -> pd.DataFrame:
    """Return records as a table with the columns of `FIELDS`, in that order, also where there are none.

    Parameters
    ----------
    records : iterable of Record
        Or of their dicts.
    labels : {"en", "zh"}
        Names of the columns.

    Returns
    -------
    pandas.DataFrame
        `value` and `value_max` are float64, `start` and `end` int64, text is str or None.

    Raises
    ------
    OptionError
        If `labels` is neither.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> frame = records_frame(parse("2019年，发放小额贷款4万多元。").records)
    >>> frame[["text", "value", "unit", "bound", "entity"]].values.tolist()
    [['4万多元', 40000.0, '元', 'over', '小额贷款']]
    >>> records_frame([], labels="zh").columns[:3].tolist()
    ['编号', '文件', '起点']
    """
    import pandas as pd

    check_labels(labels)
    rows = [r.to_dict() if isinstance(r, Record) else r for r in records]
    frame = pd.DataFrame({name: pd.Series([row.get(name) for row in rows], dtype=_dtype(name)) for name in FIELDS})
    return frame.rename(columns=dict(LABELS_ZH)) if labels == "zh" else frame


def check_labels(labels: str) -> None:
    """Refuse names of columns that are neither English nor Chinese.

    Raises
    ------
    OptionError
        If `labels` is neither ``en`` nor ``zh``.
    """
    if labels not in _LABELS:
        raise OptionError(f"labels={labels!r}: choose one of {', '.join(_LABELS)}")


def _dtype(name: str) -> str:
    if name in ("value", "value_max"):
        return "float64"
    if name in ("start", "end"):
        return "int64"
    return "bool" if name == "certain" else "object"
