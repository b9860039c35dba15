"""What the grammar proposes for a figure, and what is decided of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from fupin_nlp.model import Quantity

__all__ = [
    "FIELDS",
    "Choice",
    "Decision",
    "Proposal",
    "Subject",
    "Surroundings",
    "is_later",
    "is_place",
    "without_place",
]

DOUBTFUL: Final = 0.8
_NEW_YEAR: Final = "-01-01"
_PLAN: Final = "plan"
_SHORTEST_PLACE: Final = 3  # a name of one character has its kind, and the kinds themselves (乡, 新区) are counted
FIELDS = ("role", "measure", "entity", "action")
"""The fields that are decided, in the order in which they are told."""


class Surroundings(NamedTuple):
    """Where the figures of one sentence stand; positions are clean ones.

    Attributes
    ----------
    start, end : int
        The sentence.
    opening, closing : int
        The paragraph.
    section : str
        The headings above it, the nearest last.
    tense : {"review", "plan", "problem"} or None
        What headings and the line that opens its list say.
    tone : float
        Whether its paragraph tells of work done (above zero) or to come, where the headings are silent.
    speaks : {"plan", "review", "rule"} or None
        What the line that opens its list speaks of.
    item : bool
        Whether it stands in a list.
    since_heading : int
        Sentences since the heading, opening or item above.
    """

    start: int
    end: int
    opening: int
    closing: int
    section: str
    tense: str | None
    tone: float
    speaks: str | None
    item: bool
    since_heading: int


class Subject(NamedTuple):
    """What is known of the document as a whole.

    Attributes
    ----------
    text : str
        The clean text.
    title : str
    year : int or None
    after : str or None
        ISO date of the first day after that of the report; of the next month or year where the day is not known.
    """

    text: str
    title: str
    year: int | None
    after: str | None


class Proposal(NamedTuple):
    """What the grammar proposes for one figure, each with the reason that it has.

    Attributes
    ----------
    quantity : Quantity
    where : Surroundings
    period_end : str or None
        ISO date behind the last day of its period.
    dated : bool
        Whether anything dates it.
    per : bool
        Whether it is told per something (每年, 户均).
    role, role_reason : str
    measure, measure_part : str
        The part of the context whose cue counted first (``entity``, ``clause``, …); ``none`` without a cue.
    scores : mapping
        Measure → score of its cues.
    entity, entity_path : str or None, str
        The noun phrase, and by which way it was found (``object``, ``inherited``, …).
    action : str or None
    fixed : tuple of str
        Fields that are certain by their nature (an age is background): nothing else is considered.
    region : str or None
        Whose figure it is; no entity has that name.
    """

    quantity: Quantity
    where: Surroundings
    period_end: str | None
    dated: bool
    per: bool
    role: str
    role_reason: str
    measure: str
    measure_part: str
    scores: Mapping[str, float]
    entity: str | None
    entity_path: str
    action: str | None
    fixed: tuple[str, ...] = ()
    region: str | None = None


def is_place(phrase: str | None, region: str) -> bool:
    """Whether a phrase is the name of the place, with its kind, whose figure it is: then it is not what is counted.

    Examples
    --------
    >>> is_place("葡萄架乡", "葡萄架乡"), is_place("葡萄架乡", "兰考县葡萄架乡"), is_place("乡", "葡萄架乡")
    (True, True, False)
    """
    return phrase is not None and len(phrase) >= _SHORTEST_PLACE and region.endswith(phrase)


def is_later(proposal: Proposal, after: str | None) -> bool | None:
    """Whether the period of a figure ends after the report was given; None where either is not known.

    Of a report that is dated by its year only (2020), the year itself is to come under a heading of plans and over
    elsewhere: work reports plan the year that they bear, yearly summaries review it.

    Parameters
    ----------
    proposal : Proposal
        Of the figure.
    after : str or None
        As `Subject` has it.
    """
    end = proposal.period_end
    if after is None or end is None:
        return None
    return end[:10] > after or (end[:10] == after and after.endswith(_NEW_YEAR) and proposal.where.tense == _PLAN)


def without_place(phrase: str | None, region: str | None) -> str | None:
    """Return a phrase without the name of the place whose figure it is at its beginning.

    Examples
    --------
    >>> without_place("麻江县脱贫人口", "麻江县"), without_place("贵州省", "贵州省"), without_place(None, "贵州省")
    ('脱贫人口', '贵州省', None)
    """
    if phrase is None or region is None or region[:1] != phrase[:1]:
        return phrase
    rest = phrase.removeprefix(region)
    return rest if len(rest) > 1 else phrase


class Choice(NamedTuple):
    """One decided field.

    Attributes
    ----------
    value : str or None
    probability : float
        Estimated probability that it is right, 0 to 1; three digits.
    second : str or None
        The runner-up.
    proposed : bool
        Whether the value is what the grammar proposed.
    """

    value: str | None
    probability: float
    second: str | None
    proposed: bool


class Decision(NamedTuple):
    """What is decided of one figure.

    Attributes
    ----------
    role, measure, entity, action : Choice
    confidence : float or None
        Estimated probability that role, measure and entity are all right, calibrated on texts that nothing was
        trained on; None where no model was asked.
    """

    role: Choice
    measure: Choice
    entity: Choice
    action: Choice
    confidence: float | None

    @property
    def doubts(self) -> tuple[str, ...]:
        """The fields whose own probability is under `DOUBTFUL`; none where no model was asked."""
        if self.confidence is None:
            return ()
        choices = zip(FIELDS, (self.role, self.measure, self.entity, self.action), strict=True)
        return tuple([name for name, choice in choices if choice.probability < DOUBTFUL])
