"""Parts of a page that are not the report: link lists, comments, contents, other articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from fupin_nlp.clean.lines import Line, bigrams

__all__ = ["leave_articles", "leave_comments", "leave_contents", "leave_lists"]

# Share of a paragraph's character pairs that the rest of the report has too. On the five reports and 19 provincial
# ones paragraphs of the body have 0.2 and more, abstracts of other papers below 0.1.
_RELATED: Final = 0.2
_LONG: Final = 40
# A comment is shorter than this, the report that goes on below one has such a paragraph.
_LONGEST_COMMENT: Final = 80
_CONTENTS: Final = regex.compile(r"[【\[〔]?(?:目[ \u3000]*[录錄次]|[Cc]ontents|CONTENTS)[】\]〕]?", regex.VERSION1)
_ENDS_CONTENTS: Final = frozenset("录錄次sS】]〕")
_ENTRY_END: Final = regex.compile(r"[\s\u3000.…·．‥\-_]*\d{0,4}$", regex.VERSION1)
# A date alone heads the entries of a chronicle, 时间 the minutes of a meeting.
_PUBLISHED: Final = regex.compile(
    r"\d.*(?:来源|稿源|作者|记者|编辑|浏览|点击|阅读|发布|发表)|(?:来源|稿源|作者|发布|发表).*\d|\d{1,2}:\d\d",
    regex.VERSION1,
)
_SHORTEST_TITLE, _LONGEST_TITLE = 6, 60
# A title of which so many pairs of characters stood in an earlier one is that title again (a report on several pages).
_SAME_TITLE: Final = 0.6


def leave_lists(lines: list[Line], reasons: list[str | None]) -> None:
    """Mark link lists: from their heading to where the report goes on, or to the end."""
    first = next((i for i, line in enumerate(lines) if line.kind == "list_head"), None)
    if first is None:
        return
    # Long lines, and whole ones among them, from each line to the end: [ordinal behind the first head] → (long, whole).
    behind = [(0, 0)]
    for line in reversed(lines[first + 1 :]):
        is_long = len(line.text) >= _LONG and line.kind != "notice"
        behind.append((behind[-1][0] + is_long, behind[-1][1] + (is_long and line.is_substantial)))
    behind.reverse()
    vocabulary: set[str] | None = None
    i = first
    while i < len(lines):
        if lines[i].kind != "list_head":
            i += 1
            continue
        # Teasers of other documents are cut off in mid-sentence. Where most long lines are whole, they are the report
        # going on around a box; where most are cut, a whole one must share the report's words.
        long, whole = behind[i - first]
        cut = 0 < whole < long - whole
        if cut and vocabulary is None:
            vocabulary = bigrams("\n".join(line.text for line in lines[:i] if line.is_substantial))
        end = i + 1
        while end < len(lines) and not (whole and _goes_on(lines, end, vocabulary if cut else None)):
            end += 1
        for k in range(i, end):
            reasons[k] = "list of other documents"
        i = end


def _goes_on(lines: list[Line], i: int, vocabulary: set[str] | None) -> bool:
    """Whether the report goes on at a line after a link list."""
    line = lines[i]
    if line.kind == "numbered" and not line.is_substantial:
        following = next((other for other in lines[i + 1 :] if other.kind != "blank"), None)
        return following is not None and following.kind == "prose" and _goes_on_with(following, vocabulary)
    return _goes_on_with(line, vocabulary)


def _goes_on_with(line: Line, vocabulary: set[str] | None) -> bool:
    if not line.is_substantial:
        return False
    own = bigrams(line.text)
    return not vocabulary or not own or len(own & vocabulary) >= _RELATED * len(own)


def leave_comments(lines: list[Line], reasons: list[str | None]) -> None:
    """Mark the comments of readers: from their heading, or the second post of a forum, to the end.

    A paragraph of 80 characters that shares the report's words is the report going on.
    """
    first = next((i for i, line in enumerate(lines) if line.is_substantial and reasons[i] is None), len(lines))
    starts = [i for i in range(first + 1, len(lines)) if lines[i].kind in ("comment_head", "post")]
    if not starts or not _are_comments(lines[starts[0] :]):
        return
    vocabulary = bigrams("\n".join(line.text for line in lines[first : starts[0]] if line.is_substantial))
    for i in range(starts[0], len(lines)):
        line = lines[i]
        if line.is_substantial and len(line.text) >= _LONGEST_COMMENT and _goes_on_with(line, vocabulary):
            later = [k for k in starts if k > i]
            if later:
                continue
            return
        reasons[i] = reasons[i] or "comments of readers"


def _are_comments(lines: list[Line]) -> bool:
    """Whether posts with a date or floor follow, or nothing of the length of a paragraph."""
    signs = sum(line.kind in ("post", "date") and any(c.isdigit() for c in line.text) for line in lines)
    return signs > 0 or not any(line.is_substantial for line in lines)


def leave_contents(lines: list[Line], reasons: list[str | None]) -> None:
    """Mark tables of contents: below 目录 the entries with a page number, and the headings that come again."""
    if not any(_is_contents(line) for line in lines):
        return
    last: dict[str, int] = {}
    for i, line in enumerate(lines):
        if line.kind in ("numbered", "short", "entry", "menu", "control"):
            last[_entry(line.text)] = i
    i = 0
    while i < len(lines):
        end = i + 1
        if _is_contents(lines[i]):
            while end < len(lines) and _is_entry(lines, end, last):
                end += 1
            while lines[end - 1].kind == "blank":
                end -= 1
            for k in range(i, end):
                reasons[k] = "table of contents"
        i = end


def _is_contents(line: Line) -> bool:
    return len(line.text) <= 12 and line.text[-1:] in _ENDS_CONTENTS and _CONTENTS.fullmatch(line.text) is not None


def _entry(text: str) -> str:
    """Return a heading or an entry of the contents in one form: without white space, leaders and page number."""
    return "".join(_ENTRY_END.sub("", text).split())


def _is_entry(lines: list[Line], i: int, last: dict[str, int]) -> bool:
    line = lines[i]
    return line.kind in ("blank", "entry") or (
        len(line.text) <= _LONGEST_TITLE and last.get(_entry(line.text), -1) > i and not line.is_substantial
    )


def leave_articles(lines: list[Line], reasons: list[str | None]) -> None:
    """Mark other articles on the page: each has a title and a line with date and source; the longest is the report."""
    starts = [0, *_article_starts(lines, reasons)]
    if len(starts) == 1:
        return
    parts = [range(a, b) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    sizes = [sum(len(lines[i].text) for i in part if lines[i].is_substantial and reasons[i] is None) for part in parts]
    longest = max(range(len(parts)), key=lambda n: (sizes[n], -n))
    vocabulary = _words(lines, parts[longest])
    for n, part in enumerate(parts):
        own = _words(lines, part)
        if n != longest and len(own & vocabulary) < _RELATED * len(own):
            for i in part:
                reasons[i] = reasons[i] or "another article"


def _words(lines: list[Line], part: range) -> set[str]:
    """Return the pairs of characters of the paragraphs of a part."""
    return bigrams("\n".join(lines[i].text for i in part if lines[i].is_substantial))


def _article_starts(lines: list[Line], reasons: list[str | None]) -> Iterator[int]:
    """Yield the titles of further articles: a short line, then date and source, then a paragraph."""
    body = next((i for i, line in enumerate(lines) if line.is_substantial), len(lines))
    if not any(line.kind in ("date", "credit") for line in lines[body:]):
        return
    titles: set[str] = set()
    seen = False
    rest = [i for i, line in enumerate(lines) if line.kind != "blank"]
    for rank, i in enumerate(rest[:-2]):
        line, following = lines[i], lines[rest[rank + 1]]
        may_be = line.kind == "short" and _SHORTEST_TITLE <= len(line.text) <= _LONGEST_TITLE and reasons[i] is None
        if may_be and following.kind in ("date", "credit") and _PUBLISHED.search(following.text):
            own = bigrams(line.text)
            is_new = bool(own) and len(own & titles) < _SAME_TITLE * len(own)
            if seen and is_new and any(lines[k].is_substantial for k in rest[rank + 2 : rank + 5]):
                yield i
            titles |= own
        elif not seen and may_be:
            titles |= bigrams(line.text)
        seen = seen or line.is_substantial
