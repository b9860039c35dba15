"""Whether a sentence goes on over the border between two lines."""

from __future__ import annotations

import re
from typing import Final

import regex

from fupin_nlp.clean.numerals import DIGITS, MAGNITUDES, SIGNS, is_numeral
from fupin_nlp.clean.segmentation import is_word, log_likelihood
from fupin_nlp.lexicon.units import units

__all__ = [
    "begins_anew",
    "cut_certainly",
    "cuts",
    "has_cells",
    "is_finished",
    "is_heading",
    "may_be_cut",
    "number_goes_between",
]

_STOPS: Final = "。！？!?…：:"
_CLOSING: Final = "”’」』）)》\"'"
# A line of prose never begins with these.
_NEVER_FIRST: Final = "，。、；：！？）”》%％‰"
_MAGNITUDES: Final = "万亿千百元人户个%％"
_CELLS: Final = regex.compile(r"\t|\S[ \u3000]{2,}+\S", regex.VERSION1)
_BEGINS_ANEW: Final = regex.compile(
    r"第?[一二三四五六七八九十百]{1,4}(?:[、.．]|[章节節条條款](?!\p{Han}{0,2}[、，。])|部分)|[（(][一二三四五六七八九十\d]{1,4}[)）]"
    r"|\d{1,2}(?:[.．、](?!\d)|[）)])|[①-⑳●○■□▪▸►▶★☆※◆◇•·→]|——|附件|附录|附[:：]|[［\[【]",
    regex.VERSION1,
)
_INNER: Final = re.compile("[，；。]")
_HAN: Final = r"[\u3400-\u9fff]"
_LAST_NUMBER: Final = regex.compile(rf"(?<={_HAN})\d[\d,.]*+[ \u3000]*+\Z", regex.VERSION1)
# Pairs of paragraphs of 25 government reports give 5 and more once in 5,000 borders (and then beside a credit line),
# breaks at random places of their sentences in 32 % (tools: log_likelihood on four characters of either side).
_NUMERALS: Final = frozenset(SIGNS)
_GOES_ON: Final = frozenset(MAGNITUDES + "零〇")
_OF_PARTS: Final = "分之"
_TRAILING: Final = regex.compile(rf"(?<![第{SIGNS}])[{SIGNS}]++\Z", regex.VERSION1)
_LEADING: Final = regex.compile(rf"[{SIGNS}]++", regex.VERSION1)
_GAIN: Final = 5.0
_WINDOW: Final = 4
_SHORTEST: Final = 12


def is_finished(text: str) -> bool:
    """Whether a line ends a sentence."""
    last = text[-1]
    return last in _STOPS or (last in _CLOSING and text[-2:-1] != "" and text[-2] in _STOPS)


def begins_anew(text: str) -> bool:
    """Whether a line begins with a number, bullet or bracket, as headings and items do."""
    return _BEGINS_ANEW.match(text) is not None


def is_heading(text: str) -> bool:
    """Whether an unfinished line may be a heading by itself: numbered, and not in its second sentence."""
    return begins_anew(text) and "。" not in text and "；" not in text


def has_cells(text: str) -> bool:
    """Whether a line is a row of a table: columns with a tab or several spaces between them."""
    return (" " in text or "\u3000" in text or "\t" in text) and _CELLS.search(text) is not None


def cuts(left: str, right: str) -> bool:
    """Whether a border between two lines cuts a word or a number, as far as two characters tell.

    Chance does so between 2 to 10 % of the lines of a list.

    Examples
    --------
    >>> cuts("投资3", "500万元"), cuts("贫困", "户增收"), cuts("增收", "今年")
    (True, False, False)
    """
    a, b = left[-1], right[0]
    if a.isdigit():
        return b.isdigit() or b in _MAGNITUDES or b == "."
    if b in "，。、；：！？）”》%％":
        return True
    if a in _MAGNITUDES and left[-2:-1].isdigit():
        return True
    return "\u3400" <= a <= "\u9fff" and b.isalpha() and is_word(a + b)  # no word goes on with a digit or sign


def cut_certainly(left: str, right: str) -> str:
    """Return what a border between two lines cuts beyond doubt, or nothing: a number from its unit, a word, a clause.

    Two groups of digits are never certain: one of them may be a page number or a mark.

    Examples
    --------
    >>> cut_certainly("今年以来，全县坚持产业扶贫，投资3500", "万元，新修公路87公里。")
    'number and unit'
    >>> cut_certainly("今年以来，全县坚持产业扶贫，帮助贫", "困户增收，新修公路87公里。")
    'word'
    >>> cut_certainly("静夜思，床前明月光，疑是地上霜", "举头望明月，低头思故乡。")
    ''
    """
    if not may_be_cut(left) or begins_anew(right) or has_cells(left) or has_cells(right):
        return ""
    is_prose = _INNER.search(left) is not None
    if not is_prose and not (_INNER.search(right) or is_finished(right)):
        return ""
    if left[-1].isdigit() and _begins_with_unit(right):
        return "number and unit" if _LAST_NUMBER.search(left) else ""
    if len(left) < _SHORTEST or not is_prose or not _INNER.search(right):
        return ""
    if right[0] in _NUMERALS and _cuts_numeral(left, right):
        return "number"
    if right[0] in _NEVER_FIRST and len(right) > 1 and left[-1] not in "，、；":
        return "clause"
    a, b = left[-1], right[0]
    if not ("\u3400" <= a <= "\u9fff" and "\u3400" <= b <= "\u9fff") or is_heading(left):
        return ""
    ends, begins = left[-_WINDOW:], right[:_WINDOW]
    gain = log_likelihood(ends + begins) - log_likelihood(ends) - log_likelihood(begins)
    return "word" if gain >= _GAIN else ""


def _cuts_numeral(left: str, right: str) -> bool:
    """Whether a line ends in the middle of a Chinese numeral: 百分之 | 三十五, 一千 | 二百户, 三千二 | 百万元."""
    if left.endswith(_OF_PARTS):
        return left[-3:-2] in _NUMERALS
    ends, begins = _TRAILING.search(left), _LEADING.match(right)
    if ends is None or begins is None or units().match(right, begins.end(), chinese=True) is None:
        return False
    if ends[0][0] not in DIGITS or not is_numeral(ends[0] + begins[0]):
        return False  # 上万 | 三百户 are two
    return right[0] in MAGNITUDES or left[-1] in _GOES_ON


def may_be_cut(left: str) -> bool:
    """Whether a line may be cut beyond doubt, by itself: it ends with a digit, or in the middle of prose."""
    if is_finished(left):
        return False
    return left[-1].isdigit() or (len(left) >= _SHORTEST and _INNER.search(left) is not None)


def number_goes_between(left: str, number: str, right: str) -> bool:
    """Whether a line that is a number only was torn out of a sentence.

    Examples
    --------
    >>> number_goes_between("全县投资", "3500", "万元，新修公路87公里。")
    True
    >>> number_goes_between("贷款金额", "3500", "万元")
    False
    """
    if not "\u3400" <= left[-1] <= "\u9fff" or not _INNER.search(right) or has_cells(left) or has_cells(right):
        return False
    if any(c.isdigit() for c in left[-3:]):
        return False  # the line before has a number that may go on: 1万 | 7 | 元
    if number[-1] in "%％":
        return right[0] in _NEVER_FIRST
    return right[0] in "，、；" or _begins_with_unit(right)


def _begins_with_unit(right: str) -> bool:
    """Whether a line begins with a unit that is no beginning of a word: 户贫困户, not 户均."""
    at = len(right) - len(right.lstrip("万亿千百"))
    if at:
        return True
    found = units().match(right, 0)
    if found is None:
        return False
    return found[1] > 1 or not any(is_word(right[:length]) for length in (2, 3))
