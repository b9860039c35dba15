"""Characters that look like the usual one and are put for it: 〝 for “, ∼ for ～, the radical ⼈ for 人."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import regex

from fupin_nlp.clean.characters import any_of
from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.errors import DataFileError
from fupin_nlp.lexicon.loader import load_tsv
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = ["find"]

_ANYWHERE, _DIGITS, _HAN = "anywhere", "between digits", "beside Han"
# Radicals have names and code points of their own; PDF files with a broken font table put them for the characters.
_RADICALS = range(0x2F00, 0x2FD6)
_COMPATIBLE = range(0xF900, 0xFA6E)
# Who lists radicals puts signs or spaces between them; in running text nearly all stand beside other characters.
_LEAST_BESIDE = 0.6
_LISTED = r"\s、,，;；/|"
_DIGIT = "[0-9０-９]"


class _Twins(NamedTuple):
    usual: Mapping[str, str]
    places: Mapping[str, str]  # where → the characters that count there
    quick: re.Pattern[str]


@lru_cache(maxsize=1)
def _twins() -> _Twins:
    usual: dict[str, str] = {}
    places: dict[str, list[str]] = defaultdict(list)
    for char, sign, where in load_tsv("twins.tsv", ["char", "usual", "where"], unique=["char"]):
        if where not in (_ANYWHERE, _DIGITS, _HAN):
            raise DataFileError(f"twins.tsv: {where!r} is none of {_ANYWHERE}, {_DIGITS}, {_HAN}")
        usual[char] = sign
        places[where].append(char)
    for code in (*_RADICALS, *_COMPATIBLE):
        char = chr(code)
        normal = unicodedata.normalize("NFKC", char)
        if normal != char and char not in usual:  # that of ⼾ is the traditional 戶: the table has 户
            usual[char] = normal
            places[_HAN].append(char)
    return _Twins(
        MappingProxyType(usual),
        MappingProxyType({where: "".join(chars) for where, chars in places.items()}),
        any_of(usual),
    )


@lru_cache(maxsize=1)
def _patterns() -> tuple[Pattern, Pattern]:
    """Return the patterns of signs and of radicals; most texts have none of the characters."""
    either = {where: "[" + regex.escape(chars) + "]" for where, chars in _twins().places.items()}
    signs = rf"{either[_ANYWHERE]}|(?<={_DIGIT}){either[_DIGITS]}(?={_DIGIT})"
    run = rf"{either[_HAN]}++"
    beside = rf"(?<=[^{_LISTED}]){run}|{run}(?=[^{_LISTED}])"
    return (
        compile_pattern("twins.signs", signs, verbose=False),
        compile_pattern("twins.radicals", rf"(?P<beside>{beside})|{run}", verbose=False),
    )


def find(text: str, _context: Context) -> list[Patch]:
    """Return the patches that put the usual character for its twin."""
    twins = _twins()
    if not twins.quick.search(text):
        return []
    signs, radicals = _patterns()
    patches = [Patch(*m.span(), twins.usual[m[0]], "twin of the usual sign", aligned=True) for m in signs.finditer(text)]
    runs = list(radicals.finditer(text))
    beside = [m for m in runs if m["beside"]]
    if beside and len(beside) >= _LEAST_BESIDE * len(runs):
        patches += [
            Patch(*m.span(), "".join(twins.usual[c] for c in m[0]), "radical or compatibility form", aligned=True)
            for m in beside
        ]
    return sorted(patches, key=lambda patch: patch.start)
