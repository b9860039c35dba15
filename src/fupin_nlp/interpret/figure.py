"""A quantity with what was read of it, and where it stands."""

from __future__ import annotations

from typing import Final, TypeAlias

from fupin_nlp.decide import Proposal, Surroundings
from fupin_nlp.interpret.cells import CellProposal
from fupin_nlp.interpret.clause import Clause
from fupin_nlp.interpret.passage import Passage
from fupin_nlp.interpret.period import PeriodDecision
from fupin_nlp.interpret.reading import Reading
from fupin_nlp.interpret.role import RoleDecision, is_certain
from fupin_nlp.measures import MeasureDecision
from fupin_nlp.model import Sentence

__all__ = ["Figure", "Headings", "Scene"]

Headings: TypeAlias = tuple[tuple[str, ...], str]
LONGEST_BEFORE: Final = 2000  # characters of the paragraph before a sentence that may tell its measure
_AND: Final = "、"
_MOVED: Final = "增长"  # what a column of changes without a verb (同比±) is read as, for the kind
_DISTRIBUTED: Final = "distributed"  # 34 of 35 such entities of the training gold are right


class Scene:
    """What all the quantities of a sentence have in common; positions are clean ones.

    `text` is the sentence without outer space; `opening` is where the paragraph in front of it begins, at most
    `LONGEST_BEFORE` away; `path` and `section` are the headings, `passage` is what the roles look at, `where` is what
    decisions look at.
    """

    __slots__ = ("end", "opening", "paragraph", "passage", "path", "section", "start", "text", "where")

    def __init__(
        self, sentence: Sentence, text: str, headings: Headings, passage: Passage, where: Surroundings
    ) -> None:
        self.start, self.end, _, self.paragraph, _ = sentence
        self.text = text
        self.opening = max(where.opening, self.start - LONGEST_BEFORE)
        self.path, self.section = headings
        self.passage = passage
        self.where = where


class Figure:
    """A quantity with what was read of it and where: what its measure is proposed from.

    The texts that few measures look at are cut out when they are asked for. `measure`, `period` and `role` (with the
    words of its tone and the reason) are what is proposed; they are set once, in this order;
    `fixed` names the fields that the heads of a table decide, `place_name` is whose figure it is.
    """

    __slots__ = (
        "action",
        "clause",
        "dimension",
        "entity",
        "fixed",
        "measure",
        "ordinal",
        "path",
        "period",
        "place",
        "place_name",
        "quantity",
        "reading",
        "role",
        "scene",
        "start",
        "text",
        "unit",
    )

    def __init__(self, text: str, place: Clause, number: int, reading: Reading, scene: Scene) -> None:
        slots = place.slots
        slot = slots[number]
        self.quantity = quantity = slot.quantity
        self.ordinal = slot.ordinal
        self.text = text
        self.unit = quantity.unit
        self.dimension = quantity.dimension
        self.reading = reading
        self.place = place
        self.scene = scene
        self.entity = reading.entity
        self.action = reading.action
        self.path = reading.place
        self.fixed: tuple[str, ...] = ()
        self.place_name: str | None = None
        self.measure: MeasureDecision
        self.period: PeriodDecision
        self.role: RoleDecision
        self.start, end = (place.start, place.end) if len(slots) == 1 else _own_words(text, place, number)
        self.clause = text[self.start : end]

    def take_heads(self, heads: CellProposal) -> None:
        """Take what the heads of its table say in place of what the words beside it say."""
        self.entity, self.action, self.path = heads.entity, heads.action, heads.reason
        self.fixed = ("entity", "action")
        if heads.change:
            self.reading.link = heads.action or _MOVED

    @property
    def proposal(self) -> Proposal:
        """What is proposed of it, for the decision."""
        measure, period, (role, _, reason) = self.measure, self.period, self.role
        return Proposal(
            self.quantity,
            self.scene.where,
            period.period_end,
            period.period is not None,
            period.per is not None,
            role,
            reason,
            measure.code,
            measure.part,
            measure.scores,
            self.entity,
            self.path,
            self.action,
            self._fixed(reason),
            self.place_name,
        )

    def _fixed(self, reason: str) -> tuple[str, ...]:
        """Return the fields that leave nothing to decide: what heads of tables and 分别 name, roles by nature."""
        fixed = (*self.fixed, "role") if is_certain(reason) else self.fixed
        return (*fixed, "entity") if self.path == _DISTRIBUTED else fixed

    @property
    def front(self) -> str:
        """The sentence in front of its clause."""
        return self.text[self.scene.start : self.start]

    @property
    def sentence(self) -> str:
        """Its sentence."""
        return self.text[self.scene.start : self.scene.end]

    @property
    def heading(self) -> tuple[str, ...]:
        """The headings above it."""
        return self.scene.path

    @property
    def before(self) -> str:
        """The paragraph in front of its sentence."""
        return self.text[self.scene.opening : self.scene.start]


def _own_words(text: str, clause: Clause, number: int) -> tuple[int, int]:
    """Return the member of a list in the clause: what 62亿元 is for in 基础设施96亿元、教育62亿元、卫生39亿元."""
    start, end, slots = clause.start, clause.end, clause.slots
    quantity = slots[number].quantity
    before = behind = number
    while before >= 0 and slots[before].quantity.outer_end > quantity.outer_start:
        before -= 1
    while behind < len(slots) and slots[behind].quantity.outer_start < quantity.outer_end:
        behind += 1
    if before >= 0:
        mark = text.find(_AND, slots[before].quantity.outer_end, quantity.outer_start)
        start = mark + 1 if mark >= 0 else start
    if behind < len(slots):
        mark = text.find(_AND, quantity.outer_end, slots[behind].quantity.outer_start)
        end = mark if mark >= 0 else end
    return start, end
