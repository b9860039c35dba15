"""The record: a quantity in context, one row of the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from fupin_nlp.model.portable import Portable
from fupin_nlp.model.safe import table_html

__all__ = ["FIELDS", "LABELS_ZH", "ROLES", "ROLE_LABELS_ZH", "Record", "RecordDraft"]

ROLES = ("achieved", "target", "standard", "case", "background")
ROLE_LABELS_ZH: Mapping[str, str] = MappingProxyType(
    {"achieved": "已完成", "target": "目标", "standard": "标准", "case": "个案", "background": "背景"}
)


@dataclass(frozen=True, slots=True)
class Record(Portable):
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
    unit_from: str | None
    dimension: str
    kind: str
    bound: str
    per: str | None
    base: str | None
    entity: str | None
    entity_norm: str | None
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
    region_code_now: str | None
    region_level: str | None
    province: str | None
    city: str | None
    part_of: str | None
    repeat_of: str | None
    certain: bool
    damage: tuple[str, ...]
    section: str
    sentence: str
    rule: str
    locator: str | None = None
    confidence: float | None = None
    doubts: tuple[str, ...] = ()
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
        row: dict[str, Any] = dict(zip(FIELDS, _VALUES(self), strict=True))
        row["value"] = number(self.value)
        row["value_max"] = number(self.value_max)
        row["modality"] = list(self.modality)
        row["damage"] = list(self.damage)
        row["doubts"] = list(self.doubts)
        row["measure_scores"] = dict(self.measure_scores)
        return row

    def explain(self) -> dict[str, str]:
        """Return field → what decided it, in words; fields that nothing decided are left out.

        Examples
        --------
        >>> from fupin_nlp.report import parse
        >>> from fupin_nlp.report import ReportOptions
        >>> record = parse("2019年，力争发放小额贷款4万多元。", options=ReportOptions(models="off")).records[0]
        >>> for field, reason in record.explain().items():
        ...     print(f"{field}: {reason}")
        rule: number
        value: 4万多元 is 40000 元, over
        entity: 小额贷款, the noun that the verb 发放 acts on
        role: target, a modal in its clause: 力争
        measure: finance, by finance 小额贷款 16 (entity)
        period: 2019年, 2019年 at 0 (year)
        """
        told = {"rule": self.rule, "value": self._explain_value()}
        found = self.evidence.get("entity", "")
        place = _PLACES.get(found, found if " " in found else "")  # some reasons are words already
        verb = f"the verb {self.action}" if self.action else "its verb"
        reasons = {
            "entity": place.replace("{verb}", verb),
            "action": "",
            "role": self.evidence.get("role", ""),
            "measure": self.evidence.get("measure", ""),
        }
        for name, reason in reasons.items():
            value, choice = getattr(self, name), self.evidence.get(f"{name} choice", "")
            if value and reason and reason != _MODELS:
                told[name] = f"{value}, {'by ' if name == 'measure' else ''}{reason}" + (
                    f"; {choice}" if choice else ""
                )
            elif value and choice:
                told[name] = f"{value}, {choice}"
        for name, value in (("period", self.period), ("region", self.region)):
            if value and self.evidence.get(name):
                told[name] = f"{value}, {self.evidence[name]}"
        for name, link in (("part_of", self.part_of), ("repeat_of", self.repeat_of)):
            if link is not None:
                told[name] = f"{link}, {_LINKS[name]}"
        if self.damage:
            told["damage"] = "; ".join(self.damage)
        return told

    def _repr_html_(self) -> str:
        told = {LABELS_ZH.get(name, name): value for name, value in self.explain().items()}
        known = {"原文": self.text, "句子": self.sentence, "措施": self.measure_label, "动作": self.action}
        rows = [(name, value) for name, value in {**known, **told}.items() if value]
        return table_html([], rows, caption=self.id)

    def _explain_value(self) -> str:
        if self.value is None:
            return f"{self.clean} is not certain"
        ends = [f"{number(end)}" for end in (self.value, self.value_max) if end is not None]
        qualified = "" if self.bound == "exact" else f", {self.bound}"
        return f"{self.clean} is {' to '.join(ends)} {self.unit}{qualified}"


class RecordDraft(Record):
    """A record while its fields are filled in one by one; `finished` makes it an ordinary, frozen record.

    The constructor of a frozen class with so many fields takes 6 µs, this way takes 0.4 µs. The order of the fields
    does not matter, but each must be set: one left out raises AttributeError where it is read.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> draft = RecordDraft.__new__(RecordDraft)
    >>> for name, value in parse("脱贫7800户。").records[0].to_dict().items():
    ...     setattr(draft, name, value)
    >>> record = draft.finished()
    >>> type(record).__name__, record.unit
    ('Record', '户')
    """

    __slots__ = ()
    __setattr__ = object.__setattr__
    __delattr__ = object.__delattr__

    def finished(self) -> Record:
        """Freeze the record."""
        self.__class__ = Record  # type: ignore[assignment]  # of the same layout: a subclass without slots of its own
        return self


# Where the clause analysis found the entity, in words.
_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "object": "the noun that {verb} acts on",
        "subject": "the subject of its clause",
        "after": "the noun behind the number",
        "inherited": "the subject of an earlier clause, which this one goes on with",
        "distributed": "one of the names that 分别 goes through",
        "range": "the subject of the value that the change started from",
        "share": "what is a part of something",
        "verb": "the verb itself, for no noun is there",
        "rating": "the facility whose size it is",
    }
)
_MODELS = "models"
_LINKS: Mapping[str, str] = MappingProxyType(
    {
        "part_of": "the total that the text lists it under, or that it adds up to with others",
        "repeat_of": "the same figure of the same thing, told before",
    }
)

FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Record) if f.name != "evidence")
_VALUES = attrgetter(*FIELDS)

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
        "unit_from": "单位来源",
        "dimension": "量纲",
        "kind": "数量类别",
        "bound": "界限",
        "per": "每",
        "base": "比较基准",
        "entity": "对象",
        "entity_norm": "规范对象",
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
        "region_code_now": "现行区划代码",
        "region_level": "地区层级",
        "province": "所属省",
        "city": "所属市",
        "part_of": "所属总数",
        "repeat_of": "重复于",
        "certain": "可靠",
        "damage": "损坏",
        "section": "章节",
        "sentence": "句子",
        "rule": "规则",
        "locator": "定位",
        "confidence": "置信度",
        "doubts": "存疑字段",
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
