"""Page numbers inside a line, where the line breaks around them are lost: 投资— 5 —96亿元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import regex

from fupin_nlp.clean.facts import DASHES, SPACES, Facts
from fupin_nlp.clean.patch import Context, Patch

__all__ = ["find"]

_WIDE_DASH: Final = "[—–―─－]"
_SPACE: Final = "[ \u00a0\u3000]"
_OUTER: Final = f"{_SPACE}*+"
# In the form of the standard for official documents (GB/T 9704) the number has a space on either side, which no range
# and no dash has; hyphens are minus signs as well, and need more. An enumeration or a date goes on with another dash.
_PATTERN: Final = regex.compile(
    rf"""(?<= (?P<before>[^\s—–―─－\-]) ) (?P<outer>{_OUTER})
    (?: (?P<dash>{_WIDE_DASH}|-) (?P<in>{_SPACE}?+) (?P<number>\d{{1,4}}) (?P<out>{_SPACE}?+) (?P=dash)
      | 第 {_OUTER} (?P<page>\d{{1,4}}) {_OUTER} 页 (?:{_SPACE}*+[/|]{_SPACE}*+|{_SPACE}++)
        共 {_OUTER} (?P<of>\d{{1,4}}) {_OUTER} 页
      | [Pp]age [ ] (?P<page>\d{{1,4}}) [ ] of [ ] (?P<of>\d{{1,4}})
    )
    {_OUTER} (?= (?P<after>[^\s—–―─－\-]) )""",
    regex.VERSION1 | regex.VERBOSE,
)
# Behind a dash; and what the words of page numbers have, each with its first character, which is found fast.
_GOES_ON: Final = re.compile(rf"{_SPACE}?\d{{1,4}}{_SPACE}?[—–―─－\-]")
_WORDS: Final = (("页", re.compile(f"页{_SPACE}*[/，,|]?{_SPACE}*共")), ("g", re.compile(r"g(?<=[Pp]ag)e \d")))
_TEXT: Final = regex.compile(r"[\u3400-\u9fff\d，。、；：！？“”（）《》%％]", regex.VERSION1)
_POINTS_TO: Final = "见在于自如书中到至"
# Pages have some hundred characters; dashes and numbers nearer to each other are something else.
_LEAST_PAGE: Final = 150
_LEAST_PAGES: Final = 3


def find(facts: Facts, context: Context) -> list[Patch]:
    """Return the patches that take page numbers out of lines."""
    if context.format == "csv":
        return []
    found = [m for m in _candidates(facts) if _TEXT.match(m["before"]) and _TEXT.match(m["after"])]
    counted = _that_count_up([m for m in found if m["number"]])
    return [
        Patch(m.start(), m.end(), "", f"page number {m[0].strip()} inside a line")
        for m in found
        if m.start() in counted or _is_certain(m)
    ]


def _candidates(facts: Facts) -> Iterator[regex.Match[str]]:
    """Yield what looks like a page number: of those without words, what a dash begins."""
    text = facts.text
    if any(first in text and word.search(text) for first, word in _WORDS):
        yield from _PATTERN.finditer(text)
        return
    last = 0
    for dash in facts.where(DASHES):
        if dash >= last and _GOES_ON.match(text, dash + 1):
            start = dash
            while start > last and text[start - 1] in SPACES:
                start -= 1
            found = _PATTERN.match(text, start)
            if found:
                last = found.end()
                yield found


def _is_certain(found: regex.Match[str]) -> bool:
    if found["of"]:
        return int(found["page"]) <= int(found["of"]) > 1 and found["before"] not in _POINTS_TO
    spaced = bool(found["in"] and found["out"])
    between_digits = found["before"].isdigit() and found["after"].isdigit()
    if found["dash"] == "-":
        return spaced and not found["before"].isdigit() and not found["after"].isdigit()
    return spaced and not between_digits


def _that_count_up(found: list[regex.Match[str]]) -> frozenset[int]:
    """Return where the numbers stand that count up by one from page to page, three at least."""
    counted: set[int] = set()
    run: list[regex.Match[str]] = found[:1]
    for last, this in pairwise(found):
        follows = int(this["number"]) == int(last["number"]) + 1 and this.start() - last.end() >= _LEAST_PAGE
        if not follows:
            run = []
        run.append(this)
        if len(run) >= _LEAST_PAGES:
            counted |= {m.start() for m in run}
    return frozenset(counted)
