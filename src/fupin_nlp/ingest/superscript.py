"""Raised digits: marks of footnotes and exponents, which are no digits of the number beside them."""

from __future__ import annotations

from typing import Final

__all__ = ["raised"]

_RAISED: Final = str.maketrans("0123456789０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """Return text that stands in superscript, its digits as the characters of Unicode for raised digits.

    Examples
    --------
    >>> raised("2"), raised("[1]"), raised("注")
    ('²', '[¹]', '注')
    """
    return text.translate(_RAISED)
