"""Regions, years and measures side by side, without counting anything twice."""

from fupin_nlp.comparison.comparison import COMPARISON_LABELS_ZH, Comparison
from fupin_nlp.comparison.entity import normalise_entity
from fupin_nlp.comparison.options import CompareOptions
from fupin_nlp.comparison.panel import (
    CONFLICT_LABELS_ZH,
    GAP_LABELS_ZH,
    GAP_REASONS_ZH,
    PANEL_LABELS_ZH,
    Panel,
    panel,
)
from fupin_nlp.comparison.sums import BASIS_ZH, REASONS_ZH
from fupin_nlp.comparison.table import compare

__all__ = [
    "BASIS_ZH",
    "COMPARISON_LABELS_ZH",
    "CONFLICT_LABELS_ZH",
    "GAP_LABELS_ZH",
    "GAP_REASONS_ZH",
    "PANEL_LABELS_ZH",
    "REASONS_ZH",
    "CompareOptions",
    "Comparison",
    "Panel",
    "compare",
    "normalise_entity",
    "panel",
]
