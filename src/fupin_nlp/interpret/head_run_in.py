"""Lines into which a page without line breaks is cut again: its title, its day, its address."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.interpret.head_line import ADDRESSED, DAY, TITLE_CHARS, is_unfinished, title_patterns
from fupin_nlp.interpret.head_words import DASHES, head_words
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = ["parted", "signature_of"]

_HAN: Final = r"\u4e00-\u9fff"
_LONGEST_PIECE: Final = 30  # characters of a part of a title between blanks
_WRITTEN_DAY: Final = "[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
_BLANKED_DAY: Final = r"20[\dXx×]{2}/[Xx×]{1,2}/[Xx×]{1,2}"  # of papers from which names and days were taken
_TAIL: Final = 80  # characters at the end of a text in which a signature is looked for
_PREPOSITIONS: Final = ("关于", "于", "至", "到", "自", "在", "从", "截止", "截至", "（", "(", "“", "《")
_PAIRS: Final = (("《", "》"), ("（", "）"), ("(", ")"), ("“", "”"))
_SENTENCE_MARKS: Final = frozenset("，。；")


class _Patterns(NamedTuple):
    run_in: Pattern
    run_in_long: Pattern
    speech_in_line: Pattern
    who: Pattern
    before_page_line: Pattern
    page_line: Pattern
    not_title: Pattern
    signed: Pattern
    number: Pattern
    spaced: Pattern


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    words = head_words()
    wire = rf"(?:{words.paper.pattern})(?:(?:消息|客户端|记者)|[^，。；\n]{{0,24}}?[电讯][（(:：\s])|本[报网刊]讯"
    label = r"(?:发布时间|发布日期|更新时间|时间|日期|来源|信息来源|作者|编辑|浏览次数|点击数?)\s?[:：]"
    return _Patterns(
        run_in=compile_pattern(
            "title before an address in the same line",
            rf"(?:第\s?\d+\s?页[，,\s]*共\s?\d+\s?页)?(?P<title>[^\n，。；：:！!]{{5,60}}?)\s*(?=(?:尊敬的)?{ADDRESSED}(?:[、，,\s]{ADDRESSED}){{0,4}}\s*[：:！!，,]"
            rf"|今天[，,]|第一[章条]|目录?\s|一、|各(?:[省市县区州旗乡镇地]|部门|单位|有关)[{_HAN}、，（）()\s]{{0,60}}[：:]|(?:现在|下面)?[，,]?(?:我代表|我受|受[{_HAN}]{{1,12}}委托)|(?:今年|近年|一年|[\d×xX]{{4}}年)以?来[，,]|为(?:了|认真|深入|全面|切实)?(?:贯彻|落实|加强|进一步))",
        ),
        run_in_long=compile_pattern(
            "title at the beginning of a paragraph",
            rf"(?:第\s?\d+\s?页[，,\s]*共\s?\d+\s?页)?(?P<title>[^\n，。；：！!]{{0,40}}在[^\n，。；：！!]{{2,40}}[会班式]议?上的(?:讲话|发言|致辞|报告|主持词)"
            r"\s*(?=[（(][\d×xX]{4}年[^（）()]{0,10}[）)]|今[天年]|去年|近年|这次|刚才|下面|首先|当前|根据|按照|一、|我)"
            rf"|[^\n，。；：！!]{{5,60}}?{words.document.pattern}(?:\s+(?=根据|按照|依据|依照)|(?=(?:19|20)[\d×xX]{{2}}年(?:按照|根据|以来|，))|\s*(?=[（(](?:{DAY}|[×xX]{{4}}年[^（）()]{{0,10}})[）)])))",
        ),
        speech_in_line=compile_pattern(
            "title, day and place of the speech in one line",
            rf"(?:\d{{1,3}}(?![\d年月日号届期]))?(?P<title>[^\n，。；：！!,]{{2,50}}?{words.document.pattern})\s*[{DASHES}（(]{{0,4}}\s*"
            rf"(?P<speech>{DAY}在[^\n，。；：]{{4,60}}?会议?上)[）)]?\s*",
        ),
        who=compile_pattern(
            "speaker before an address",
            rf"[{_HAN}·×*\s]{{0,30}}?(?=(?:尊敬的)?{ADDRESSED}|主任[、，]|主席[、，])",
        ),
        before_page_line=compile_pattern(
            "title before a day, a label of the page or the opening of news in the same line",
            rf"(?P<title>[^\n，。；,]{{5,60}}?)\s*(?={_BLANKED_DAY}|{DAY}(?!日?(?:起|前|以|之|至|—|-))|{label}|{wire})",
        ),
        signed=compile_pattern(
            "body and day at the end of a text",
            rf"[。！）)：:]\s*(?P<body>[{_HAN}、 \u3000]{{4,40}}?)\s*(?P<day>{DAY}|{_WRITTEN_DAY})\s*\Z",
        ),
        number=compile_pattern(
            "number of the document before its title",
            rf"(?P<number>[{_HAN}]{{1,12}}[〔［\[（(](?:19|20)\d\d[〕］\]）)]第?\d{{1,5}}号(?=[\s：:]*[{_HAN}]{{5}})"
            rf"|编号\s?[:：]\s?\d{{6,12}}(?=\s*[{_HAN}]{{2}}))[\s：:]*",
        ),
        spaced=compile_pattern(
            "characters with blanks between them", rf"[{_HAN}](?:[ \u3000]{{1,3}}[{_HAN}]){{3,}}(?![{_HAN}])"
        ),
        page_line=compile_pattern(
            "day, hour and source of a page at the beginning of a line",
            rf"(?:{_BLANKED_DAY}|{DAY})(?:\s*\d\d?[:：]\d\d(?:[:：]\d\d)?)?(?:\s*(?:来源|作者|编辑)\s?[:：]\s?[{_HAN}]{{2,14}}(?=\s))*\s*(?!\s*在)",
        ),
        not_title=compile_pattern("day or figure alone", rf"[\d\W]+\Z|{DAY}|\d{{1,2}}月\d{{1,2}}日"),
    )


def parted(line: str) -> list[str]:
    """Return title, day, address and text of a line that has several of them; else the line.

    Examples
    --------
    >>> parted("山乡工作报告各位代表：现在我报告工作。"), parted("山乡向各位代表，")
    (['山乡工作报告', '各位代表：现在我报告工作。'], ['山乡向各位代表，'])
    >>> text = "山乡的公路修通了，乡亲们十分高兴，说这是今年最好的一件事，盼了许多年。"
    >>> parted("山乡修通公路 乡亲盼来喜事 2019-03-04 10:20 本报讯 " + text)[:2]
    ['山乡修通公路 乡亲盼来喜事', '2019-03-04 10:20']
    """
    return list(_parted(line))


def _parted(line: str) -> Iterator[str]:
    patterns = _patterns()
    number = patterns.number.match(line)
    if number is not None:
        yield number["number"]
        line = line[number.end() :]
    spaced = patterns.spaced.match(line)
    if spaced is not None:
        line = "".join(spaced[0].split()) + line[spaced.end() :]
    speech = patterns.speech_in_line.match(line)
    if speech is not None:
        yield from (speech["title"].strip(), speech["speech"])
        who = patterns.who.match(line, speech.end())
        if who is not None and who[0].strip():
            yield who[0].strip()
        rest = line[(who or speech).end() :]
        if rest:
            yield rest
        return
    if len(line) > TITLE_CHARS:
        long = patterns.run_in_long.match(line)
        if long is not None:
            yield long["title"].strip()
            yield line[long.end() :]
            return
    found = patterns.run_in.match(line)
    if found is not None and title_patterns().ending.search(found["title"]) is not None:
        yield found["title"]
        yield line[found.end() :]
        return
    if len(line) <= TITLE_CHARS:
        yield line
        return
    at = _before_page_line(line) or _before_text(line)
    if at:
        yield line[:at].rstrip()
        line = line[at:].lstrip()
    page = patterns.page_line.match(line)
    if page is not None and page.end() < len(line):
        yield page[0].rstrip()
        line = line[page.end() :]
    yield line


def signature_of(line: str) -> tuple[str, str] | None:
    """Return body and day that stand at the end of a text without line breaks.

    Examples
    --------
    >>> signature_of("公路修通了，大家十分满意。略阳县人民政府 2019年3月4日"), signature_of("公路修通了。")
    (('略阳县人民政府', '2019年3月4日'), None)
    """
    found = _patterns().signed.search(line, max(0, len(line) - _TAIL))
    return (found["body"].strip(), found["day"]) if found else None


def _before_page_line(line: str) -> int:
    """Return where the title ends that stands directly before a day, a label or the opening of news; 0 without one."""
    found = _patterns().before_page_line.match(line)
    return found.end() if found is not None and _is_title_like(found["title"]) else 0


def _before_text(line: str) -> int:
    """Return where the pieces between blanks end that can be a title before a piece that is running text."""
    start = end = 0
    for piece in line.split():
        at = line.index(piece, start)
        if len(piece) > _LONGEST_PIECE or not _SENTENCE_MARKS.isdisjoint(piece) or at + len(piece) > TITLE_CHARS:
            is_text = len(piece) > _LONGEST_PIECE and not _SENTENCE_MARKS.isdisjoint(piece)
            return end if is_text and end and _is_title_like(line[:end]) else 0
        start = end = at + len(piece)
    return 0


def _is_title_like(text: str) -> bool:
    if any(text.count(left) != text.count(right) for left, right in _PAIRS) or text.endswith(_PREPOSITIONS):
        return False
    if is_unfinished(text) or _patterns().not_title.match(text):
        return False
    return title_patterns().long_enough.match(text) is not None
