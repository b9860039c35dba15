"""What a line of a page looks like, by itself: prose, heading, control, credit, notice."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import regex

from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.sheets import PAGE_NUMBER
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern

__all__ = ["Line", "bigrams", "split_lines"]

_KEYS = (
    *("controls", "breadcrumbs", "list_heads", "comment_heads", "posts", "editor_notes", "credits", "notices"),
    *("offices", "bodies", "salutations"),
)
_LINE = regex.compile(r"[^\n\r\v\f\u2028\u2029\x85]*+(?:\r\n|[\n\r\v\f\u2028\u2029\x85]|\Z)", regex.VERSION1)
_BLANK = " \t\r\n\v\f\x85\u00a0\u3000\u2002\u2003\u2009\u200b\u2028\u2029\ufeff"
_SEPARATORS = r"[\s\u3000|｜>》《<»›/\\·•【】\[\]［］()（）:：,，;；.。、_—–\-×✕+*=~…◆◇●○■□▲△▼▽★☆]"
_SHORT = 60
_SAMPLE = 20_000
_DIGITS_HAN = "[0-9〇零○一二三四五六七八九十]"
_FULL_DATE = r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
_DATE = regex.compile(_FULL_DATE, regex.VERSION1)
_TIME = r"\d{1,2}:\d\d(?::\d\d)?"
# When it was posted: a date with the time of the day; month and day are enough before one.
_STAMP = regex.compile(rf"(?:{_FULL_DATE}|(?<![\d-])\d{{1,2}}-\d{{1,2}})\s*T?\s*{_TIME}", regex.VERSION1)
_FLOOR = regex.compile(r"(?:第\s*)?\d{1,4}\s*(?:楼|#)(?=[\s:：]|$)", regex.VERSION1)
_POSTED = regex.compile(r"发表|楼主|标题[:：]|[:：]\s*\d", regex.VERSION1)
_TODAY = regex.compile(r"今天是.{0,16}(?:星期|礼拜|周)[一二三四五六日天]", regex.VERSION1)
# An entry of a table of contents: leaders and a page number.
_ENTRY = regex.compile(r"[.…·．‥\-_]{3,}\s*\d{1,4}$|(?:\s[.…·．]){3,}\s*\d{1,4}$", regex.VERSION1)
_FILE = regex.compile(
    r"\.(?:docx?|xlsx?|pdf|zip|rar|wps|et|ofd|pptx?)(?:\s*[(（\[].{0,20}[)）\]])?$", regex.VERSION1 | regex.IGNORECASE
)
_LATIN = regex.compile(r"[A-Za-z]{2}", regex.VERSION1)
_BETWEEN_WORDS = regex.compile(r"[\s|｜>·•/]++", regex.VERSION1)
# Below a picture: who took it.
_CAPTION = regex.compile(r"(?:摄|摄影|供图)[)）]?$", regex.VERSION1)
_TERMINAL = "。！？!?；;…”」』）)：:"
_INNER = regex.compile("[，,。；;、：:]", regex.VERSION1)
_SENTENCE = regex.compile("[，。；]", regex.VERSION1)
_HAN = regex.compile(r"[\u3400-\u9fff]", regex.VERSION1)
_NUMBERED = regex.compile(
    r"第?[一二三四五六七八九十百]{1,4}(?:[、.．]|[章节節条條]|部分|编|是|要)|[（(][一二三四五六七八九十百\d]{1,4}[)）]|[\d]{1,2}(?:[.．、](?!\d)|[）)])"
    r"|[①-⑳]|附件|附录|附:|附：|[［\[【]\d{1,3}[\]］】]",
    regex.VERSION1,
)
_PAGE_NUMBER = regex.compile(PAGE_NUMBER, regex.VERSION1)
_MEETING = regex.compile(
    rf"{_DIGITS_HAN}{{2,4}}年{_DIGITS_HAN}{{1,3}}月{_DIGITS_HAN}{{1,3}}日.{{0,8}}在|会议上[)）]?\s*(?:\S{{2,8}}[\s\u3000]+\S{{2,10}})?$|會議上$",
    regex.VERSION1,
)


@dataclass(slots=True)
class Line:
    """A line of the text with its line end: ``text[start:end]``.

    Attributes
    ----------
    start, end : int
        Half-open, the line end included: lines cover the text.
    text : str
        Without white space at both ends.
    kind : str
        ``blank``, ``control``, ``breadcrumb``, ``menu``, ``url``, ``date``, ``meeting``, ``credit``, ``byline``,
        ``notice``, ``list_head``, ``comment_head``, ``post``, ``editor_note``, ``entry`` (of a table of contents),
        ``file``, ``foreign``, ``page_number``, ``bullet``, ``numbered``, ``prose`` or ``short``.
    """

    start: int
    end: int
    text: str
    kind: str

    @property
    def is_salutation(self) -> bool:
        """Whether this line addresses those who hear the report: 各位代表：."""
        return len(self.text) <= _SHORT and _patterns().salutation.match(self.text) is not None

    @property
    def is_substantial(self) -> bool:
        """Whether this is a paragraph with an end: 40 characters and more, closed by a full stop or quote."""
        return self.kind in ("prose", "numbered") and len(self.text) >= 40 and self.text[-1] in "。！？!?”」』；;："


class _Patterns(NamedTuple):
    controls: Pattern
    breadcrumb: Pattern
    list_head: Pattern
    credit: Pattern
    notice: Pattern
    office: Pattern
    body: Pattern
    date: Pattern
    salutation: Pattern
    comment_head: Pattern
    post: Pattern
    editor_note: Pattern
    label: Pattern


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    data = load_toml("furniture.toml", dict.fromkeys(_KEYS, word_list))
    control = alternatives(w.replace(" ", "") for w in data["controls"])
    labels = alternatives(data["credits"])
    when = rf"(?:{_FULL_DATE}|\d{{1,2}}:\d\d(?::\d\d)?|星期[一二三四五六日天]|T)"
    return _Patterns(
        compile_pattern(
            "furniture.controls",
            rf"(?:{control}|{_SEPARATORS}|\d[\d.]{{0,7}}[万亿wWkK+]?(?=次|页|{_SEPARATORS}|$))+",
            verbose=False,
        ),
        compile_pattern("furniture.breadcrumb", alternatives(data["breadcrumbs"]), verbose=False),
        compile_pattern(
            "furniture.list_head",
            rf"{_SEPARATORS}*(?:\d{{1,3}})?(?:\p{{Han}}{{0,4}})?{alternatives(data['list_heads'])}{_SEPARATORS}*(?:更多{_SEPARATORS}*)?",
            verbose=False,
        ),
        compile_pattern(
            "furniture.credit",
            rf"[□■◎●▲△◆◇※★☆·•○\s]*+[（(【\[《]?\s*(?:{labels}\s*[:：】]|{labels}\s*[/丨|]\s*\S|(?:本报|本刊|新华社|本网)?(?:全媒体|见习|特约)?(?:记者|通讯员)[\s:：]*\p{{Han}})",
            verbose=False,
        ),
        compile_pattern("furniture.notice", alternatives(data["notices"]), verbose=False),
        compile_pattern(
            "furniture.office",
            rf"\p{{Han}}{{0,20}}{alternatives(data['offices'])}[\s\u3000]++\p{{Han}}(?:[\s\u3000]?\p{{Han}}){{1,3}}",
            verbose=False,
        ),
        compile_pattern("furniture.body", rf"[^，。；,;]{{2,24}}{alternatives(data['bodies'])}", verbose=False),
        compile_pattern(
            "furniture.date",
            rf"(?:{when}|{labels}\s*[:：]?|{control}|{_SEPARATORS}|\p{{Han}}{{2,8}}(?:网|报|社|客户端|频道)(?!\p{{Han}}))+",
            verbose=False,
        ),
        compile_pattern(
            "furniture.salutation", alternatives(data["salutations"]) + r"[^。；;]{0,20}[：:！!]$", verbose=False
        ),
        compile_pattern(
            "furniture.comment_head",
            rf"{_SEPARATORS}*(?:\d{{1,7}})?{alternatives(data['comment_heads'])}(?:\d{{1,7}}|[条篇个]|{_SEPARATORS})*",
            verbose=False,
        ),
        compile_pattern("furniture.post", alternatives(data["posts"]), verbose=False),
        compile_pattern("furniture.editor_note", alternatives(data["editor_notes"]), verbose=False),
        compile_pattern("furniture.label", rf"{labels}\s*[:：]", verbose=False),
    )


def split_lines(facts: Facts) -> list[Line]:
    """Return the lines of a text with their kinds; together they cover it."""
    text = facts.text
    lines = []
    for found in _LINE.finditer(text):
        start, end = found.span()
        if start != end:
            stripped = found[0].strip(_BLANK)
            lines.append(Line(start, end, stripped, _kind(stripped)))
    foreign = [i for i, line in enumerate(lines) if line.kind == "short" and _is_foreign(line.text)]
    if foreign and _is_chinese(text[:_SAMPLE]):
        for i in foreign:
            lines[i].kind = "foreign"
    return lines


def _is_foreign(text: str) -> bool:
    return " " in text and _LATIN.search(text) is not None and not _HAN.search(text)


def _is_chinese(sample: str) -> bool:
    return len(_HAN.findall(sample)) > len(_LATIN.findall(sample))


def _kind(text: str) -> str:
    if not text:
        return "blank"
    if text.startswith(("http://", "https://")) and text.isascii() and " " not in text:
        return "url"
    if len(text) > 3 * _SHORT:
        return "prose" if _INNER.search(text) else "short"
    if _patterns().editor_note.match(text):
        return "editor_note"
    if len(text) <= 2 * _SHORT:
        furniture = _furniture(text)
        if furniture:
            return furniture
    if _patterns().notice.search(text):
        return "notice"
    if _NUMBERED.match(text):
        return "numbered"
    if text[0] in "·•◆◇●○■□▪▸►▶★☆※→" and text[-1] not in "。；;":
        return "bullet"
    return "prose" if _is_prose(text) else "short"


def _furniture(text: str) -> str | None:
    """Return the kind of a short line that is plainly no sentence of a report, or None."""
    return next((kind for kind, longest, test in _TESTS if len(text) <= longest and test(text)), None)


def _is_breadcrumb(text: str) -> bool:
    return _patterns().breadcrumb.match(text) is not None and text[-1] not in "。；"


def _is_post(text: str) -> bool:
    if text[-1] in "。；！？" or not (_FLOOR.match(text) or _patterns().post.match(text)):
        return False
    return _POSTED.search(text) is not None or _DATE.search(text) is not None


def _is_control(text: str) -> bool:
    return _patterns().controls.fullmatch(text) is not None and any(c.isalpha() for c in text)


def _is_credit(text: str) -> bool:
    return (_patterns().credit.match(text) is not None and text[-1] not in "。；") or _CAPTION.search(text) is not None


def _is_meeting(text: str) -> bool:
    return _MEETING.search(text) is not None and text[-1] not in "。；，,"


def _is_byline(text: str) -> bool:
    return _patterns().office.fullmatch(text) is not None or _patterns().body.fullmatch(text) is not None


def _is_dated(text: str) -> bool:
    """Whether a line tells when something was published: a date with its time, source or other labels."""
    if text[-1] in "。；":
        return False
    if _TODAY.search(text):
        return True
    if len(text) <= _SHORT and _DATE.search(text) and _patterns().date.fullmatch(text):
        return True
    if _SENTENCE.search(text):
        return False
    return _STAMP.search(text) is not None or (
        _DATE.search(text) is not None and _patterns().label.search(text) is not None
    )


def _is_menu(text: str) -> bool:
    """Whether a line is a row of short words: 首页 新闻 财经 体育."""
    if _INNER.search(text) or any(c.isdigit() for c in text):
        return False
    words = [w for w in _BETWEEN_WORDS.split(text) if w]
    return (
        len(words) >= 5
        and all(len(w) <= 6 for w in words)
        and any(len(w) > 1 for w in words)
        and len(text) / len(words) < 7
    )


# What a short line may be, first match first: kind, greatest length, test.
_TESTS: tuple[tuple[str, int, Callable[[str], bool]], ...] = (
    ("url", 2 * _SHORT, lambda text: text.startswith(("http://", "https://", "www."))),
    ("page_number", _SHORT, lambda text: _PAGE_NUMBER.fullmatch(text) is not None),
    ("breadcrumb", 2 * _SHORT, _is_breadcrumb),
    ("list_head", _SHORT // 2, lambda text: _patterns().list_head.fullmatch(text) is not None),
    ("comment_head", _SHORT // 2, lambda text: _patterns().comment_head.fullmatch(text) is not None),
    ("post", _SHORT, _is_post),
    ("date", _SHORT + 20, _is_dated),
    ("control", _SHORT, _is_control),
    ("credit", 2 * _SHORT, _is_credit),
    ("meeting", _SHORT + 20, _is_meeting),
    ("byline", _SHORT // 2, _is_byline),
    ("menu", 2 * _SHORT, _is_menu),
    ("entry", 2 * _SHORT, lambda text: _ENTRY.search(text) is not None),
    ("file", _SHORT, lambda text: _FILE.search(text) is not None and _INNER.search(text) is None),
)


def _is_prose(text: str) -> bool:
    inner = len(_INNER.findall(text))
    if text[-1] in _TERMINAL and len(text) >= 12 and inner:
        return True
    return (len(text) >= 25 and inner >= 2) or (len(text) >= _SHORT and inner >= 1)


def bigrams(text: str) -> set[str]:
    """Return the pairs of neighbouring Chinese characters.

    Examples
    --------
    >>> sorted(bigrams("扶贫 办公"))
    ['办公', '扶贫']
    """
    return {a + b for a, b in itertools.pairwise(text) if "\u3400" <= a <= "\u9fff" and "\u3400" <= b <= "\u9fff"}
