"""The periods of records as intervals, for questions about time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin_nlp.errors import OptionError
from fupin_nlp.model.columns import COLUMN_LABELS_ZH
from fupin_nlp.report.frame import as_dates, plain_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["periods"]

_ENDS = ("period_start", "period_end")


def periods(frame: pd.DataFrame) -> pd.Series[Any]:
    """Return the period of each record as an interval of days, beside the frame.

    The frame itself keeps two columns of dates, which every file format can hold; pandas alone knows intervals.

    Parameters
    ----------
    frame : pandas.DataFrame
        Records with ``period_start`` and ``period_end`` (or 时期起 and 时期止), also after filtering.

    Returns
    -------
    pandas.Series
        With the index of the frame, type ``interval``: from the first day to the one behind the last, which does not
        belong to it. Missing where the record does not tell both ends.

    Raises
    ------
    OptionError
        If the frame has no such columns.

    Examples
    --------
    >>> import pandas as pd
    >>> import fupin_nlp as fp
    >>> frame = fp.parse("2019年脱贫3户，2020年1至6月脱贫5户，脱贫人口收入增长。").to_frame()
    >>> when = fp.periods(frame)
    >>> when.array.overlaps(pd.Interval(pd.Timestamp("2020-01-01"), pd.Timestamp("2021-01-01"), closed="left")).tolist()
    [False, True]
    >>> when.array.length.days.tolist()
    [365, 182]
    """
    import pandas as pd

    for names in (_ENDS, tuple(COLUMN_LABELS_ZH[name] for name in _ENDS)):
        if set(names) <= set(frame.columns):
            break
    else:
        raise OptionError("the frame has no columns period_start and period_end: give one that to_frame() returned")
    plain = plain_frame(frame[list(names)])
    starts, ends = (as_dates(plain[name].tolist()) for name in names)
    told = starts.notna() & ends.notna() & (starts <= ends)
    intervals = pd.arrays.IntervalArray.from_arrays(starts.where(told), ends.where(told), closed="left")
    return pd.Series(intervals, index=frame.index, name="period_interval")
