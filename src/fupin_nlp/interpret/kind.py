"""The kind of a figure: level, change, flow, share or rate."""

from __future__ import annotations

from fupin_nlp.interpret.reading import Reading
from fupin_nlp.lexicon.actions import Actions, WordClass
from fupin_nlp.lexicon.patterns import compile_quick
from fupin_nlp.model import Kind, Quantity

__all__ = ["kind_in_role", "kind_of"]

_SHARES = ("占比", "比重", "份额", "比例", "贡献率", "构成")
_GROWTH = ("增速", "增幅", "涨幅", "降幅", "增长率")
_SPENT = ("资金", "支出", "投资", "贷款", "补贴", "补助", "经费")
_REACHED = ("到", "至", "达")
_STOCKS = frozenset(
    {"有", "共有", "现有", "拥有", "已有", "设有", "建有", "辖", "保持", "稳定", "维持", "控制", "拥有量"}
)
_PER = compile_quick("per head", "[人户亩生]均|每[人户亩千万百]")


def kind_of(quantity: Quantity, reading: Reading, per: str | None, table: Actions) -> Kind:
    """Return the kind of a quantity.

    A ratio is a share (占比65.2%), a change (增长4.8%) or a rate (就业率96%); a figure per head is a rate; what
    moved by an amount is a change; what a verb of content brought about is a flow (发放2036.2万元); the rest is
    a level.
    """
    entity = reading.entity or ""
    link_class = table.link_class(reading.link)
    beyond = (reading.link or "").startswith("超") and quantity.unit != "百分点"  # 超过Q states a level
    compared = (
        not beyond
        and table.is_a("comparing", reading.link)
        and reading.place in ("inherited", "subject", "distributed")
    )
    changed = compared or (link_class is WordClass.CHANGE and not (reading.link or "").endswith(_REACHED))
    if quantity.dimension in ("age", "time"):
        return "change" if changed else "level"
    if quantity.dimension == "ratio":
        if changed or entity.endswith(_GROWTH):
            return "change"
        return "share" if reading.place == "share" or entity.endswith(_SHARES) else "rate"
    if changed:
        return "change"
    if _PER.search(entity) or (per is not None and per.startswith(("人均", "户均", "每人", "每户"))):
        return "rate"
    if reading.link is not None or reading.action in _STOCKS or reading.start_value:
        return "level"
    if reading.action is not None and table.of(reading.action[:2]) in (WordClass.ACT, WordClass.DUAL, WordClass.WEAK):
        return "flow"
    if quantity.dimension == "person_times" or (quantity.dimension == "money" and entity.endswith(_SPENT)):
        return "flow"
    return "flow" if reading.action is not None and reading.action not in _STOCKS else "level"


def kind_in_role(kind: Kind, role: str, per: str | None) -> Kind:
    """Return the kind for a figure that is no result: a rule, a case or a background brings nothing about."""
    if kind != "flow" or role in ("achieved", "target"):
        return kind
    return "rate" if per is not None and role == "standard" else "level"
