"""Characters that look like the usual one and are put for it: 〝 for “, ∼ for ～, the radical ⼈ for 人, 二OO三年."""

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
# Letters that are typed for 〇 in years of Chinese numerals: Latin, Greek, Cyrillic, full width, and the large circle.
_ZEROS: Final = "OoＯｏΟοОо◯"


class _Patterns(NamedTuple):
    signs: Pattern
    radicals: Pattern
    year: Pattern


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    places = {where: "".join(c for c, twin in twins().items() if twin.where == where) for where in TWIN_PLACES}
    either = {where: "[" + regex.escape(chars) + "]" for where, chars in places.items()}
    signs = rf"{either[_ANYWHERE]}|(?<={_DIGIT}){either[_DIGITS]}(?={_DIGIT})"
    run = rf"{either[_HAN]}++"
    year = rf"[一二][一二三四五六七八九〇零○0０{_ZEROS}]{{3}}"
    beside = rf"(?<=[^{_LISTED}]){run}|{run}(?=[^{_LISTED}])"
    return _Patterns(
        compile_pattern("twins.signs", signs, verbose=False),
        compile_pattern("twins.radicals", rf"(?P<beside>{beside})|{run}", verbose=False),
        compile_pattern(
            "twins.year", rf"(?<![一-龥]){year}(?=\s?年|[-—–～~至到、和]{year}年)|{year}(?=年)", verbose=False
        ),
    )


def find(facts: Facts, _context: Context) -> list[Patch]:
    """Return the patches that put the usual character for its twin."""
    patches = _zeros_of_years(facts.text) if any(letter in facts.text for letter in _ZEROS) else []
    table = twins()
    if not facts.has(table.keys()):
        return patches
    patterns = _patterns()
    patches += [
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


def _zeros_of_years(text: str) -> list[Patch]:
    return [
        Patch(at, at + 1, "〇", "letter for nought in a year", aligned=True)
        for year in _patterns().year.finditer(text)
        for at in range(year.start(), year.end())
        if text[at] in _ZEROS
    ]
