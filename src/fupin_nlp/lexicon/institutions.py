"""Institutions with a known seat: universities, national firms and banks."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern

__all__ = ["Institution", "institution_in", "without_institutions"]


class Institution(NamedTuple):
    """An institution as a text names it, and the code of the division where it has its seat."""

    name: str
    code: str


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], Pattern]:
    """Return name → seat, and the pattern of the names."""
    seats = load_toml("institutions.toml", {"seats": lambda t: all(map(word_list, t.values()))})["seats"]
    names = {name: seat for seat, listed in seats.items() for name in listed}
    # 中国移动通信, 南方电网公司: what belongs to the name goes with it; a branch (中国移动四川公司) is of its place.
    tail = r"(?:有限责任公司|股份有限公司|有限公司|集团公司|集团|公司|总公司|总行)?"
    return names, compile_pattern("institutions", rf"(?P<name>{alternatives(names)}){tail}")


def institution_in(text: str) -> Institution | None:
    """Return the only institution with a known seat that a text names; None where it names none or several.

    Examples
    --------
    >>> institution_in("南方电网公司2019年扶贫工作总结")
    Institution(name='南方电网公司', code='440100')
    >>> institution_in("市教育局2019年总结")
    """
    names, pattern = _tables()
    found = {match["name"]: match[0] for match in pattern.finditer(text)}
    if len(found) != 1:
        return None
    ((key, written),) = found.items()
    seat = gazetteer().find(names[key])
    return Institution(written, seat[0].code) if len(seat) == 1 else None


def without_institutions(text: str) -> str:
    """Return a text of the same length in which those institutions are blanks: 北京大学 is no 北京市.

    Examples
    --------
    >>> without_institutions("北京大学帮扶弥渡县")
    '　　　　帮扶弥渡县'
    """
    return _tables()[1].sub(lambda match: "\u3000" * len(match[0]), text)
