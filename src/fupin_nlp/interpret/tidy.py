"""The name of a noun phrase in a table."""

from __future__ import annotations

from typing import Final

from fupin_nlp.lexicon.patterns import compile_pattern

__all__ = ["tidy"]

_LONGEST: Final = 30
_BARE_HEAD: Final = 2  # a head of up to so many characters (资金, 项目) names nothing without its members
_HEAD: Final = compile_pattern(
    "scope words before an entity",
    r"^(?:(?:\d{1,2}[.．、](?=\D)|级(?![别差])(?=..)|[每各]个|全[市省县区州盟旗镇乡村国](?!人大|两会|第|重点|首|一流|百强|文明)|我[市省县区国]|(?:全|本)年(?:度)?|[其当]中|同时|此外|另外|截至目前|目前"
    r"|共(?![建有同享青产])(?=..)|“?十[一二三四五六]五”?(?:时期|期间|以来)?|已(?=..)|累计(?=..)|(?:各类|各种|一批|有关|相关)(?=..)|[、的是以个])\s*)+",
)
_TAIL: Final = compile_pattern(
    "words behind an entity",
    r"(?:总数|总共|合计|共(?=$)|人数共|(?<=..)等(?=$)|(?<=[率数量额值度])[均已]?达|(?<=..)(?:迈|跃|连跨|跨|迈过)|[、的是了为\s在从由和与各]|(?<![惠涉普波遍])及|方面|情况)+$",
)
_QUALITY: Final = compile_pattern("qualities before a noun", r"^[^的]*[少快低高好强大多优](?:、[^的]*)?的(?=.{2})")
_TIERS: Final = compile_pattern(
    "tiers of government before a noun",
    r"^(?:中央|国家|省|市|县|区|州|乡|镇|村)(?:[、和与]?(?:中央|国家|省|市|县|区|州|乡|镇|村|街道))*(?:各|两|三|四|五)级(?=..)",
)
_LONG_QUOTE = compile_pattern("long quotation before a head", r"^“[^“”]{7,}”(?=[^“”、的]{3,}[^“”、的率数量额值重例]$)")
_LONG_MODIFIER: Final = compile_pattern(
    "long modifier before a head",
    r"^(?=.{13})[^“”]*的(?=[^的]{2,}$)(?!(?:比重|比例|占比|贡献率|标准|数量|总数|规模|面积|水平|资金|收入|费用)$)",
)
_ET_CETERA: Final = compile_pattern("listing", r"^(?P<list>.+?、.+?)等(?P<head>[^、等]{2,12})$")


# Most phrases need nothing: what the patterns above can take off begins, ends or lies between with one of these.
_LOOSE: Final = "、，,·—- "
_OPENING: Final = "级每各全我本其当同此另截目共“十已累一有相、的是以个" + _LOOSE
_CLOSING = ("总数", "共", "合计", "等", "达", "迈", "跃", "跨", "过", *"、的是了为在从由和与各及", "方面", "情况")
_LAST: Final = _LOOSE + "".join(ending[-1] for ending in _CLOSING)


def tidy(phrase: str) -> str | None:
    """Return the phrase as it would be named in a table, or None where nothing is left.

    Scope words (全市) and loose ends are taken off; a listing (甲、乙等扶贫项目) is named by its head, or by its
    first member and its head where the head alone says too little.

    Examples
    --------
    >>> tidy("全市贫困村的"), tidy("的")
    ('贫困村', None)
    """
    phrase = phrase.strip()
    if not phrase:
        return None
    first = phrase[0]
    opens = first in _OPENING or first.isdecimal()
    closes = phrase[-1] in _LAST
    # One `in` after the other takes a third of the time of a set that is asked for each character.
    inner = "的" in phrase or "级" in phrase or "、" in phrase or "“" in phrase or "”" in phrase
    if not inner and not opens and not closes:
        return phrase if len(phrase) <= _LONGEST else phrase[-_LONGEST:].lstrip(_LOOSE)
    if opens and (head := _HEAD.match(phrase)):
        phrase = phrase[head.end() :]
    if closes and phrase.endswith(_CLOSING):
        phrase = _TAIL.sub("", phrase)
    phrase = _without_modifiers(phrase) if inner else phrase[-_LONGEST:]
    if phrase.count("“") != phrase.count("”"):
        phrase = phrase.replace("“", "").replace("”", "")
    return phrase.strip(_LOOSE) or None


def _without_modifiers(phrase: str) -> str:
    """Take off qualities, tiers, long quotations and modifiers; name a listing."""
    if "的" in phrase:
        phrase = _QUALITY.sub("", phrase)
    if "级" in phrase:
        phrase = _TIERS.sub("", phrase)
    if phrase.startswith("“"):
        phrase = _LONG_QUOTE.sub("", phrase)
    if "的" in phrase:
        phrase = _LONG_MODIFIER.sub("", phrase)
    listing = _ET_CETERA.match(phrase) if "、" in phrase else None
    if listing and len(listing["head"]) > _BARE_HEAD:
        return listing["head"]
    if listing and len(phrase) > _LONGEST:
        return listing["list"].split("、")[0] + "等" + listing["head"]
    return phrase if listing else phrase[-_LONGEST:]
