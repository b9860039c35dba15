"""What a line of a page looks like, by itself: prose, heading, control, credit, notice."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

import regex

from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.furniture import INNER, LONGEST, SHORT, is_address, is_salutation, rules_for

__all__ = ["Line", "bigrams", "split_lines"]

_SAMPLE: Final = 20_000
_LATIN: Final = regex.compile(r"[A-Za-z]{2}", regex.VERSION1)
_TERMINAL: Final = "。！？!?；;…”」』）)：:"
_HAN: Final = regex.compile(r"[\u3400-\u9fff]", regex.VERSION1)


@dataclass(slots=True)
class Line:
    """A line of the text with its line end: ``text[start:end]``.

    Attributes
    ----------
    start, end : int
        Half-open, the line end included: lines cover the text.
    text : str
        Without white space at both ends.
    kind : str
        ``blank``, ``control``, ``breadcrumb``, ``menu``, ``url``, ``date``, ``meeting``, ``credit``, ``byline``,
        ``notice``, ``list_head``, ``comment_head``, ``post``, ``editor_note``, ``entry`` (of a table of contents),
        ``file``, ``foreign``, ``page_number``, ``bullet``, ``numbered``, ``prose`` or ``short``.
    """

    start: int
    end: int
    text: str
    kind: str

    @property
    def is_salutation(self) -> bool:
        """Whether this line addresses those who hear the report: 各位代表：."""
        return is_salutation(self.text)

    @property
    def is_substantial(self) -> bool:
        """Whether this is a paragraph with an end: 40 characters and more, closed by a full stop or quote."""
        return self.kind in ("prose", "numbered") and len(self.text) >= 40 and self.text[-1] in "。！？!?”」』；;："


def split_lines(facts: Facts) -> list[Line]:
    """Return the lines of a text with their kinds; together they cover it."""
    starts, texts = facts.lines
    lines = list(map(Line, starts, itertools.islice(starts, 1, None), texts, map(_kind, texts)))
    foreign = [i for i, line in enumerate(lines) if line.kind == "short" and _is_foreign(line.text)]
    if foreign and _is_chinese(facts.text[:_SAMPLE]):
        for i in foreign:
            lines[i].kind = "foreign"
    return lines


def _is_foreign(text: str) -> bool:
    return " " in text and _LATIN.search(text) is not None and not _HAN.search(text)


def _is_chinese(sample: str) -> bool:
    return len(_HAN.findall(sample)) > len(_LATIN.findall(sample))


def _kind(text: str) -> str:
    if not text:
        return "blank"
    size = len(text)
    if size > LONGEST:
        return "url" if is_address(text) else "prose" if INNER.search(text) else "short"
    for rule in rules_for(text[0], text[-1]):
        if size <= rule.longest and rule.test(text):
            return rule.kind
    return "prose" if _is_prose(text) else "short"


def _is_prose(text: str) -> bool:
    inner = INNER.search(text)
    if inner is None:
        return False
    if len(text) >= SHORT or (text[-1] in _TERMINAL and len(text) >= 12):
        return True
    return len(text) >= 25 and INNER.search(text, inner.end()) is not None


def bigrams(text: str) -> set[str]:
    """Return the pairs of neighbouring Chinese characters.

    Examples
    --------
    >>> sorted(bigrams("扶贫 办公"))
    ['办公', '扶贫']
    """
    return {a + b for a, b in itertools.pairwise(text) if "\u3400" <= a <= "\u9fff" and "\u3400" <= b <= "\u9fff"}
