"""The form of a line that can be a title, and what stands around one: marks, labels, cells, the site."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from fupin_nlp.interpret.head_words import head_words
from fupin_nlp.interpret.period.dates import find_dates
from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.patterns import Pattern, QuickPattern, compile_pattern, compile_quick

__all__ = [
    "ADDRESSED",
    "DAY",
    "TITLE_CHARS",
    "TitlePatterns",
    "above_salutation",
    "has_date",
    "is_byline",
    "is_possible",
    "is_speech",
    "is_unfinished",
    "tidy",
    "title_patterns",
    "without_hashes",
    "without_marks",
]

TITLE_CHARS: Final = 60
DAY: Final = r"(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})"
ADDRESSED: Final = r"(?:各位(?:代表|委员|领导|同志|来宾)|同志们)"
_WHOLE_CHARS: Final = 100  # of a title that goes over several lines, or is one of a document
# Of a sentence, a list or a form, not of a title.
_ENDS: Final = ("。", "；", ";", "，", ",", "：", ":", "、", "等")
_NEWS_CHARS: Final = 12  # fewest of a headline that names the head of a place
_BEFORE_BAR: Final = 8  # characters
_CELLS: Final = "|｜"
_HAN: Final = r"\u4e00-\u9fff"


class TitlePatterns(NamedTuple):
    """Patterns of lines around titles and of what is none."""

    numbered: Pattern
    label: Pattern
    long_enough: QuickPattern
    address: Pattern
    salutation: Pattern
    wire: Pattern
    cells: Pattern
    no_title: Pattern
    form: Pattern
    page_line: Pattern
    posted: Pattern
    stamp: Pattern
    stamp_before: Pattern
    year_behind: Pattern
    person: Pattern
    ending: Pattern
    halves: Pattern
    opens: Pattern
    congress: Pattern
    rest: Pattern
    goes_on: Pattern
    window: Pattern
    behind: Pattern
    file: Pattern
    crumbs: Pattern
    post: Pattern
    body: Pattern
    bracketed: Pattern
    menu: Pattern


@lru_cache(maxsize=1)
def title_patterns() -> TitlePatterns:
    """Return the patterns, made of the words of heads."""
    words = head_words()
    sure = rf"[{_HAN}]{{2,8}}(?:新闻网|政府网|网站|在线|日报|晚报|门户网|信息网)"
    site = rf"(?:{sure}|[{_HAN}]{{2,8}}网|[{_HAN}]{{2,14}}(?:人民政府|政府门户网站|官网|频道))"
    column = rf"[{_HAN}]{{2,8}}(?:频道|栏目|要闻|新闻|首页)|首页"
    salutation = rf"(?:(?:尊敬的)?{ADDRESSED}|主任[、，]|主席[、，])"
    name = rf"{words.surname.pattern}[{_HAN}×*]{{1,2}}"
    half = rf"[{_HAN}\dA-Za-z“”‘’《》、·%.]{{5,24}}"
    cell = rf"[:：]?\t\s*(?=[^\t\n]{{5,}}(?:\Z|\t\s*{words.field.pattern}))"  # not the head of a table
    return TitlePatterns(
        numbered=compile_pattern(
            "numbered heading",
            r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十\d]{1,3}(?:部分|章|节|篇|条)|[•·●◆~]",
        ),
        label=compile_pattern(
            "label of a title",
            rf"\A(?:[^\t|｜\n]{{0,60}}[\t|｜]){{1,8}}\s*+{words.title_label.pattern}[ \u3000]*[:：][\s|｜]*"
            rf"|\A[|｜\s]*{words.title_label.pattern}[ \u3000]*(?:[:：]?\s*[|｜:：]\s*|{cell})"
            rf"|\A(?:第一篇|(?:篇|范文)\s?[一1])\s*[:：]\s*(?=[^\n]{{2,60}}{words.document.pattern}\Z)",
        ),
        long_enough=compile_quick("five characters", r"(?:[^\u4e00-\u9fff]*+[\u4e00-\u9fff]){5}"),
        address=compile_pattern(
            "place on a site, or address of an author", rf"[>»]|→|(?<!\d)\d{{6}}(?!\d)|\s[{_HAN}]级\Z"
        ),
        salutation=compile_pattern(
            "salutation",
            rf"{salutation}[^\n]{{0,24}}[：:，,！!]",
        ),
        wire=compile_pattern("dateline before a title", r"\A[^，。；：:\n]{2,24}?[电讯]\s*题\s*[:：]\s*"),
        cells=compile_pattern("empty cells around a title", r"\A[\s|｜]*[|｜][\s|｜]*|[\s|｜]*[|｜][\s|｜]*\Z"),
        no_title=compile_pattern(
            "no title: tags, a page of a paper, a bracket, an hour, a day of the week, a label, who came, a site",
            r"(?:第?\s?[A-Z]?\d{1,3}[A-Z]?\s?版\s*[:：\s][^\n]*"
            r"|[#＃][^\s#＃]+(?:\s+[#＃][^\s#＃]+)+|[#＃][^#＃\n]+[#＃]|(?:文章)?(?:标签|(?i:tags?))\s*[:：][^\n]*"
            r"|[（(][^（）()\n]*[）)]|本(?:篇|文章)[^\n]{0,8}\d+字[^\n]{0,20}|[^\n]{0,40}?\d日?\s?\d{1,2}[:：]\d\d[^\n]{0,20}"
            r"|[^\n]{0,4}(?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?\s*(?:星期|周)[一二三四五六日天][^\n]{0,12}"
            r"|(?:发布)?(?:时间|日期)\s?[：:][^\n]*"
            r"|[^\n]{2,40}?(?:出席(?:会议|大会|活动|仪式)?|主持(?:会议|大会)?|(?:并|作)讲话|(?<![会议式礼])(?:致|并致)辞|会议?(?:会场|现场)|[{_HAN}]{{2,3}}同志)"
            rf"|[^\n]{{2,80}}(?:摄|供图)\s?[）)]?|[{_HAN}×*]{{2,4}}主持\s[^\n]{{0,30}}|[^\n]{{0,40}}书记\s?{name}"
            rf"|(?:{name}[、\s]?){{1,4}}等?(?:参加|出席|陪同)[^\n]{{0,6}}"
            rf"|[^\n]{{0,20}}(?:记者|通讯员|实习生)\s?{name}(?:[\s、]{{1,2}}{name}){{0,4}}"
            rf"|[^\n]{{0,24}}[报网社台刊]讯\s*(?:[（(][^（）()\n]*[）)])?"
            rf"|[{_HAN}]{{2,16}}(?:下?辖|管辖|代管)的?(?:县级市|自治县|自治旗|[县区旗])"
            rf"|(?:[{_HAN}]{{2,10}}统计局[\s、]*)?国家统计局[{_HAN}]{{2,8}}调查总?队"
            rf"|[^|：:\n]{{2,8}}[：:]\s*[|｜][^\n]*|{site}(?:[-_—·][^\n]*|\s*{DAY})?)\Z",
        ),
        form=compile_pattern(
            "fields of a form",
            rf"[\[［【][ \u3000]*{words.field.pattern}[ \u3000]*[\]］】]|{words.field.pattern}[ \u3000]*[:：|｜\t]",
        ),
        page_line=compile_pattern(
            "line of a page under its title",
            r"(?:时间|日期|发布时间|发布日期)?[：:\s]*(?:19|20)\d\d[年/.-]\d{1,2}[月/.-]\d{1,2}日?"
            r"(?:\s*\d{1,2}[:：]\d\d|\s+\S{0,12}(?:来源|网|报))",
        ),
        posted=compile_pattern(
            "line that tells when a page was posted",
            r"(?:发布|发表|发文|更新|录入)(?:时间|日期)[：:\s]*(?:19|20)\d\d"
            r"|(?:时间|日期)[：:]\s*(?:19|20)\d\d[^\n]{0,30}(?:来源|作者|编辑|浏览|阅读|点击)",
        ),
        stamp=compile_pattern(
            "day behind a title",
            rf"(?:\s+(?:(?:发布)?(?:时间|日期)\s?[:：]\s?)?|(?<=[{_HAN}”》])(?=\d{{4}}[-/.]))"
            rf"{DAY}(?:\s\d\d?[:：]\d\d(?:[:：]\d\d)?)?(?:\s+来源[:：]\s?[{_HAN}]{{2,14}})?\s*\Z",
        ),
        stamp_before=compile_pattern(
            "day and hour before a title", rf"\A{DAY}\s+\d\d?[:：]\d\d(?:[:：]\d\d)?\s*(?=[{_HAN}《“])"
        ),
        year_behind=compile_pattern("year behind a title", r"\s+(?P<y>(?:19|20)\d\d)年?\Z"),
        person=compile_pattern(
            "head of a place with name",
            rf"{words.head_of_place.pattern}(?:[\s{_HAN}×*]{{0,8}}(?:[（(][^（）()\n]*[）)])?\s*\Z|\s[\s{_HAN}]{{2,6}}\s|[：:])",
        ),
        ending=compile_pattern(
            "what the name of a document ends with",
            rf"{words.document.pattern}(?:全文)?(?:[（(][^（）()\n]{{1,16}}[）)]|的?通知|之?[一二三\d])?\Z",
        ),
        halves=compile_pattern(
            "two halves of a headline",
            rf"{half}[ \u3000]+{half}",
        ),
        opens=compile_pattern(
            "a title that has begun",
            rf"(?:[{_HAN}《“（）()\d、 ]{{0,40}}关于|[{_HAN}]{{2,30}}(?:委员会|人民政府|办公室|办公厅|[局厅委]|组)"
            rf"(?:[（(][{_HAN}]{{1,6}}[）)])?\Z"
            rf"|[{_HAN}—]{{0,20}}在[{_HAN}\d（）()]{{4,40}}上的\Z)",
        ),
        congress=compile_pattern("who decides, above a title", rf"[{_HAN}\d]{{2,40}}(?:代表大会|次会议|全体会议)\Z"),
        rest=compile_pattern("another line of a title", rf"[{_HAN}A-Za-z《》〈〉“”‘’（）()〔〕、·\d—\- ]{{2,50}}"),
        goes_on=compile_pattern(
            "the end of a title alone",
            rf"(?:[和及与暨的]|(?:财政|管理|实施|工作)?{words.document.pattern})[{_HAN}\d年《》（）()]{{0,40}}",
        ),
        window=compile_pattern(
            "site behind a title", rf"(?:\s+{sure}|\s*[_|｜\-—–][\s_|｜\-—–]*+(?:{site}|{column}))\Z"
        ),
        behind=compile_pattern("what may be a site behind a title", r"(?:[ \t]+[-–—|｜][ \t]|[ \t]?_)[^\n]{2,20}\Z"),
        file=compile_pattern(
            "name of a file", r"(?i:\.(?:docx?|xlsx?|pdf|wps|txt|html?|zip|rar))(?:[（(][^（）()]*[）)]|_第\d+页)?\Z"
        ),
        crumbs=compile_pattern("marks between the places of a site", r"\s*(?:[>»›→]+|/(?=[^/]*[>»]))\s*"),
        post=compile_pattern("ends with the post of a person", rf"{words.post.pattern}\Z"),
        bracketed=compile_pattern("a bracket at the end", r"[（(][^（）()]{1,8}[）)]\Z"),
        menu=compile_pattern("entries of a menu in one line", rf"[{_HAN}]{{2,6}}(?:[ \u3000]+[{_HAN}]{{2,6}}){{4,}}"),
        body=compile_pattern("who issues, before a title", rf"{words.office.pattern}\s*\Z"),
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


def tidy(line: str) -> str:
    """Return a line without what stands around a title: cells, labels, marks, the site, a file's ending, a day.

    Examples
    --------
    >>> tidy("标题： | 山乡道路规划 | 文号："), tidy("山乡道路修通_山乡新闻网"), tidy("山乡决算公开.pdf")
    ('山乡道路规划', '山乡道路修通', '山乡决算公开')
    """
    patterns = title_patterns()
    line = _without_controls(without_hashes(line))
    line = patterns.cells.sub("", patterns.wire.sub("", patterns.label.sub("", line)))
    line = patterns.file.sub(
        "", without_marks(_first_cell(patterns.stamp_before.sub("", patterns.label.sub("", line))))
    )
    line = _before_bar(line)
    shorter = _once(patterns.stamp.sub("", patterns.window.sub("", line)))
    return _without_second_year(shorter) if patterns.long_enough.match(shorter) else line


def without_hashes(line: str) -> str:
    """Return a line without the marks of a heading in Markdown; tags (#修路 #扶贫) are left as they are.

    Examples
    --------
    >>> without_hashes("## 山乡道路规划"), without_hashes("#修路 #扶贫")
    ('山乡道路规划', '#修路 #扶贫')
    """
    marks, blank, rest = line.partition(" ")
    return rest.lstrip() if blank and not marks.strip("#") and rest.strip() else line


def _without_controls(line: str) -> str:
    """Return a title without the controls of the site in front of it (返回顶部 某县工作规则)."""
    first, blank, rest = line.lstrip().partition(" ")
    while blank and first in head_words().controls and title_patterns().long_enough.match(rest):
        line = rest.lstrip()
        first, blank, rest = line.partition(" ")
    return line


def _without_second_year(line: str) -> str:
    """Return a title without the year that a site puts behind it once more (2022年统计公报 2022)."""
    found = title_patterns().year_behind.search(line)
    return line[: found.start()] if found and found["y"] in line[: found.start()] else line


def is_possible(line: str) -> bool:
    """Return whether a line has the form of a title: no sentence, no field of a form, no body, place or person.

    Examples
    --------
    >>> is_possible("关于乡村道路建设的报告"), is_possible("一、乡村道路建设"), is_possible("略阳县农业农村局")
    (True, False, False)
    """
    words, patterns = head_words(), title_patterns()
    if patterns.menu.fullmatch(line) and not patterns.ending.search(line):
        return False
    most = _WHOLE_CHARS if patterns.ending.search(line) else TITLE_CHARS
    if len(line) > most or is_unfinished(line) or not patterns.long_enough.match(line):
        return False
    if patterns.numbered.match(line) or patterns.form.search(line) or patterns.address.search(line):
        return False
    if (
        is_speech(line)
        or all(map(words.signature.fullmatch, patterns.bracketed.sub("", line).split()))
        or any(mark in line for mark in _CELLS)
    ):
        return False
    if patterns.post.search(line) or patterns.no_title.match(line) or words.opening.fullmatch(line):
        return False
    post = words.post.match(line)
    if is_byline(line):
        return False
    return not _is_place(line[post.end() :] if post else line)


def is_unfinished(line: str) -> bool:
    """Return whether a line ends as a sentence, a list or a form does (…、张某等; not: 评为一等)."""
    return line.endswith(_ENDS) and not line.endswith(head_words().grades)


def above_salutation(lines: Sequence[str], most: int) -> Sequence[str]:
    """Return the lines just above the first salutation, at most so many; none where nobody is addressed.

    Examples
    --------
    >>> above_salutation(["工作报告", "县长 张某", "各位代表："], 1), above_salutation(["工作报告"], 1)
    (['县长 张某'], [])
    """
    salutation = title_patterns().salutation
    at = next((i for i, line in enumerate(lines) if salutation.match(line)), 0)
    return lines[max(0, at - most) : at]


def is_speech(line: str) -> bool:
    """Return whether a line tells when and before whom was spoken (2013年3月1日在某市第四届人民代表大会上)."""
    session = head_words().session
    days = (found for found in find_dates(line) if found.date.precision != "year")
    return any(session.match(line, found.end) is not None for found in days)


def has_date(line: str) -> bool:
    """Return whether a date with its year stands in a line."""
    return next(find_dates(line), None) is not None


def _first_cell(line: str) -> str:
    """Return a line up to the label in the next cell of a form (…的意见 | 内容概述)."""
    patterns = title_patterns()
    first, bar, rest = line.partition("|" if "|" in line else "\t")
    is_form = bar and patterns.long_enough.match(first) and head_words().field.match(rest.strip())
    return first.rstrip() if is_form else line


def _before_bar(line: str) -> str:
    """Return what stands before a bar, where that is long enough for a title (山乡道路修通纪事 | 走村系列)."""
    if not any(bar in line for bar in _CELLS):
        return line
    first = line.replace("｜", "|").partition("|")[0].rstrip()
    return first if sum("\u4e00" <= c <= "\u9fff" for c in first) >= _BEFORE_BAR else line


def _once(line: str) -> str:
    """Return the first half of a line that is printed twice in a row."""
    half = line[: (len(line) + 1) // 2].strip()
    return half if len(half) > 1 and line in (half + half, f"{half} {half}") else line


def is_byline(line: str) -> bool:
    """Return whether a line is about who speaks, the head of a place, and not about what he does or reports.

    Examples
    --------
    >>> is_byline("甲县县长张某某"), is_byline("甲县县长施政报告")
    (True, False)
    """
    found = head_words().head_of_place.search(line)
    if found is None or title_patterns().ending.search(line) is not None:
        return False
    return len(line) < _NEWS_CHARS or title_patterns().person.search(line) is not None


def _is_place(line: str) -> bool:
    """Return whether a line is nothing but the name of a place (大石桥市建一镇)."""
    found = gazetteer().scan(line)
    if not found or found[0].start or found[-1].end != len(line):
        return False
    return all(before.end == behind.start for before, behind in pairwise(found))
