"""Places that are damaged beyond certain repair: reported, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import regex

from fupin_nlp.clean.broken import find_broken_numbers
from fupin_nlp.clean.facts import LOST, Facts
from fupin_nlp.clean.foreign import is_without_chinese
from fupin_nlp.clean.steps import byteshift, mojibake
from fupin_nlp.model import Alignment, Damage, Edit, Span

__all__ = ["find_damage"]

_HAN: Final = r"[\u3400-\u9fff]"
_NUMBER: Final = regex.compile(r"[.,]?\d[\d,.]*+|[万亿千百%％‰]", regex.VERSION1)
_PATTERN: Final = regex.compile(
    rf"""(?P<replacement> \ufffd++ )
      | (?P<mojibake> (?:锟斤拷|锟斤|斤拷|鎷烽敓|烫烫烫|屯屯屯|葺葺葺)++ | (?<!\?)\?{{3,}}+ | (?<=\d)[烫屯葺]++(?=\d) )
      | (?P<lost> (?<=\d) \? (?= [。，、；：）] | {_HAN} ) )
    """,
    regex.VERSION1 | regex.VERBOSE,
)
# A shifted run lasts to the next ASCII character, at the longest.
_SHIFTED_RUN: Final = regex.compile(r"[^\x00-\x7f\n]{1,400}+", regex.VERSION1)
_CUT_NUMBER: Final = regex.compile(rf"(?<={_HAN}|[)）])\?(?=\d)", regex.VERSION1)
_NOTES: Final = {
    "replacement": ("replacement_character", "the decoder could not read these bytes"),
    "mojibake": ("mojibake", "wrongly decoded more than once; what stood here is lost"),
    "lost": ("lost_character", "a sign behind the number was lost (a unit such as % ‰ ℃)"),
}


_UNDECODED: Final = (
    "hardly anything here is Chinese: another language, an encoding that was not found (try ReadOptions(encoding=…)), "
    "or what a program wrote instead of text; no number of it is certain"
)


def find_damage(facts: Facts, edits: Iterable[Edit], alignment: Alignment) -> tuple[Damage, ...]:
    """Return what is known to be lost, in clean positions and text order.

    Parameters
    ----------
    facts : Facts
        Of the clean text.
    edits : iterable of Edit
        The log: a shifted run that swallowed a character says so.
    alignment : Alignment
        Raw → clean.

    Returns
    -------
    tuple of Damage
        ``swallowed_digit`` (with the number behind it, and its possible values), ``lost_character``,
        ``replacement_character``, ``mojibake``, ``broken_number``, ``undecoded`` (the whole text).
    """
    edits = tuple(edits)
    text = facts.text
    found = [_swallowed(text, alignment.to_target(e.start, e.end)) for e in edits if _swallows(e)]
    found += [d for e in edits if e.step == "byteshift" for d in _searched(e, alignment)]
    found += _not_restored(facts, edits, {d.start for d in found})
    taken = {d.start for d in found}
    for match in _signs(facts):
        if match.start() not in taken and match.lastgroup:
            kind, note = _NOTES[match.lastgroup]
            found.append(Damage(kind, *match.span(), note))
    found += find_broken_numbers(facts)
    lines = mojibake.unrepaired(facts)
    found += [
        Damage("mojibake", *line, "wrongly decoded, and too many bytes are lost to read it again") for line in lines
    ]
    if is_without_chinese(text):
        found.append(Damage("undecoded", 0, len(text), _UNDECODED))
    return tuple(sorted(found, key=lambda d: (d.start, d.end)))


def _signs(facts: Facts) -> Iterator[regex.Match[str]]:
    """Yield the signs of lost bytes, one after the other."""
    text, last = facts.text, 0
    for at in facts.where(LOST):
        for start in (at - 1, at):  # 拷 is the second character of a pair
            match = _PATTERN.match(text, start) if start >= last else None
            if match:
                last = match.end()
                yield match


def _searched(edit: Edit, alignment: Alignment) -> Iterator[Damage]:
    """Yield the characters of a run that were chosen among several."""
    start, end = alignment.to_target(edit.start, edit.end)
    # A later step may have changed the length: then the whole run is meant.
    whole = end - start != len(edit.after)
    for first, last in [(0, end - start)] if whole and edit.uncertain else _stretches(edit.uncertain):
        yield Damage("lost_character", start + first, start + last, "restored from shifted bytes; it may be another")


def _stretches(positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the half-open stretches of neighbouring positions."""
    first = last = -1
    for position in positions:
        if position != last:
            if first >= 0:
                yield first, last
            first = position
        last = position + 1
    if first >= 0:
        yield first, last


def _not_restored(facts: Facts, edits: tuple[Edit, ...], known: set[int]) -> Iterator[Damage]:
    """Yield the shifted runs that are still there, and the numbers that one may have taken a digit from."""
    text = facts.text
    riddled = any(edit.step in ("byteshift", "notes") for edit in edits)
    for run in byteshift.STARTS.finditer(text) if facts.has("?\ufffd") else ():
        if riddled or not run["note"].isascii():
            riddled = True
            end = _SHIFTED_RUN.match(text, run.end())
            at = run.end() if end is None else end.end()
            yield Damage("lost_character", run.start(), at, "bytes shifted by a note that could not be put back")
    if riddled:
        for match in _CUT_NUMBER.finditer(text):
            if match.start() not in known:
                yield _swallowed(text, match.span())


def _swallows(edit: Edit) -> bool:
    return edit.step == "byteshift" and edit.after.endswith("?")


def _swallowed(text: str, span: tuple[int, int]) -> Damage:
    """Return the damage at the ``?`` that ends a run."""
    at = Span(*span).end - 1
    number = _NUMBER.match(text, at + 1)
    if number is None:
        return Damage("lost_character", at, at + 1, "one character (ASCII) was swallowed by shifted bytes")
    digits = number[0]
    candidates = (*(f"{d}{digits}" for d in "123456789"), digits)
    return Damage("swallowed_digit", at, number.end(), "the character before this number was swallowed", candidates)
