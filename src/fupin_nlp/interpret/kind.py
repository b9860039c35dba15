"""The kind of a figure: level, change, flow, share or rate."""

from __future__ import annotations

from typing import Final

from fupin_nlp.interpret.period import PeriodDecision
from fupin_nlp.interpret.reading import Reading
from fupin_nlp.interpret.right_side import COUNTED
from fupin_nlp.lexicon.actions import Actions, WordClass
from fupin_nlp.lexicon.kinds import kind_words
from fupin_nlp.model import Kind, Quantity

__all__ = ["kind_in_role", "kind_of"]

_REACHED: Final = ("到", "至", "达")
_POINTS: Final = "百分点"  # says by how much two percentages differ


def kind_of(quantity: Quantity, reading: Reading, period: PeriodDecision, table: Actions) -> Kind:
    """Return the kind of a quantity.

    A ratio is a share (占比65.2%), a change (增长4.8%) or a rate (就业率96%); a figure per head is a rate; what
    moved by an amount is a change; what a verb of content brought about is a flow (发放2036.2万元); the rest is
    a level.
    """
    dimension = quantity.dimension
    changed = reading.link is not None and _changed(quantity, reading, table)
    if quantity.unit == _POINTS:
        return "change"
    if dimension == "ratio":
        return _kind_of_ratio(reading, table, changed=changed)
    if changed:
        return "change"
    if dimension in ("age", "time"):
        return "level"
    words = kind_words()
    entity = reading.entity or ""
    if words.each_in_name.search(entity) or (period.per is not None and not words.often.match(period.per)):
        return "rate"
    if entity.endswith(words.stock):
        return "level"
    if (
        (reading.link is not None and not _acted(reading, table))
        or reading.action in words.state
        or reading.start_value
        or reading.embedded
    ):
        return "level"
    if dimension not in COUNTED and reading.action in words.rank:
        return "level"
    if dimension == "money" and entity.endswith(words.size) and reading.action not in words.amount_verbs:
        return "level"
    if reading.action is not None or dimension == "person_times":
        return "flow"
    spent = dimension == "money" and entity.endswith(words.spent)
    in_the_year = dimension in ("count", "events") and period.period in words.whole_year
    return "flow" if spent or in_the_year else "level"


def _acted(reading: Reading, table: Actions) -> bool:
    """Return whether somebody is there who then does something: 有14.2万人脱贫, but not 有34个行业增长."""
    there = kind_words().there
    if reading.link not in there or reading.action is None or reading.action in there:
        return False
    return table.link_class(reading.action) is not WordClass.CHANGE


def _changed(quantity: Quantity, reading: Reading, table: Actions) -> bool:
    """Return whether the figure is by how much something moved, or differs from something else."""
    link = reading.link or ""
    beyond = link.startswith("超") and quantity.unit != _POINTS  # 超过Q states a level
    if not beyond and table.is_a("comparing", link) and reading.place in ("inherited", "subject", "distributed"):
        return True
    return table.link_class(reading.link) is WordClass.CHANGE and not link.endswith(_REACHED)


def _kind_of_ratio(reading: Reading, table: Actions, *, changed: bool) -> Kind:
    """Return the kind of a figure in percent."""
    words = kind_words()
    entity = reading.entity or ""
    if changed or entity.endswith(words.growth):
        return "change"
    if table.is_a("ratio_changes", reading.action) and not (reading.link or "").endswith(_REACHED):
        return "change"  # 经费压减11%
    part = reading.action in words.part_verbs or (reading.action is None and entity.endswith(words.spent))
    if reading.place == "share" or entity.endswith(words.share) or (part and reading.link is None):
        return "share"
    return "share" if reading.place == "after" and not entity.endswith(words.ratio) else "rate"


def kind_in_role(kind: Kind, role: str, per: str | None) -> Kind:
    """Return the kind for a figure that is no result: a rule, a case or a background brings nothing about."""
    if kind != "flow" or role in ("achieved", "target"):
        return kind
    return "rate" if per is not None and role == "standard" else "level"
