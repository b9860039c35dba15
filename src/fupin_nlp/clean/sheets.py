"""What paper leaves between the lines of a text: page numbers and running heads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import regex

from fupin_nlp.clean.facts import Facts, Sheets
from fupin_nlp.clean.seams import begins_anew, cuts, is_finished

__all__ = ["PAGE_NUMBER", "head_key", "sheet_lines", "sheets_of"]

_DASH: Final = "[—–―－─~～·-]{1,2}"
_GAP: Final = "[ \\u3000\\u00a0]*+"
PAGE_NUMBER: Final = (
    rf"{_DASH}{_GAP}\d{{1,4}}{_GAP}{_DASH}"
    rf"|第{_GAP}\d{{1,4}}{_GAP}页(?:{_GAP}[/，,|]?{_GAP}共{_GAP}\d{{1,4}}{_GAP}页)?+"
    rf"|共{_GAP}\d{{1,4}}{_GAP}页{_GAP}[/，,|]?{_GAP}第{_GAP}\d{{1,4}}{_GAP}页"
    rf"|[Pp]age{_GAP}\d{{1,4}}(?:{_GAP}(?:of|/){_GAP}\d{{1,4}})?+"
)
_PAGE_LINE: Final = regex.compile(PAGE_NUMBER, regex.VERSION1)
_OF_PAGES: Final = regex.compile(rf"(\d{{1,4}}){_GAP}[/／]{_GAP}(\d{{1,4}})", regex.VERSION1)
# Page numbers and ornament at the ends of a running head.
_HEAD: Final = regex.compile(rf"(?:{PAGE_NUMBER}|[\s\d|｜·—–-])+", regex.VERSION1)
_TAIL: Final = regex.compile(rf"(?:{PAGE_NUMBER}|[\s\d|｜·—–-])+$", regex.VERSION1)
# What page numbers begin and end with; ornament at either end of a running head, white space and digits aside.
_FIRST, _LAST = frozenset("—–―─－~～·-第共Pp"), frozenset("—–―─－~～·-页")
_ORNAMENT: Final = frozenset("|｜·—–-")
_SENTENCE: Final = re.compile("[，,。；;！？!?：:]")
_LONGEST_HEAD: Final = 40
_LEAST_HEADS: Final = 3
_PROSE: Final = 20
_LEAST_PAGE: Final = 50  # characters


def sheet_lines(texts: Sequence[str]) -> Sheets:
    """Find the page numbers and running heads among the lines of a document.

    Page numbers have dashes, 第…页 or count the pages (3/12); bare numbers must count up. A running head is a short
    line without an end that stands, at least three times, beside page numbers or between two halves of a sentence.

    Parameters
    ----------
    texts : sequence of str
        Lines without white space at their ends, an empty one is none.

    Examples
    --------
    >>> sheet_lines(["投资", "— 3 —", "96亿元"])
    Sheets(certain={1: 'page number'}, likely=frozenset())
    """
    certain = {
        i: "page number"
        for i, text in enumerate(texts)
        if text[:1] in _FIRST and len(text) <= _LONGEST_HEAD and _PAGE_LINE.fullmatch(text)
    }
    bare = [(i, int(text)) for i, text in enumerate(texts) if len(text) <= 4 and text.isdecimal()]
    if len(bare) > 1 and all(b == a + 1 and j - i > 1 for (i, a), (j, b) in pairwise(bare)):
        certain |= {i: "page number" for i, _ in bare}
    likely = set()
    for rows in _of_pages(texts).values():
        counted = len(rows) > 1 and all(b == a + 1 and j - i > 1 for (i, a), (j, b) in pairwise(rows))
        certain |= {i: "page number" for i, _ in rows}
        likely |= set() if counted else {i for i, _ in rows}
    certain |= _running_heads(texts, certain)
    return Sheets(dict(sorted(certain.items())), frozenset(likely))


def sheets_of(facts: Facts) -> Sheets:
    """Return the page numbers and running heads of a text, by their ordinals among the lines that are not blank."""
    if facts.sheets is None:
        texts = facts.lines.texts
        facts.sheets = sheet_lines([texts[i] for i in facts.written])
    return facts.sheets


def head_key(text: str) -> str:
    """Return a line without page numbers at its ends."""
    head = _HEAD.match(text) if text and _may_end(text[0], _FIRST) else None
    start = head.end() if head else 0
    tail = _TAIL.search(text, start) if len(text) > start and _may_end(text[-1], _LAST) else None
    return text[start : tail.start() if tail else len(text)]


def _may_end(char: str, signs: frozenset[str]) -> bool:
    return char in signs or char in _ORNAMENT or char.isdecimal() or char.isspace()


def _of_pages(texts: Sequence[str]) -> dict[int, list[tuple[int, int]]]:
    """Return the lines that read 3/12, by the number behind the stroke."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for i, text in enumerate(texts):
        match = _OF_PAGES.fullmatch(text) if len(text) <= 12 and ("/" in text or "／" in text) else None
        if match and int(match[1]) <= int(match[2]) > 1:
            found[int(match[2])].append((i, int(match[1])))
    return found


def _running_heads(texts: Sequence[str], pages: dict[int, str]) -> dict[int, str]:
    places: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        if 1 < len(text) <= _LONGEST_HEAD and i not in pages and not is_finished(text) and not _SENTENCE.search(text):
            places[text].append(i)
            key = head_key(text)
            if key != text and len(key) > 1:
                places[key].append(i)
    found: dict[int, str] = {}
    for ordinals in places.values():
        if len(ordinals) < _LEAST_HEADS:
            continue
        inside = sum(_is_between_halves(texts, pages, i) for i in ordinals)
        beside = sum(i - 1 in pages or i + 1 in pages for i in ordinals)
        # Without a divided sentence all of them must stand beside page numbers.
        if beside == len(ordinals):
            found |= dict.fromkeys(ordinals, "running head")
        alone = inside > 1 and 2 * inside >= len(ordinals) and _are_pages_apart(texts, ordinals)
        if (inside and 2 * beside >= len(ordinals)) or alone:
            found |= dict.fromkeys(ordinals, "running head")
    return found


def _are_pages_apart(texts: Sequence[str], ordinals: Sequence[int]) -> bool:
    """Whether so much stands between lines that are alike as a page holds; nearer ones are the text's own."""
    between = sorted(sum(map(len, texts[i + 1 : k])) for i, k in pairwise(ordinals))
    return between[len(between) // 2] >= _LEAST_PAGE  # the last page may be short


def _is_between_halves(texts: Sequence[str], pages: dict[int, str], i: int) -> bool:
    """Whether a line, with the page numbers around it, stands between two halves of a sentence."""
    before, after = i - 1, i + 1
    while before in pages:
        before -= 1
    while after in pages:
        after += 1
    if (
        before < 0
        or after >= len(texts)
        or not (texts[before] and texts[after])
        or is_finished(texts[before])
        or begins_anew(texts[after])
    ):
        return False
    if cuts(texts[before], texts[after]):
        return True
    # Verses are shorter.
    return len(texts[before]) >= _PROSE and all(_SENTENCE.search(texts[k][:-1]) for k in (before, after))
