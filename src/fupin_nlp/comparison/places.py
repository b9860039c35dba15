"""Places of a comparison: what identifies one, what contains it, and what it is rolled up to."""

from __future__ import annotations

from typing import Final

from fupin_nlp.lexicon.gazetteer import COUNTY, NATION, gazetteer
from fupin_nlp.lexicon.levels import levels_of

__all__ = ["ROLL_UP", "ancestor", "contains", "place_of"]

ROLL_UP: Final = ("province", "city", "county")
_LENGTH: Final = 6  # of a code
# What carries the code of the county or city that it lies in.
_BELOW: Final = frozenset({"township", "village", "institution"})


def _is_code(text: str) -> bool:
    return len(text) == _LENGTH and text.isascii() and text.isalnum()


def place_of(region: str | None, code: str | None, doc: str) -> str:
    """Return the identity of a place: its code, with the name of a township or village behind it; else name, document.

    Examples
    --------
    >>> place_of("略阳县", "610727", "a"), place_of("略阳县高台村", "610727", "a"), place_of(None, None, "a")
    ('610727', '610727/略阳县高台村', 'doc:a')
    """
    if code and levels_of(region, code).level in _BELOW:
        return f"{code}/{region}"
    return code or region or f"doc:{doc}"


def contains(outer: str, inner: str) -> bool:
    """Tell by their identities whether a place contains another.

    Examples
    --------
    >>> contains("231200", "231223"), contains("000000", "231223"), contains("231223", "231200")
    (True, True, False)
    >>> contains("610727", "610727/略阳县高台村"), contains("610727/略阳县高台村", "610727/略阳县高台村")
    (True, False)
    """
    code, _, below = inner.partition("/")
    if outer == inner or not (_is_code(outer) and _is_code(code)):
        return False
    if outer == NATION.code:
        return True
    if outer == code:
        return bool(below)
    stem = outer[:2] if outer.endswith("0000") else outer[:4] if outer.endswith("00") else outer
    return code.startswith(stem)


def ancestor(region: str | None, code: str | None, level: str, year: int | None = None) -> tuple[str, str] | None:
    """Return code and name of the province, city or county which is the place itself or contains it.

    Returns
    -------
    tuple of (str, str) or None
        None where the place lies above the level, is several places, or nothing tells.

    Examples
    --------
    >>> ancestor("略阳县高台村", "610727", "county"), ancestor("略阳县", "610727", "province")
    (('610727', '略阳县'), ('610000', '陕西省'))
    >>> ancestor("陕西省", "610000", "city") is None
    True
    """
    if not code or not _is_code(code) or code == NATION.code:
        return None
    own = levels_of(region, code, year)
    if own.level == level and region:
        return code, region
    place = gazetteer().division(code, year)
    if place is None:
        return None
    if level == "county":
        return (code, place.name) if place.level >= COUNTY else None
    name = own.province if level == "province" else own.city
    chain = [place, *gazetteer().lineage(place, year)]
    return next(((d.code, d.name) for d in chain if d.name == name), None) if name else None
