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
_HAN = r"\u4e00-\u9fff"
_ENDS_OF_DOCUMENTS = "意见|通知|办法|方案|决定|决议|公告|通告|报告|规划|批复|复函|函|公报|细则|条例|规定|要点"
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
    salutation: Pattern
    wire: Pattern
    cells: Pattern
    no_title: Pattern
    page_line: Pattern
    half_title: Pattern
    rest_of_title: Pattern
    speaks_for: Pattern
    office: Pattern
    for_the_state: Pattern


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
        compile_pattern("salutation", r"(?:尊敬的)?(?:各位(?:代表|委员|领导|同志)|同志们)[^\n]{0,12}[：:，,！!]"),
        compile_pattern("dateline before a title", r"\A[^，。；：:\n]{2,24}?[电讯]\s*题\s*[:：]\s*"),
        compile_pattern("empty cells behind a title", r"[\s|｜]*[|｜][\s|｜]*\Z"),
        compile_pattern(
            "no title: a bracket, an hour, a label with its value, the name of a site",
            r"(?:[（(][^（）()\n]*[）)]|本(?:篇|文章)[^\n]{0,8}\d+字[^\n]{0,20}|[^\n]{0,40}?\d日?\s?\d{1,2}[:：]\d\d[^\n]{0,20}|[^|：:\n]{2,8}[：:]\s*[|｜][^\n]*"
            rf"|[{_HAN}]{{2,8}}(?:新闻网|政府网|网站|在线|日报|晚报|门户网|信息网))\Z",
        ),
        compile_pattern(
            "line of a page under its title",
            r"(?:时间|日期|发布时间|发布日期)?[：:\s]*(?:19|20)\d\d[年/.-]\d{1,2}[月/.-]\d{1,2}日?"
            r"(?:\s*\d{1,2}[:：]\d\d|\s+\S{0,12}(?:来源|网|报))",
        ),
        compile_pattern(
            "first half of a title", rf"[{_HAN}《“（）]{{2,30}}关于(?!.*(?:{_ENDS_OF_DOCUMENTS})\Z)[{_HAN}、“”《》]*"
        ),
        compile_pattern("second half of a title", rf"[{_HAN}、“”《》（）\d]{{2,40}}(?:{_ENDS_OF_DOCUMENTS})"),
        compile_pattern("speaks for a government", r"我[，,]?(?:受|代表)(?P<body>[\u4e00-\u9fff]{2,12}?人民政府)"),
        compile_pattern(
            "office without a place",
            r"(?P<body>(?:国务院|中共中央|全国人大常委会)(?:办公厅|办公室)?|[省市县区州旗](?:人民政府|委|政府)(?:办公厅|办公室)?)"
            r"(?:关于|印发|批转|转发)",
        ),
        compile_pattern("speaks for the State", r"我[，,]?(?:现在)?[，,]?(?:受国务院委托|代表国务院)|\A受国务院委托"),
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
        if patterns.salutation.match(written):
            break  # what stands behind 各位代表： are headings
        line = without_marks(patterns.label.sub("", patterns.wire.sub("", _with_rest(lines, i))))
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
        if patterns.no_title.match(line) or words.opening.fullmatch(line):
            continue
        follows_date = any(dated[i + 1 : i + 3]) + any(map(patterns.page_line.match, lines[i + 1 : i + 2]))
        marked = line != written
        told_by = (
            bool(words.topic.search(line)) + bool(words.national.match(line)) + marked + _opens_behind(head, lines, i)
        )
        score = 2 * bool(places.scan(line)) + 2 * told_by + follows_date
        if best is None or score > best[0]:
            best = (score, _with_headline(line, lines[i - 1] if i else ""))
    if best and best[0] >= 2:
        return best[1]
    if not told or patterns.address.search(told) or patterns.no_title.match(told):
        return None
    return without_marks(told)


def _with_rest(lines: list[str], i: int) -> str:
    """Return a line with the next one where a title of a document goes over both (…关于 / 促进就业的意见)."""
    line = _patterns().cells.sub("", lines[i])
    following = _patterns().cells.sub("", lines[i + 1]) if i + 1 < len(lines) else ""
    patterns = _patterns()
    if patterns.half_title.fullmatch(line) and patterns.rest_of_title.fullmatch(following):
        return line + following
    return line


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
    if any(_for_the_state(line) for line in lines):
        return _STATE_COUNCIL
    for line in lines:
        if len(line) <= _TITLE_CHARS and not any(mark in line for mark in "。；，"):
            found = _signed(line)
            if found:
                return found
    named = told or (_named_in([title]) if title else None)
    if named is None and title:
        office = _patterns().office.match(title)
        named = office["body"] if office else None
    return named or _spoken_for(lines)


def _for_the_state(line: str) -> bool:
    """Return whether somebody speaks for the State Council; not what the news tell of him."""
    return _patterns().for_the_state.search(line) is not None


def _spoken_for(lines: list[str]) -> str | None:
    """Return the government for which a speech is given (我代表石崖县人民政府); 我代表县人民政府 names none."""
    for line in lines:
        found = _patterns().speaks_for.search(line)
        place = found["body"].removesuffix("人民政府") if found else ""
        if found and len(place) > 1:
            return found["body"]
    return None


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
