"""The sizes of the tagger; training and use must agree on them."""

from __future__ import annotations

from typing import Final

__all__ = ["ACTION_WORDS", "BEFORE", "BEHIND", "DILATIONS", "ENTITY_WORDS", "WINDOW", "Sizes"]

from typing import NamedTuple

BEFORE: Final = 28  # tokens before a figure in which entity and action are looked for
BEHIND: Final = 10
WINDOW: Final = BEFORE + 1 + BEHIND
ENTITY_WORDS: Final = 6  # longest entity, in words: 99.8 % of those of the training gold
ACTION_WORDS: Final = 2
DILATIONS: Final = (1, 2, 4, 8)  # of the convolutions: each word sees 15 others on both sides


class Sizes(NamedTuple):
    """Widths of the layers.

    Attributes
    ----------
    word : int
        Vectors of words and of the convolutions.
    context : int
        Vectors of words in headings, openings and passages.
    hidden : int
        Hidden units for role and measure.
    pair : int
        Hidden units for a word as the edge of an entity or action.
    """

    word: int = 64
    context: int = 32
    hidden: int = 96
    pair: int = 40
