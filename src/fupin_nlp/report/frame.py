"""Records as a pandas table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupin_nlp.errors import OptionError
from fupin_nlp.lexicon.levels import LEVELS
from fupin_nlp.model import Record
from fupin_nlp.model.columns import COLUMN_LABELS_ZH, COLUMNS
from fupin_nlp.model.record import ROLES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LISTS", "as_dates", "as_text", "check_labels", "flat", "listed", "plain_frame", "records_frame"]

_LABELS = ("en", "zh")
_BETWEEN = "; "
_NEW_TEXT = 3  # the version of pandas since which texts have a type of their own
LISTS = ("modality", "damage", "doubts")
"""Fields that hold several texts; in a table they are one, with ``; `` between them."""
# In this order where they occur; None: in the order of the alphabet.
_CATEGORIES: Mapping[str, tuple[str, ...] | None] = MappingProxyType(
    {
        "kind": ("level", "change", "flow", "share", "rate"),
        "bound": ("exact", "about", "over", "under"),
        "role": ROLES,
        "region_level": LEVELS,
        **dict.fromkeys(("dimension", "measure", "measure_label", "unit", "unit_from")),
    }
)
_TYPES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("value", "value_max", "confidence"), "float64"),
        **dict.fromkeys(("start", "end"), "int64"),
        "year": "Int64",
        "certain": "bool",
    }
)
_DATES = frozenset({"date", "period_start", "period_end"})


def records_frame(records: Iterable[Record | Mapping[str, Any]], *, labels: str = "en") -> pd.DataFrame:
    """Return records as a table with the columns of `COLUMNS`, in that order, also where there are none.

    Parameters
    ----------
    records : iterable of Record
        Or of rows, which know the document, too (`Report.rows`).
    labels : {"en", "zh"}
        Names of the columns.

    Returns
    -------
    pandas.DataFrame
        ``value`` and ``value_max`` are float64, ``start`` and ``end`` int64, ``year`` a nullable integer, ``date``,
        ``period_start`` and ``period_end`` dates (of a date that is not known to the day, the first day that it can
        be), ``certain`` bool, closed lists (role, kind, bound, dimension, measure, unit) categories, all else text.
        Lists are one text with ``; `` between the parts, scores JSON.

    Raises
    ------
    OptionError
        If `labels` is neither.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> frame = parse("2019年，发放小额贷款4万多元。").to_frame()
    >>> frame[["text", "value", "unit", "bound", "entity"]].values.tolist()
    [['4万多元', 40000.0, '元', 'over', '小额贷款']]
    >>> frame["role"].dtype.name, frame["period_start"][0].year, len(frame.drop_duplicates())
    ('category', 2019, 1)
    >>> records_frame([], labels="zh").columns[:3].tolist()
    ['编号', '文件', '起点']
    """
    import pandas as pd

    check_labels(labels)
    rows = [r.to_dict() if isinstance(r, Record) else r for r in records]
    frame = pd.DataFrame({name: _column(name, [row.get(name) for row in rows]) for name in COLUMNS})
    return frame.rename(columns=dict(COLUMN_LABELS_ZH)) if labels == "zh" else frame


def check_labels(labels: str) -> None:
    """Refuse names of columns that are neither English nor Chinese.

    Raises
    ------
    OptionError
        If `labels` is neither ``en`` nor ``zh``.
    """
    if labels not in _LABELS:
        raise OptionError(f"labels={labels!r}: choose one of {', '.join(_LABELS)}")


def _column(name: str, values: list[Any]) -> pd.Series[Any]:
    import pandas as pd

    if name in _TYPES:
        return pd.Series(values, dtype=_TYPES[name])
    if name in _DATES:
        return as_dates(values)
    if name in _CATEGORIES:
        order = _CATEGORIES[name] or ()
        present = {value for value in values if isinstance(value, str) and value}
        known = [*(code for code in order if code in present), *sorted(present.difference(order))]
        return pd.Series(pd.Categorical([value or None for value in values], categories=known))
    return as_text([flat(value) for value in values])


def as_text(values: Sequence[str | None]) -> pd.Series[Any]:
    """Return texts as a column of the type that pandas has for them: ``str`` from version 3 on, before ``object``.

    Not the nullable ``string``: a comparison with a missing cell of it is neither true nor false, which ``if`` refuses.

    Examples
    --------
    >>> as_text(["甲", None]).isna().tolist()
    [False, True]
    """
    import pandas as pd

    is_new = int(pd.__version__.partition(".")[0]) >= _NEW_TEXT
    return pd.Series(values, dtype="str" if is_new else "object")


def flat(value: Any) -> Any:
    """Return a list as one text and a mapping as JSON; an empty one is missing.

    Examples
    --------
    >>> flat(["力争", "左右"]), flat({"finance": 2.0}), flat(()), flat("甲")
    ('力争; 左右', '{"finance": 2.0}', None, '甲')
    """
    if isinstance(value, (list, tuple)):
        return _BETWEEN.join(map(str, value)) or None
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False) if value else None
    return value


def listed(name: str, value: Any) -> Any:
    """Return a cell as the record has it: a list of texts, or the scores; see `flat`.

    Examples
    --------
    >>> listed("modality", "力争; 左右"), listed("modality", None), listed("measure_scores", '{"finance": 2.0}')
    (['力争', '左右'], [], {'finance': 2.0})
    """
    if name in LISTS:
        return value.split(_BETWEEN) if isinstance(value, str) else list(value or ())
    if name == "measure_scores":
        return json.loads(value) if isinstance(value, str) else dict(value or {})
    return value


def as_dates(values: Sequence[str | date | None]) -> pd.Series[Any]:
    """Return ISO dates as a column of dates; of one that is not known to the day, the first day that it can be.

    Examples
    --------
    >>> as_dates(["2020", "2020-05", "2020-05-17", None]).dt.date.tolist()[:3]
    [datetime.date(2020, 1, 1), datetime.date(2020, 5, 1), datetime.date(2020, 5, 17)]
    """
    import pandas as pd

    days = [_first_day(value) if isinstance(value, str) else value for value in values]
    return pd.Series(pd.to_datetime(pd.Series(days, dtype="object"), format="ISO8601")).astype("datetime64[s]")


def _first_day(written: str) -> str:
    return written + "-01-01"[: 0 if len(written) > 7 else 3 if len(written) == 7 else 6] if written else written


def plain_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table of records with plain cells: text or None, dates as ISO text; numbers stay what they are.

    The analyses read tables in this form, whatever their columns were made of.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> plain_frame(parse("2019年脱贫3户。").to_frame())[["period_start", "role", "per"]].values.tolist()
    [['2019-01-01', 'achieved', None]]
    """
    import pandas as pd

    columns: dict[Any, pd.Series[Any]] = {}
    for name in frame.columns:
        column = frame[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            columns[name] = _plain(column, lambda day: day.date().isoformat())
        elif pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
            columns[name] = column
        else:
            columns[name] = _plain(column, lambda cell: cell)
    return pd.DataFrame(columns, index=frame.index)


def _plain(column: pd.Series[Any], change: Callable[[Any], Any]) -> pd.Series[Any]:
    import pandas as pd

    missing = column.isna()
    cells = [None if empty else change(cell) for cell, empty in zip(column.tolist(), missing, strict=True)]
    return pd.Series(cells, index=column.index, dtype="object")
