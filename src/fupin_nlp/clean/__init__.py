"""Undo the damage of scraped text and find the body, with a map back to every raw character."""

from fupin_nlp.clean.explanation import explain, summarise
from fupin_nlp.clean.options import CleanOptions
from fupin_nlp.clean.patch import replay
from fupin_nlp.clean.pipeline import clean

__all__ = ["CleanOptions", "clean", "explain", "replay", "summarise"]
