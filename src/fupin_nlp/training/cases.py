"""Documents on which a chooser is fitted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fupin_nlp.decide.chances import Chances
from fupin_nlp.decide.proposal import Proposal, Subject
from fupin_nlp.report.matching import same_phrase
from fupin_nlp.training.samples import Answer

__all__ = ["Case", "right"]


class Case(NamedTuple):
    """A document with its chances: one proposal and answer a row (None where nobody annotated)."""

    fold: int
    subject: Subject
    proposals: Sequence[Proposal]
    answers: Sequence[Answer | None]
    chances: Chances


def right(field: str, value: str | None, answer: Answer) -> bool:
    """Whether a value is accepted, as scoring does: names equal, phrases alike."""
    accepted = getattr(answer, field)
    return value in accepted if field in ("role", "measure") else same_phrase(value, accepted)
