"""The errors of numerals, and of documents with too many of them."""

from __future__ import annotations

from fupin_nlp.errors import FupinError

__all__ = ["DoubtfulNumberError", "NumberError", "TooManyFiguresError"]


class NumberError(FupinError, ValueError):
    """A text is no numeral; the message shows it."""


class DoubtfulNumberError(NumberError):
    """A text has the characters of a numeral, but no reading or more than one: its value must not be guessed."""


class TooManyFiguresError(FupinError, ValueError):
    """A document has more figures than were asked for; the message tells how many."""
