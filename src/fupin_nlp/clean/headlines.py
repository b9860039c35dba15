"""Headlines of other articles above and below a report, where nothing announces them.

A page saved as text has them as short lines without a full stop, dressed alike (a date, 【详细】, a bullet, a number)
or bare, and side by side in one line. They have not the words of the report; a list of the report's own has them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from fupin_nlp.clean.lines import Line, bigrams
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = ["leave_headlines"]

_SHORTEST, _LONGEST = 8, 48  # characters of a headline without its dress
_LEAST: Final = 3  # headlines in a row; two where they are dressed alike
_LEAST_DRESSED: Final = 2
_DRESSED: Final = 0.7  # of the lines of a row
# Pairs of characters that a row, and one line of it, may share with the report at most.
_OF_ROW, _OF_DRESSED_ROW, _OF_LINE = 0.12, 0.2, 0.34
_LEAST_VOCABULARY: Final = 80
_ENOUGH: Final = 600  # characters, of which nearly every text has so many pairs
_MANY: Final = 400
_LONG: Final = 60
_STRIP: Final = " \t\u3000"
_ENDS_SENTENCE: Final = "。；;：:，,…"
# Lines of a table or an attachment are the report's own, whatever their words are.
_OWN: Final = regex.compile(r"\t|^附|^表|单位|此致|[局厅办委会府室组]$", regex.VERSION1)
_ABOVE, _BELOW = "headlines above the report", "headlines below the report"
_KINDS: Final = frozenset({"short", "bullet", "numbered", "prose", "date"})
_LABEL: Final = regex.compile(r"\s*[^：:]{2,6}[：:]", regex.VERSION1)  # 邮政编码：046000
_TOLD: Final = regex.compile("[了着吗呢吧]|[…，,].*[，,]", regex.VERSION1)  # what tells a story, not a headline
_STORIES: Final = 0.25  # of the lines of a row
_TITLE: Final = 2  # last lines above a report that may be its own title and subtitle
_SIDE_BY_SIDE: Final = regex.compile(r"[ \u3000]{2,}|[|｜]", regex.VERSION1)


@lru_cache(maxsize=1)
def _dress() -> Pattern:
    """Return the pattern of what lists of headlines put before or behind each of them."""
    day = r"(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d\d)?"
    return compile_pattern(
        "dress of a headline",
        rf"\A(?P<front>[\[［【（(]{day}[\]］】）)]|[·•●○■□▪◆◇▲△※★☆>»-]|\d{{1,2}}[.、．)）]?(?=\s?[^\d.、％%年月日\s]))?\s*"
        rf"(?P<words>.+?)\s*(?P<end>[\[［【（(]?{day}[\]］】）)]?|[\[［【（(](?:详细|详情|更多|全文|查看)[\]］】）)])?\Z",
    )


class _Vocabulary:
    """The pairs of characters of a text; they are collected only where many are asked for.

    Most reports have three or four lines that could be headlines: to look for their pairs takes a tenth of the time.
    """

    def __init__(self, text: str, asked: int) -> None:
        self._text = text
        self._pairs = bigrams(text) if asked > _MANY else None

    def is_rich(self) -> bool:
        """Whether the text has enough of them to tell who else's words a line has."""
        if self._pairs is not None:
            return len(self._pairs) >= _LEAST_VOCABULARY
        return any(len(bigrams(text)) >= _LEAST_VOCABULARY for text in (self._text[:_ENOUGH], self._text))

    def known(self, pairs: set[str]) -> int:
        """Return how many of the pairs the text has."""
        if self._pairs is not None:
            return len(pairs & self._pairs)
        return sum(1 for pair in pairs if pair in self._text)


def leave_headlines(lines: list[Line], reasons: list[str | None]) -> None:
    """Mark the headlines of others above the first paragraph of a report and below its last one.

    Parameters
    ----------
    lines : list of Line
        Those of the page.
    reasons : list of str or None
        Why each line is left out; changed in place.
    """
    size = len(lines)
    first = next((i for i in range(size) if reasons[i] is None and _is_paragraph(lines[i])), -1)
    last = next((i for i in range(size - 1, -1, -1) if reasons[i] is None and _is_paragraph(lines[i])), -1)
    if first < 0:
        return
    above = [i for i in range(first) if reasons[i] is None and _is_like_headline(lines[i])]
    below = [i for i in range(last + 1, size) if reasons[i] is None and _is_like_headline(lines[i])]
    # Most documents have a title above and a name below: their words need not be compared.
    above = above if len(above) > _TITLE or any(_cells(lines[i].text) for i in above) else []
    below = [] if lines[last].text[-1] in "：:" else below
    if not above and not below:
        return
    paragraphs = [line.text for line, reason in zip(lines, reasons, strict=True) if not reason and _is_paragraph(line)]
    vocabulary = _Vocabulary("\n".join(paragraphs), sum(len(lines[i].text) for i in (*above, *below)))
    if vocabulary.is_rich():
        _leave(lines, reasons, below, vocabulary, _BELOW)
        _leave(lines, reasons, above, vocabulary, _ABOVE)


def _is_paragraph(line: Line) -> bool:
    """Return whether a line is a paragraph beyond doubt: it has a full stop, or is long and no row of headlines."""
    if line.kind not in ("prose", "numbered", "bullet") or _cells(line.text):
        return False
    return "。" in line.text or (len(line.text) >= _LONG and line.kind == "prose") or line.is_substantial


def _cells(text: str) -> list[str]:
    """Return the headlines that stand side by side in a line; empty where it is none of these."""
    if "。" in text:
        return []
    cells = [cell for cell in _SIDE_BY_SIDE.split(text) if cell.strip(_STRIP)]
    like = [cell for cell in cells if _SHORTEST <= len(cell) <= _LONGEST and not _LABEL.match(cell)]
    return like if len(like) >= _LEAST and len(like) >= _DRESSED * len(cells) else []


def _leave(lines: list[Line], reasons: list[str | None], like: list[int], vocabulary: _Vocabulary, reason: str) -> None:
    """Mark rows of headlines: lines like them that stand together and have few of the report's words."""
    row: list[int] = []
    for i in like:
        if row and any(lines[k].kind != "blank" for k in range(row[-1] + 1, i)):
            _close(lines, reasons, row, vocabulary, reason)
            row = []
        if lines[i].kind == "date" or _shared(_words(lines[i].text), vocabulary) < _OF_LINE:
            row.append(i)
        else:
            _close(lines, reasons, row, vocabulary, reason)
            row = []
    _close(lines, reasons, row, vocabulary, reason)


def _is_like_headline(line: Line) -> bool:
    """Return whether a line has the form of a headline, of several side by side, or is the date of one."""
    text = line.text
    if line.kind == "date" or line.kind not in _KINDS or _OWN.search(text):
        return line.kind == "date"
    if line.kind == "numbered" and not text[0].isdecimal():
        return False  # a heading: （一）…
    words = _words(text)
    if _SHORTEST <= len(words) <= _LONGEST and "。" not in words and words[-1] not in _ENDS_SENTENCE:
        return True
    return bool(_cells(text))


def _words(text: str) -> str:
    """Return a line without its dress."""
    found = _dress().match(text)
    return found["words"] if found else text


def _is_dressed(text: str) -> bool:
    found = _dress().match(text)
    return found is not None and bool(found["front"] or found["end"])


def _shared(text: str, vocabulary: _Vocabulary) -> float:
    own = bigrams(text)
    return vocabulary.known(own) / len(own) if own else 1.0


def _without_title(
    lines: list[Line], row: list[int], headlines: list[int], dressed: list[int]
) -> tuple[list[int], list[int]]:
    """Return a row above a report, and its headlines, without what may be the report's own title and subtitle."""
    rows = [i for i in headlines if _cells(lines[i].text)]
    if rows:
        return rows, rows
    if len(dressed) >= max(_LEAST_DRESSED, _DRESSED * (len(headlines) - _TITLE)):
        headlines = [i for i in headlines if i <= dressed[-1]]
    else:
        headlines = headlines[:-_TITLE]
    last = headlines[-1] if headlines else -1
    return [i for i in row if i <= last], headlines


def _close(lines: list[Line], reasons: list[str | None], row: list[int], vocabulary: _Vocabulary, reason: str) -> None:
    """Mark a row if it is long enough, and as a whole has not the report's words."""
    headlines = [i for i in row if lines[i].kind != "date"]
    dressed = [i for i in headlines if _is_dressed(lines[i].text)]
    side_by_side = any(_cells(lines[i].text) for i in headlines)
    # Each with its date in a line of its own.
    between = len(row) - len(headlines) >= max(_LEAST_DRESSED, len(headlines) - 1)
    if reason == _ABOVE:
        row, headlines = _without_title(lines, row, headlines, dressed)
    if not headlines:
        return
    alike = between or len(dressed) >= max(_LEAST_DRESSED, _DRESSED * len(headlines))
    least = 1 if side_by_side else _LEAST_DRESSED if alike else _LEAST
    if len(headlines) < least:
        return
    told = sum(1 for i in headlines if _TOLD.search(lines[i].text))
    if not (alike or side_by_side) and told > _STORIES * len(headlines):
        return
    shared = _shared("\n".join(_words(lines[i].text) for i in headlines), vocabulary)
    if shared < (_OF_DRESSED_ROW if alike or side_by_side else _OF_ROW):
        for i in row:
            reasons[i] = reason
