"""Places by level: which division a figure is of, and what contains it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from fupin_nlp.lexicon.gazetteer import gazetteer

__all__ = ["LEVELS", "LEVEL_LABELS_ZH", "ancestor", "city_of", "contains", "level_of", "place_of", "province_of"]

LEVELS: Final = ("nation", "province", "city", "county", "town", "village")
LEVEL_LABELS_ZH: Final = {
    "nation": "全国",
    "province": "省级",
    "city": "地级",
    "county": "县级",
    "town": "乡级",
    "village": "村级",
}
# Endings of places below a county; the code of such a place is that of its county.
_VILLAGE: Final = ("村", "社区", "屯", "居委会", "嘎查")
_TOWN: Final = ("镇", "乡", "街道", "苏木", "街道办事处")
_NATION: Final = "000000"


def is_code(text: str | None) -> bool:
    """Tell whether a text is one six-digit code."""
    return text is not None and len(text) == 6 and text.isascii() and text.isdigit()


def level_of(region: str | None, code: str | None) -> str | None:
    """Return the level of a place: nation, province, city, county, town or village.

    Parameters
    ----------
    region, code : str or None
        Name and six-digit code. A town or village has the code of its county and is known by its name.

    Returns
    -------
    str or None
        None for several places and where nothing tells.

    Examples
    --------
    >>> level_of("陕西省", "610000"), level_of("汉中市", "610700"), level_of("略阳县", "610727")
    ('province', 'city', 'county')
    >>> level_of("略阳县高台村", "610727"), level_of("景德镇市", "360200"), level_of("甲县", None)
    ('village', 'city', None)
    """
    if code is None or not is_code(code):
        return None
    if code == _NATION:
        return "nation"
    if region and not code.endswith("00"):
        if region.endswith(_VILLAGE):
            return "village"
        if region.endswith(_TOWN):
            return "town"
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def place_of(region: str | None, code: str | None, doc: str) -> str:
    """Return the identity of a place: its code, with the name of a town or village behind it; else name or document.

    Examples
    --------
    >>> place_of("略阳县", "610727", "a"), place_of("略阳县高台村", "610727", "a"), place_of(None, None, "a")
    ('610727', '610727/略阳县高台村', 'doc:a')
    """
    if code and level_of(region, code) in ("town", "village"):
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
    if outer == inner or not (is_code(outer) and is_code(code)):
        return False
    if outer == _NATION:
        return True
    if outer == code:
        return bool(below)
    stem = outer[:2] if outer.endswith("0000") else outer[:4] if outer.endswith("00") else outer
    return code.startswith(stem)


@lru_cache(maxsize=8192)
def _name(code: str, year: int | None) -> str | None:
    division = gazetteer().division(code, year) or gazetteer().division(code)
    return division.name if division is not None else None


def province_of(code: str | None, year: int | None = None) -> tuple[str, str] | None:
    """Return code and name of the province that a code lies in.

    Examples
    --------
    >>> province_of("610727"), province_of("000000")
    (('610000', '陕西省'), None)
    """
    return _above(code, "0000", 2, year)


def city_of(code: str | None, year: int | None = None) -> tuple[str, str] | None:
    """Return code and name of the city that a code lies in; None for a province and for a county without a city.

    Examples
    --------
    >>> city_of("610727"), city_of("610000"), city_of("429004")
    (('610700', '汉中市'), None, None)
    """
    return None if code is None or code.endswith("0000") else _above(code, "00", 4, year)


def _above(code: str | None, ending: str, length: int, year: int | None) -> tuple[str, str] | None:
    if code is None or not is_code(code) or code == _NATION:
        return None
    found = code[:length] + ending
    name = _name(found, year)
    return None if name is None else (found, name)


def ancestor(region: str | None, code: str | None, level: str, year: int | None = None) -> tuple[str, str] | None:
    """Return code and name of the place of that level which is the place itself or contains it.

    Returns
    -------
    tuple of (str, str) or None
        None where the place lies above the level, or nothing tells.

    Examples
    --------
    >>> ancestor("略阳县高台村", "610727", "county"), ancestor("略阳县", "610727", "province")
    (('610727', '略阳县'), ('610000', '陕西省'))
    >>> ancestor("陕西省", "610000", "city") is None
    True
    """
    own = level_of(region, code)
    if code is None or own is None or LEVELS.index(own) < LEVELS.index(level):
        return None
    if own == level and region:
        return code, region
    if level == "province":
        return province_of(code, year)
    if level == "city":
        return city_of(code, year)
    name = _name(code, year)
    return None if name is None else (code, name)
