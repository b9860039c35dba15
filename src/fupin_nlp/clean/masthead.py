"""What stands above a report: title, date, source, author, address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import regex

from fupin_nlp.clean.lines import Line, bigrams

__all__ = ["Masthead", "read_masthead"]

_DATE: Final = regex.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?", regex.VERSION1)
_URL: Final = regex.compile(r"https?://[^\s\u3000<>\"']+", regex.VERSION1)
_SOURCE: Final = regex.compile(r"(?:来源|來源|稿源|转自|摘自)\s*[:：]\s*([^\s:：|｜)）】]{2,30})", regex.VERSION1)
_SOURCE_LABEL: Final = regex.compile(r"来源\s*+[:：]", regex.VERSION1)
_AUTHOR: Final = regex.compile(
    r"(?:作\s?者|记者|撰稿|撰文|供稿|通讯员)\s*[:：]?\s*(?!来源|编辑|时间|发布|日期|责任)([\p{Han}·]{2,12})",
    regex.VERSION1,
)
_ISSUER: Final = regex.compile(
    r"(?:发布机构|发文机关|发文单位|发布单位|制发机关|发布部门】?)\s*[:：]?\s*(\p{Han}{4,30})", regex.VERSION1
)
_LABELLED: Final = regex.compile(
    r"(?:标题|题目|名[ \u3000]*称|信息名称|文件名称)[ \u3000]*[:：][ \u3000]*(\S.{3,58})", regex.VERSION1
)
# A space between single characters of a title.
_LONE_SPACE: Final = regex.compile(r"(?<=\p{Han})[ \u3000](?=\p{Han}(?:[ \u3000]|$))", regex.VERSION1)
_NAME: Final = regex.compile(r"[\s\u3000]\p{Han}(?:[\s\u3000]?\p{Han}){1,3}$", regex.VERSION1)
_ENDS_OF_BODIES: Final = ("政府", "委员会", "办公室", "办公厅", "领导小组", "指挥部", "局", "委", "厅")
_MEDIA: Final = ("中心", "台", "报社", "新闻办")
_LONGEST_TITLE: Final = 60
# A line that consists of parts of the title is the title once more.
_SAME_TITLE: Final = 0.7
_LEAST_HAN: Final = 4
# Characters of the body that a title is compared with: its words come up in the first paragraphs.
_VOCABULARY: Final = 4000
_FEW_LINES: Final = 50


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the head says about the document, and which lines are its title."""

    meta: Mapping[str, str]
    titles: frozenset[int]


def read_masthead(lines: list[Line], first: int) -> Masthead:
    """Read the lines above the first paragraph, and the credit lines anywhere.

    Parameters
    ----------
    lines : list of Line
        All lines of the page.
    first : int
        Ordinal of the first line of the body.

    Returns
    -------
    Masthead
        `meta` has, where they were found, the keys ``title``, ``date_line``,
        ``source``, ``author`` (a person), ``issuer`` (a body), ``url``.
    """
    head = lines[:first]
    meta: dict[str, str] = {}
    titles = _titles(head, lines[first : first + 60])
    if titles:
        meta["title"] = _LONE_SPACE.sub("", head[titles[0]].text)
    date = _date_line(head)
    if date:
        meta["date_line"] = date
    signed = [line.text for line in lines if line.kind in ("credit", "date", "url")]
    for key, pattern in (("source", _SOURCE), ("author", _AUTHOR), ("issuer", _ISSUER)):
        found = next((m for text in signed if (m := pattern.search(text))), None)
        if found:
            meta[key] = found[1]
    source_line = next((i for i, line in enumerate(head[:-1]) if _SOURCE_LABEL.fullmatch(line.text)), None)
    if "source" not in meta and source_line is not None:
        meta["source"] = head[source_line + 1].text
    for line in reversed([line for line in head if line.kind == "byline"]):
        meta[_role_of(line.text)] = line.text
    labelled = next((m[1] for line in head if (m := _LABELLED.fullmatch(line.text))), None)
    if labelled and "title" not in meta:
        meta["title"] = labelled
    url = next((m[0] for line in head if (m := _URL.search(line.text))), None)
    if url:
        meta["url"] = url
    return Masthead(MappingProxyType(meta), frozenset(titles))


def _role_of(byline: str) -> str:
    """Return what a byline names: a person (behind white space), a body that issues, a medium that published."""
    if _NAME.search(byline) and not byline.endswith(_ENDS_OF_BODIES):
        return "author"
    return "source" if byline.endswith(_MEDIA) else "issuer"


def _titles(head: list[Line], body: list[Line]) -> list[int]:
    """Return the lines of the head that are the title, the best first.

    The title shares its words with the body, is often printed twice, and stands low in the head.
    """
    words = "\n".join(line.text for line in body)[:_VOCABULARY]
    # Looking a pair up in the text is fast enough for a head of few lines, and spares the set of its pairs.
    vocabulary = words if len(head) <= _FEW_LINES else bigrams(words)
    counts = Counter(line.text for line in head)
    scored = []
    for i, line in enumerate(head):
        if line.kind not in ("short", "prose", "bullet") or len(line.text) > _LONGEST_TITLE:
            continue
        if line.text[-1] in "：:。；;，,":
            continue  # a salutation, a sentence
        own = bigrams(line.text.replace(" ", "").replace("\u3000", ""))
        if len(own) < _LEAST_HAN - 1:
            continue
        score = (
            sum(pair in vocabulary for pair in own) / len(own) + 0.3 * (counts[line.text] > 1) + min(len(own), 25) / 50
        )
        scored.append((-round(score, 6), i))
    if not scored:
        return []
    best = min(scored)[1]
    # The short form of a title (施政报告) stands inside the full one.
    best = max((i for _, i in scored if head[best].text in head[i].text), key=lambda i: (len(head[i].text), -i))
    own = bigrams(head[best].text)
    same = [
        i
        for _, i in sorted(scored, key=lambda s: s[1])
        if i != best and len(bigrams(head[i].text) & own) >= _SAME_TITLE * len(bigrams(head[i].text))
    ]
    return [best, *same]


def _date_line(head: list[Line]) -> str | None:
    """Return the line that dates the document: that of the meeting, else the first with a full date."""
    meeting = [i for i, line in enumerate(head) if line.kind == "meeting"]
    if meeting:
        parts = [head[meeting[0]].text]
        for i in meeting[1:]:
            if i != meeting[0] + len(parts) or _DATE.search(head[i].text):
                break
            parts.append(head[i].text)
        return "".join(parts)
    dated = next((line.text for line in head if _DATE.search(line.text)), None)
    return _URL.sub("", dated).strip() if dated else None
