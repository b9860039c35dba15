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
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import regex

from fupin_nlp.clean.characters import frequency, simplified_of
from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.clean.steps.notes import LETTERS, is_reading
from fupin_nlp.clean.words import best_insertion, is_word, log_likelihood

__all__ = ["STARTS", "find"]

_LETTERS = rf"[{LETTERS}]{{1,6}}"
_SHIFTED = rf"[?？\ufffd]\(?(?P<note>{_LETTERS})\)"
_PLAIN = rf"\((?P<plain>{_LETTERS})\)"
# The character before the lost paren may have a note of its own: 處(chù)?gàn)媚 is 處置, of which 幹 is the middle.
STARTS = regex.compile(
    rf"(?<=[\u3400-\u9fff，。、；：？！“”‘’（）《》—…])(?:\({_LETTERS}\))*+{_SHIFTED}", regex.VERSION1
)
_SHIFTED_NOTE = regex.compile(_SHIFTED, regex.VERSION1)
_PLAIN_NOTE = regex.compile(_PLAIN, regex.VERSION1)
_PLAIN_NOTES = regex.compile(rf"(?:\({_LETTERS}\))*+(?={_SHIFTED})", regex.VERSION1)
_NUMBER_REST = regex.compile(r"[\d.,%]", regex.VERSION1)
_ANY_NOTE = regex.compile(rf"[?？\ufffd]?\(?{_LETTERS}\)", regex.VERSION1)

_LONGEST_RUN = 400
_MOST_READINGS = 12  # ways to read one run: each lost byte may be one of several
_CONTEXT = 6
_NEAR = 4  # the part of the context that the search of dropped pairs looks at
_LOWEST_TRAIL = 0x40
_LOWEST_LEAD = 0x80
_TRIED_PAIRS = 200
_TRIED_NOTES = 8
# Readings of a run for which dropped pairs are searched, and places of a document: a bound on time (about 3 s) that
# a report of 60,000 characters with 46 shifted runs stays below.
_SEARCHED_READINGS = 3
_SEARCHES = 2000
# What a dropped pair must gain in log likelihood over the text without it. In 80 places of a right text the best
# pair gained at most 1.5 (median -8), in the two places of the real reports 5 and 12.
_GAIN_OF_PAIR = 0.5
# What a swallowed character, and a note that stays in the text, cost against other ways to read the run.
_COST_OF_SWALLOWED = 8.0
_COST_OF_NOTE = 25.0
_COST_OF_LONE_BYTE = 6.0


class _State(NamedTuple):
    """A way to read a run up to `position`: its true bytes (None: unknown) from the character before the run on."""

    data: tuple[int | None, ...]
    position: int
    notes: tuple[str, ...]
    in_step: bool
    swallowed: bool = False
    dropped: int = 0  # pairs put back before a note


@dataclass(slots=True)
class _Budget:
    """How many more searches of dropped pairs a document may have."""

    left: int


class _Run(NamedTuple):
    """A shifted run as restored, how its bytes were collected, how many dropped pairs were put back."""

    text: str
    state: _State
    pairs: int

    @property
    def end(self) -> int:
        """Where the run ends in the damaged text."""
        return self.state.position

    @property
    def swallowed(self) -> bool:
        """Whether the last character of the run swallowed the one behind it."""
        return self.state.swallowed


def find(text: str, _context: Context) -> list[Patch]:
    """Return the patches that put shifted runs back."""
    patches: list[Patch] = []
    position = 0
    budget = _Budget(_SEARCHES)
    while found := STARTS.search(text, position):
        position = found.end()
        run = _restore(text, found.start(), budget)
        if run is None:
            continue
        reason = f"bytes shifted by the notes {', '.join(run.state.notes)}"
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


@lru_cache(maxsize=4096)
def _lost_bytes(before: int, note: str) -> list[int]:
    """Return the bytes that make, after `before`, a character with this reading; the likeliest first."""
    found = [
        (trail, char)
        for trail, char in _by_lead().get(before, {}).items()
        if is_reading(char, note) and trail >= _LOWEST_LEAD
    ]
    return [trail for trail, _ in sorted(found, key=lambda f: (-_commonness(f[1]), f[0]))]


def _commonness(char: str) -> int:
    return frequency().get(simplified_of().get(char, char), 0)


def _restore(text: str, start: int, budget: _Budget) -> _Run | None:
    """Return the best reading of the run that begins behind the character before `start`, None if there is none."""
    first = _gbk(text[start - 1])
    if first is None or len(first) != 2:
        return None
    left = _ANY_NOTE.sub("", text[max(0, start - 5 * _CONTEXT) : start])[-_CONTEXT:]
    # Which lost bytes were right shows without the search of dropped pairs, which takes time.
    nothing = _Budget(0)
    plain = [run for state in _walk(text, start, first) if (run := _decode(text, left, state, nothing))]
    if not plain:
        return None
    runs = sorted(plain, key=lambda run: -_per_character(left, run))[:_SEARCHED_READINGS]
    runs = [run for plain_run in runs if (run := _decode(text, left, plain_run.state, budget))]
    end = max(run.end for run in runs) + _CONTEXT
    scored = [(_score(left, run, text[run.end : end]), -i, run) for i, run in enumerate(runs)]
    best = max(scored)
    untouched = log_likelihood(left + _ANY_NOTE.sub("", text[start:end])) - _COST_OF_NOTE
    return best[2] if best[0] > untouched else None


def _per_character(left: str, run: _Run) -> float:
    """Return how well a run reads, whatever its length."""
    return (log_likelihood(left + run.text) - _COST_OF_SWALLOWED * run.swallowed) / len(left + run.text)


def _score(left: str, run: _Run, rest: str) -> float:
    clean_rest, notes = _ANY_NOTE.subn("", rest)
    shifted = sum(1 for m in _ANY_NOTE.finditer(rest) if not m[0].startswith("(")) if notes else 0
    cost = _COST_OF_NOTE * shifted + _COST_OF_SWALLOWED * run.swallowed
    cost += _COST_OF_LONE_BYTE * run.state.data.count(_LOWEST_LEAD)
    return log_likelihood(left + run.text + clean_rest) - cost


def _walk(text: str, start: int, first: bytes) -> list[_State]:
    """Return the ways to collect the true bytes of a run until decoder and text are in step again."""
    done: list[_State] = []
    open_states = [_State(tuple(first), start, (), in_step=True)]
    steps = 0
    while open_states and len(done) < _MOST_READINGS and steps < _LONGEST_RUN:
        steps += 1
        state = open_states.pop(0)
        if state.in_step and not (gap := _PLAIN_NOTES.match(text, state.position)):
            done.append(state)
            continue
        if state.in_step and gap:
            state = state._replace(position=gap.end())
        following = _advance(text, state)
        open_states = [*following, *open_states][:_MOST_READINGS]
    return [state for state in done if state.notes]


def _advance(text: str, state: _State) -> list[_State]:
    """Return the states behind the next token: a note, a character, or what the decoder swallowed."""
    position = state.position
    if position >= len(text):
        return []
    if note := _SHIFTED_NOTE.match(text, position):
        last = state.data[-1]
        lost = _lost_bytes(last, note["note"]) if last is not None else []
        # A lost byte is the second of its character when the decoder was out of step, else the first of the next.
        notes = (*state.notes, note["note"])
        found = [_State((*state.data, b), note.end(), notes, in_step=not state.in_step) for b in lost]
        if last is not None and not state.in_step:
            dropped = _dropped_before(last, note["note"])
            found += [_State((*state.data, *three), note.end(), notes, in_step=True, dropped=1) for three in dropped]
        return found
    if (plain := _PLAIN_NOTE.match(text, position)) and is_reading(text[position - 1], plain["plain"]):
        return [state._replace(position=plain.end(), notes=(*state.notes, plain["plain"]))]
    if text[position] in "?？\ufffd":
        swallowed = state._replace(data=(*state.data, None), position=position + 1, in_step=True, swallowed=True)
        if _NUMBER_REST.match(text, position + 1):
            return [swallowed]  # a number that may have lost its first digit is never taken for whole
        # 0x80 is no lead byte: it became ? by itself.
        alone = state._replace(data=(*state.data, _LOWEST_LEAD), position=position + 1, in_step=True)
        return [alone, swallowed]
    encoded = _gbk(text[position])
    if encoded is None or encoded[0] < _LOWEST_TRAIL:
        return []
    # One byte is a trail byte that shows as a letter; a second one below 0x80 is a letter of the text. In step again.
    in_step = encoded[-1] < _LOWEST_LEAD
    return [state._replace(data=(*state.data, *encoded), position=position + 1, in_step=in_step)]


def _decode(text: str, left: str, state: _State, budget: _Budget) -> _Run | None:
    """Decode the bytes of a run, without the character before it; dropped pairs are searched within the budget."""
    chars = _pair_up(state.data)
    if chars is None:
        return None
    right = (
        "" if state.swallowed else _ANY_NOTE.sub("", text[state.position : state.position + 5 * _CONTEXT])[:_CONTEXT]
    )
    restored, pairs = _mend(left, chars[1:], right, budget)
    tail = "?" if state.swallowed else ""
    return _Run("".join(restored) + tail, state, pairs + state.dropped)


def _pair_up(data: tuple[int | None, ...]) -> list[tuple[int, int | None, str]] | None:
    """Return lead, trail and character of the true bytes; the last may be open, or a letter by itself."""
    chars: list[tuple[int, int | None, str]] = []
    table = _by_lead()
    i = 0
    while i < len(data):
        lead = data[i]
        if lead is None:
            return None
        if lead < _LOWEST_LEAD:
            chars.append((lead, lead, chr(lead)))
            i += 1
            continue
        if i + 1 >= len(data):
            return None
        trail = data[i + 1]
        chars.append((lead, trail, table.get(lead, {}).get(trail, "\ufffd") if trail is not None else ""))
        i += 2
    return chars


def _mend(left: str, chars: list[tuple[int, int | None, str]], right: str, budget: _Budget) -> tuple[list[str], int]:
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
            other = _dropped(before, lead, trail, char, after) if budget.left > 0 else None
            budget.left -= other is not None
            found = other or char
        pairs += len(found) - 1
        done.append(found)
    return done, pairs


def _dropped(before: str, lead: int, trail: int, char: str, after: str) -> str | None:
    """Return what reads best between lead and trail: two characters around a dropped pair, or `char` as it is.

    None where nothing was searched, because `char` makes a word with its neighbours.
    """
    if _stands_in_word(before, char, after):
        return None
    options = _splits(lead, trail)
    if not options:
        return None
    before, after = before[-_NEAR:], after[:_NEAR]
    score, pair = best_insertion(before, options, after)
    return pair if score > log_likelihood(before + char + after) + _GAIN_OF_PAIR else char


def _stands_in_word(before: str, char: str, after: str) -> bool:
    """Whether the plain decoding makes a word with its neighbours: then nothing was dropped beside it."""
    left, right = before[-1:], after[:1]
    return bool((left and is_word(left + char)) or (right and is_word(char + right)))


@lru_cache(maxsize=1024)
def _dropped_before(carry: int, note: str) -> tuple[bytes, ...]:
    """Return the likeliest bytes p, q, b where the pair (p, q) was dropped and (q, b) is read `note`."""
    table = _by_lead()
    found = []
    for q, row in table.items():
        for b in _lost_bytes(q, note):
            for p, char in table.get(carry, {}).items():
                if p > _LOWEST_LEAD and q not in table.get(p, {}):
                    found.append((-_weight(char) - _weight(row[b]), bytes((p, q, b))))
    return tuple(three for _, three in sorted(found)[:_TRIED_NOTES])


@lru_cache(maxsize=2048)
def _splits(lead: int, trail: int) -> tuple[str, ...]:
    """Return the likeliest characters (lead, p) (q, trail) for the pairs (p, q) that the decoder drops."""
    table = _by_lead()
    seconds = [(q, b, _weight(b)) for q, b in _by_trail().get(trail, {}).items()]
    found = []
    for p, a in table.get(lead, {}).items():
        if p > _LOWEST_LEAD:  # a lead byte; others would show as letters
            row = table.get(p, {})
            weight = _weight(a)
            found += [(-weight - other, a + b) for q, b, other in seconds if q not in row]
    found.sort()
    words = [pair for _, pair in found[_TRIED_PAIRS:] if is_word(pair)]
    return (*(pair for _, pair in found[:_TRIED_PAIRS]), *words[:_TRIED_PAIRS])


def _weight(char: str) -> float:
    if "\u3400" <= char <= "\u9fff":
        return math.log(1 + _commonness(char))
    return 8.0 if char in "，。、" else 5.0 if char in "；：“”（）《》" else -5.0
