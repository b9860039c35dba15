"""Decide role, measure, entity and action of a figure among what is proposed."""

from fupin_nlp.decide.models import Models, first_choice, models
from fupin_nlp.decide.proposal import (
    FIELDS,
    Choice,
    Decision,
    Proposal,
    Subject,
    Surroundings,
    is_place,
    without_place,
)

__all__ = [
    "FIELDS",
    "Choice",
    "Decision",
    "Models",
    "Proposal",
    "Subject",
    "Surroundings",
    "first_choice",
    "is_place",
    "models",
    "without_place",
]
