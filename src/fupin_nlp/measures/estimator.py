"""The classifier of measures with the manners of scikit-learn; the one module of this stage that imports it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from fupin_nlp.errors import OptionError
from fupin_nlp.measures.classify import MeasureCache
from fupin_nlp.measures.context import MeasureContext, MeasureDecision
from fupin_nlp.measures.stage import classify
from fupin_nlp.measures.taxonomy import Taxonomy

__all__ = ["MeasureClassifier"]


class MeasureClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Measures of quantities or of short texts, by cue words; nothing is learned.

    Parameters
    ----------
    taxonomy : Taxonomy, path or None
        A loaded taxonomy, the user's own file, or None for the shipped one.

    Attributes
    ----------
    taxonomy_ : Taxonomy
        Loaded by `fit`.
    classes_ : ndarray of str, shape (n_codes,)
        Codes in the order of the taxonomy.

    Examples
    --------
    >>> model = MeasureClassifier().fit(["新增三甲医院2家"])
    >>> [str(code) for code in model.predict(["新增三甲医院2家", "发放小额贷款500万元"])]
    ['health', 'finance']
    """

    def __init__(self, taxonomy: Taxonomy | str | PathLike[str] | None = None) -> None:
        self.taxonomy = taxonomy

    def fit(self, X: Iterable[MeasureContext | str], y: Sequence[str] | None = None) -> MeasureClassifier:  # noqa: N803  # the name is scikit-learn's
        """Check the input and load the taxonomy; no text is kept.

        Raises
        ------
        OptionError
            If `X` is no list of texts or contexts, or `y` holds a code that the taxonomy does not have.
        DataFileError
            If the taxonomy file breaks its form.
        """
        texts = _contexts(X)
        given = self.taxonomy
        taxonomy = given if isinstance(given, Taxonomy) else Taxonomy.load(None if given is None else Path(given))
        if y is not None:
            labels = [str(code) for code in y]
            unknown = sorted(set(labels) - set(taxonomy.codes))
            if unknown:
                raise OptionError(f"y holds {unknown}; the taxonomy has {list(taxonomy.codes)}")
            if len(labels) != len(texts):
                raise OptionError(f"X has {len(texts)} entries and y has {len(labels)}; they must be as many")
        self.taxonomy_ = taxonomy
        self.classes_ = np.array(taxonomy.codes, dtype=object)
        return self

    def decide(self, X: Iterable[MeasureContext | str]) -> list[MeasureDecision]:  # noqa: N803  # as above
        """Return the decision of each entry with its scores and cues.

        Raises
        ------
        sklearn.exceptions.NotFittedError
            If `fit` was not called.
        """
        check_is_fitted(self, "taxonomy_")
        cache: MeasureCache = {}
        return [classify(context, self.taxonomy_, cache) for context in _contexts(X)]

    def predict(self, X: Iterable[MeasureContext | str]) -> NDArray[Any]:  # noqa: N803  # as above
        """Return one code per entry, shape (n,)."""
        return np.array([decision.code for decision in self.decide(X)], dtype=object)

    def decision_function(self, X: Iterable[MeasureContext | str]) -> NDArray[np.float64]:  # noqa: N803  # as above
        """Return the scores, shape (n, n_codes), columns as in ``classes_``; 0 where no cue speaks."""
        decisions = self.decide(X)
        codes = self.taxonomy_.codes
        rows = [[decision.scores.get(code, 0.0) for code in codes] for decision in decisions]
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(codes))


def _contexts(entries: Iterable[MeasureContext | str]) -> list[MeasureContext]:
    if isinstance(entries, (str, MeasureContext)):
        raise OptionError("X must be a list of texts or contexts; put a single one into a list")
    out = []
    for i, entry in enumerate(entries):
        if isinstance(entry, MeasureContext):
            out.append(entry)
        elif isinstance(entry, str):
            out.append(MeasureContext(clause=entry))
        else:
            raise OptionError(f"X[{i}] is a {type(entry).__name__}; it must be a text or a MeasureContext")
    return out
