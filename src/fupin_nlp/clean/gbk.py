"""The code table of GBK, by lead byte, by trail byte and by reading."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from fupin_nlp.clean.characters import frequency, is_reading, readings, simplified_of, without_tone

__all__ = [
    "LOWEST_LEAD",
    "before_dropped",
    "by_lead",
    "by_trail",
    "encode",
    "end_before_dropped",
    "is_dropped",
    "read_as",
    "trails_read_as",
]

LOWEST_LEAD: Final = 0x80
_TRIED: Final = 40  # characters with a given reading, that are looked at: the most frequent


@lru_cache(maxsize=1)
def by_lead() -> Mapping[int, Mapping[int, str]]:
    """Return the characters of GBK by lead byte and trail byte."""
    table: dict[int, dict[int, str]] = {lead: {} for lead in range(0x81, 0xFF)}
    for lead, row in table.items():
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            try:
                row[trail] = bytes((lead, trail)).decode("gbk")
            except UnicodeDecodeError:
                continue
    return MappingProxyType(table)


def is_dropped(lead: int, trail: int) -> bool:
    """Whether a pair is no character of GBK, so that a decoder may pass over it.

    Examples
    --------
    >>> is_dropped(0xFD, 0xDD), is_dropped(0xB5, 0xC4)
    (True, False)
    """
    return lead in by_lead() and trail >= 0x40 and trail not in by_lead()[lead]


@lru_cache(maxsize=8192)
def encode(char: str) -> bytes | None:
    """Return the bytes of a character, None if GBK has it not."""
    try:
        return char.encode("gbk")
    except UnicodeEncodeError:
        return None


def weight(char: str) -> float:
    """Return how common a character is, on a logarithmic scale."""
    if "\u3400" <= char <= "\u9fff":
        return math.log(1 + frequency().get(simplified_of().get(char, char), 0))
    return 8.0 if char in "，。、" else 5.0 if char in "；：“”（）《》" else -5.0


def _by_weight(chars: list[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted(chars, key=lambda pair: (-weight(pair[1]), pair)))


@lru_cache(maxsize=256)
def by_trail(trail: int) -> tuple[tuple[int, str], ...]:
    """Return the lead bytes and characters with this trail byte, the most frequent ones."""
    return _by_weight([(lead, row[trail]) for lead, row in by_lead().items() if trail in row])


@lru_cache(maxsize=256)
def before_dropped(lead: int) -> tuple[tuple[int, str], ...]:
    """Return the trail bytes and characters of a lead byte whose trail byte may begin a dropped pair."""
    return _by_weight([(u, char) for u, char in by_lead().get(lead, {}).items() if begins_dropped(u)])


@lru_cache(maxsize=256)
def begins_dropped(byte: int) -> bool:
    row = by_lead().get(byte)
    return row is not None and any(trail not in row for trail in range(0x81, 0xFF))


@lru_cache(maxsize=1)
def end_before_dropped() -> Mapping[str, tuple[int, int]]:
    """Return the characters whose trail byte is the lead byte of pairs that are dropped, with their bytes."""
    return MappingProxyType(
        {char: (lead, u) for lead, row in by_lead().items() for u, char in row.items() if begins_dropped(u)}
    )


@lru_cache(maxsize=8192)
def trails_read_as(lead: int, note: str) -> tuple[tuple[int, str], ...]:
    """Return the trail bytes that make, behind `lead`, a character with this reading; the most frequent first."""
    row = by_lead().get(lead, {})
    return _by_weight([(t, char) for t, char in row.items() if t >= LOWEST_LEAD and is_reading(char, note)])


@lru_cache(maxsize=1)
def _readable() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in by_lead().values():
        for char in row.values():
            for reading in readings().get(char, "").split(","):
                for note in {reading, without_tone(reading)}:
                    if note:
                        found[note].append(char)
    return MappingProxyType({note: tuple(chars) for note, chars in found.items()})


@lru_cache(maxsize=2048)
def read_as(note: str) -> tuple[tuple[int, int, str], ...]:
    """Return lead byte, trail byte and character of the most frequent characters with this reading."""
    chars = sorted(set(_readable().get(note, ())), key=lambda c: (-weight(c), c))[:_TRIED]
    return tuple((data[0], data[1], c) for c in chars if (data := c.encode("gbk"))[1] >= LOWEST_LEAD)
