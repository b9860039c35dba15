"""What stands directly beside a number: text, known punctuation and white space leave it certain, nothing else does.

A sign that no text has (a replacement character, a private or unassigned code, the box of a missing glyph) may stand
for a digit. So may any sign between two digits that divides neither figures nor members of a list: 2?3个, 1|3户,
3,5%, 12'345人. The number behind it is then half of one.
"""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["is_doubtful"]

_BOXES: Final = frozenset("□▢▯◻◽☐⬜")
"""What fonts show for a character that they lack; 〓 and 囗 are typed for one."""
_PUT_FOR_ONE: Final = frozenset("〓囗")
_PUT_FOR_DIGIT: Final = frozenset("?〇○◯Ｏ")
"""Put for a digit that was not read; 〇 and ○ may be noughts."""
_NOUGHTS: Final = frozenset("0oO０")
_POINTS: Final = frozenset(".．,")
_DIGITS: Final = frozenset("0123456789０１２３４５６７８９")
# Two figures stand beside these by right: ends of a range, members of a list, ratios, products, signs of comparison.
_BETWEEN_FIGURES: Final = frozenset(
    '-－–—―─~～∼至到、，：:∶。！？!（(）)【】[]〔〕{}｛｝《》〈〉“”‘「」『』"<>＜＞≤≥≦≧=＝≈+＋±×÷xX/／→←↑↓%％‰…\n\r\t '
)
_BAD: Final = frozenset({"Co", "Cn", "Cc", "Cs", "Cf", "Mn", "Me"})
"""Categories of characters that no text shows: private, unassigned, control, half, invisible, combining."""
_SEEN: Final = frozenset("\n\r\t\v\f\u0085")
_REPLACEMENT: Final = "\ufffd"
_GLYPH: Final = "(cid:"
_LONGEST_GLYPH: Final = 12
_LINE_ENDS: Final = "\n\r"


def is_doubtful(text: str, start: int, end: int) -> bool:
    r"""Whether the signs directly beside ``text[start:end]``, a number with its unit, make its value doubtful.

    Examples
    --------
    >>> is_doubtful("投入2\ufffd5亿元", 4, 7), is_doubtful("投入25亿元。", 2, 6), is_doubtful("脱贫2?3个", 4, 6)
    (True, False, True)
    >>> is_doubtful("□3个村", 1, 3), is_doubtful("共□3个村", 2, 4)
    (False, True)
    """
    left = text[start - 1] if start else "\n"
    if not "\u4e00" <= left <= "\u9fff" and left not in "，、：（“\n" and _doubtful_before(text, start, left):
        return True
    right = text[end : end + 1]
    if right in _NOUGHTS and text[end - 1] in "%％":
        return True  # 1.5%0 may be 1.5‰
    if "\u4e00" <= right <= "\u9fff" or right in "，。、；）" or not right:
        return False
    return _is_lost(right) and right not in _SEEN


def _doubtful_before(text: str, start: int, left: str) -> bool:
    if left in _BOXES or left in _PUT_FOR_ONE:
        return not _opens_line(text, start - 1)
    if _is_lost(left):
        return left not in _SEEN
    if left == ")" and _GLYPH in text[max(0, start - _LONGEST_GLYPH) : start]:
        return True
    before = start - 3 if start > 2 and text[start - 2] in _POINTS else start - 2
    behind_digit = before >= 0 and text[before] in _DIGITS
    if behind_digit and text[start] in _DIGITS:
        return left not in _BETWEEN_FIGURES and not left.isspace()  # blanks: see clean.broken
    return left in _PUT_FOR_DIGIT and text[start] in _DIGITS and not _opens_line(text, start - 1)


def _is_lost(char: str) -> bool:
    return char == _REPLACEMENT or unicodedata.category(char) in _BAD


def _opens_line(text: str, at: int) -> bool:
    """Whether a sign is the first of its line, as bullets and boxes to tick are."""
    while at and text[at - 1] in " \t\u3000\u00a0":
        at -= 1
    return not at or text[at - 1] in _LINE_ENDS
