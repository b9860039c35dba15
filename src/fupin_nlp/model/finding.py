"""A finding: figures that contradict one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from fupin_nlp.model.record import number

__all__ = ["FINDING_COLUMNS", "FINDING_KINDS", "FINDING_LABELS_ZH", "SEVERITIES", "Finding"]

FINDING_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "parts_exceed_total": "分项之和大于总数",
        "parts_fall_short": "分项之和略小于总数",
        "share_contradicts": "占比与数字不符",
        "change_contradicts": "增减与前后数字不符",
        "two_values": "同一指标有两个数值",
    }
)
SEVERITIES: Mapping[str, str] = MappingProxyType({"error": "错误", "warning": "存疑", "hint": "提示"})
FINDING_LABELS_ZH: Mapping[str, str] = MappingProxyType(
    {
        "kind": "类别",
        "doc": "文件",
        "records": "记录",
        "message": "说明",
        "expected": "应为",
        "found": "文中",
        "unit": "单位",
        "severity": "程度",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Figures that do not agree, with the records that state them.

    Attributes
    ----------
    kind : str
        One of `FINDING_KINDS`.
    doc : str
        The document; of findings between documents the first of them, the ids name the others.
    records : tuple of str
        Ids of the records, the one in question first.
    message : str
        In Chinese, with the figures as written.
    expected, found : Decimal or None
        What the other figures say, and what stands in the text.
    unit : str
        Of both.
    severity : str
        ``error``: the figures cannot all be right; ``warning``: they cannot, unless they mean different things, as
        parts that overlap; ``hint``: worth a look.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> finding, = parse("人均收入由1000元增长到1500元，增长40%。").findings
    >>> finding.kind, finding.expected, finding.found, finding.severity
    ('change_contradicts', Decimal('50'), Decimal('40'), 'error')
    """

    kind: str
    doc: str
    records: tuple[str, ...]
    message: str
    expected: Decimal | None
    found: Decimal | None
    unit: str
    severity: str

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as JSON-ready values.

        Examples
        --------
        >>> Finding("two_values", "a", ("a#0", "a#1"), "…", Decimal("2.0"), None, "元", "hint").to_dict()["expected"]
        2
        """
        row: dict[str, Any] = {name: getattr(self, name) for name in FINDING_COLUMNS}
        return row | {"records": list(self.records), "expected": number(self.expected), "found": number(self.found)}


FINDING_COLUMNS: tuple[str, ...] = tuple(f.name for f in fields(Finding))
