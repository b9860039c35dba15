"""What a verb does with a figure: which flows have one direction, and which sign a change has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from fupin_nlp.errors import DataFileError
from fupin_nlp.lexicon.actions import WordClass, actions
from fupin_nlp.lexicon.entities import normalise_entity
from fupin_nlp.lexicon.loader import load_toml, word_list

__all__ = [
    "direction_labels",
    "direction_of",
    "is_of_several",
    "joint_direction",
    "moves",
    "normalise_entity",
    "sign_of",
    "verb_of",
    "verbs_before",
]

_DOING: Final = (WordClass.ACT, WordClass.WEAK)
_AND: Final = ("、", "和", "与", "及", "并", "或", "以及")
_OPENING: Final = "“‘《\"' "
_CLOSING: Final = ("”", "’", "》")
_LONGEST: Final = 6  # characters of a verb that stands before another one
_ENDINGS: Final = {"down", "up", "better", "worse"}
# Directions that tell money or people apart whatever the indicator is.
_APART: Final = frozenset({"raise", "plan", "return", "rest"})


def _is_directions(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(v, dict) and set(v) == {"label", "verbs"} and isinstance(v["label"], str) and word_list(v["verbs"])
        for v in value.values()
    )


def _is_light(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"verbs"} and word_list(value["verbs"])


def _is_endings(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == _ENDINGS and all(word_list(words) for words in value.values())


def _is_words(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"words"} and word_list(value["words"])


def _is_joined(value: Any) -> bool:
    return isinstance(value, dict) and all(word_list(names) for names in value.values())


@dataclass(frozen=True, slots=True)
class _Verbs:
    direction: Mapping[str, str]
    labels: Mapping[str, str]
    light: frozenset[str]
    endings: tuple[tuple[str, str], ...]  # longest first
    joined: Mapping[frozenset[str], str]
    leading: tuple[str, ...]
    ranks: tuple[str, ...]


@lru_cache(maxsize=1)
def _verbs() -> _Verbs:
    schema = {
        "directions": _is_directions,
        "light": _is_light,
        "endings": _is_endings,
        "joined": _is_joined,
        "leading": _is_words,
        "ranks": _is_words,
    }
    data = load_toml("action_directions.toml", schema)
    found: dict[str, str] = dict.fromkeys(data["light"]["verbs"], "")
    for name, group in data["directions"].items():
        for verb in group["verbs"]:
            if verb in found:
                raise DataFileError(
                    f"action_directions.toml: {verb!r} stands in {found[verb] or 'light'!r} and {name!r}"
                )
            found[verb] = name
    endings = [(ending, name) for name, words in data["endings"].items() for ending in words]
    return _Verbs(
        MappingProxyType(found),
        MappingProxyType({name: group["label"] for name, group in data["directions"].items()}),
        frozenset(data["light"]["verbs"]),
        tuple(sorted(endings, key=lambda pair: (-len(pair[0]), pair[0]))),
        MappingProxyType({frozenset(names): name for name, names in data["joined"].items()}),
        tuple(data["leading"]["words"]),
        tuple(data["ranks"]["words"]),
    )


def direction_of(action: str | None) -> str:
    """Return the direction of a governing verb, the empty string where it has none.

    Examples
    --------
    >>> direction_of("争取"), direction_of("微降"), direction_of("完成"), direction_of(None)
    ('raise', 'down', '', '')
    """
    if not action:
        return ""
    verbs = _verbs()
    if action in verbs.direction:
        return verbs.direction[action]
    ending = moves(action)
    return ending if ending in ("down", "up") else ""


def moves(action: str) -> str:
    """Return down, up, better or worse by the ending of a verb, or of the words before a number; else nothing.

    Examples
    --------
    >>> moves("居民消费价格微降"), moves("浓度改善"), moves("达到")
    ('down', 'better', '')
    """
    return next((name for ending, name in _verbs().endings if action.endswith(ending)), "")


def verb_of(action: Sequence[str], leading: str | None, *, indicator: bool) -> str:
    """Return the direction that keeps flows apart.

    Parameters
    ----------
    action : sequence of str
        The governing verbs, as `verbs_before` returns them; none where nothing governs.
    leading : str or None
        The verb that the entity begins with (新建农村公路); it tells more than a light action (完成).
    indicator : bool
        Whether the cell is of one indicator, which says itself what was done: then only planned, raised, returned and
        remaining figures stay apart.

    Returns
    -------
    str
        Name of a direction, the verb itself where it is not listed, or the empty string.

    Examples
    --------
    >>> verb_of(["完成"], "新建", indicator=False), verb_of(["追缴"], None, indicator=True)
    ('build', 'return')
    >>> verb_of(["封停"], None, indicator=False), verb_of([], None, indicator=False)
    ('封停', '')
    """
    doing = [verb for verb in action if verb not in _verbs().light]
    direction = joint_direction(doing or ([leading] if leading else []))
    if indicator:
        return direction if direction in _APART else ""
    return direction


def verbs_before(action: str | None, clause: str) -> tuple[str, ...]:
    """Return the verbs that govern a figure together, as they stand in its clause, the last one first.

    Parameters
    ----------
    action : str or None
        The governing verb of the record.
    clause : str
        What stands between the last comma or full stop and the number.

    Examples
    --------
    >>> verbs_before("改造", "全年新建、改造高标准农田"), verbs_before("筹集", "建设筹集保障性住房")
    (('改造', '新建'), ('建设筹集',))
    >>> verbs_before("新建", "老旧小区改造、新建学校"), verbs_before("脱贫", "共有")
    (('新建',), ('脱贫',))
    """
    if not action:
        return ()
    end = clause.rfind(action) + len(action)
    if end < len(action):
        return (action,)
    verb = _verb_at_end(clause[:end], longer=action)
    found, rest = [verb], clause[: end - len(verb)]
    while mark := next((word for word in _AND if rest.endswith(word)), ""):
        rest = rest[: -len(mark)]
        verb = _verb_at_end(rest)
        if not verb:
            return tuple(found[:1])
        found.append(verb)
        rest = rest[: -len(verb)]
    heads = len(found) == 1 or not rest or rest.endswith(_verbs().leading)
    return tuple(found) if heads else tuple(found[:1])


def _verb_at_end(text: str, longer: str = "") -> str:
    """Return the longest verb that the text ends with, at least `longer`; the empty string for none."""
    verbs = _verbs().direction
    for size in range(_LONGEST, max(len(longer), 1), -1):
        word = text[-size:]
        if len(word) == size and (word in verbs or (not longer and actions().of(word) in _DOING)):
            return word
    return longer


def is_of_several(entity: str | None, clause: str) -> bool:
    """Tell whether a figure is of its entity and another thing together (示范区和基地23个).

    Examples
    --------
    >>> is_of_several("基地", "创建示范区和基地"), is_of_several("公路", "新建和改造公路")
    (True, False)
    >>> is_of_several("创新基地", "创建示范区和“两山”创新基地"), is_of_several("图书馆", "建成文化馆及省级图书馆")
    (True, True)
    """
    at = clause.rfind(entity) if entity else -1
    rest = _without_attribute(clause[:at]) if at > 0 else ""
    mark = next((word for word in _AND if word != "、" and rest.endswith(word)), "")
    return bool(mark) and len(rest) > len(mark) and not _verb_at_end(rest[: -len(mark)])


def _without_attribute(before: str) -> str:
    """Take off what belongs to the noun behind: an open quotation mark, a name in quotation marks, a rank (国家级)."""
    rest = before.rstrip(_OPENING)
    if rest.endswith(_CLOSING):
        rest = rest[: max(rest.rfind(mark) for mark in _OPENING if mark != " ")]
    rank = next((word for word in _verbs().ranks if rest.endswith(word)), "")
    return rest[: len(rest) - len(rank)].rstrip(_OPENING)


def joint_direction(verbs: Sequence[str]) -> str:
    """Return the direction of a figure that several verbs govern together.

    Examples
    --------
    >>> joint_direction(["改造", "新建"]), joint_direction(["废止", "修改", "制定"]), joint_direction(["筹集"])
    ('rebuild', '制定、修改、废止', 'raise')
    """
    table = _verbs()
    kinds = [direction_of(verb) or verb for verb in reversed(verbs) if verb not in table.light]
    distinct = list(dict.fromkeys(kinds))
    if len(distinct) < 2:
        return distinct[0] if distinct else ""
    return table.joined.get(frozenset(distinct), "、".join(table.labels.get(kind, kind) for kind in distinct))


def sign_of(action: str | None, lower_is_better: bool | None) -> int:
    """Return +1 or -1: whether a change under this verb is a rise or a fall of the indicator.

    Parameters
    ----------
    action : str or None
        The governing verb.
    lower_is_better : bool or None
        The polarity of the indicator, which says what 改善 and 恶化 mean; None: not known, they leave the sign alone.

    Examples
    --------
    >>> sign_of("微降", None), sign_of("上涨", None), sign_of("改善", True), sign_of("改善", False)
    (-1, 1, -1, 1)
    """
    if direction_of(action) == "down":
        return -1
    moved = moves(action) if action else ""
    if lower_is_better is None or moved not in ("better", "worse"):
        return 1
    return -1 if (moved == "better") == lower_is_better else 1


def direction_labels() -> Mapping[str, str]:
    """Return direction → Chinese label; a verb that is its own direction has none.

    Examples
    --------
    >>> direction_labels()["down"]
    '减少'
    """
    return _verbs().labels
