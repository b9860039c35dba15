"""Regions, years and measures side by side, without counting anything twice."""

from fupin_nlp.comparison.comparison import Comparison
from fupin_nlp.comparison.entity import normalise_entity
from fupin_nlp.comparison.options import CompareOptions
from fupin_nlp.comparison.table import compare

__all__ = ["CompareOptions", "Comparison", "compare", "normalise_entity"]
