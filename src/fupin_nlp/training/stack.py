"""Fit the chooser: how far to trust the tagger and how far the reasons of the grammar.

The tagger must not have seen the texts (its chances there come from weights fitted on other folds), or the chooser
would learn to trust it blindly (stacked generalisation: Wolpert, 1992).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import log
from typing import Any, Final

from fupin_nlp.decide.chooser import Chooser, Weights, candidate_traits, log_odds
from fupin_nlp.decide.evidence import name_features, odds_of, phrase_features, reason_of
from fupin_nlp.decide.proposal import Decision
from fupin_nlp.decide.situation import SITUATION
from fupin_nlp.decide.traits import Setting, Trait, TraitTable
from fupin_nlp.training.cases import Case, right
from fupin_nlp.training.losses import accepted_loss
from fupin_nlp.training.traits import fit_name_traits, fit_phrase_traits

__all__ = ["fit_chooser", "precisions"]

_PRIOR: Final = 6.0  # rows of the mean that every reason begins with
_RIDGE: Final = 1.0
_STRENGTH: Final = 3.0  # inverse of the penalty of the logistic regressions
_FEWEST: Final = 0.02


def precisions(cases: Sequence[Case]) -> dict[str, dict[str, float]]:
    """Return for each field and reason the logarithm of the odds that what it proposes is right.

    Reasons of few rows are drawn to the mean of the field, which stands under ``""``.
    """
    out: dict[str, dict[str, float]] = {}
    for field in ("role", "measure", "entity", "action"):
        rows: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for case in cases:
            for proposal, answer in zip(case.proposals, case.answers, strict=True):
                if answer is not None:
                    row = rows[reason_of(field, proposal)]
                    row[0] += answer.weight
                    row[1] += answer.weight * right(field, getattr(proposal, field), answer)
        mean = sum(r for _, r in rows.values()) / max(1.0, sum(n for n, _ in rows.values()))
        odds = {reason: _odds((r + _PRIOR * mean) / (n + _PRIOR)) for reason, (n, r) in sorted(rows.items())}
        out[field] = {"": _odds(mean), **odds}
    return out


def _odds(chance: float) -> float:
    bounded = min(1 - _FEWEST, max(_FEWEST, chance))
    return round(log(bounded / (1 - bounded)), 3)


def fit_chooser(cases: Sequence[Case], roles: Sequence[str], measures: Sequence[str]) -> Weights:
    """Return the weights of a chooser.

    Parameters
    ----------
    cases : sequence of Case
        With chances by a tagger that had not seen them. The precision of reasons, too, is measured on other folds, and
        confidence is fitted to decisions on folds that the chooser had not seen.
    roles : sequence of str
        In the order of the chances.
    measures : sequence of str
        In the order of the chances.
    """
    return _fit_choices(cases, roles, measures)._replace(confidence=_fit_confidence(cases, roles, measures))


def _fit_choices(cases: Sequence[Case], roles: Sequence[str], measures: Sequence[str]) -> Weights:
    """Fit all but the confidence."""
    import numpy as np

    by_fold = {fold: precisions([c for c in cases if c.fold != fold]) for fold in sorted({c.fold for c in cases})}
    names = {
        "role": _fit_names("role", roles, cases, by_fold),
        "measure": _fit_names("measure", measures, cases, by_fold),
    }
    fitted = {field: _fit_phrases(field, cases, by_fold) for field in ("entity", "action")}
    phrases = {field: found[:2] for field, found in fitted.items()}
    traits = {field: table for field, (*_, table) in fitted.items()}
    silent = {
        field: TraitTable((), np.zeros((0, len(of)), np.int16))
        for field, of in (("role", roles), ("measure", measures))
    }
    weights = Weights(
        roles=tuple(roles),
        measures=tuple(measures),
        odds=precisions(cases),
        names=names,
        phrases=phrases,
        confidence=(0.5, 0.5, 0.5, 0.0),
        situation=np.zeros((len(SITUATION), len(roles))).tolist(),
        traits={**traits, **silent},
    )
    for field in silent:
        weights = fit_name_traits(field, weights, cases, by_fold)
    return weights


def _fit_names(field: str, names: Sequence[str], cases: Sequence[Case], odds: Any) -> tuple[list[float], list[float]]:
    """Fit a softmax regression whose features stand beside each name."""
    import numpy as np
    from scipy.optimize import minimize

    blocks, targets, weights = [], [], []
    for case in cases:
        chances = getattr(case.chances, field)
        features = name_features(field, names, chances, case.proposals, odds[case.fold][field])
        for row, answer in enumerate(case.answers):
            if answer is None:
                continue
            accepted = [name in getattr(answer, field) for name in names]
            if any(accepted):
                blocks.append(features[row])
                targets.append(accepted)
                weights.append(answer.weight)
    x, y, w = np.asarray(blocks), np.asarray(targets), np.asarray(weights)
    count = x.shape[2]

    def loss(theta: Any) -> tuple[float, Any]:
        missed, slope = accepted_loss(x @ theta[:count] + theta[count:], y, w)
        gradient = np.concatenate([np.einsum("nc,ncf->f", slope, x), slope.sum(0)]) + _RIDGE * theta
        return missed + float(_RIDGE / 2 * (theta**2).sum()), gradient

    start = np.zeros(count + len(names))
    start[0] = 1.0
    found = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return _plain(found[:count]), _plain(found[count:])


def _plain(values: Any) -> list[float]:
    return [round(float(value), 4) for value in values]


def _fit_phrases(field: str, cases: Sequence[Case], odds: Any) -> tuple[list[float], list[float], TraitTable]:
    rows: list[Any] = []
    told: list[list[Trait]] = []
    like: list[bool] = []
    equal: list[bool] = []
    weights: list[float] = []
    for case in cases:
        phrases, proposed = getattr(case.chances, field), [getattr(p, field) for p in case.proposals]
        found = phrase_features(phrases, proposed, odds_of(field, case.proposals, odds[case.fold][field]))
        others = case.chances.action if field == "entity" else case.chances.entity
        traits = list(candidate_traits(Setting(case.subject.text, case.proposals), case.proposals, found, others))
        for number, answer in enumerate(case.answers):
            if answer is None:
                continue
            for place in range(found.borders[number], found.borders[number + 1]):
                rows.append(found.features[place])
                told.append(traits[place])
                like.append(right(field, found.texts[place], answer))
                equal.append(found.texts[place] in getattr(answer, field))
                weights.append(answer.weight)
    return fit_phrase_traits(rows, told, (like, equal), weights)


def _logistic(rows: Sequence[Sequence[float]], right: Sequence[bool], weights: Sequence[float]) -> list[float]:
    """Fit a logistic regression without intercept: the last feature is constant."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_STRENGTH, max_iter=5000, fit_intercept=False)
    return _plain(model.fit(rows, right, sample_weight=weights).coef_[0])


def decisions_of(weights: Weights, case: Case) -> list[Decision]:
    """Return the decisions of a chooser for one document."""
    return Chooser(weights).choose(case.subject, case.proposals, case.chances, own_measures=False)


def _fit_confidence(cases: Sequence[Case], roles: Sequence[str], measures: Sequence[str]) -> list[float]:
    """Fit how sure the choices are together, on documents that the chooser had not seen.

    On those that it was fitted to it is surer than it should be: measured on check, the error of calibration was .075.
    """
    rows, good, sizes = [], [], []
    for fold in sorted({case.fold for case in cases}):
        others = [case for case in cases if case.fold != fold]
        weights = _fit_choices(others or cases, roles, measures)  # of a single fold there are no others
        for case in (case for case in cases if case.fold == fold):
            for decision, answer in zip(decisions_of(weights, case), case.answers, strict=True):
                if answer is None:
                    continue
                choices = {"role": decision.role, "measure": decision.measure, "entity": decision.entity}
                rows.append([*(log_odds(choice.probability) for choice in choices.values()), 1.0])
                good.append(all(right(field, choice.value, answer) for field, choice in choices.items()))
                sizes.append(answer.weight)
    return _logistic(rows, good, sizes)
