"""Tags, comments, scripts and entities of HTML and XML."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import NamedTuple

import regex

from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.lexicon.loader import load_toml, word_list

__all__ = ["find"]

# No alternative runs past the next "<", so unclosed tags cost nothing.
_TAG = regex.compile(
    r"""</?+ (?P<name> [A-Za-z_] [\w.:-]*+ ) (?: [^<>"']++ | "[^"<]*+" | '[^'<]*+' )*+ >
      | </?+ (?P<plain> [A-Za-z_] [\w.:-]*+ ) [^<>]*+ >
      | <[?!][A-Za-z\[/] [^<>\[]*+ (?: \[ [^\]]*+ \] \s*+ )?+ [^<>]*+ >""",
    regex.VERSION1 | regex.VERBOSE,
)
_TOKEN = regex.compile(r"<|&|[ \t\r\n\f\v]++", regex.VERSION1)
_ENTITY = regex.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});", regex.VERSION1)
_CJK = regex.compile(r"[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF\u201c\u201d\u2018\u2019\u2014\u2026]", regex.VERSION1)


class _Names(NamedTuple):
    dropped: frozenset[str]
    block: frozenset[str]
    cell: frozenset[str]
    inline: frozenset[str]


class _Piece(NamedTuple):
    """A stretch that is no text: `kind` is "space", "none", "cell" or "line", the strongest wins in a run."""

    start: int
    end: int
    kind: str


_STRENGTH = {"none": 0, "space": 1, "cell": 2, "line": 3}


@lru_cache(maxsize=1)
def _names() -> _Names:
    keys = ("dropped", "block", "cell", "inline")
    data = load_toml("markup.toml", dict.fromkeys(keys, word_list))
    return _Names(*(frozenset(data[key]) for key in keys))


def find(text: str, context: Context) -> list[Patch]:
    """Return the patches that leave the text of a page, one line for each block."""
    if context.format not in ("html", "xml"):
        return []
    patches: list[Patch] = []
    run: list[_Piece] = []
    for piece in _scan(text, is_xml=context.format == "xml"):
        if isinstance(piece, Patch):
            patches += _flush(text, run)
            patches.append(piece)
        else:
            if run and run[-1].end != piece.start:
                patches += _flush(text, run)
            run.append(piece)
    patches += _flush(text, run)
    return patches


def _scan(text: str, *, is_xml: bool) -> Iterator[_Piece | Patch]:
    position = 0
    preformatted = False
    closed: dict[str, bool] = {}  # whether an end mark still occurs; asked once, so unclosed elements cost nothing
    while token := _TOKEN.search(text, position):
        start = token.start()
        position = token.end()
        if token[0] == "&":
            found = _ENTITY.match(text, start)
            if found and (after := unescape(found[0])) != found[0]:
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
            if name in _names().dropped and opening and not is_xml:
                end = _after(text, f"</{name}", position, closed)
                position = text.find(">", end) + 1 or position if end else position
            if name == "pre":
                preformatted = opening
            yield _Piece(start, position, _kind(name, is_xml=is_xml))


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
    local = name.rpartition(":")[2]
    if local in names.cell:
        return "cell"
    breaks = local not in names.inline if is_xml else local in names.block
    return "line" if name and breaks else "none"


def _flush(text: str, run: list[_Piece]) -> list[Patch]:
    """Turn a run of tags and white space into one patch and empty the run."""
    if not run:
        return []
    start, end = run[0].start, run[-1].end
    kind = max((piece.kind for piece in run), key=lambda k: _STRENGTH[k])
    only_space = all(piece.kind == "space" for piece in run)
    run.clear()
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after:
        result = ""
    elif kind == "space":
        wrapped = "\n" in text[start:end] or "\r" in text[start:end]
        # A source line that is wrapped between two Chinese characters has no space there.
        result = "" if wrapped and _CJK.match(before) and _CJK.match(after) else " "
    else:
        result = {"none": "", "cell": "\t", "line": "\n"}[kind]
    if result == text[start:end]:
        return []
    reason = "white space of the source" if only_space else "markup"
    return [Patch(start, end, result, reason)]
