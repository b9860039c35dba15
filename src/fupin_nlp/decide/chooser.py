"""Choose by what speaks for each answer: a linear model, fitted on texts that the tagger had not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from typing import Any, Final, NamedTuple

from fupin_nlp.decide.evidence import Chances, name_features, phrase_features, reasons_of
from fupin_nlp.decide.proposal import Choice, Decision, Proposal

__all__ = ["Chooser", "Weights"]

_EXACT: Final = 0.5  # how much the exact name counts beside one that is alike
_DIGITS: Final = 3
_SURE: Final = 1.0
_TARGET, _ACHIEVED = "target", "achieved"


class Weights(NamedTuple):
    """The fitted numbers of a chooser.

    Attributes
    ----------
    roles, measures : tuple of str
        Names of the columns.
    odds : mapping of str to mapping of str to float
        Field → reason → logarithm of the odds that the proposal is right.
    names : mapping of str to tuple of list of float
        ``role``, ``measure`` → weights of `NAME_FEATURES`, and of the names themselves.
    phrases : mapping of str to tuple of list of float
        ``entity``, ``action`` → weights of `PHRASE_FEATURES` for being alike, and for being equal.
    confidence : list of float
        Weights of the chances of role, measure and entity (as log odds), and a constant.
    """

    roles: tuple[str, ...]
    measures: tuple[str, ...]
    odds: Mapping[str, Mapping[str, float]]
    names: Mapping[str, tuple[Sequence[float], Sequence[float]]]
    phrases: Mapping[str, tuple[Sequence[float], Sequence[float]]]
    confidence: Sequence[float]


class Chooser:
    """Chooses role, measure, entity and action of each figure.

    Parameters
    ----------
    weights : Weights
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights

    def choose(
        self, chances: Chances, proposals: Sequence[Proposal], *, own_measures: bool, after: str | None = None
    ) -> list[Decision]:
        """Return a decision a figure.

        Parameters
        ----------
        chances : Chances
            By the tagger.
        proposals : sequence of Proposal
            One a figure.
        own_measures : bool
            Whether the measures are a user's: the tagger does not know them, and what is proposed stays.
        after : str, optional
            ISO date of the first day after the report.
        """
        weights = self.weights
        roles = self._names("role", weights.roles, chances.role, proposals)
        measures = (
            [Choice(p.measure, _SURE, None, True) for p in proposals]
            if own_measures
            else self._names("measure", weights.measures, chances.measure, proposals)
        )
        out = []
        for number, proposal in enumerate(proposals):
            fixed = proposal.fixed
            entity, action = [
                Choice(proposed, _SURE, None, True)
                if field in fixed
                else self._phrase(field, getattr(chances, field)[number], proposal, proposed)
                for field, proposed in (("entity", proposal.entity), ("action", proposal.action))
            ]
            role = Choice(proposal.role, _SURE, None, True) if "role" in fixed else roles[number]
            if role.value == _TARGET and proposal.role == _ACHIEVED and is_over(proposal, after):
                # An aim whose time was over when the report was given is none, unless the words say so.
                role = Choice(_ACHIEVED, round(1 - role.probability, _DIGITS), _TARGET, True)
            confidence = self._confidence(role, measures[number], entity)
            out.append(Decision(role, measures[number], entity, action, confidence))
        return out

    def _names(self, field: str, names: Sequence[str], chances: Any, proposals: Sequence[Proposal]) -> list[Choice]:
        import numpy as np

        of_features, of_names = self.weights.names[field]
        features = name_features(field, names, chances, proposals, self.weights.odds[field])
        scores = np.asarray(of_names, np.float64)[None]
        for number, weight in enumerate(of_features):  # one after the other: the same sum everywhere
            scores = scores + features[:, :, number] * weight
        order = np.argsort(-scores, axis=1, kind="stable")[:, :2].tolist()
        raised = np.exp(scores - scores.max(1, keepdims=True))
        best = (1.0 / raised.sum(1)).tolist()
        out = []
        for (first, second), chance, proposal in zip(order, best, proposals, strict=True):
            proposed = proposal.role if field == "role" else proposal.measure
            if proposed not in names:  # a measure that a user added: the tagger does not know it
                out.append(Choice(proposed, _SURE, names[first], True))
                continue
            value = names[first]
            out.append(Choice(value, round(chance, _DIGITS), names[second], value == proposed))
        return out

    def _phrase(self, field: str, phrases: Any, proposal: Proposal, proposed: str | None) -> Choice:
        odds = self.weights.odds[field]
        like, equal = self.weights.phrases[field]
        scored = []
        for text, features in phrase_features(phrases, proposed, odds.get(reasons_of(proposal)[field], odds[""])):
            chance = _chance(like, features)
            scored.append((chance + _EXACT * _chance(equal, features), chance, text))
        best = max(range(len(scored)), key=lambda i: (round(scored[i][0], 9), -i))
        others = [entry for i, entry in enumerate(scored) if i != best]
        second = max(others, key=lambda entry: entry[0])[2] if others else None
        value = scored[best][2]
        return Choice(value, round(scored[best][1], _DIGITS), second, value == proposed)

    def _confidence(self, role: Choice, measure: Choice, entity: Choice) -> float:
        return confidence_of(self.weights.confidence, role, measure, entity)


def is_over(proposal: Proposal, after: str | None) -> bool:
    """Whether the period of a figure is known and was over when the report was given."""
    end = proposal.period_end
    return after is not None and proposal.dated and end is not None and end[:10] <= after


def confidence_of(weights: Sequence[float], role: Choice, measure: Choice, entity: Choice) -> float:
    """Return the estimated probability that all three are right."""
    features = [log_odds(choice.probability) for choice in (role, measure, entity)]
    return round(_chance(weights, [*features, 1.0]), _DIGITS)


def log_odds(probability: float) -> float:
    """Return the logarithm of the odds, between -7 and 7."""
    from math import log

    bounded = min(0.999, max(0.001, probability))
    return log(bounded / (1 - bounded))


def _chance(weights: Sequence[float], features: Sequence[float]) -> float:
    score = 0.0
    for weight, feature in zip(weights, features, strict=True):
        score += weight * feature
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
