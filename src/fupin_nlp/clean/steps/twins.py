"""Characters that look like the usual one and are put for it: 〝 for “, ∼ for ～, the radical ⼈ for 人."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import regex

from fupin_nlp.clean.characters import TWIN_PLACES, twins
from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = ["find"]

_ANYWHERE, _DIGITS, _HAN = TWIN_PLACES
# Who lists radicals puts signs or spaces between them; in running text nearly all stand beside other characters.
_LEAST_BESIDE: Final = 0.6
_LISTED: Final = r"\s、,，;；/|"
_DIGIT: Final = "[0-9０-９]"


class _Patterns(NamedTuple):
    signs: Pattern
    radicals: Pattern


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    places = {where: "".join(c for c, twin in twins().items() if twin.where == where) for where in TWIN_PLACES}
    either = {where: "[" + regex.escape(chars) + "]" for where, chars in places.items()}
    signs = rf"{either[_ANYWHERE]}|(?<={_DIGIT}){either[_DIGITS]}(?={_DIGIT})"
    run = rf"{either[_HAN]}++"
    beside = rf"(?<=[^{_LISTED}]){run}|{run}(?=[^{_LISTED}])"
    return _Patterns(
        compile_pattern("twins.signs", signs, verbose=False),
        compile_pattern("twins.radicals", rf"(?P<beside>{beside})|{run}", verbose=False),
    )


def find(facts: Facts, _context: Context) -> list[Patch]:
    """Return the patches that put the usual character for its twin."""
    table = twins()
    if not facts.has(table.keys()):
        return []
    patterns = _patterns()
    patches = [
        Patch(*m.span(), table[m[0]].usual, "twin of the usual sign", aligned=True)
        for m in patterns.signs.finditer(facts.text)
    ]
    runs = list(patterns.radicals.finditer(facts.text))
    beside = [m for m in runs if m["beside"]]
    if beside and len(beside) >= _LEAST_BESIDE * len(runs):
        patches += [
            Patch(*m.span(), "".join(table[c].usual for c in m[0]), "radical or compatibility form", aligned=True)
            for m in beside
        ]
    return sorted(patches, key=lambda patch: patch.start)
