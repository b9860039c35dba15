"""Regions, years and measures side by side, without counting anything twice."""

from fupin_nlp.compare.comparison import Comparison
from fupin_nlp.compare.entity import normalise_entity
from fupin_nlp.compare.options import CompareOptions
from fupin_nlp.compare.table import compare

__all__ = ["CompareOptions", "Comparison", "compare", "normalise_entity"]
