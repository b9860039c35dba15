"""The normalised entity: the form under which figures of one thing are joined."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from fupin_nlp.errors import DataFileError
from fupin_nlp.lexicon.additions import by_lexicon
from fupin_nlp.lexicon.gazetteer import CITY, gazetteer
from fupin_nlp.lexicon.indicators import indicators
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern

__all__ = ["entity_norm", "leading_verb", "normalise_entity"]

_LISTS: Final = {
    *("scope_prefixes", "protected", "quotes", "brackets", "determiners", "verbs"),
    *("counting", "counting_of_persons", "numbers", "measure_words"),
}
_SHORT: Final = 2  # the fewest characters of a name
_NAMED: Final = 4  # the fewest in front of 人数: 参保人数 stays whole


def _is_forms(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == _LISTS and all(word_list(words) for words in value.values())


def _is_synonyms(value: Any) -> bool:
    return isinstance(value, dict) and all(name and word_list(words) for name, words in value.items())


@dataclass(frozen=True, slots=True)
class _Forms:
    """The word lists of ``entity_forms.toml``, compiled."""

    anywhere: Pattern  # marks that are dropped wherever they stand, and the protected words that keep theirs
    scope: Pattern
    number: Pattern
    protected: tuple[str, ...]
    verbs: tuple[str, ...]
    determiners: tuple[str, ...]
    counting: tuple[str, ...]
    counting_of_persons: tuple[str, ...]
    numbers: tuple[str, ...]
    synonyms: Mapping[str, str]


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    data = load_toml("entity_forms.toml", {"forms": _is_forms, "synonyms": _is_synonyms})
    words = data["forms"]
    keep = alternatives(words["protected"])
    marks = alternatives([*words["quotes"], *words["brackets"]])
    # The protected words come first: where one matches, it is consumed and kept.
    anywhere = compile_pattern("entity marks", rf"(?P<keep>{keep}) | {marks} | \s+ | 的", verbose=True)
    scope = compile_pattern("entity scope", rf"^(?!{keep}){alternatives(words['scope_prefixes'])}(?=.)", verbose=True)
    measure = alternatives(words["measure_words"])
    number = compile_pattern("entity number", rf"^[0-9]++(?:\.[0-9]++)?+[余多]?+[万亿]?+{measure}(?=..)", verbose=True)
    return _Forms(
        anywhere,
        scope,
        number,
        tuple(words["protected"]),
        _longest_first(words["verbs"]),
        _longest_first(words["determiners"]),
        _longest_first(words["counting"]),
        _longest_first(words["counting_of_persons"]),
        tuple(words["numbers"]),
        _synonyms(data["synonyms"]),
    )


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _synonyms(groups: Mapping[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, others in groups.items():
        for other in others:
            if other in found or other in groups:
                raise DataFileError(f"entity_forms.toml: {other!r} is a synonym of two names, or a name itself")
            found[other] = name
    return found


@by_lexicon(65536)
def normalise_entity(entity: str) -> str:
    """Return the normalised form of an entity of which nothing else is known.

    Full width becomes half width; quotes, brackets (not what they hold), blanks, 的, a scope word (全市, 我县), a
    verb of doing (实现, 新建), a number with its measure word (5个), and an ending that only counts (数量, 总数) are
    dropped; listed synonyms become one. 贫困户 and 建档立卡户 are none and their figures are never added.

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
    >>> normalise_entity("全市“小额贷款”"), normalise_entity("实现城镇新增就业"), normalise_entity("5个行政村")
    ('小额贷款', '城镇新增就业', '行政村')
    >>> normalise_entity("新建的（村级）卫生室"), normalise_entity("旅游目的地"), normalise_entity("全区域旅游")
    ('卫生室', '旅游目的地', '全区域旅游')
    """
    return _reduced(entity, None, None)


@by_lexicon(65536)
def entity_norm(entity: str | None, action: str | None, region: str | None, indicator: str | None) -> str | None:
    """Return the normalised entity of a record: without place, verb and measure word, synonyms united.

    Parameters
    ----------
    entity, action, region, indicator : str or None
        As the record has them. The name of the region in front is dropped (卢氏县脱贫户), and the record's own verb;
        the entity of an indicator is the indicator itself, that of its rate of change the thing that changes.

    Returns
    -------
    str or None
        None where there is no entity.

    Examples
    --------
    >>> entity_norm("卢氏县脱贫户", "帮扶", "卢氏县", None), entity_norm("实现城镇新增就业", None, None, None)
    ('脱贫户', '城镇新增就业')
    >>> entity_norm("经济", "增长", "略阳县", "地区生产总值增速"), entity_norm(None, "发放", None, None)
    ('地区生产总值', None)
    """
    if not entity:
        return None
    known = indicators().by_name.get(indicator) if indicator else None
    if known is not None:
        return known.growth_of or known.name
    return _reduced(entity, action, region)


def _reduced(entity: str, action: str | None, region: str | None) -> str:
    forms = _forms()
    text = unicodedata.normalize("NFKC", entity)
    text = forms.anywhere.sub(lambda match: match["keep"] or "", text)
    before = ""
    while text != before:
        before = text
        if text in forms.synonyms:
            return forms.synonyms[text]
        text = forms.scope.sub("", text)
        text = _without_region(text, region) if region else text
        text = forms.number.sub("", text)
        if not text.startswith(forms.protected):
            text = _without_first(text, forms.determiners)
            text = _without_first(text, (action, *forms.verbs) if action and len(action) > 1 else forms.verbs)
    text = _without_counting(text, forms)
    return forms.synonyms.get(text, text) or entity


def _without_first(text: str, words: tuple[str, ...]) -> str:
    if not text.startswith(words):
        return text
    for word in words:
        if text.startswith(word) and len(text) >= len(word) + _SHORT:
            return text[len(word) :]
    return text


def _without_counting(text: str, forms: _Forms) -> str:
    for ending in forms.counting:
        if text.endswith(ending) and len(text) >= len(ending) + _SHORT:
            return text[: -len(ending)]
    for ending in forms.counting_of_persons:
        if text.endswith(ending) and len(text) >= len(ending) + _NAMED - (ending == "数"):
            return text if ending == "数" and text.endswith(forms.numbers) else text[: -len(ending)]
    return text


def _without_region(text: str, region: str) -> str:
    """Drop the name of the region in front, whole or short; a short name that is an ordinary word (和平) stays."""
    for name in (region, region[:-1]):
        whole = len(name) >= _SHORT and text.startswith(name) and len(text) >= len(name) + _SHORT
        if whole and (name == region or _is_place(name)):
            return text[len(name) :]
    return text


@by_lexicon(4096)
def _is_place(name: str) -> bool:
    # Many counties have short names that are words of two characters (长寿, 平安).
    return any(place.level <= CITY or len(name) > _SHORT for place in gazetteer().find(name))


def leading_verb(entity: str | None) -> str | None:
    """Return the verb of doing that an entity begins with, None where it begins with none.

    Examples
    --------
    >>> leading_verb("新建农村公路"), leading_verb("农村公路"), leading_verb(None)
    ('新建', None, None)
    """
    if not entity:
        return None
    forms = _forms()
    text = forms.scope.sub("", unicodedata.normalize("NFKC", entity))
    if text.startswith(forms.protected):
        return None
    return next((v for v in forms.verbs if text.startswith(v) and len(text) >= len(v) + _SHORT), None)
