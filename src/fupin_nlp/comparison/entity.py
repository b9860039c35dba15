"""When two records speak of the same thing: entities and directions made equal."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from fupin_nlp.errors import DataFileError
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern

__all__ = ["direction_labels", "direction_of", "normalise_entity"]


def _is_forms(value: Any) -> bool:
    keys = {"scope_prefixes", "protected", "quotes", "brackets"}
    return isinstance(value, dict) and set(value) == keys and all(word_list(words) for words in value.values())


@lru_cache(maxsize=1)
def _forms() -> tuple[Pattern, Pattern]:
    """Return the pattern of what is dropped anywhere, and the one of a scope word at the beginning."""
    data = load_toml("entity_forms.toml", {"forms": _is_forms})["forms"]
    keep = alternatives(data["protected"])
    marks = alternatives([*data["quotes"], *data["brackets"]])
    # The protected words come first: where one matches, it is consumed and kept.
    anywhere = compile_pattern("entity marks", rf"(?P<keep>{keep}) | {marks} | \s+ | 的", verbose=True)
    scope = compile_pattern("entity scope", rf"^(?!{keep}){alternatives(data['scope_prefixes'])}(?=.)", verbose=True)
    return anywhere, scope


@lru_cache(maxsize=65536)
def normalise_entity(entity: str) -> str:
    """Return the form under which an entity is compared.

    Full width becomes half width; quotes, brackets (not what they hold), blanks, 的 and a scope word at the
    beginning (全市, 我县) are dropped. Nothing else: words are not replaced by synonyms, so 贫困户 and 建档立卡户
    stay two entities and their figures are never added.

    Parameters
    ----------
    entity : str
        The entity as the record has it.

    Returns
    -------
    str
        Never empty for a text that is not empty: where nothing would be left, the text itself.

    Examples
    --------
    >>> normalise_entity("全市“小额贷款”")
    '小额贷款'
    >>> normalise_entity("新建的（村级）卫生室"), normalise_entity("旅游目的地"), normalise_entity("全区域旅游")
    ('新建村级卫生室', '旅游目的地', '全区域旅游')
    """
    anywhere, scope = _forms()
    text = unicodedata.normalize("NFKC", entity)
    text = anywhere.sub(lambda match: match["keep"] or "", text)
    return scope.sub("", text) or entity


def _is_directions(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(v, dict) and set(v) == {"label", "verbs"} and isinstance(v["label"], str) and word_list(v["verbs"])
        for v in value.values()
    )


@lru_cache(maxsize=1)
def _directions() -> tuple[Mapping[str, str], Mapping[str, str]]:
    data = load_toml("action_directions.toml", {"directions": _is_directions})["directions"]
    verbs: dict[str, str] = {}
    for name, group in data.items():
        for verb in group["verbs"]:
            if verb in verbs:
                raise DataFileError(f"action_directions.toml: {verb!r} stands in {verbs[verb]!r} and {name!r}")
            verbs[verb] = name
    return MappingProxyType(verbs), MappingProxyType({name: group["label"] for name, group in data.items()})


def direction_of(action: str | None) -> str:
    """Return the direction of a governing verb, the empty string where it has none.

    Examples
    --------
    >>> direction_of("争取"), direction_of("发放"), direction_of(None)
    ('raise', '', '')
    """
    return _directions()[0].get(action or "", "")


def direction_labels() -> Mapping[str, str]:
    """Return direction → Chinese label.

    Examples
    --------
    >>> direction_labels()["down"]
    '减少'
    """
    return _directions()[1]
