"""Chinese numerals by their form: what cleaning must know to put one together again."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["DIGITS", "MAGNITUDES", "SIGNS", "is_numeral"]

DIGITS: Final = "零〇一二两三四五六七八九"
MAGNITUDES: Final = "十百千万亿"
SIGNS: Final = DIGITS + MAGNITUDES
_DIGIT: Final = "[一二两三四五六七八九]"
_BELOW: Final = f"(?:{_DIGIT}千)?(?:零?{_DIGIT}百)?(?:零?{_DIGIT}?十)?(?:零?{_DIGIT})?"
_NUMERAL: Final = re.compile(f"(?:{_BELOW}亿)?(?:{_BELOW}万)?{_BELOW}(?:点[零一二三四五六七八九]+)?")


def is_numeral(signs: str) -> bool:
    """Whether the magnitudes of a numeral go down, and each has its digit.

    Examples
    --------
    >>> is_numeral("三百二十"), is_numeral("二十五点三"), is_numeral("一二三十"), is_numeral("二十三百")
    (True, True, False, False)
    """
    return _NUMERAL.fullmatch(signs) is not None
