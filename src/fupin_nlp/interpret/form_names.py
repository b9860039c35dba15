"""Places that no table has, known by their form and by how a text names them (石门沟村有138户, 望岭县)."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.interpret.villages import OF_VILLAGE, village_at
from fupin_nlp.lexicon.actions import WordClass, actions
from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.patterns import QuickPattern, compile_quick
from fupin_nlp.lexicon.place_words import place_words

__all__ = ["FormName", "name_at_head", "name_of_congress", "names_by_form"]

_FIRST_HAN, _LAST_HAN = "\u4e00", "\u9fff"
_SHORTEST, _LONGEST = 2, 4  # characters of a name without its kind
_AND, _BEHIND_AND = "和", "平睦谐顺兴"  # 和平村, 和睦镇
_LINKS: Final = frozenset("、和及与")
_VILLAGE: Final = "村"
_TIMES: Final = frozenset("年月日")
_TWICE: Final = 2
_QUOTATION: Final = 30  # characters in which a quotation has opened
_LONGEST_TITLED: Final = 5
_TOWNSHIPS: Final = ("镇", "乡", "苏木")
_OWN_NEEDED: Final = ("市", "区", "州", "旗")  # words end like these
_OFTEN_ORDINARY: Final = ("村", "社区", "镇", "乡")


class FormName(NamedTuple):
    """A name with its kind (石门沟村, 村), how often the text has it, and whether that makes it sure."""

    name: str
    kind: str
    times: int
    sure: bool


def names_by_form(text: str) -> list[FormName]:
    """Return the names of villages, townships and counties in a text that have the form of one and are no full names.

    The characters of a name are found by what stands around it: somewhere no character that can be of the name stands
    before it. One is sure where it is named twice, its figures follow at once (栗园村163户), or it stands in a list
    behind another one (竹坪村、栗园村).

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
        for kind, endings, last in place_words().form.kinds
        for found in _of_kind(text, kind, endings, last)
        if not known(found.name)
    ]


def _of_kind(text: str, kind: str, not_behind: str, last: str) -> list[FormName]:
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
        ends = not behind or (behind not in not_behind and not _goes_on(text, kind, end))
        if (before not in form.not_last or before in last) and ends:
            start = at
            while start and at - start < _LONGEST and _can_be_in_name(text, start - 1, form.not_in):
                start -= 1
            while start < at and text[start] in _TIMES and text[start - 1 : start].isdecimal():
                start += 1  # 2017年秋季县外就读
            run = text[start:at]
            quoted = (behind == "”" and text[start - 1 : start] == "“") or _is_slogan(text, start, end)
            if not quoted and len(run) >= _SHORTEST and not run.endswith(common) and _can_begin(run[:_SHORTEST], kind):
                times.update(run[i:] for i in range(len(run) - _SHORTEST + 1))
                if len(run) < _LONGEST:
                    whole[run] += 1
                    sharp = not start or not _FIRST_HAN <= text[start - 1] <= _LAST_HAN
                    located = kind == _VILLAGE and text[start - 1 : start] in form.located
                    listed = text[start - 1 : start] in _LINKS and text.endswith(kind, 0, start - 1)
                    if located or listed or (sharp and (behind.isdecimal() or text.startswith(form.tells, end))):
                        told.add(run)
        at = text.find(kind, end)
    return [FormName(name + kind, kind, times[name], times[name] >= _TWICE or name in told) for name in whole]


def _is_slogan(text: str, start: int, end: int) -> bool:
    """Whether a name is one of several in quotation marks (“环境立镇、科教兴镇、工业强镇”)."""
    beside = text[start - 1 : start] in _LINKS or text[end : end + 1] in _LINKS
    opened = text.rfind("“", max(0, start - _QUOTATION), start) if beside else -1
    return opened >= 0 and "”" not in text[opened:start]


def name_at_head(title: str, own: str) -> str | None:
    """Return the place that no table has, but with which a title begins; where the text says 全市 or 我市, also a city.

    Parameters
    ----------
    title : str
        Simplified, without the marks in front of it.
    own : str
        The level of which the text speaks as its own (市 of 全市), else empty.

    Examples
    --------
    >>> name_at_head("2021年临川湾区统计公报", "区"), name_at_head("临川湾区统计公报", "")
    ('临川湾区', None)
    >>> name_at_head("重灾区重建方案", "区")
    """
    form, known = place_words().form, gazetteer().is_full
    never, common = (*form.titled_never, *place_words().endings), (*form.titled_never, *place_words().kinds)
    opening = _title_opening().match(title)
    start = opening.end() if opening else 0
    for kind, not_behind, _ in form.titled:
        at = title.find(kind, start + _SHORTEST, start + _LONGEST_TITLED + len(kind))
        name = title[start : at + len(kind)] if at >= 0 else ""
        if not name or (kind in _OWN_NEEDED and kind != own) or name.endswith(never) or known(name):
            continue
        if title.endswith(common, start, at) or not _can_begin(title[start : start + _SHORTEST], kind):
            continue
        behind = title[at + len(kind) : at + len(kind) + 1]
        if (behind and behind in not_behind) or _goes_on(title, kind, at + len(kind)):
            continue
        if all(_can_be_in_name(title, i, form.not_in) for i in range(start, at)):
            end = village_at(title, start + len(name)) if kind in _TOWNSHIPS else None
            return _without_county(name) if end is None else title[start:end]
    part = _part_of_village().match(title, start)
    if part is None or not all(_can_be_in_name(title, i, form.not_in) for i in range(start, part.end("name"))):
        return None
    return part[0] if _can_begin(title[start : start + _SHORTEST], _VILLAGE) else None


def _without_county(name: str) -> str:
    """Return the name of a village without the short name of its county in front of it (黄梅游洲村: 游洲村)."""
    before = next(iter(gazetteer().scan(name)), None)
    rest = name[before.end :] if before and before.short and before.start == 0 and name.endswith(_VILLAGE) else ""
    return rest if len(rest) > _SHORTEST else name


@lru_cache(maxsize=1)
def _session() -> QuickPattern:
    """Return the pattern of the place whose congress meets (在石崖县第十七届人民代表大会上)."""
    return compile_quick(
        "place of a congress",
        r"在(?!(?:自治|[本全我该])[县旗州区市省镇乡])(?P<name>[\u4e00-\u9fff]{2,6}?(?:自治[县旗州]|[县市区旗州镇乡]))第[一二三四五六七八九十\d]{1,4}届",
    )


def name_of_congress(speech: str) -> str | None:
    """Return the place whose congress meets, where a line of the speech names it.

    Examples
    --------
    >>> name_of_congress("在石崖县第十七届人民代表大会第五次会议上")
    '石崖县'
    >>> name_of_congress("在自治县第十七届人民代表大会第五次会议上")
    """
    found = _session().search(speech)
    return found["name"] if found else None


@lru_cache(maxsize=1)
def _part_of_village() -> QuickPattern:
    """Return the pattern of a village that is named with what it is (小楼自然村, 半坡行政村)."""
    return compile_quick(
        "village with what it is", r"(?P<name>[\u4e00-\u9fff]{2,4}?)(?:自然|行政)村(?![民委干务级庄容里集组])"
    )


@lru_cache(maxsize=1)
def _title_opening() -> QuickPattern:
    return compile_quick("opening of a title", r"(?:[《“]|(?:19|20)\d\d年|关于|中共)+")


def _can_begin(characters: str, kind: str) -> bool:
    """Return whether these are no verb (启动县一中) and no ordinary word that is a place's name too (和平新村)."""
    ordinary = characters in place_words().ordinary and kind in _OFTEN_ORDINARY
    return not ordinary and actions().of(characters) is WordClass.NOUN


def _goes_on(text: str, kind: str, end: int) -> bool:
    """Return whether the name of a village ends only behind the next character (苏村村; not 龙潭村村民)."""
    return kind == _VILLAGE and text.startswith(_VILLAGE, end) and text[end + 1 : end + 2] not in OF_VILLAGE


def _can_be_in_name(text: str, at: int, not_in: frozenset[str]) -> bool:
    character = text[at]
    if character == _AND:
        return text[at + 1] in _BEHIND_AND
    if character == _VILLAGE:
        return text[at + 1 : at + 2] == _VILLAGE  # 苏村村
    return _FIRST_HAN <= character <= _LAST_HAN and character not in not_in
