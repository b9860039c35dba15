"""Small hand-made frames of records for the tests of the analyses."""

from __future__ import annotations

from typing import Any

import pandas as pd

from fupin_nlp.model.record import FIELDS

UNITS: dict[str, tuple[str, float | None]] = {
    "元": ("money", 1.0),
    "港元": ("money", None),
    "人": ("people", 1.0),
    "名": ("people", 1.0),
    "人次": ("visits", 1.0),
    "户": ("households", 1.0),
    "亩": ("area", 1.0),
    "公顷": ("area", 15.0),
    "%": ("ratio", 1.0),
}


def record(number: int = 0, value: float | None = 100.0, doc: str = "甲", **cells: Any) -> dict[str, Any]:
    """Return a record: a flow of 小额贷款 in 甲县 in 2015, but for what `cells` say."""
    base: dict[str, Any] = dict.fromkeys(FIELDS)
    base |= {"id": f"{doc}#{number}", "doc": doc, "start": number, "end": number + 1, "value": value}
    base |= {"kind": "flow", "unit": "元", "dimension": "money", "bound": "exact", "entity": "小额贷款"}
    base |= {"action": "发放", "role": "achieved", "modality": [], "measure": "finance", "measure_label": "金融扶贫"}
    base |= {"measure_scores": {}, "region": "甲县", "region_code": "231221", "certain": True, "damage": []}
    base |= {"period_start": "2015-01-01", "period_end": "2016-01-01", "section": "", "sentence": "", "rule": "test"}
    unknown = set(cells) - set(FIELDS)
    assert not unknown, unknown
    return base | cells


def frame(*records: dict[str, Any]) -> pd.DataFrame:
    table = pd.DataFrame(list(records), columns=list(FIELDS))
    return table.astype({"value": "float64", "value_max": "float64"})
