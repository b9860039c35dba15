"""Coordinations that figures go through (小学、初中入学率分别为Q、Q): how they are divided, what the members are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fupin_nlp.lexicon.actions import Actions
from fupin_nlp.lexicon.noun_phrases import noun_phrases

__all__ = ["coordinate", "is_of_places", "share_numbered"]

_PHRASES: Final = noun_phrases()
_CONTRASTS: Final = tuple(frozenset(group) for group in _PHRASES.contrasts)
_BOTH, *_GROUPS = _PHRASES.town_and_country
_ORDINAL, _TIMES, _SECTOR = "第", "次", "产业"
_NUMERALS: Final = frozenset("一二三四五六七八九十")
_LONGEST_PLACE: Final = 6  # characters of a name with the number of all places behind it (黄坳四县)


def coordinate(words: Sequence[str], count: int, table: Actions) -> list[str] | None:
    """Divide a coordination into `count` entities, or return None where the numbers do not fit.

    A measurement named only by the last part is shared by all: 农村自来水、卫生户厕普及率 names two rates.

    Examples
    --------
    >>> from fupin_nlp.lexicon.actions import actions
    >>> coordinate(["农村", "自来水", "、", "卫生户厕", "普及率"], 2, actions())
    ['农村自来水普及率', '卫生户厕普及率']
    """
    for marks in ({"、"}, {"、", "和", "与", "及", "以及"}):
        parts: list[list[str]] = [[]]
        for word in words:
            if word in marks:
                parts.append([])
            else:
                parts[-1].append(word)
        if len(parts) == count and all(parts):
            return _share_head(parts, table)
    whole = "".join(words)
    if count == len(_GROUPS) and whole.startswith(_BOTH) and len(whole) > len(_BOTH):
        return [part + whole.removeprefix(_BOTH) for part in _GROUPS]
    return None


def _share_head(parts: list[list[str]], table: Actions) -> list[str]:
    texts = ["".join(part) for part in parts]
    texts[0] = _PHRASES.before.sub("", texts[0]) or texts[0]
    if tail := _shared_tail(texts, len(parts[-1][0])):
        return [*(text if table.is_metric(text) else text + tail for text in texts[:-1]), texts[-1]]
    head = parts[-1][-1]
    if not table.is_metric(head) or len(parts[-1]) < 2 or texts[0].removeprefix(_ORDINAL) in _NUMERALS:
        return texts
    return [t if table.is_metric(t) else t + head for t in texts[:-1]] + [texts[-1]]


def _shared_tail(texts: Sequence[str], first_word: int) -> str:
    """Return what follows the member in the last of several names, where form tells that all of them share it.

    The members are single characters of one contrast (中、高等职业教育), or end alike (东部、西部|地区外资).
    """
    last, size = texts[-1], len(texts[0])
    if len(last) <= size or any(len(text) != size for text in texts[:-1]):
        return ""
    if size == 1:
        members = {*texts[:-1], last[0]}
        return last[1:] if any(members <= contrast for contrast in _CONTRASTS) else ""
    alike = size == first_word and all(text[-1] == last[size - 1] for text in texts[:-1])
    return last[size:] if alike else ""


def is_of_places(parts: Sequence[str]) -> bool:
    """Whether the members of a coordination are places or tiers of government: they have figures, and are not counted.

    Examples
    --------
    >>> is_of_places(["临洲", "永坪", "大垄三县"]), is_of_places(["省", "市", "县三级财政"])
    (True, True)
    >>> is_of_places(["小学", "初中"])
    False
    """
    last = _PHRASES.numbered_places.sub("", parts[-1])
    if last != parts[-1] and len(parts[-1]) <= _LONGEST_PLACE:
        return True
    tiers = [_PHRASES.bodies_of_tiers.sub("", part) for part in parts]
    return all(tier in _PHRASES.givers for tier in tiers[:-1]) and (not tiers[-1] or tiers[-1] in _PHRASES.givers)


def share_numbered(parts: Sequence[str]) -> Sequence[str]:
    """Give each ordinal of a series what only the last one names; other parts are left as they are.

    Examples
    --------
    >>> share_numbered(["一", "二", "三产业"]), share_numbered(["一", "二级医院"]), share_numbered(["小学", "初中"])
    (['第一产业', '第二产业', '第三产业'], ['一级医院', '二级医院'], ['小学', '初中'])
    """
    bare = [part.removeprefix(_ORDINAL) for part in parts]
    shared = bare[-1][1:]
    if not shared or any(text not in _NUMERALS for text in (*bare[:-1], bare[-1][:1])):
        return parts
    sector = shared.removeprefix(_TIMES)
    mark = ""
    if sector.startswith(_SECTOR):
        mark, shared = _ORDINAL, sector
    elif parts[0].startswith(_ORDINAL):
        mark = _ORDINAL
    return [mark + text[0] + shared for text in bare]
