"""The result of a comparison: the tidy frame and the views that are made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupin_nlp.comparison.entity import direction_labels
from fupin_nlp.comparison.options import CompareOptions
from fupin_nlp.comparison.places import contains
from fupin_nlp.errors import OptionError
from fupin_nlp.report.labelled import Labelled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CELL", "COMPARISON_LABELS_ZH", "Comparison"]

CELL = (
    *("unit", "n", "value", "sum", "sum_max", "bound", "basis", "places", "periods", "period_start", "period_end"),
    *("largest", "largest_unit", "largest_id", "latest", "latest_period", "latest_ids"),
    *("records", "n_left_out", "left_out"),
)
COMPARISON_LABELS_ZH: Mapping[str, str] = MappingProxyType(
    {
        "region": "地区",
        "region_code": "区划代码",
        "region_level": "地区层级",
        "province": "所属省",
        "city": "所属市",
        "year": "年份",
        "measure": "措施代码",
        "measure_label": "措施",
        "entity": "对象",
        "indicator": "指标",
        "doc": "文件",
        "role": "性质",
        "direction": "方向",
        "dimension": "量纲",
        "kind": "数量类别",
        "unit": "单位",
        "n": "条数",
        "value": "数值",
        "sum": "合计",
        "sum_max": "合计上限",
        "bound": "界限",
        "basis": "依据",
        "places": "地区数",
        "periods": "相加的时期",
        "period_start": "时期起",
        "period_end": "时期止",
        "largest": "最大值",
        "largest_unit": "最大值单位",
        "largest_id": "最大值编号",
        "latest": "最新值",
        "latest_period": "最新时期",
        "latest_ids": "最新编号",
        "records": "记录",
        "n_left_out": "未计入条数",
        "left_out": "未计入原因",
    }
)
VALUES = ("n", "value", "sum", "latest", "largest")
# Columns that tell apart cells of equal keys; where one varies, a pivot shows it rather than adding over it.
DISTINGUISHING = ("entity", "indicator", "direction", "role", "kind", "unit")
UNNAMED = "未注明"


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Labelled):
    """Cells of a comparison; `to_frame` and `save` give them under Chinese or English headings.

    Attributes
    ----------
    frame : DataFrame
        One row per cell, see `compare`.
    left_out : DataFrame
        One row per record that was left out: id, reason, and the keys of its cell.
    by : tuple of str
        The keys that were asked for.
    summed : bool
        Whether cells hold figures of one subject (entity or indicator each), or counts and lists only.
    """

    frame: pd.DataFrame
    left_out: pd.DataFrame
    by: tuple[str, ...]
    summed: bool
    _column_labels = COMPARISON_LABELS_ZH

    def _main(self) -> pd.DataFrame:
        return self.frame

    def _told(self) -> str:
        return f"{len(self.frame)} cells by {', '.join(self.by)}, {len(self.left_out)} records left out"

    @classmethod
    def of(
        cls,
        table: Sequence[Mapping[str, Any]],
        out: Sequence[Mapping[str, Any]],
        options: CompareOptions,
        keys: list[str],
    ) -> Comparison:
        """Build the frames; columns are there even where no cell is."""
        import pandas as pd

        frame = pd.DataFrame([dict(row) for row in table], columns=[*keys, *CELL])
        numbers = ["value", "sum", "sum_max", "largest", "latest"]
        counts = dict.fromkeys(("n", "n_left_out", "places"), "int64")
        frame = frame.astype({**dict.fromkeys(numbers, "float64"), **counts})
        left = pd.DataFrame([dict(row) for row in out], columns=["id", "reason", *keys])
        return cls(frame, left, options.by, options.subject is not None)

    def pivot(self, value: str | None = None, *, rows: str | None = None) -> pd.DataFrame:
        """Return a table of one figure per cell.

        Parameters
        ----------
        value : {"n", "value", "sum", "latest", "largest"} or None
            Which figure; None for ``value`` (sum or latest) where cells hold one subject, else for ``n``.
        rows : str or None
            Key of the rows, the first of `by` unless told otherwise. The other keys are the columns, and with them
            every further property in which cells of equal keys differ (unit, kind, direction …): nothing is added.

        Returns
        -------
        DataFrame
            Counts are integers with 0 for no record, other figures float64 with NaN. ``attrs["value"]`` names the
            figure.

        Raises
        ------
        OptionError
            If `value` or `rows` is not among the choices.
        """
        value = value or ("value" if self.summed else "n")
        if value not in VALUES:
            raise OptionError(f"value={value!r} is not known; choose among {', '.join(VALUES)}")
        rows = rows or self.by[0]
        if rows not in self.by:
            raise OptionError(f"rows={rows!r} is not a key of this comparison; choose among {', '.join(self.by)}")
        columns = [k for k in self.by if k != rows] + self._distinguishing()
        labels = {k: self._labels(k) for k in (rows, *columns)}
        table = self.frame.assign(**labels).set_index([rows, *columns])[value]
        wide = table.unstack(columns) if columns else table.to_frame()
        wide = wide.reindex(list(dict.fromkeys(labels[rows])))
        wide = wide.reindex(columns=sorted(wide.columns, key=_order)) if columns else wide
        wide = wide.fillna(0).astype("int64") if value == "n" else wide.astype("float64")
        wide.attrs["value"] = value
        return wide

    def shares(self, over: str | None = None) -> pd.DataFrame:
        """Return the cells with their share in the total over one key.

        A share is taken of counts, or of sums in one unit; levels and rates have none. A region that lies in
        another one of the comparison does not enter the total twice.

        Parameters
        ----------
        over : str or None
            The key over which the total is taken, the first of `by` unless told otherwise.

        Returns
        -------
        DataFrame
            The frame with ``share`` (0 to 1, NaN where there is none) and ``total``.
        """
        over = self._key(over)
        frame = self.frame.copy()
        column = "sum" if self.summed else "n"
        counted = ~self._nested() if over == "region" else self._nested() | True
        totals = frame[column].where(counted).groupby(self._others(over), sort=False, dropna=False)
        frame["total"] = totals.transform("sum", min_count=1).astype("float64")
        frame["share"] = (frame[column] / frame["total"].where(frame["total"] != 0)).astype("float64")
        return frame

    def ranks(self, over: str | None = None) -> pd.DataFrame:
        """Return the cells with their rank over one key: 1 for the highest, equal figures share the best rank.

        Ranked is ``value`` where cells hold one subject, else ``n``; a cell without a figure has no rank.
        """
        over = self._key(over)
        frame = self.frame.copy()
        column = frame["value" if self.summed else "n"]
        groups = column.groupby(self._others(over), sort=False, dropna=False)
        frame["rank"] = groups.rank(method="min", ascending=False).astype("Int64")
        return frame

    def change(self) -> pd.DataFrame:
        """Return the cells of single years with the year before them that has a figure, and the change from it.

        Returns
        -------
        DataFrame
            The cells with ``previous_year``, ``previous``, ``change`` (difference in the unit of the cell),
            ``change_percent`` (NaN where the earlier figure is not above zero) and ``gap`` (years that lie between
            and have no figure; nothing is interpolated).

        Raises
        ------
        OptionError
            If year is not among the keys.
        """
        import pandas as pd

        if "year" not in self.by:
            raise OptionError(f"a change needs year among the keys; this comparison is by {', '.join(self.by)}")
        column = "value" if self.summed else "n"
        single = self.frame["year"].map(lambda y: isinstance(y, str) and len(y) == 4 and y.isdigit())
        frame = self.frame[single.astype(bool) & self.frame[column].notna()].copy()
        frame["_y"] = frame["year"].astype("int64")
        frame = frame.sort_values("_y", kind="stable")
        earlier = frame.groupby(self._others("year", frame), sort=False, dropna=False)
        frame["previous_year"] = earlier["_y"].shift(1).astype("Int64")
        frame["previous"] = earlier[column].shift(1).astype("float64")
        frame["change"] = frame[column] - frame["previous"]
        base = frame["previous"].where(frame["previous"] > 0)
        frame["change_percent"] = 100 * frame["change"] / base
        frame["gap"] = (frame["_y"] - frame["previous_year"] - 1).astype("Int64")
        return pd.DataFrame(frame.drop(columns="_y").sort_index())

    def _key(self, over: str | None) -> str:
        over = over or self.by[0]
        if over not in self.by:
            raise OptionError(f"over={over!r} is not a key of this comparison; choose among {', '.join(self.by)}")
        return over

    def _others(self, over: str, frame: pd.DataFrame | None = None) -> list[pd.Series[Any]]:
        """Return what must be equal for two cells to be compared over one key."""
        frame = self.frame if frame is None else frame
        names = [k for k in (*self.by, *DISTINGUISHING) if k != over and k in frame.columns]
        if "region" in names:
            names.append("region_code")
        names = list(dict.fromkeys(names))
        return [frame[n].astype("object").where(frame[n].notna(), "") for n in names] or [frame["n"] * 0]

    def _nested(self) -> pd.Series[bool]:
        """Tell for each cell whether its region lies in another one of the comparison."""
        import pandas as pd

        if "region_code" not in self.frame.columns:
            return pd.Series(False, index=self.frame.index, dtype=bool)
        codes = [c if isinstance(c, str) else "" for c in self.frame["region_code"]]
        distinct = sorted(set(codes))
        inner = {c for c in distinct if any(contains(outer, c) for outer in distinct)}
        return pd.Series([c in inner for c in codes], index=self.frame.index, dtype=bool)

    def _distinguishing(self) -> list[str]:
        """Return the columns in which cells of equal keys may differ and, in this comparison, do."""
        present = [k for k in DISTINGUISHING if k in self.frame.columns and k not in self.by]
        return [k for k in present if self.summed and self.frame[k].nunique(dropna=False) > 1]

    def _labels(self, key: str) -> list[str]:
        """Return what a table shows for a key; regions of one name keep their codes."""
        values = [v if isinstance(v, str) and v else UNNAMED for v in self.frame[key]]
        if key == "direction":
            return ["" if v == UNNAMED else direction_labels().get(v, v) for v in values]
        if key == "measure":
            names = [v if isinstance(v, str) and v else None for v in self.frame["measure_label"]]
            return [name or value for name, value in zip(names, values, strict=True)]
        if key != "region":
            return values
        codes = [c if isinstance(c, str) else "" for c in self.frame["region_code"]]
        known: dict[str, set[str]] = {}
        for value, code in zip(values, codes, strict=True):
            known.setdefault(value, set()).add(code)
        return [f"{v}（{c}）" if len(known[v]) > 1 and c else v for v, c in zip(values, codes, strict=True)]


def _order(label: object) -> tuple[tuple[bool, str], ...]:
    parts = label if isinstance(label, tuple) else (label,)
    return tuple((part == UNNAMED, str(part)) for part in parts)
