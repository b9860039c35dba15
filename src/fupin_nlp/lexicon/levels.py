"""What a region is: its level, and the province and the city that it lies in, read from its code."""

from __future__ import annotations

from typing import Final, NamedTuple

from fupin_nlp.lexicon.additions import by_lexicon
from fupin_nlp.lexicon.gazetteer import CITY, COUNTY, NATION, PROVINCE, Division, gazetteer

__all__ = ["LEVELS", "Levels", "levels_of"]

LEVELS: Final = ("nation", "province", "city", "county", "zone", "township", "village", "institution")
_BY_NUMBER: Final = {PROVINCE: "province", CITY: "city", COUNTY: "county"}
_VILLAGE: Final = ("村", "社区", "嘎查", "屯")
_TOWNSHIP: Final = ("镇", "乡", "街道", "苏木")
_COUNTY: Final = ("县", "旗")
_MUNICIPALITIES: Final = frozenset({"110000", "120000", "310000", "500000"})  # province and city at once
_ZONE: Final = "Z"  # third character of the code of a new area or development zone
_GROUPING: Final = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


class Levels(NamedTuple):
    """The level of a region, one of `LEVELS`, and the names of its province and its city; None where there is none."""

    level: str | None
    province: str | None
    city: str | None


_NOTHING: Final = Levels(None, None, None)


@by_lexicon(4096)
def levels_of(name: str | None, code: str | None, year: int | None = None) -> Levels:
    """Return level, province and city of a region.

    A municipality (北京市) is its own city too, and that of its districts. A county directly under its province
    (济源市) has no city. Of several regions, joined by 、, what they have in common is given.

    Parameters
    ----------
    name : str or None
        As the record has it: a village or an institution carries the code of its county or city.
    code : str or None
        Code, or several joined by 、.
    year : int, optional
        The year in which they were valid.

    Examples
    --------
    >>> levels_of("略阳县", "610727")
    Levels(level='county', province='陕西省', city='汉中市')
    >>> levels_of("庙坝镇华严寺村", "610726").level, levels_of("全国", "000000").level
    ('village', 'nation')
    >>> levels_of("荆州市、黄冈市", "421000、421100")
    Levels(level='city', province='湖北省', city=None)
    """
    if name is None:
        return _NOTHING
    if code is None:
        return Levels(_level_without_code(name), None, None)
    if "、" in code:
        each = [levels_of(*one, year) for one in zip(name.split("、"), code.split("、"), strict=False)]
        return Levels(*(values.pop() if len(values) == 1 else None for values in map(set, zip(*each, strict=True))))
    if code == NATION.code:
        return Levels("nation", None, None)
    place = gazetteer().division(code, year)
    if place is None:
        return Levels(_level_of_name(name), None, None)
    province, city = _above(place, year)
    return Levels(_level(name, place), province, city)


def _above(place: Division, year: int | None) -> tuple[str | None, str | None]:
    """Return the names of the province and of the city among a place and those above it."""
    chain = [place, *gazetteer().lineage(place, year)]
    province = next((d for d in chain if d.level == PROVINCE), None)
    city = next((d for d in chain if d.level == CITY and d.name not in _GROUPING and d.code[2] != _ZONE), None)
    if city is None and province is not None and province.code in _MUNICIPALITIES:
        city = province
    return province.name if province else None, city.name if city else None


def _level(name: str, place: Division) -> str:
    if name == place.name or place.code in {d.code for d in gazetteer().bearers(name)}:
        return "zone" if place.code[2] == _ZONE else _BY_NUMBER[place.level]
    return _level_of_name(name)


def _level_of_name(name: str) -> str:
    """Return the level that the ending of a name tells; what is no village, township or county is an institution."""
    if name.endswith(_VILLAGE):
        return "village"
    if name.endswith(_TOWNSHIP):
        return "township"
    return "county" if name.endswith(_COUNTY) else "institution"


def _level_without_code(name: str) -> str | None:
    """Return the level of a place that has no code: of an open name that of the places that bear it."""
    levels = {d.level for d in gazetteer().find(name)} & _BY_NUMBER.keys()
    return _BY_NUMBER[levels.pop()] if len(levels) == 1 else _level_of_name(name)
