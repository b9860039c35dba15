"""The name of a noun phrase in a table."""

from __future__ import annotations

from typing import Final

from fupin_nlp.lexicon.noun_phrases import noun_phrases

__all__ = ["tidy"]

_LONGEST: Final = 30
_BARE_HEAD: Final = 2  # a head of up to so many characters (资金, 项目) names nothing without its members
_PHRASES: Final = noun_phrases()
# Most phrases need nothing: what the patterns can take off begins, ends or lies between with one of these.
_LOOSE: Final = "、，,·—- "
_OPENING: Final = "".join(_PHRASES.openings) + _LOOSE
_CLOSING: Final = _PHRASES.closings
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
    if opens and (head := _PHRASES.before.match(phrase)):
        phrase = phrase[head.end() :]
    if closes and phrase.endswith(_CLOSING):
        phrase = _PHRASES.behind.sub("", phrase)
    phrase = _without_modifiers(phrase) if inner else phrase[-_LONGEST:]
    if phrase.count("“") != phrase.count("”"):
        phrase = phrase.replace("“", "").replace("”", "")
    return phrase.strip(_LOOSE) or None


def _without_modifiers(phrase: str) -> str:
    """Take off qualities, tiers, long quotations and modifiers; name a listing."""
    if "的" in phrase:
        phrase = _PHRASES.qualities.sub("", phrase)
    if "级" in phrase:
        phrase = _PHRASES.all_tiers.sub("", phrase)
    if phrase.startswith("“"):
        phrase = _PHRASES.long_quotation.sub("", phrase)
    if "的" in phrase:
        phrase = _PHRASES.long_modifier.sub("", phrase)
    listing = _PHRASES.listing.match(phrase) if "、" in phrase else None
    if listing and len(listing["head"]) > _BARE_HEAD:
        return listing["head"]
    return phrase if listing else phrase[-_LONGEST:]
