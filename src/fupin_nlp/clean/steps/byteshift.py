"""Undo the byte shift of GBK text into which notes were inserted inside characters.

A program put ``(cè)`` after the byte pair ``82 C8`` (側) of 總人 (``BF82 C8CB``). The decoder then met ``C8 (``, which
is no character, wrote ``?`` for both, and read all that follows one byte late, until a byte below 0x80 brought it back
into step: 總?cè)丝诘. Read backwards: the lost byte is the one that makes, with the byte before it, a character that is
read so. Put it back and the rest falls into place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Final

import regex

from fupin_nlp.clean.characters import LETTERS, is_reading, only_simplified, only_traditional
from fupin_nlp.clean.facts import LOST, Facts
from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.clean.sequences import Language
from fupin_nlp.clean.shift import NOTE, SHIFTED, Knowledge, Run, search

__all__ = ["STARTS", "find"]

_LETTERS: Final = rf"[{LETTERS}]{{1,6}}"
# The character before the lost paren may have a note of its own: 處(chù)?gàn)媚 is 處置, of which 幹 is the middle.
STARTS: Final = regex.compile(
    rf"(?<=[\u3400-\u9fff，。、；：？！“”‘’（）《》—…])(?:\({_LETTERS}\))*+{SHIFTED}", regex.VERSION1
)
_ANY_NOTE: Final = regex.compile(rf"[?？\ufffd]?\(?{_LETTERS}\)", regex.VERSION1)
_NOTED: Final = regex.compile(rf"(?P<char>[\u3400-\u9fff])(?:{NOTE})?+", regex.VERSION1)
_SHIFTED_STRETCH: Final = regex.compile(rf"[?？\ufffd]\(?{_LETTERS}\)[^\x00-\x40]*+", regex.VERSION1)
_CONTEXT: Final = 6
_COST_OF_NOTE: Final = 25.0


def find(facts: Facts, _context: Context) -> list[Patch]:
    """Return the patches that put shifted runs back."""
    text = facts.text
    found = STARTS.search(text) if facts.has(LOST) else None
    if not found:
        return []
    knowledge = _learn(text)
    patches: list[Patch] = []
    while found:
        restored = _restore(text, found.start(), knowledge)
        patches += [Patch(run.start, run.end, run.text, _reason(run), uncertain=run.uncertain) for run in restored]
        found = STARTS.search(text, restored[-1].end if restored else found.end())
    return patches


def _reason(run: Run) -> str:
    reason = f"bytes shifted by the notes {', '.join(run.notes)}"
    if run.pairs:
        reason += f"; {run.pairs} dropped pair{'s' if run.pairs > 1 else ''} searched"
    if run.swallowed:
        reason += "; the character at ? was swallowed"
    return reason


def _learn(text: str) -> Knowledge:
    """Return what the undamaged part of a document tells about the rest."""
    whole = _SHIFTED_STRETCH.split(text)
    plain: Counter[str] = Counter()
    noted: Counter[str] = Counter()
    readings: dict[str, set[str]] = defaultdict(set)
    counts: Counter[tuple[str, str]] = Counter()
    for stretch in whole:
        counts.update(_NOTED.findall(stretch))
    for (char, note), count in counts.items():
        if note and is_reading(char, note):
            noted[char] += count
            readings[note].add(char)
        else:
            plain[char] += count
    traditional = sum(n for c, n in (plain + noted).items() if c in only_traditional())
    simplified = sum(n for c, n in (plain + noted).items() if c in only_simplified())
    return Knowledge(
        language=Language(_ANY_NOTE.sub("", stretch) for stretch in whole),
        noted={note: frozenset(chars) for note, chars in readings.items()},
        noted_chars=frozenset(c for c, n in noted.items() if n > plain[c]),
        foreign=only_traditional() if simplified > traditional else only_simplified(),
        before_dropped={},
    )


def _restore(text: str, start: int, knowledge: Knowledge) -> tuple[Run, ...]:
    """Return the best reading of the runs from the one at `start` on, none if the text reads as well as it is."""
    left = _ANY_NOTE.sub("", text[max(0, start - 5 * _CONTEXT) : start])[-_CONTEXT:]
    found = search(text, start, left, knowledge)
    if found is None:
        return ()
    shown = _ANY_NOTE.sub("", text[start : found.end])
    notes = sum(len(run.notes) for run in found.runs)
    untouched = knowledge.language.start(left + shown).score - _COST_OF_NOTE * notes
    return found.runs if found.score > untouched else ()
