"""The record: a quantity in context, one row of the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from types import MappingProxyType
from typing import Any

__all__ = ["FIELDS", "LABELS_ZH", "ROLES", "ROLE_LABELS_ZH", "Record"]

ROLES = ("achieved", "target", "standard", "case", "background")
ROLE_LABELS_ZH: Mapping[str, str] = MappingProxyType(
    {"achieved": "已完成", "target": "目标", "standard": "标准", "case": "个案", "background": "背景"}
)


@dataclass(frozen=True, slots=True)
class Record:
    """A quantity with what it counts, when, where, by whom and under which measure.

    Positions are raw ones: ``raw[start:end] == text``. The meaning of every field is told in
    ``docs/record.md``; the order of the fields is the order of the columns.
    """

    id: str
    doc: str
    start: int
    end: int
    text: str
    clean: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str
    dimension: str
    kind: str
    bound: str
    per: str | None
    base: str | None
    entity: str | None
    action: str | None
    role: str
    modality: tuple[str, ...]
    indicator: str | None
    measure: str
    measure_label: str
    measure_scores: Mapping[str, float] = field(hash=False)
    period: str | None
    period_start: str | None
    period_end: str | None
    region: str | None
    region_code: str | None
    part_of: str | None
    repeat_of: str | None
    certain: bool
    damage: tuple[str, ...]
    section: str
    sentence: str
    rule: str
    locator: str | None = None
    evidence: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON-ready values, in the order of the columns.

        Exact decimals become int where they are whole, float otherwise; tuples become lists. The evidence
        behind the decisions is left out: `explain` of the report shows it.

        Examples
        --------
        >>> from fupin_nlp.report import parse
        >>> row = parse("2019年，发放小额贷款4万多元。").records[0].to_dict()
        >>> row["text"], row["value"], row["bound"], row["modality"]
        ('4万多元', 40000, 'over', [])
        """
        row: dict[str, Any] = {name: getattr(self, name) for name in FIELDS}
        row["value"] = number(self.value)
        row["value_max"] = number(self.value_max)
        row["modality"] = list(self.modality)
        row["damage"] = list(self.damage)
        row["measure_scores"] = dict(self.measure_scores)
        return row


FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Record) if f.name != "evidence")

LABELS_ZH: Mapping[str, str] = MappingProxyType(
    {
        "id": "编号",
        "doc": "文件",
        "start": "起点",
        "end": "终点",
        "text": "原文",
        "clean": "清洗后",
        "value": "数值",
        "value_max": "数值上限",
        "unit": "单位",
        "dimension": "量纲",
        "kind": "数量类别",
        "bound": "界限",
        "per": "每",
        "base": "比较基准",
        "entity": "对象",
        "action": "动作",
        "role": "性质",
        "modality": "语气词",
        "indicator": "指标",
        "measure": "措施代码",
        "measure_label": "措施",
        "measure_scores": "措施得分",
        "period": "时期",
        "period_start": "时期起",
        "period_end": "时期止",
        "region": "地区",
        "region_code": "区划代码",
        "part_of": "所属总数",
        "repeat_of": "重复于",
        "certain": "可靠",
        "damage": "损坏",
        "section": "章节",
        "sentence": "句子",
        "rule": "规则",
        "locator": "定位",
    }
)


def number(value: Decimal | None) -> int | float | None:
    """Return an exact decimal as a JSON number; whole numbers stay whole.

    Examples
    --------
    >>> number(Decimal("2.4E+4")), number(Decimal("0.5")), number(None)
    (24000, 0.5, None)
    """
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
