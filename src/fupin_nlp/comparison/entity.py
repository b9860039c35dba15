"""What a verb does with a figure: which flows have one direction, and which sign a change has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from fupin_nlp.errors import DataFileError
from fupin_nlp.lexicon.entities import normalise_entity
from fupin_nlp.lexicon.loader import load_toml, word_list

__all__ = ["direction_labels", "direction_of", "moves", "normalise_entity", "sign_of", "verb_of"]

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


@dataclass(frozen=True, slots=True)
class _Verbs:
    direction: Mapping[str, str]
    labels: Mapping[str, str]
    light: frozenset[str]
    endings: tuple[tuple[str, str], ...]  # longest first


@lru_cache(maxsize=1)
def _verbs() -> _Verbs:
    schema = {"directions": _is_directions, "light": _is_light, "endings": _is_endings}
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


def verb_of(action: str | None, leading: str | None, *, indicator: bool) -> str:
    """Return the direction that keeps flows apart.

    Parameters
    ----------
    action : str or None
        The governing verb.
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
    >>> verb_of("完成", "新建", indicator=False), verb_of("追缴", None, indicator=True)
    ('build', 'return')
    >>> verb_of("封停", None, indicator=False), verb_of(None, None, indicator=False)
    ('封停', '')
    """
    verbs = _verbs()
    verb = leading if leading and (not action or action in verbs.light) else action
    direction = direction_of(verb)
    if indicator:
        return direction if direction in _APART else ""
    if direction or not verb or verb in verbs.light:
        return direction
    return verb


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
