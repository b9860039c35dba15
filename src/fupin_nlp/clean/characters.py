"""What is known about single characters: script, frequency, readings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from fupin_nlp.errors import DataFileError
from fupin_nlp.lexicon.loader import load_tsv

__all__ = [
    "LETTERS",
    "TWIN_PLACES",
    "Twin",
    "any_of",
    "frequency",
    "is_reading",
    "only_simplified",
    "only_traditional",
    "readings",
    "simplified_of",
    "twins",
    "without_tone",
]

LETTERS: Final = "a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿêɑɡ"  # of readings, as a set of a pattern
# Where a character is the twin of another: anywhere, between two digits, beside Chinese characters.
TWIN_PLACES: Final = ("anywhere", "between digits", "beside Han")
# Radicals have names and code points of their own; PDF files with a broken font table put them for the characters.
_RADICALS: Final = range(0x2F00, 0x2FD6)
_COMPATIBLE: Final = range(0xF900, 0xFA6E)


def any_of(chars: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for one of many characters.

    It is of the standard library, whose tables answer for a clean text in 1 ms/MB; `regex` takes five times, a set of
    the characters forty times as long.
    """
    return re.compile("[" + "".join(map(re.escape, sorted(chars))) + "]")


class Twin(NamedTuple):
    """What a character stands for, and where: one of `TWIN_PLACES`."""

    usual: str
    where: str


@lru_cache(maxsize=1)
def twins() -> Mapping[str, Twin]:
    """Return the characters that look like the usual one and are put for it.

    Raises
    ------
    DataFileError
        If the table has an unknown place.

    Examples
    --------
    >>> twins()["〝"].usual, twins()["⼈"]
    ('“', Twin(usual='人', where='beside Han'))
    """
    found: dict[str, Twin] = {}
    for char, sign, where in load_tsv("twins.tsv", ["char", "usual", "where"], unique=["char"]):
        if where not in TWIN_PLACES:
            raise DataFileError(f"twins.tsv: {where!r} is none of {', '.join(TWIN_PLACES)}")
        found[char] = Twin(sign, where)
    for code in (*_RADICALS, *_COMPATIBLE):
        char = chr(code)
        normal = unicodedata.normalize("NFKC", char)
        if normal != char and char not in found:  # that of ⼾ is the traditional 戶: the table has 户
            found[char] = Twin(normal, TWIN_PLACES[-1])
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def _script() -> tuple[frozenset[str], frozenset[str], Mapping[str, str]]:
    traditional, simplified, table = [], [], {}
    for char, script, target in load_tsv("script.tsv", ["char", "script", "simplified"], unique=["char"]):
        if script == "traditional":
            traditional.append(char)
            table[char] = target
        else:
            simplified.append(char)
    return frozenset(traditional), frozenset(simplified), MappingProxyType(table)


def only_traditional() -> frozenset[str]:
    """Return the characters that only traditional text has (經 業, not 著 后)."""
    return _script()[0]


def only_simplified() -> frozenset[str]:
    """Return the characters that only simplified text has (经 业, not 后)."""
    return _script()[1]


def simplified_of() -> Mapping[str, str]:
    """Return traditional → simplified for the characters of `only_traditional`."""
    return _script()[2]


@lru_cache(maxsize=1)
def frequency() -> Mapping[str, int]:
    """Return the occurrences of simplified characters in a million."""
    rows = load_tsv("frequencies.tsv", ["char", "per_million"], unique=["char"])
    return MappingProxyType({char: int(count) for char, count in rows})


@lru_cache(maxsize=1)
def readings() -> Mapping[str, str]:
    """Return the readings of a character with tone marks, separated by commas."""
    return MappingProxyType(dict(load_tsv("readings.tsv.xz", ["char", "readings"], unique=["char"]).rows))  # type: ignore[arg-type]  # rows have two cells, the loader has checked it


def without_tone(reading: str) -> str:
    """Return a reading without tone marks; ü stays, as ``v`` would be another letter.

    Examples
    --------
    >>> without_tone("jīng"), without_tone("lǜ")
    ('jing', 'lü')
    """
    kept = (c for c in unicodedata.normalize("NFD", reading.lower()) if c == "\u0308" or not unicodedata.combining(c))
    return unicodedata.normalize("NFC", "".join(kept))


@lru_cache(maxsize=4096)
def is_reading(char: str, note: str) -> bool:
    """Return whether a note is a reading of a character, toned or toneless.

    Examples
    --------
    >>> is_reading("經", "jīng"), is_reading("經", "jing"), is_reading("市", "cán")
    (True, True, False)
    """
    note = note.replace("ɑ", "a").replace("ɡ", "g")
    own = readings().get(char, "")
    if not own:
        return False
    toned = own.split(",")
    if note in toned:
        return True
    return without_tone(note) == note and note in {without_tone(r) for r in toned}
