"""Fit the weights of traits, beside or on top of what the chooser knows without them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fupin_nlp.decide.chooser import Chooser, Weights
from fupin_nlp.decide.traits import TRAIT_STEPS, Trait, TraitTable, names_of
from fupin_nlp.training.cases import Case
from fupin_nlp.training.losses import accepted_loss

__all__ = ["fit_name_traits", "fit_phrase_traits"]

_FEWEST: Final = 8  # candidates that a trait must be seen on; of figures, for names, `_FEWEST_NAMES`
_FEWEST_NAMES: Final = 5
_STRENGTH: Final = 0.3  # inverse of the penalty; held out, .1 to 1 were within .003 of each other
_RIDGES: Final = {"role": 40.0, "measure": 3.0}
_MOST: Final = 32767


def fit_phrase_traits(
    rows: Sequence[Any], told: Sequence[Sequence[Trait]], right: Sequence[Sequence[bool]], weights: Sequence[float]
) -> tuple[list[float], list[float], TraitTable]:
    """Return the weights of features and traits for being alike and for being equal.

    Parameters
    ----------
    rows : sequence of array
        Features of each candidate; the last is constant.
    told : sequence of sequence of Trait
        Its traits.
    right : two sequences of bool
        Whether it is alike, and equal.
    weights : sequence of float
        Of the figures.
    """
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    names, seen = _seen(told, _FEWEST)
    dense = np.asarray(rows)
    both = hstack([csr_matrix(dense), seen]).tocsr()
    fitted = []
    for answers in right:
        model = LogisticRegression(C=_STRENGTH, max_iter=2000, fit_intercept=False)
        fitted.append(model.fit(both, answers, sample_weight=weights).coef_[0])
    width = dense.shape[1]
    like, equal = [[round(float(value), 4) for value in found[:width]] for found in fitted]
    return like, equal, TraitTable(names, _steps(np.stack([found[width:] for found in fitted], 1)))


def fit_name_traits(field: str, weights: Weights, cases: Sequence[Case], odds: Mapping[int, Any]) -> Weights:
    """Return weights with those of the traits of role or measure, and of the situation, fitted on top of the others.

    Parameters
    ----------
    field : {"role", "measure"}
        What is told.
    weights : Weights
        Fitted without them.
    cases : sequence of Case
        With answers.
    odds : mapping of int to mapping
        Fold → odds of reasons that were measured on other folds.
    """
    import numpy as np
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix, hstack

    told, situations, base, good, sizes = _answered(field, weights, cases, odds)
    names, seen = _seen(told, _FEWEST_NAMES)
    width = situations.shape[1]
    x = hstack([csr_matrix(situations), seen]).tocsr() if width else seen
    transposed, ridge = x.T.tocsr(), _RIDGES[field]

    def loss(theta: Any) -> tuple[float, Any]:
        missed, slope = accepted_loss(base + x @ theta.reshape(x.shape[1], -1), good, sizes)
        return missed + ridge / 2 * float(theta @ theta), (transposed @ slope).ravel() + ridge * theta

    found = minimize(loss, np.zeros(x.shape[1] * base.shape[1]), jac=True, method="L-BFGS-B").x
    steps = _steps(found.reshape(x.shape[1], -1))
    weights = weights._replace(traits={**weights.traits, field: TraitTable(names, steps[width:])})
    return weights._replace(situation=(steps[:width] / TRAIT_STEPS).tolist()) if width else weights


def _answered(
    field: str, weights: Weights, cases: Sequence[Case], odds: Mapping[int, Any]
) -> tuple[list[list[Trait]], Any, Any, Any, Any]:
    """Return of the figures with answers: traits, situations (of roles), scores without both, what is right, weight."""
    import numpy as np

    names = weights.roles if field == "role" else weights.measures
    told, situations, base, good, sizes = [], [], [], [], []
    for case in cases:
        chooser = Chooser(weights._replace(odds=odds[case.fold]))
        scores, traits = chooser.of_names(field, case.subject, case.proposals, case.chances)
        for row, answer in enumerate(case.answers):
            accepted = [name in getattr(answer, field) for name in names] if answer else []
            if answer is not None and any(accepted):
                told.append(traits[row])
                situations.append(case.chances.situation[row] if field == "role" else ())
                base.append(scores[row])
                good.append(accepted)
                sizes.append(answer.weight)
    return told, np.asarray(situations), np.asarray(base), np.asarray(good), np.asarray(sizes)


def _seen(told: Sequence[Sequence[Trait]], fewest: int) -> tuple[tuple[str, ...], Any]:
    """Return the names of the traits that are seen often enough, and how often each row has each."""
    import numpy as np
    from scipy.sparse import csr_matrix

    known: dict[Trait, list[str]] = {}
    rows = [[name for trait in traits for name in known.setdefault(trait, names_of(trait))] for traits in told]
    counts = Counter(name for row in rows for name in set(row))
    names = sorted(name for name, count in counts.items() if count >= fewest)
    place = {name: number for number, name in enumerate(names)}
    columns = [[place[name] for name in row if name in place] for row in rows]
    borders = np.cumsum([0, *map(len, columns)])
    flat = np.asarray([column for row in columns for column in row], np.int64)
    return tuple(names), csr_matrix((np.ones(len(flat)), flat, borders), shape=(len(rows), len(names)))


def _steps(values: Any) -> Any:
    import numpy as np

    return np.clip(np.rint(values * TRAIT_STEPS), -_MOST, _MOST).astype(np.int16)
