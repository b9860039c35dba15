"""How villages and their townships are named."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Final

from fupin_nlp.lexicon.gazetteer import place_words
from fupin_nlp.lexicon.patterns import Pattern, QuickPattern, alternatives, compile_pattern, compile_quick

__all__ = ["OF_VILLAGE", "own_village_name", "township_name", "township_with_village", "village", "village_at"]

# What a village or a township cannot have in its name: verbs and particles of the clause around it.
_NAME: Final = (
    r"(?:(?![的为在了和与及各个全有是对等投新建落实被贫扶帮从到向给用把将其每该本我这那名市县区省今自选派驻])[\u4e00-\u9fff]"
    r"|新(?![建修增改扩])|和(?=[平睦谐顺兴])|建(?=[设新国华平]村))"  # 新兴村, 和平村, 建设村
)


OF_VILLAGE: Final = "民委干务支两党里规史情集容组"  # behind 村: what a village has (龙潭村|村民; not 苏村村)


def _not_kind() -> str:
    """Return what keeps 示范村 and 行政村 from being names."""
    by_length = groupby(sorted(place_words().kinds, key=len), key=len)
    return "".join(f"(?<!{alternatives(words)})" for _, words in by_length)


def _named_village() -> str:
    """Return the pattern of the last characters of a village's name, with its kind."""
    return rf"{_NAME}{{1,5}}?(?:{_not_kind()}村|社区|嘎查)(?![民委干务级庄容里集道]|村(?![{OF_VILLAGE}]))"


@lru_cache(maxsize=1)
def village() -> QuickPattern:
    """Return the pattern of a village, with its township or without it; it is tried behind the place that holds it."""
    return compile_quick("village", rf"(?:{_NAME}{{1,4}}?(?:镇|乡|街道|苏木))?{_named_village()}")


def village_at(text: str, start: int) -> int | None:
    """Return where the name of a village ends that begins at a position (新庄村“牛”起来); None where there is none.

    Examples
    --------
    >>> village_at("新庄村“牛”起来", 0), village_at("示范村建设", 0)
    (3, None)
    """
    found = village().match(text, start)
    return found.end() if found else None


@lru_cache(maxsize=1)
def township_with_village() -> QuickPattern:
    """Return the pattern of a village from the last character of its township on (…镇华严寺村)."""
    return compile_quick("township and village without their county", rf"(?:镇|乡|街道|苏木){_named_village()}")


@lru_cache(maxsize=1)
def township_name() -> Pattern:
    """Return the pattern of the name before that character."""
    return compile_pattern("name of that township", rf"(?:^|[在为对给到，。、；,;\n“ 　扶])(?P<name>{_NAME}{{2,4}}?)\Z")


@lru_cache(maxsize=1)
def own_village_name() -> QuickPattern:
    """Return the pattern of a village's own name at the end of the whole one (渔塘村 of 休宁县鹤城乡渔塘村)."""
    return compile_quick(
        "a village's own name", r"(?:镇|乡|街道|苏木|县|区|市|旗)(?P<name>[^镇乡道木县区市旗]{2,}(?:村|社区|嘎查))\Z"
    )
