"""Undo the byte shift of GBK text into which notes were inserted inside characters.

A program put ``(cè)`` after the byte pair ``82 C8`` (側) of 總人 (``BF82 C8CB``). The decoder then met ``C8 (``, which
is no character, wrote ``?`` for both, and read all that follows one byte late, until a byte below 0x80 brought it back
into step: 總?cè)丝诘. Read backwards: the lost byte is the one that makes, with the byte before it, a character that is
read so. Put it back and the rest falls into place.

Two things are lost for good and are searched or reported. Pairs that the shift moved into the unassigned or
user-defined part of GBK were dropped by the decoder: the pair that makes the neighbourhood read as words is put back.
A lead byte directly before an ASCII character took that character with it: the Chinese character is found by its
lead byte and its neighbours, the ASCII one (a digit, mostly) stays ``?``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import regex

from fupin_nlp.clean.characters import frequency, simplified_of
from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.clean.steps.notes import LETTERS, is_reading
from fupin_nlp.clean.words import log_likelihood

__all__ = ["find"]

_NOTE = rf"[?？\ufffd]\(?([{LETTERS}]{{1,6}})\)"
_START = regex.compile(rf"(?<=[\u3400-\u9fff]){_NOTE}", regex.VERSION1)
_SHIFTED_NOTE = regex.compile(_NOTE, regex.VERSION1)
_PLAIN_NOTE = regex.compile(rf"\(([{LETTERS}]{{1,6}})\)", regex.VERSION1)

_LONGEST_RUN = 400
_CONTEXT = 6
_TRIED_PAIRS = 150
# What a dropped pair must gain in log likelihood over the text without it. In 80 places of a right text the best
# pair gained at most 1.5 (median -8), in the two places of the real reports 5 and 12.
_GAIN_OF_PAIR = 2.0


class _Run(NamedTuple):
    """A shifted run as restored: the text behind the lost paren, where it ends in the damaged text, what was done."""

    text: str
    end: int
    notes: tuple[str, ...]
    pairs: int
    swallowed: bool


class _Open(NamedTuple):
    """The tokens of a run before its bytes are decoded: bytes with None for a lost one, the notes, the end."""

    data: tuple[int | None, ...]
    notes: tuple[tuple[int, str], ...]
    end: int
    swallowed: bool


def find(text: str, _context: Context) -> list[Patch]:
    """Return the patches that put shifted runs back."""
    patches: list[Patch] = []
    position = 0
    while found := _START.search(text, position):
        position = found.end()
        run = _restore(text, found.start(), found[1])
        if run is None:
            continue
        reason = f"bytes shifted by the notes {', '.join(run.notes)}"
        if run.pairs:
            reason += f"; {run.pairs} dropped pair{'s' if run.pairs > 1 else ''} searched"
        if run.swallowed:
            reason += "; the character at ? was swallowed"
        patches.append(Patch(found.start(), run.end, run.text, reason))
        position = run.end
    return patches


@lru_cache(maxsize=1)
def _by_lead() -> Mapping[int, Mapping[int, str]]:
    """Return the Chinese characters of GBK by lead byte and trail byte."""
    table: dict[int, dict[int, str]] = defaultdict(dict)
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            try:
                char = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
            table[lead][trail] = char
    return MappingProxyType(table)


@lru_cache(maxsize=1)
def _by_trail() -> Mapping[int, Mapping[int, str]]:
    table: dict[int, dict[int, str]] = defaultdict(dict)
    for lead, row in _by_lead().items():
        for trail, char in row.items():
            table[trail][lead] = char
    return MappingProxyType(table)


def _gbk(char: str) -> bytes | None:
    try:
        return char.encode("gbk")
    except UnicodeEncodeError:
        return None


def _lost_bytes(before: int, note: str) -> list[int]:
    """Return the bytes that make, after `before`, a character with this reading; the likeliest first."""
    found = [
        (trail, char) for trail, char in _by_lead().get(before, {}).items() if is_reading(char, note) and trail >= 0x81
    ]
    return [trail for trail, _ in sorted(found, key=lambda f: (-_commonness(f[1]), f[0]))]


def _commonness(char: str) -> int:
    return frequency().get(simplified_of().get(char, char), 0)


def _restore(text: str, start: int, note: str) -> _Run | None:
    """Return the run that begins at the ``?`` at `start`, or None if it cannot be one."""
    first = _gbk(text[start - 1])
    if first is None or len(first) != 2:  # bytes of a Chinese character
        return None
    best: tuple[float, _Run] | None = None
    left = text[max(0, start - _CONTEXT) : start]
    for lost in _lost_bytes(first[1], note)[:4]:
        run = _decode(text, start, note, lost)
        if run is None:
            continue
        right = text[run.end : run.end + _CONTEXT]
        score = log_likelihood(left + run.text + right)
        if best is None or score > best[0]:
            best = (score, run)
    return best[1] if best else None


def _decode(text: str, start: int, note: str, lost: int) -> _Run | None:
    """Decode a run with the lost byte put back."""
    opened = _collect(text, start, note, lost)
    if opened is None:
        return None
    left = text[max(0, start - _CONTEXT) : start]
    right = text[opened.end : opened.end + _CONTEXT]
    chars = _pair_up(opened.data)
    if chars is None:
        return None
    restored, pairs = _mend(left, chars, "" if opened.swallowed else right)
    tail = "?" if opened.swallowed else ""
    return _Run("".join(restored) + tail, opened.end, tuple(n for _, n in opened.notes), pairs, opened.swallowed)


def _collect(text: str, start: int, note: str, lost: int) -> _Open | None:
    """Walk along the damaged text and collect the true bytes until both are in step again."""
    head = _SHIFTED_NOTE.match(text, start)
    assert head is not None  # the caller found it here
    data: list[int | None] = [lost]
    notes = [(0, note)]
    position = head.end()
    while position < len(text) and position - start < _LONGEST_RUN:
        char = text[position]
        carry = data[-1]
        if (inner := _PLAIN_NOTE.match(text, position)) and is_reading(text[position - 1], inner[1]):
            notes.append((len(data), inner[1]))
            position = inner.end()
            continue
        if char in "?？\ufffd":
            inner = _SHIFTED_NOTE.match(text, position)
            again = _lost_bytes(carry, inner[1])[:1] if inner and carry is not None else []
            if inner and again:
                data.append(again[0])
                notes.append((len(data), inner[1]))
                return _Open(tuple(data), tuple(notes), inner.end(), swallowed=False)
            data.append(None)
            return _Open(tuple(data), tuple(notes), position + 1, swallowed=True)
        encoded = _gbk(char)
        if encoded is None:
            return None
        if len(encoded) == 1:
            # A trail byte below 0x80 shows as itself and brings the decoder back into step.
            if encoded[0] < 0x40:  # the lowest trail byte of GBK
                return None
            data.append(encoded[0])
            return _Open(tuple(data), tuple(notes), position + 1, swallowed=False)
        data.extend(encoded)
        position += 1
        if encoded[1] < 0x80:  # ASCII: a letter of the true text, in step from here
            return _Open(tuple(data), tuple(notes), position, swallowed=False)
    return None


def _pair_up(data: tuple[int | None, ...]) -> list[tuple[int, int | None, str]] | None:
    """Return lead, trail and character of the true bytes; the last may be open, or a letter by itself."""
    chars: list[tuple[int, int | None, str]] = []
    table = _by_lead()
    i = 0
    while i < len(data):
        lead = data[i]
        if lead is None:
            return None
        if lead < 0x80:  # ASCII
            chars.append((lead, lead, chr(lead)))
            i += 1
            continue
        if i + 1 >= len(data):
            return None
        trail = data[i + 1]
        chars.append((lead, trail, table.get(lead, {}).get(trail, "\ufffd") if trail is not None else ""))
        i += 2
    return chars


def _mend(left: str, chars: list[tuple[int, int | None, str]], right: str) -> tuple[list[str], int]:
    """Put dropped pairs back where the plain decoding does not read, and close an open last character."""
    done: list[str] = []
    pairs = 0
    for i, (lead, trail, char) in enumerate(chars):
        before = (left + "".join(done))[-_CONTEXT:]
        after = "".join(c for _, _, c in chars[i + 1 : i + 1 + _CONTEXT])
        after += right[: max(0, _CONTEXT - len(after))]
        if trail is None:
            # The lead byte is known; what it swallowed stands behind it.
            found = max(_by_lead()[lead].values(), key=lambda c: (log_likelihood(before + c), c))
        else:
            found = _dropped(before, lead, trail, char, after) or char
        pairs += len(found) - 1
        done.append(found)
    return done, pairs


def _dropped(before: str, lead: int, trail: int, char: str, after: str) -> str | None:
    """Return the two characters that a dropped pair between `lead` and `trail` makes, if they read better."""
    options = _splits(lead, trail)
    if not options:
        return None
    score, pair = max((log_likelihood(before + pair + after), pair) for pair in options)
    return pair if score > log_likelihood(before + char + after) + _GAIN_OF_PAIR else None


@lru_cache(maxsize=2048)
def _splits(lead: int, trail: int) -> tuple[str, ...]:
    """Return the likeliest characters (lead, p) (q, trail) for the pairs (p, q) that the decoder drops."""
    table = _by_lead()
    seconds = [(q, b, _weight(b)) for q, b in _by_trail().get(trail, {}).items()]
    found = []
    for p, a in table.get(lead, {}).items():
        if p >= 0x81:  # a lead byte; others would show as letters
            row = table.get(p, {})
            weight = _weight(a)
            found += [(-weight - other, a + b) for q, b, other in seconds if q not in row]
    return tuple(pair for _, pair in sorted(found)[:_TRIED_PAIRS])


def _weight(char: str) -> float:
    if "\u3400" <= char <= "\u9fff":
        return math.log(1 + _commonness(char))
    return 8.0 if char in "，。、" else 5.0 if char in "；：“”（）《》" else -5.0
