"""Choose by what speaks for each answer: a linear model, fitted on texts that the tagger had not seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from math import exp, inf
from typing import Any, Final, NamedTuple

from fupin_nlp.decide.candidates import that_can_be_counted
from fupin_nlp.decide.chances import Chances, Phrase
from fupin_nlp.decide.evidence import Candidates, name_blocks, odds_of, phrase_features
from fupin_nlp.decide.proposal import Choice, Decision, Proposal, Subject, is_later
from fupin_nlp.decide.traits import Setting, Trait, TraitTable, measure_traits, phrase_traits, role_traits

__all__ = ["Chooser", "Weights", "candidate_traits"]

_BLOCK: Final = 1000  # figures whose features are in memory at a time
_EXACT: Final = 0.5  # how much the exact name counts beside one that is alike
_DIGITS: Final = 3
_NEAR: Final = 9  # digits in which scores must differ to be told apart
_SURE: Final = 1.0
_FARTHEST: Final = 30.0  # from here on a score is as good as certain
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
    situation : list of list of float
        Weights of `SITUATION` for each role.
    traits : mapping of str to TraitTable
        ``role``, ``measure`` → a column a name; ``entity``, ``action`` → for being alike, and for being equal.
    """

    roles: tuple[str, ...]
    measures: tuple[str, ...]
    odds: Mapping[str, Mapping[str, float]]
    names: Mapping[str, tuple[Sequence[float], Sequence[float]]]
    phrases: Mapping[str, tuple[Sequence[float], Sequence[float]]]
    confidence: Sequence[float]
    situation: Sequence[Sequence[float]]
    traits: Mapping[str, TraitTable]


class Chooser:
    """Chooses role, measure, entity and action of each figure.

    Parameters
    ----------
    weights : Weights
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights

    def choose(
        self, subject: Subject, proposals: Sequence[Proposal], chances: Chances, *, own_measures: bool
    ) -> list[Decision]:
        """Return a decision a figure.

        Parameters
        ----------
        subject : Subject
            The document.
        proposals : sequence of Proposal
            One a figure.
        chances : Chances
            By the tagger.
        own_measures : bool
            Whether the measures are a user's: the tagger does not know them, and what is proposed stays.
        """
        weights = self.weights
        entities, actions = self._of_phrases(subject, proposals, chances)
        told = self._told("role", proposals, entities, actions, chances)
        roles = self._names("role", weights.roles, chances.role, proposals, told)
        if own_measures:
            measures = [_sure(p.measure) for p in proposals]
        else:
            told = self._told("measure", proposals, entities, actions, chances)
            measures = self._names("measure", weights.measures, chances.measure, proposals, told)
        known: dict[float, float] = {}
        out = []
        for proposal, role, measure, entity, action in zip(proposals, roles, measures, entities, actions, strict=True):
            settled = _settled(role, proposal, subject.after)
            confidence = self._confidence((settled, measure, entity), known)
            out.append(Decision(settled, measure, entity, action, confidence))
        return out

    def of_names(
        self, field: str, subject: Subject, proposals: Sequence[Proposal], chances: Chances
    ) -> tuple[Any, list[list[Trait]]]:
        """Return the scores of roles or measures without traits, (figures, names), and the traits: for training."""
        import numpy as np

        entities, actions = self._of_phrases(subject, proposals, chances)
        names = self.weights.roles if field == "role" else self.weights.measures
        scores = np.concatenate(list(self._scores(field, names, getattr(chances, field), proposals)))
        return scores, list(_name_traits(field, proposals, entities, actions, chances))

    def _of_phrases(
        self, subject: Subject, proposals: Sequence[Proposal], chances: Chances
    ) -> tuple[list[Choice], list[Choice]]:
        """Return the entities and the actions."""
        setting = Setting(subject.text, proposals)
        things = list(map(that_can_be_counted, chances.entity, proposals, repeat(subject.text)))
        entities = self._phrases("entity", setting, proposals, things, chances.action)
        return entities, self._phrases("action", setting, proposals, chances.action, things)

    def _told(
        self,
        field: str,
        proposals: Sequence[Proposal],
        entities: Sequence[Choice],
        actions: Sequence[Choice],
        chances: Chances,
    ) -> Any:
        """Return what traits, and of roles the situation, say of each name, (figures, names)."""
        import numpy as np

        told = self.weights.traits[field].sums(_name_traits(field, proposals, entities, actions, chances))
        if field == "role":  # whole parts of 1/32 times whole parts of 1/512: their sums are exact too
            told = told + chances.situation @ np.asarray(self.weights.situation, np.float64)
        return told

    def _scores(self, field: str, names: Sequence[str], chances: Any, proposals: Sequence[Proposal]) -> Iterator[Any]:
        """Yield scores of names by the features beside them, a block of figures at a time."""
        import numpy as np

        of_features, of_names = self.weights.names[field]
        for features in name_blocks(field, names, chances, proposals, self.weights.odds[field], _BLOCK):
            scores = np.asarray(of_names, np.float64)[None]
            for number, weight in enumerate(of_features):  # one after the other: the same sum everywhere
                scores = scores + features[:, :, number] * weight
            yield scores

    def _names(
        self, field: str, names: Sequence[str], chances: Any, proposals: Sequence[Proposal], told: Any
    ) -> list[Choice]:
        import numpy as np

        out: list[Choice] = []
        for of_block in self._scores(field, names, chances, proposals):
            scores = of_block + told[len(out) : len(out) + len(of_block)]
            order = np.argsort(-scores, axis=1, kind="stable")[:, :2].tolist()
            raised = np.exp(scores - scores.max(1, keepdims=True))
            best = (1.0 / raised.sum(1)).tolist()
            for (first, second), chance in zip(order, best, strict=True):
                proposal = proposals[len(out)]
                proposed = proposal.role if field == "role" else proposal.measure
                if proposed not in names:  # a measure that a user added: the tagger does not know it
                    out.append(Choice(proposed, _SURE, names[first], True))
                    continue
                value = names[first]
                out.append(Choice(value, round(chance, _DIGITS), names[second], value == proposed))
        return out

    def _phrases(
        self,
        field: str,
        setting: Setting,
        proposals: Sequence[Proposal],
        phrases: Sequence[Sequence[Phrase]],
        others: Sequence[Sequence[Phrase]],
    ) -> list[Choice]:
        proposed: list[str | None] = [getattr(p, field) for p in proposals]
        out = [_sure(value) for value in proposed]
        rows = [row for row, p in enumerate(proposals) if field not in p.fixed]
        if not rows:
            return out
        odds = odds_of(field, [proposals[row] for row in rows], self.weights.odds[field])
        found = phrase_features([phrases[row] for row in rows], [proposed[row] for row in rows], odds)
        texts, borders = found.texts, found.borders
        traits = candidate_traits(setting, [proposals[row] for row in rows], found, [others[row] for row in rows])
        told = self.weights.traits[field].sums(traits)
        like, equal = [
            _chances(weights, found.features, told[:, column])
            for column, weights in enumerate(self.weights.phrases[field])
        ]
        scores = [one + _EXACT * other for one, other in zip(like, equal, strict=True)]
        for number, row in enumerate(rows):
            first, last = borders[number], borders[number + 1]
            best = second = first
            if last - first > 1:
                best, second = [first + place for place in _best_two(scores[first:last])]
            value, runner_up = texts[best], texts[second] if best != second else None
            out[row] = Choice(value, round(like[best], _DIGITS), runner_up, value == proposed[row])
        return out

    def _confidence(self, choices: Sequence[Choice], known: dict[float, float]) -> float:
        """Return the estimated probability that all choices are right."""
        weights = self.weights.confidence
        score = 0.0
        for weight, choice in zip(weights, choices, strict=False):
            probability = choice.probability
            odds = known.get(probability)
            if odds is None:
                odds = known[probability] = log_odds(probability)
            score += weight * odds
        return round(_chance(score + weights[-1]), _DIGITS)


def _sure(value: str | None) -> Choice:
    return Choice(value, _SURE, None, True)


def _settled(role: Choice, proposal: Proposal, after: str | None) -> Choice:
    """Return the role, but where it is certain by nature or contradicts the calendar."""
    if "role" in proposal.fixed:
        return _sure(proposal.role)
    if role.value == _TARGET and proposal.role == _ACHIEVED and is_over(proposal, after):
        # An aim whose time was over when the report was given is none, unless the words say so.
        return Choice(_ACHIEVED, round(1 - role.probability, _DIGITS), _TARGET, True)
    return role


def is_over(proposal: Proposal, after: str | None) -> bool:
    """Whether the period of a figure is known and was over when the report was given."""
    return proposal.dated and is_later(proposal, after) is False


def log_odds(probability: float) -> float:
    """Return the logarithm of the odds, between -7 and 7."""
    from math import log

    bounded = min(0.999, max(0.001, probability))
    return log(bounded / (1 - bounded))


def _name_traits(
    field: str, proposals: Sequence[Proposal], entities: Sequence[Choice], actions: Sequence[Choice], chances: Chances
) -> Iterator[list[Trait]]:
    if field == "role":
        behind = (stretch.words() for stretch in chances.behind)
        return map(role_traits, proposals, entities, actions, behind)
    return map(measure_traits, proposals, entities, actions)


def candidate_traits(
    setting: Setting, proposals: Sequence[Proposal], found: Candidates, others: Sequence[Sequence[Phrase]]
) -> Iterator[list[Trait]]:
    """Yield the traits of all candidates, one figure after the other.

    Parameters
    ----------
    setting : Setting
        Of the text.
    proposals : sequence of Proposal
        One a figure.
    found : Candidates
        For one field.
    others : sequence of sequence of Phrase
        The tagger's phrases for the other field.
    """
    for number, (proposal, phrases) in enumerate(zip(proposals, others, strict=True)):
        texts = found.texts[found.borders[number] : found.borders[number + 1]]
        yield from phrase_traits(setting, proposal, texts, phrases[0].text if phrases else None)


def _chances(weights: Sequence[float], features: Any, told: Any) -> list[float]:
    """Return the probability of each row of features, with what its traits say."""
    import numpy as np

    scores = told.copy()
    for number, weight in enumerate(weights):  # one after the other: the same sum everywhere
        scores += features[:, number] * weight
    return [1 / (1 + exp(score)) for score in np.clip(-scores, -_FARTHEST, _FARTHEST).tolist()]


def _best_two(scores: list[float]) -> tuple[int, int]:
    """Return the places of the best and of the next; of those that `_NEAR` digits do not tell apart the first is best.

    The list is used up.
    """
    best = scores.index(max(scores))
    if best:
        near = round(scores[best], _NEAR)
        best = next(place for place, score in enumerate(scores) if round(score, _NEAR) == near)
    scores[best] = -inf
    return best, scores.index(max(scores))


def _chance(score: float) -> float:
    return 1 / (1 + exp(-max(-_FARTHEST, min(_FARTHEST, score))))
