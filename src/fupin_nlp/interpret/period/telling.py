"""What dates the telling of a figure and not the figure: datelines, meetings, 日前; and what stands before a head."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from fupin_nlp.interpret.period.grammar import PeriodMention, grammar
from fupin_nlp.lexicon.patterns import QuickPattern, alternatives, compile_quick

__all__ = ["LONGEST_PREFIX", "carries", "end_of_head", "is_dateline", "is_head"]

LONGEST_PREFIX: Final = 80
"""Characters before the words at the head of a sentence: a dateline with its byline, who tells, an ordinal."""
_BLANKS: Final = " \u3000\n"
_JUST_NOW: Final = ("日前", "近日", "近期")
_TO_THE_DAY: Final = ("日", "号")
_REACH: Final = 24
_COMMAS: Final = ("，", ",")


@lru_cache(maxsize=1)
def _wire() -> QuickPattern:
    """Return the pattern behind the day of a dateline (11月1日|电)."""
    power = "力网站商量价话视影子缆器信脑动机厂灯梯"
    return compile_quick("wire", rf"[\x20\u3000]*+(?:专?电(?![{power}])|讯|消息(?=[，,（(：:]))")


@lru_cache(maxsize=1)
def _prefix() -> QuickPattern:
    """Return the pattern of what may stand before the words at the head of a sentence: a dateline, or who tells."""
    byline = r"(?:[（(][^）)\n]{0,40}[）)])?[\x20\u3000：:]*+"
    day = r"[^，。；：\n]{0,20}?\d{1,2}月\d{1,2}日(?:专?电|讯|消息|报道)"
    paper = r"[^，。；：\n]{0,12}?(?:报|网|社|刊|台)[^，。；：\n\d]{0,8}?(?:讯|消息|专讯)"
    told = rf"[^。；\n]{{0,60}}?{alternatives(grammar().telling)}[，,：:]"
    return compile_quick("prefix", rf"(?:{day}|{paper})[\x20\u3000]*+{byline}(?:{told})?|{told}")


@lru_cache(maxsize=1)
def _attributive() -> QuickPattern:
    """Return the pattern behind words that date something else than the figures of the sentence."""
    events = alternatives(grammar().events_told)
    return compile_quick("attributive", rf"的|(?:已经?|才|刚满?|年满)?\d{{1,3}}多?岁|[^，。；：\n]{{0,12}}?{events}的")


@lru_cache(maxsize=1)
def _tells() -> QuickPattern:
    """Return the pattern of a clause in which somebody tells or meets."""
    words = alternatives((*grammar().telling, *grammar().events_told))
    return compile_quick("telling", rf"[^，。；\n]{{0,{_REACH}}}?{words}")


def is_dateline(text: str, mention: PeriodMention) -> bool:
    """Return whether words are the day of a dateline (新华社西安11月1日电).

    Examples
    --------
    >>> is_dateline("本报太原3月9日讯", PeriodMention(4, 8, "3月9日", "part", "month"))
    True
    >>> is_dateline("3月9日电力供应", PeriodMention(0, 4, "3月9日", "part", "month"))
    False
    """
    return mention.text.endswith(_TO_THE_DAY) and _wire().match(text, mention.end) is not None


def is_head(before: str) -> bool:
    """Return whether words behind these stand at the head of their sentence or clause.

    Blanks, an ordinal, a word such as 其中, a dateline with its byline and who tells may stand before them.

    Examples
    --------
    >>> is_head("其中"), is_head("本报太原3月9日讯 （记者 魏某）"), is_head("统计显示，"), is_head("全县投入")
    (True, True, True, False)
    """
    if not before.strip(_BLANKS):
        return True
    lead = grammar().lead
    if lead.fullmatch(before) is not None:
        return True
    end = _prefix().match(before)
    if end is None:
        return False
    return end.end() == len(before) or lead.fullmatch(before, end.end()) is not None


def end_of_head(text: str, start: int, end: int) -> int:
    """Return where words at the head of a sentence can begin at the latest (`is_head`).

    Examples
    --------
    >>> end_of_head("省长说，2004年，经济发展。", 0, 15), end_of_head("经济发展。", 0, 5)
    (4, 0)
    """
    told = _prefix().match(text, start, min(end, start + LONGEST_PREFIX))
    lead = grammar().lead.match(text, told.end() if told else start, end)
    return lead.end() if lead else told.end() if told else start


def carries(text: str, mention: PeriodMention) -> bool:
    """Return whether words of a clause can date what stands behind the clause.

    Those that date a meeting, or when something was told, cannot: 8月6日召开的会议, 日前.

    Examples
    --------
    >>> carries("8月6日召开的会议上，", PeriodMention(0, 4, "8月6日", "part", "month"))
    False
    >>> carries("8月6日，", PeriodMention(0, 4, "8月6日", "part", "month"))
    True
    """
    end = mention.end
    if _attributive().match(text, end) is not None:
        return False
    if mention.text in _JUST_NOW:
        return text.startswith(_COMMAS, end) and _tells().match(text, end + 1) is None
    return not (mention.text.endswith(_TO_THE_DAY) and _tells().match(text, end) is not None)
