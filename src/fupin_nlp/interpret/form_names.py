"""Places that no table has, known by their form and by how a text names them (石门沟村有138户, 望岭县)."""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from fupin_nlp.lexicon.actions import WordClass, actions
from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.place_words import place_words

__all__ = ["FormName", "names_by_form"]

_FIRST_HAN, _LAST_HAN = "\u4e00", "\u9fff"
_SHORTEST, _LONGEST = 2, 4  # characters of a name without its kind
_AND, _BEHIND_AND = "和", "平睦谐顺兴"  # 和平村, 和睦镇
_VILLAGE: Final = "村"
_TWICE: Final = 2


class FormName(NamedTuple):
    """A name with its kind (石门沟村, 村), how often the text has it, and whether that makes it sure."""

    name: str
    kind: str
    times: int
    sure: bool


def names_by_form(text: str) -> list[FormName]:
    """Return the names of villages, townships and counties in a text that have the form of one and are no full names.

    The characters of a name are found by what stands around it: somewhere no character that can be of the name stands
    before it. One is sure where it is named twice, or its figures follow at once (栗园村163户).

    Parameters
    ----------
    text : str
        Simplified.

    Examples
    --------
    >>> [found.name for found in names_by_form("驻三岔村工作队。三岔村脱贫5户。贫困村脱贫，贫困村出列。")]
    ['三岔村']
    >>> [found.sure for found in names_by_form("关于白岩县预算的报告")]
    [False]
    """
    known = gazetteer().is_full
    return [
        found
        for kind, endings in place_words().form.kinds
        for found in _of_kind(text, kind, endings)
        if not known(found.name)
    ]


def _of_kind(text: str, kind: str, not_behind: str) -> list[FormName]:
    words = place_words()
    form, common = words.form, words.kinds
    times: Counter[str] = Counter()
    whole: Counter[str] = Counter()  # those before which the name cannot go on
    told: set[str] = set()  # those with a figure directly behind them
    at = text.find(kind)
    while at >= 0:
        end = at + len(kind)
        behind = text[end : end + 1]
        before = text[at - 1 : at]
        if before not in form.not_last and (not behind or behind not in not_behind):
            start = at
            while start and at - start < _LONGEST and _can_be_in_name(text, start - 1, form.not_in):
                start -= 1
            run = text[start:at]
            if len(run) >= _SHORTEST and not run.endswith(common) and _can_begin(run[:_SHORTEST]):
                times.update(run[i:] for i in range(len(run) - _SHORTEST + 1))
                if len(run) < _LONGEST:
                    whole[run] += 1
                    sharp = not start or not _FIRST_HAN <= text[start - 1] <= _LAST_HAN
                    located = kind == _VILLAGE and text[start - 1 : start] in form.located
                    if located or (sharp and (behind.isdecimal() or text.startswith(form.tells, end))):
                        told.add(run)
        at = text.find(kind, end)
    return [FormName(name + kind, kind, times[name], times[name] >= _TWICE or name in told) for name in whole]


def _can_begin(characters: str) -> bool:
    """Return whether these are no verb (启动县一中) and no ordinary word that is a place's name too (和平新村)."""
    return characters not in place_words().ordinary and actions().of(characters) is WordClass.NOUN


def _can_be_in_name(text: str, at: int, not_in: frozenset[str]) -> bool:
    character = text[at]
    if character == _AND:
        return text[at + 1] in _BEHIND_AND
    return _FIRST_HAN <= character <= _LAST_HAN and character not in not_in
