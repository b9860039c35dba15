"""The kind of a figure: level, change, flow, share or rate."""

from __future__ import annotations

from fupin_nlp.interpret.reading import Reading
from fupin_nlp.lexicon.actions import Actions, WordClass
from fupin_nlp.model import Kind, Quantity

__all__ = ["kind_of"]

_SHARES = ("占比", "比重", "份额", "比例", "贡献率", "构成")
_REACHED = ("到", "至", "达")
_STOCKS = frozenset(
    {"有", "共有", "现有", "拥有", "已有", "设有", "建有", "辖", "保持", "稳定", "维持", "控制", "拥有量"}
)
_PER = ("人均", "户均", "亩均", "生均", "每人", "每户", "每亩", "每千", "每万", "每百", "平均每")


def kind_of(quantity: Quantity, reading: Reading, per: str | None, table: Actions) -> Kind:
    """Return the kind of a quantity.

    A ratio is a share (占比65.2%), a change (增长4.8%) or a rate (就业率96%); a figure per head is a rate; what
    moved by an amount is a change; what a verb of content brought about is a flow (发放2036.2万元); the rest is
    a level.
    """
    entity = reading.entity or ""
    link_class = table.of(reading.link) if reading.link else None
    compared = table.is_a("comparing", reading.link) and reading.place in ("inherited", "subject", "distributed")
    changed = compared or (link_class is WordClass.CHANGE and not (reading.link or "").endswith(_REACHED))
    if quantity.dimension == "ratio":
        if changed:
            return "change"
        return "share" if reading.place == "share" or entity.endswith(_SHARES) else "rate"
    if changed:
        return "change"
    if any(p in entity for p in _PER) or (per is not None and per.startswith(("人均", "户均", "每人", "每户"))):
        return "rate"
    if reading.link is not None or reading.action in _STOCKS or reading.start_value:
        return "level"
    if reading.action is not None and table.of(reading.action[:2]) in (WordClass.ACT, WordClass.DUAL, WordClass.WEAK):
        return "flow"
    return "flow" if reading.action is not None and reading.action not in _STOCKS else "level"
