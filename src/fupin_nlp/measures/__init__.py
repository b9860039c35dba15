"""The measures stage: which type of measure a quantity belongs to, and by which cues.

`MeasureClassifier` lives in a module of its own that imports scikit-learn; it is loaded on first use.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from fupin_nlp.measures.classify import MeasureCache
from fupin_nlp.measures.context import PARTS, Cue, MeasureContext, MeasureDecision, Surroundings
from fupin_nlp.measures.stage import classify, classify_each
from fupin_nlp.measures.taxonomy import Measure, Taxonomy

if TYPE_CHECKING:
    from fupin_nlp.measures.estimator import MeasureClassifier

__all__ = [
    "PARTS",
    "Cue",
    "Measure",
    "MeasureCache",
    "MeasureClassifier",
    "MeasureContext",
    "MeasureDecision",
    "Surroundings",
    "Taxonomy",
    "classify",
    "classify_each",
]


class _Callable(ModuleType):
    """A module that can be called: ``fupin_nlp.measures()`` lists the measures, as ``fupin_nlp.units()`` does units.

    The list is made above this package, which is why its home is looked up when it is asked for.
    """

    def __call__(self, lexicon: Any = None) -> Any:
        return import_module("fupin_nlp.report.known").measures(lexicon)


sys.modules[__name__].__class__ = _Callable


def __getattr__(name: str) -> Any:
    if name == "MeasureClassifier":
        from fupin_nlp.measures.estimator import MeasureClassifier

        return MeasureClassifier
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
