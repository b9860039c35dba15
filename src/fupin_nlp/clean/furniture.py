"""Rules for lines that are furniture of a page: control, navigation, credit, notice; and for headings and bullets.

A rule says with what character a line may begin and end that it is for. Most lines of a report begin and end so that
few rules are for them, and which ones these are is found out once for each pair of characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

import regex

from fupin_nlp.clean.sheets import PAGE_NUMBER
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, QuickPattern, alternatives, compile_pattern, compile_quick

__all__ = ["INNER", "LONGEST", "SHORT", "Rule", "is_address", "is_certain_notice", "is_salutation", "rules_for"]

_KEYS: Final = (
    *("controls", "breadcrumbs", "list_heads", "comment_heads", "posts", "editor_notes", "credits", "notices"),
    *("certain_notices",),
    *("offices", "bodies", "salutations"),
)
SHORT: Final = 60
LONGEST: Final = 3 * SHORT  # longer lines are no furniture
_ANY: Final = "."
_OPEN: Final = "[^。；]"  # the last character of a line that does not end a sentence
_SIGNS: Final = "|｜>》《<»›/\\·•【】[]［］()（）:：,，;；.。、_—–-×✕+*=~…◆◇●○■□▲△▼▽★☆"
_WHITE: Final = " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_SEPARATORS: Final = rf"[\s{regex.escape(_SIGNS)}]"
_ORNAMENT: Final = r"[□■◎●▲△◆◇※★☆·•○\s]"
_BRACKET: Final = r"[（(【\[《]"
_DIGITS_HAN: Final = "[0-9〇零○一二三四五六七八九十]"
_FULL_DATE: Final = r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
_DATE: Final = re.compile(_FULL_DATE)
_TIME: Final = r"\d{1,2}:\d\d(?::\d\d)?"
# When it was posted: a date with the time of the day; month and day are enough before one.
_STAMP: Final = regex.compile(rf"(?:{_FULL_DATE}|(?<![\d-])\d{{1,2}}-\d{{1,2}})\s*T?\s*{_TIME}", regex.VERSION1)
_FLOOR: Final = regex.compile(r"(?:第\s*)?\d{1,4}\s*(?:楼|#)(?=[\s:：]|$)", regex.VERSION1)
_POSTED: Final = regex.compile(r"发表|楼主|标题[:：]|[:：]\s*\d", regex.VERSION1)
_TODAY: Final = regex.compile(r"今天是.{0,16}(?:星期|礼拜|周)[一二三四五六日天]", regex.VERSION1)
# An entry of a table of contents: leaders and a page number.
_ENTRY: Final = regex.compile(r"[.…·．‥\-_]{3,}\s*\d{1,4}$|(?:\s[.…·．]){3,}\s*\d{1,4}$", regex.VERSION1)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|zip|rar|wps|et|ofd|pptx?)(?:\s*[(（\[].{0,20}[)）\]])?$", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s")
_BETWEEN_WORDS: Final = re.compile(r"[\s|｜>·•/]+")
_CREDIT_SIGN: Final = re.compile("[:：】/丨|]|记者|通讯员")  # behind a label, or a label without one
# Below a picture: who took it.
_CAPTION: Final = regex.compile(r"(?:摄|摄影|供图)[)）]?$", regex.VERSION1)
INNER: Final = re.compile("[，,。；;、：:]")
_SENTENCE: Final = regex.compile("[，。；]", regex.VERSION1)
_NUMBERED: Final = re.compile(
    r"第?[一二三四五六七八九十百]{1,4}(?:[、.．]|[章节節条條]|部分|编|是|要)|[（(][一二三四五六七八九十百\d]{1,4}[)）]|[\d]{1,2}(?:[.．、](?!\d)|[）)])"
    r"|[①-⑳]|附件|附录|附:|附：|[［\[【]\d{1,3}[\]］】]"
)
_BEGINS_NUMBERED: Final = r"[第一二三四五六七八九十百（(\d①-⑳附［\[【]"
_PAGE_NUMBER: Final = regex.compile(PAGE_NUMBER, regex.VERSION1)
_MEETING: Final = regex.compile(
    rf"{_DIGITS_HAN}{{2,4}}年{_DIGITS_HAN}{{1,3}}月{_DIGITS_HAN}{{1,3}}日.{{0,8}}在|会议上[)）]?\s*(?:\S{{2,8}}[\s\u3000]+\S{{2,10}})?$|會議上$",
    regex.VERSION1,
)


class Rule(NamedTuple):
    """What a line is for which a test holds, if it is no longer than `longest`; the others say when to ask it."""

    kind: str
    longest: int
    test: Callable[[str], bool]
    begins: str = _ANY
    ends: str = _ANY


@lru_cache(maxsize=4096)
def rules_for(first: str, last: str) -> tuple[Rule, ...]:
    """Return the rules for lines that begin and end with these characters, in the order in which they are asked.

    Examples
    --------
    >>> [rule.kind for rule in rules_for("全", "。")]
    ['list_head', 'comment_head', 'control', 'notice']
    >>> next(rule.kind for rule in rules_for("打", "印") if rule.test("打印"))
    'control'
    """
    return tuple(rule for rule in _rules() if _fits(rule.begins, first) and _fits(rule.ends, last))


def _fits(pattern: str, char: str) -> bool:
    return pattern == _ANY or _compiled(pattern).fullmatch(char) is not None


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> Pattern:
    return regex.compile(pattern, regex.VERSION1)


def is_address(text: str) -> bool:
    """Whether a line is the address of a page and nothing else."""
    return text.startswith(("http://", "https://")) and text.isascii() and " " not in text


def is_salutation(text: str) -> bool:
    """Whether a line addresses those who hear the report: 各位代表：."""
    return len(text) <= SHORT and text[-1:] in tuple("：:！!") and _patterns().salutation.match(text) is not None


def is_certain_notice(text: str) -> bool:
    """Whether a line with words of notices is one beyond doubt: it speaks of the site, the page or the reader.

    Examples
    --------
    >>> is_certain_notice("版权所有：某某县人民政府"), is_certain_notice("全县登记版权所有者120家")
    (True, False)
    """
    return _patterns().certain_notice.search(text) is not None


class _Patterns(NamedTuple):
    certain_notice: QuickPattern
    controls: Pattern
    control_signs: QuickPattern
    list_head: Pattern
    list_head_ends: frozenset[str]
    credit: Pattern
    notice: QuickPattern
    office: Pattern
    body: Pattern
    date: Pattern
    salutation: Pattern
    comment_head: Pattern
    label: Pattern


@lru_cache(maxsize=1)
def _words() -> Mapping[str, tuple[str, ...]]:
    data = load_toml("furniture.toml", dict.fromkeys(_KEYS, word_list))
    words = {key: tuple(data[key]) for key in _KEYS}
    return words | {"controls": tuple(w.replace(" ", "") for w in data["controls"])}


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    data = _words()
    control = alternatives(_atoms(data["controls"]))
    word = alternatives(_atoms((*data["controls"], *data["credits"])))
    labels = alternatives(data["credits"])
    medium = r"\p{Han}{2,8}(?:网|报|社|客户端|频道)(?!\p{Han})"
    when = rf"(?:{_FULL_DATE}|\d{{1,2}}:\d\d(?::\d\d)?|星期[一二三四五六日天]|T)"

    def compiled(name: str, pattern: str) -> Pattern:
        return compile_pattern(f"furniture.{name}", pattern, verbose=False)

    return _Patterns(
        certain_notice=compile_quick("furniture.certain_notice", "|".join(data["certain_notices"])),
        controls=compiled(
            "controls", rf"(?:{control}|{_SEPARATORS}|\d[\d.]{{0,7}}[万亿wWkK+]?(?=次|页|{_SEPARATORS}|$))+"
        ),
        control_signs=re.compile(
            rf"[\s\d.万亿wWkK+{re.escape(_SIGNS + ''.join(sorted({*''.join(data['controls'])})))}]+"
        ),
        list_head=compiled(
            "list_head",
            rf"{_SEPARATORS}*(?:\d{{1,3}})?(?:\p{{Han}}{{0,4}})?{alternatives(data['list_heads'])}{_SEPARATORS}*(?:更多{_SEPARATORS}*)?",
        ),
        list_head_ends=frozenset(w[-2:] for w in (*data["list_heads"], "更多")),
        credit=compiled(
            "credit",
            rf"{_ORNAMENT}*+{_BRACKET}?\s*(?:{labels}\s*[:：】]|{labels}\s*[/丨|]\s*\S|(?:本报|本刊|新华社|本网)?(?:全媒体|见习|特约)?(?:记者|通讯员)[\s:：]*\p{{Han}})",
        ),
        notice=compile_quick("furniture.notice", alternatives(data["notices"])),
        office=compiled(
            "office",
            rf"\p{{Han}}{{0,20}}{alternatives(data['offices'])}[\s\u3000]++\p{{Han}}(?:[\s\u3000]?\p{{Han}}){{1,3}}",
        ),
        body=compiled("body", rf"[^，。；,;]{{2,24}}{alternatives(data['bodies'])}"),
        date=compiled(
            "date",
            # Where a medium begins nothing else does, so that there are not many ways to read one line.
            rf"(?:{medium}|(?!{medium})(?:{when}|{word}|{_SEPARATORS}))+",
        ),
        salutation=compiled("salutation", alternatives(data["salutations"]) + r"[^。；;]{0,20}[：:！!]$"),
        comment_head=compiled(
            "comment_head",
            rf"{_SEPARATORS}*(?:\d{{1,7}})?{alternatives(data['comment_heads'])}(?:[\d条篇个]|{_SEPARATORS})*+",
        ),
        label=compiled("label", rf"{labels}\s*[:：]"),
    )


def _atoms(words: Iterable[str]) -> list[str]:
    """Return the words that are not made of others of them: with 大 中 小, not 大中小.

    A line of many words is then read in one way or few; with all words the ways would double with each that is made of
    others, and so would the time.

    Examples
    --------
    >>> _atoms(["大中小", "大", "中", "小", "打印"])
    ['中', '大', '小', '打印']
    """
    atoms: dict[str, None] = dict.fromkeys(_SIGNS + " ")
    for word in sorted(set(words), key=lambda w: (len(w), w)):
        reached = {0}
        for end in range(1, len(word) + 1):
            if any(word[start:end] in atoms for start in reached):
                reached.add(end)
        if len(word) not in reached:
            atoms[word] = None
    return [word for word in atoms if word not in _SIGNS + " "]


def _is_control(text: str) -> bool:
    patterns = _patterns()
    if patterns.control_signs.fullmatch(text) is None:
        return False
    return patterns.controls.fullmatch(text) is not None and any(c.isalpha() for c in text)


def _is_list_head(text: str) -> bool:
    patterns = _patterns()
    return (
        text.rstrip(_WHITE + _SIGNS)[-2:] in patterns.list_head_ends and patterns.list_head.fullmatch(text) is not None
    )


def _is_post(text: str) -> bool:
    if not (_FLOOR.match(text) or text.startswith(_words()["posts"])):
        return False
    return _POSTED.search(text) is not None or _DATE.search(text) is not None


def _is_credit(text: str) -> bool:
    return _CREDIT_SIGN.search(text) is not None and _patterns().credit.match(text) is not None


def _is_meeting(text: str) -> bool:
    may_be = "会议上" in text or "會議上" in text or ("月" in text and "在" in text)
    return may_be and _MEETING.search(text) is not None


def _is_dated(text: str) -> bool:
    """Whether a line tells when something was published: a date with its time, source or other labels."""
    if "今天是" in text and _TODAY.search(text):
        return True
    dated = ("20" in text or "19" in text) and _DATE.search(text) is not None
    if dated and len(text) <= SHORT and _patterns().date.fullmatch(text):
        return True
    if not (dated or ":" in text) or _SENTENCE.search(text):
        return False
    return _STAMP.search(text) is not None or (dated and _patterns().label.search(text) is not None)


def _is_menu(text: str) -> bool:
    """Whether a line is a row of short words: 首页 新闻 财经 体育."""
    if not _BETWEEN_WORDS.search(text) or INNER.search(text) or any(c.isdigit() for c in text):
        return False
    words = [w for w in _BETWEEN_WORDS.split(text) if w]
    return (
        len(words) >= 5
        and all(len(w) <= 6 for w in words)
        and any(len(w) > 1 for w in words)
        and len(text) / len(words) < 7
    )


def _is_signed(text: str) -> bool:
    return _SPACE.search(text) is not None and _patterns().office.fullmatch(text) is not None


def _is_file(text: str) -> bool:
    return "." in text and _FILE.search(text) is not None and INNER.search(text) is None


def _one_of(chars: Iterable[str]) -> str:
    return "[" + regex.escape("".join(sorted(set(chars)))) + "]"


def _starting(key: str) -> Callable[[str], bool]:
    words = _words()[key]
    return lambda text: text.startswith(words)


def _whole(pattern: Pattern) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


def _somewhere(pattern: Pattern | QuickPattern) -> Callable[[str], bool]:
    return lambda text: pattern.search(text) is not None


@lru_cache(maxsize=1)
def _rules() -> tuple[Rule, ...]:
    """Return the rules; the first that holds for a line counts."""
    patterns, words = _patterns(), _words()
    first = {key: _one_of(w[0] for w in own) for key, own in words.items()}
    last = {key: _one_of(w[-1] for w in own) for key, own in words.items()}
    loose = rf"{_SEPARATORS}|\d"  # what may stand around the words of a control

    list_heads = (rf"{loose}|\p{{Han}}|{first['list_heads']}", rf"{_SEPARATORS}|多|{last['list_heads']}")
    comment_heads = (f"{loose}|{first['comment_heads']}", f"{loose}|[条篇个]|{last['comment_heads']}")
    controls = (f"{loose}|{first['controls']}", f"{loose}|[万亿wWkK]|{last['controls']}")
    begins_credit = f"{_ORNAMENT}|{_BRACKET}|[本新全见特记通]|{first['credits']}"
    return (
        Rule("url", LONGEST, is_address, "h"),
        Rule("editor_note", LONGEST, _starting("editor_notes"), first["editor_notes"]),
        Rule("url", 2 * SHORT, lambda text: text.startswith(("http://", "https://", "www.")), "[hw]"),
        Rule("page_number", SHORT, _whole(_PAGE_NUMBER), r"[—–―─－~～·\-第共Pp]"),
        Rule("breadcrumb", 2 * SHORT, _starting("breadcrumbs"), first["breadcrumbs"], _OPEN),
        Rule("list_head", SHORT // 2, _is_list_head, *list_heads),
        Rule("comment_head", SHORT // 2, _whole(patterns.comment_head), *comment_heads),
        Rule("post", SHORT, _is_post, rf"第|\d|{first['posts']}", "[^。；！？]"),
        Rule("date", SHORT + 20, _is_dated, ends=_OPEN),
        Rule("control", SHORT, _is_control, *controls),
        Rule("credit", 2 * SHORT, _is_credit, begins_credit, _OPEN),
        Rule("credit", 2 * SHORT, _somewhere(_CAPTION), ends="[摄影图)）]"),
        Rule("meeting", SHORT + 20, _is_meeting, ends="[^。；，,]"),
        Rule("byline", SHORT // 2, _is_signed, r"\p{Han}", r"\p{Han}"),
        Rule("byline", SHORT // 2, _whole(patterns.body), ends=last["bodies"]),
        Rule("menu", 2 * SHORT, _is_menu, ends=r"[^，,。；;、：:\d]"),
        Rule("entry", 2 * SHORT, _somewhere(_ENTRY), ends=r"\d"),
        Rule("file", SHORT, _is_file, ends=r"[A-Za-z\u017f)）\]]"),
        Rule("notice", LONGEST, _somewhere(patterns.notice)),
        Rule("numbered", LONGEST, lambda text: _NUMBERED.match(text) is not None, _BEGINS_NUMBERED),
        Rule("bullet", LONGEST, lambda _text: True, "[·•◆◇●○■□▪▸►▶★☆※→]", "[^。；;]"),
    )
