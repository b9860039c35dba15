"""Title and issuer of a document, from the lines of its head and tail."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from fupin_nlp.interpret.head import Head, head_words, solid
from fupin_nlp.interpret.period.dates import find_dates
from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.patterns import Pattern, QuickPattern, compile_pattern, compile_quick

__all__ = ["issuer_of", "national_bodies", "title_of", "without_marks"]

_TITLE_LINES, _TITLE_CHARS = 16, 60
_FIRST_LINES = 3
_ENDS = ("。", "；", ";", "，", ",", "：", ":")  # of a sentence or of a form, not of a title
_BEFORE_ISSUER = "：: 　年】》"
_STATE_COUNCIL = "国务院"


class _Patterns(NamedTuple):
    numbered: Pattern
    label: Pattern
    long_enough: QuickPattern
    address: Pattern
    issuer: Pattern
    signature: Pattern
    behind_issuer: Pattern
    sentence: Pattern


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    body = head_words().body.pattern
    return _Patterns(
        compile_pattern("numbered heading", r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]"),
        compile_pattern("label of a title", r"\A(?:标题|题目|名[ \u3000]*称|信息名称|文件名称)[ \u3000]*[:：]\s*"),
        compile_quick("five characters", r"(?:[^\u4e00-\u9fff]*+[\u4e00-\u9fff]){5}"),
        compile_pattern("place on a site, or address of an author", r"[>»]|→|(?<!\d)\d{6}(?!\d)|\s[\u4e00-\u9fff]级\Z"),
        compile_pattern("issuer", rf"(?:中共|中国共产党)?(?P<place>[\u4e00-\u9fff]{{2,15}}?){body}(?![托办任派])"),
        compile_pattern(
            "signature",
            r"\s*(?P<place>[\u4e00-\u9fff]{2,12}?[省市县区州盟旗镇乡])[\u4e00-\u9fff]{2,14}"
            r"(?:局|厅|委|办|办公室|中心|委员会|政府)\s*",
        ),
        compile_pattern(
            "what may stand behind an issuer",
            r"\s|[（(\d]|关于|工作报告|文件|印发|公告|通告|通知|令|[省市县区旗州盟]长|主席",
        ),
        compile_pattern(
            "clauses with figures", r"，[^，]{2,}?\d[\d.]*[万亿余多]*(?:公里|公顷|平方|亩|户|人|元|个|吨|%)"
        ),
    )


def without_marks(line: str) -> str:
    """Return a title without the marks and the columns in front of it.

    Examples
    --------
    >>> without_marks("[视频]【新征程】山乡新貌"), without_marks("【解读】")
    ('山乡新貌', '【解读】')
    """
    column = head_words().column.match(line)
    return line[column.end() :] if column and column.end() < len(line) else line


def title_of(head: Head, told: str | None) -> str | None:
    """Return the line of the head that looks most like a title; lines from the first paragraph on do not count.

    Parameters
    ----------
    head : Head
        The head of the document.
    told : str or None
        What cleaning took for the title; it stands where no line is like one.
    """
    words, patterns, places = head_words(), _patterns(), gazetteer()
    best: tuple[int, str] | None = None
    lines = [solid(line.text) for line in head.lines[: _TITLE_LINES + 2]]
    dated = [_has_date(line) for line in lines]
    for i, written in enumerate(lines[:_TITLE_LINES]):
        line = without_marks(patterns.label.sub("", written))
        if len(line) > _TITLE_CHARS or line.endswith(_ENDS):
            if len(line) > _TITLE_CHARS and "。" in line:
                break
            continue
        if words.furniture.search(line) or patterns.numbered.match(line) or not patterns.long_enough.match(line):
            continue
        if i >= _FIRST_LINES and patterns.sentence.search(line):
            continue  # a line of a list without full stops
        if patterns.address.search(line) or _is_speech(line) or patterns.signature.fullmatch(line):
            continue
        follows_date = any(dated[i + 1 : i + 3])
        marked = line != written
        told_by = (
            bool(words.topic.search(line)) + bool(words.national.match(line)) + marked + _opens_behind(head, lines, i)
        )
        score = 2 * bool(places.scan(line)) + 2 * told_by + follows_date
        if best is None or score > best[0]:
            best = (score, _with_headline(line, lines[i - 1] if i else ""))
    if best and best[0] >= 2:
        return best[1]
    return without_marks(told) if told and not patterns.address.search(told) else None


def _opens_behind(head: Head, lines: list[str], i: int) -> bool:
    """Return whether a news report opens in one of the two lines behind (本报讯 …)."""
    opening = head.opening
    return opening is not None and any(
        without_marks(line).startswith(opening.text.strip()) for line in lines[i + 1 : i + 3]
    )


def _is_speech(line: str) -> bool:
    return _has_date(line) and head_words().session.search(line) is not None


def _has_date(line: str) -> bool:
    return next(find_dates(line), None) is not None


def _with_headline(line: str, before: str) -> str:
    """Put the headline before a subtitle that begins with a dash; take off the dash where there is none."""
    subtitle = line.lstrip("—―－-– \u3000")
    if subtitle == line:
        return line
    fits = 1 < len(before) <= _TITLE_CHARS - len(subtitle) and not head_words().furniture.search(before)
    headline = fits and before[-1] not in _ENDS and not _has_date(before)
    return f"{without_marks(before)}——{subtitle}" if headline else subtitle


def issuer_of(head: Head, title: str | None, told: str | None) -> str | None:
    """Return the body that signs or speaks: a party committee, a government, an office.

    Looked at, in this order: lines that are nothing but its name, the title (某县人民政府关于…), lines of the page that
    label it; in running text nobody signs.
    """
    lines = [line.text for line in (*head.lines, *head.tail)]
    if any("代表国务院" in line for line in lines):
        return _STATE_COUNCIL
    for line in lines:
        if len(line) <= _TITLE_CHARS and not any(mark in line for mark in "。；，"):
            found = _signed(line)
            if found:
                return found
    return told or (_named_in([title]) if title else None)


def _signed(line: str) -> str | None:
    """Return the body that a line of its own, or its label, names."""
    patterns, places = _patterns(), gazetteer()
    signed = patterns.signature.fullmatch(line)
    if signed and any(m.start == 0 and m.end == signed.end("place") for m in places.scan(line.strip())):
        return line.strip()
    return _named_in([line])


def _named_in(lines: Iterable[str]) -> str | None:
    words, patterns, places = head_words(), _patterns(), gazetteer()
    for line in lines:
        for match in patterns.issuer.finditer(line) if words.body.search(line) else ():
            found = places.scan(match["place"])
            if not found or found[-1].end != len(match["place"]):
                continue
            start = found[0].start + match.start("place") if found[0].start else match.start()
            if start and line[start - 1] not in _BEFORE_ISSUER:
                continue
            if match.end() < len(line) and not patterns.behind_issuer.match(line, match.end()):
                continue
            name = line[start : match.end()]
            if line.startswith("工作报告", match.end()):
                return name.removesuffix("政府").removesuffix("人民") + "人民政府"  # 某省政府工作报告
            return name
    return None


def national_bodies(lines: Iterable[str]) -> str | None:
    """Return the first body that speaks for the whole country at the beginning of a line (国家统计局)."""
    for line in lines:
        match = head_words().national.match(line)
        if match:
            return match["body"]
    return None
