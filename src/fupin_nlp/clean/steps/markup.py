"""Tags, comments, scripts and entities of HTML and XML."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Final, NamedTuple

import regex

from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.nature import MARKUP_KEYS
from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.clean.steps import delimited, forum, markdown, members
from fupin_nlp.ingest.superscript import raised
from fupin_nlp.lexicon.loader import load_toml, word_list

__all__ = ["HIDDEN", "Tag", "find", "tags"]

# No alternative runs past the next "<", so unclosed tags cost nothing.
_TAG: Final = regex.compile(
    r"""</?+ (?P<name> [A-Za-z_] [\w.:-]*+ ) (?: [^<>"']++ | "[^"<]*+" | '[^'<]*+' )*+ >
      | </?+ (?P<plain> [A-Za-z_] [\w.:-]*+ ) [^<>]*+ >
      | <[?!][A-Za-z\[/] [^<>\[]*+ (?: \[ [^\]]*+ \] \s*+ )?+ [^<>]*+ >""",
    regex.VERSION1 | regex.VERBOSE,
)
_TOKEN: Final = regex.compile(r"<|&|[ \t\r\n\f\v]++", regex.VERSION1)
# Sites escape twice what they take from others: &amp;#25237;
_ENTITY: Final = regex.compile(
    r"&(?:amp;(?=(?:amp;)*+(?:#|[a-z]{2,8};)))*+(?P<named>#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
    regex.VERSION1,
)
_COLSPAN: Final = regex.compile(r"\scolspan\s*+=\s*+[\"']?+(\d{1,4})(?!\d)", regex.VERSION1 | regex.IGNORECASE)
_ROWSPAN: Final = regex.compile(r"\srowspan\s*+=\s*+[\"']?+(\d{1,4})(?!\d)", regex.VERSION1 | regex.IGNORECASE)
_MOST_COLUMNS: Final = 50
# What a page does not show; scrapers meet numbers so hidden between those that are shown.
HIDDEN: Final = regex.compile(
    r"display\s*+:\s*+none|visibility\s*+:\s*+hidden|font-size\s*+:\s*+0(?![.\d])", regex.VERSION1 | regex.IGNORECASE
)
_LONGEST_HIDDEN: Final = 2000
_TABLE: Final = frozenset({"tr", "table"})
_CJK = regex.compile(r"[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF\u201c\u201d\u2018\u2019\u2014\u2026]", regex.VERSION1)


class _Names(NamedTuple):
    phrasing: frozenset[str]
    dropped: frozenset[str]
    block: frozenset[str]
    cell: frozenset[str]
    inline: frozenset[str]


class Tag(NamedTuple):
    """A tag: its place, its name in lower case, whether it closes an element, or is one without content (``<a/>``)."""

    start: int
    end: int
    name: str
    closes: bool
    is_empty: bool


class _Piece(NamedTuple):
    """A stretch that is no text: `kind` is "space", "none", "cell" or "line", the strongest wins in a run.

    `cells` is how many cells begin in it: a cell that spans three columns ends with two more.
    """

    start: int
    end: int
    kind: str
    cells: int = 0


_OTHER: Final = {"csv": delimited.find, "md": markdown.find, "bbcode": forum.find, "json": members.find}
_ABOVE: Final = regex.compile(r"[^<>&\s]{1,12}(?=<)", regex.VERSION1)
_RAISED: Final = ("sup", "superscript")
_STRENGTH: Final = {"none": 0, "space": 1, "cell": 2, "line": 3}


@lru_cache(maxsize=1)
def _names() -> _Names:
    data = load_toml("markup.toml", dict.fromkeys(MARKUP_KEYS, word_list))
    return _Names(*(frozenset(data[key]) for key in _Names._fields))


def find(facts: Facts, context: Context) -> list[Patch]:
    """Return the patches that leave the text of a page, one line for each block."""
    other = _OTHER.get(context.format)
    if other is not None:
        return other(facts, context)
    if context.format not in ("html", "xml"):
        return []
    text = facts.text
    patches: list[Patch] = []
    run: list[_Piece] = []
    is_xml = context.format == "xml"
    # Without an element that breaks lines, the lines of the file are those of the text.
    keeps_lines = not is_xml and not any(tag.name in _names().block for tag in tags(text))
    for piece in _scan(text, is_xml=is_xml, keeps_lines=keeps_lines):
        if isinstance(piece, Patch):
            patches += _flush(text, run)
            patches.append(piece)
        else:
            if run and run[-1].end != piece.start:
                patches += _flush(text, run)
            run.append(piece)
    patches += _flush(text, run)
    return patches


class _Cells:
    """How many columns the cell that is open spans, and which columns cells of the rows above take."""

    def __init__(self) -> None:
        self._span = 1
        self._column = 0
        self._taken: dict[int, int] = {}  # column → rows that a cell above goes on for
        self._below: dict[int, int] = {}  # the same of the cells of this row

    def count(self, tag: str, name: str, kind: str, *, opening: bool) -> int:
        """Return how many cells begin at a tag."""
        if name in _TABLE:
            return self.at(name, opening=opening)
        return self.begun(tag, opening=opening) if kind == "cell" else 0

    def at(self, name: str, *, opening: bool) -> int:
        """Begin or end a row or a table; return how many columns at the end of a row the rows above take."""
        if not opening:
            column = self._column
            while name == "tr" and self._taken.get(self._column, 0):
                self._column += 1
            return self._column - column
        if name == "tr":
            going_on = {column: rows - 1 for column, rows in self._taken.items() if rows > 1}
            self._taken, self._below = going_on | self._below, {}
        else:
            self._taken, self._below = {}, {}
        self._column = 0
        return 0

    def begun(self, tag: str, *, opening: bool) -> int:
        """Return how many cells begin at the tag of a cell: the rest of a wide one begins at its end."""
        before, self._span = self._span, 1
        if not opening:
            return before - 1
        if found := _COLSPAN.search(tag):
            self._span = min(max(int(found[1]), 1), _MOST_COLUMNS)
        passed = 0
        while self._taken.get(self._column, 0) and passed < _MOST_COLUMNS:
            passed += 1
            self._column += 1
        if (found := _ROWSPAN.search(tag)) and int(found[1]) > 1:
            self._below |= dict.fromkeys(range(self._column, self._column + self._span), int(found[1]) - 1)
        self._column += self._span
        return before + passed


def _scan(text: str, *, is_xml: bool, keeps_lines: bool) -> Iterator[_Piece | Patch]:
    position = 0
    preformatted = keeps_lines
    cells = _Cells()
    closed: dict[str, bool] = {}  # whether an end mark still occurs; asked once, so unclosed elements cost nothing
    while token := _TOKEN.search(text, position):
        start = token.start()
        position = token.end()
        if token[0] == "&":
            found = _ENTITY.match(text, start)
            if found and (after := unescape(f"&{found['named']};")) != found[0]:
                position = found.end()
                yield Patch(start, position, after, f"entity {found[0]}")
        elif token[0] != "<":
            if not preformatted:
                yield _Piece(start, position, "space")
        elif text.startswith("<![CDATA[", start):
            yield _Piece(start, start + 9, "none")
            end = _after(text, "]]>", start, closed)
            if end:
                yield Patch(start + 9, end, text[start + 9 : end - 3], "character data")
                position = end
            else:
                position = start + 9
        elif text.startswith("<!--", start):
            position = _after(text, "-->", start, closed) or start + 4
            yield _Piece(start, position, "none")
        elif found := _TAG.match(text, start):
            position = found.end()
            name = (found["name"] or found["plain"] or "").lower()
            opening = not found[0].startswith("</") and not found[0].endswith("/>")
            if opening and not is_xml:
                position = _end_of_unseen(text, name, found, closed)
            preformatted = (opening or keeps_lines) if name == "pre" else preformatted
            kind = _kind(name, is_xml=is_xml)
            yield _Piece(start, position, kind, cells.count(found[0], name, kind, opening=opening))
            if opening and name in _RAISED:
                above = list(_superscript(text, position))
                yield from above
                position = above[-1].end if above else position


def _superscript(text: str, position: int) -> Iterator[Patch]:
    """Yield the patch that keeps the digits of a superscript from the number beside it, if it has any."""
    above = _ABOVE.match(text, position)
    if above and (after := raised(above[0])) != above[0]:
        yield Patch(position, above.end(), after, "superscript")


def tags(text: str) -> Iterator[Tag]:
    """Yield the tags of an HTML page, without comments; an element that is no text is one tag with its content."""
    position = 0
    closed: dict[str, bool] = {}
    while (start := text.find("<", position)) >= 0:
        position = start + 1
        if text.startswith("<!--", start):
            position = _after(text, "-->", start, closed) or start + 4
            yield Tag(start, position, "", closes=False, is_empty=True)
        elif found := _TAG.match(text, start):
            position = found.end()
            name = (found["name"] or found["plain"] or "").lower()
            closes, is_empty = text.startswith("</", start), text.endswith("/>", start, position)
            if name in _names().dropped and not closes and not is_empty:
                position = _end_of_dropped(text, name, position, closed)
                is_empty = True
            yield Tag(start, position, name, closes, is_empty)


def _end_of_unseen(text: str, name: str, tag: regex.Match[str], closed: dict[str, bool]) -> int:
    """Return where the tag ends, with its content if that is no text or is not shown."""
    if name in _names().dropped:
        return _end_of_dropped(text, name, tag.end(), closed)
    if name in _names().phrasing and HIDDEN.search(tag[0]):
        return _end_of_hidden(text, name, tag.end())
    return tag.end()


def _end_of_dropped(text: str, name: str, position: int, closed: dict[str, bool]) -> int:
    """Return where an element ends whose content is no text."""
    end = _after(text, f"</{name}", position, closed)
    return text.find(">", end) + 1 or position if end else position


def _end_of_hidden(text: str, name: str, position: int) -> int:
    """Return where an element inside a line ends that is not shown: with the tag that closes it, or before a block."""
    depth = 1
    for found in _TAG.finditer(text, position, min(len(text), position + _LONGEST_HIDDEN)):
        inner = (found["name"] or found["plain"] or "").lower()
        if inner in _names().block:
            return found.start()
        if inner == name and not found[0].endswith("/>"):
            depth += -1 if found[0].startswith("</") else 1
            if not depth:
                return found.end()
    return position


def _after(text: str, mark: str, start: int, closed: dict[str, bool]) -> int | None:
    """Return where the next `mark` ends, or None; a mark that was missed once is not looked for again."""
    if not closed.get(mark, True):
        return None
    for form in (mark, mark.upper()):
        at = text.find(form, start)
        if at >= 0:
            return at + len(mark)
    closed[mark] = False
    return None


def _kind(name: str, *, is_xml: bool) -> str:
    names = _names()
    local = name.rpartition(":")[2] if is_xml else name  # o:p of Word stands in a line
    if local in names.cell:
        return "cell"
    breaks = local not in names.inline if is_xml else local in names.block
    return "line" if name and breaks else "none"


def _tabs(run: list[_Piece]) -> str:
    r"""Return what divides the cells around a run: ``\t``, more of them where cells are empty, ``\n`` between rows.

    Empty cells at the ends of a row are kept where the row has others: they tell the columns of those.
    """
    lines = [i for i, piece in enumerate(run) if piece.kind == "line"]
    if not lines:
        return "\t" * sum(piece.cells for piece in run)
    # The end of a row counts to it, the beginning of the next one has no cells.
    before = sum(piece.cells for piece in run[: lines[0] + 1])
    behind = sum(piece.cells for piece in run[lines[-1] + 1 :])
    return "\t" * before + "\n" + "\t" * max(behind - 1, 0)


def _flush(text: str, run: list[_Piece]) -> list[Patch]:
    """Turn a run of tags and white space into one patch and empty the run."""
    if not run:
        return []
    start, end = run[0].start, run[-1].end
    kind = max((piece.kind for piece in run), key=lambda k: _STRENGTH[k])
    only_space = all(piece.kind == "space" for piece in run)
    tabs = _tabs(run)
    run.clear()
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after:
        result = ""
    elif kind == "space":
        wrapped = "\n" in text[start:end] or "\r" in text[start:end]
        # A source line that is wrapped between two Chinese characters has no space there.
        result = "" if wrapped and _CJK.match(before) and _CJK.match(after) else " "
    else:
        result = {"none": "", "cell": tabs or "\t", "line": tabs}[kind]
    if result == text[start:end]:
        return []
    reason = "white space of the source" if only_space else "markup"
    return [Patch(start, end, result, reason)]
