"""The codebook: what the columns of the table of records hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fupin_nlp.display.labels import BOUND_LABELS_ZH, KIND_LABELS_ZH
from fupin_nlp.lexicon.loader import load_toml
from fupin_nlp.lexicon.units import DIMENSIONS
from fupin_nlp.measures import Taxonomy
from fupin_nlp.model.columns import COLUMN_LABELS_ZH, COLUMNS
from fupin_nlp.model.record import ROLE_LABELS_ZH
from fupin_nlp.report.frame import check_labels, records_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["codebook"]

_TYPES = {"f": "number", "i": "integer", "M": "date", "b": "true/false"}
_TYPES_ZH = {
    "number": "数",
    "integer": "整数",
    "date": "日期",
    "true/false": "真假",
    "category": "类别",
    "text": "文本",
}


def codebook(labels: str = "en") -> pd.DataFrame:
    """Return one row a column of the table of records, in their order: name, label, type, meaning, values.

    Parameters
    ----------
    labels : {"en", "zh"}
        Language of headings, types and meanings.

    Returns
    -------
    DataFrame
        ``column``, ``label`` (the heading in Excel and the variable label in Stata), ``type``, ``meaning``, ``values``
        (of a closed list: code = Chinese label).

    Raises
    ------
    OptionError
        If `labels` is neither.

    Examples
    --------
    >>> table = codebook().set_index("column")
    >>> table.label["value"], table.type["value"], table["values"]["bound"]
    ('数值', 'number', 'exact = 确切; about = 约; over = 超过; under = 不到')
    """
    import pandas as pd

    check_labels(labels)
    told = _meanings()
    frame = records_frame([])
    rows = []
    for name in COLUMNS:
        kind = _type(frame[name])
        meaning = told[name][0 if labels == "en" else 1]
        values = "; ".join(f"{code} = {label}" for code, label in _values(name).items())
        rows.append((name, COLUMN_LABELS_ZH[name], kind if labels == "en" else _TYPES_ZH[kind], meaning, values))
    heads = (
        ("column", "label", "type", "meaning", "values") if labels == "en" else ("变量", "标签", "类型", "含义", "取值")
    )
    return pd.DataFrame(rows, columns=list(heads))


def _type(column: pd.Series[Any]) -> str:
    if column.dtype.name == "category":
        return "category"
    kind = getattr(column.dtype, "kind", "O")
    return _TYPES.get(kind, "text")


def _values(name: str) -> Mapping[str, str]:
    """Return the closed list of a column: code → Chinese label."""
    known: dict[str, Mapping[str, str]] = {"role": ROLE_LABELS_ZH, "bound": BOUND_LABELS_ZH, "kind": KIND_LABELS_ZH}
    known["dimension"] = DIMENSIONS
    if name == "measure":
        return {measure.code: measure.label for measure in Taxonomy.load().measures}
    return known.get(name, {})


def _meanings() -> dict[str, list[str]]:
    def pairs(value: Any) -> bool:
        return isinstance(value, dict) and all(
            isinstance(v, list) and len(v) == len(("en", "zh")) for v in value.values()
        )

    found: dict[str, list[str]] = load_toml("codebook.toml", {"columns": pairs})["columns"]
    return found
