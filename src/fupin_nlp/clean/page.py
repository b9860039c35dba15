"""Which elements of a web page are not the article: by name, role, class and id, and lists that are all links.

Names are a hint only: an element that holds much of the page's prose is the article, whatever it is called.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import regex

from fupin_nlp.clean.steps.markup import HIDDEN, Tag, tags
from fupin_nlp.lexicon.loader import load_toml
from fupin_nlp.model import LeftOut

__all__ = ["WINDOW", "furniture_reasons", "page_furniture"]

_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track")
)
# An element of this name ends the open one of these, if nothing of the third stands between.
_ENDS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "th": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
}
_BLOCKS = frozenset({"div", "ul", "ol", "dl", "table", "td", "section", "p", "center", "header", "li", "tbody", "tr"})
_ATTRIBUTE: Final = regex.compile(
    r"""[\s"'](?P<name>class|id|role|style|hidden)\s*+(?:=\s*+(?:"(?P<a>[^"]*+)"|'(?P<b>[^']*+)'|(?P<c>[^\s>"']++)))?+""",
    regex.VERSION1 | regex.IGNORECASE,
)
_WORD: Final = regex.compile(r"[A-Z]?[a-z]++|[A-Z]++(?![a-z])", regex.VERSION1)
_LETTERS: Final = regex.compile(r"[\p{Han}A-Za-z]", regex.VERSION1)
_SENTENCE: Final = regex.compile(r"[，。；：、,;]", regex.VERSION1)
_LONG_TAG: Final = 2000
_PROSE_FROM: Final = 25  # characters of a run of text with punctuation, outside links, that make it prose
# A named element is furniture only below this share of the page's prose; the article has nearly all of it.
_MOST_PROSE: Final = 0.2
# Letters in links, of all letters of a block. Lists of headlines have 0.8 and more, paragraphs with links below 0.4.
_LINKED: Final = 0.75
_LEAST_LINKS: Final = 3
WINDOW, _LINKS, _HIDDEN_PART = "title of the window", "list of links", "not shown"
_LEAST_TITLE: Final = 4
_DEEPEST_NAMED: Final = 3  # words of one class that are tried together: side-bar is sidebar


class _Names(NamedTuple):
    elements: Mapping[str, str]
    roles: Mapping[str, str]
    names: Mapping[str, str]


@lru_cache(maxsize=1)
def _names() -> _Names:
    def table(value: object) -> bool:
        return isinstance(value, dict) and bool(value) and all(isinstance(v, str) for v in value.values())

    def lists(value: object) -> bool:
        return isinstance(value, dict) and all(isinstance(v, list) and v for v in value.values())

    data = load_toml("page.toml", {"elements": table, "roles": table, "names": lists})
    names = {word: why for why, words in data["names"].items() for word in words}
    return _Names(data["elements"], data["roles"], names)


@dataclass(slots=True)
class _Element:
    """An open element and what was in it so far, in characters."""

    name: str
    start: int
    reason: str | None
    letters: int = 0
    linked: int = 0
    links: int = 0
    prose: int = 0


@lru_cache(maxsize=1)
def furniture_reasons() -> frozenset[str]:
    """Return the reasons that `page_furniture` gives.

    Examples
    --------
    >>> "side bar" in furniture_reasons(), "title" in furniture_reasons()
    (True, False)
    """
    names = _names()
    return frozenset((*names.elements.values(), *names.roles.values(), *names.names.values(), _LINKS, _HIDDEN_PART))


def page_furniture(text: str) -> list[LeftOut]:
    """Return the parts of an HTML page that are not the article, in raw positions, in order and disjoint.

    Parameters
    ----------
    text : str
        The page, markup included.

    Examples
    --------
    >>> page = "<nav><a>首页</a></nav><p>今年以来，全市脱贫7800户。</p><div class='hot'>贷款超600亿</div>"
    >>> [(page[part.start : part.end], part.reason) for part in page_furniture(page)]
    [('<nav><a>首页</a></nav>', 'navigation'), ("<div class='hot'>贷款超600亿</div>", 'list of other documents')]
    """
    walk = _Walk(text)
    found = [part for part, prose, hidden in walk.found() if hidden or prose <= _MOST_PROSE * walk.prose]
    if not walk.headed:
        found = [part for part in found if part.reason != WINDOW]
    parts: list[LeftOut] = []
    for part in sorted(found, key=lambda p: (p.start, -p.end)):
        if not parts or part.start >= parts[-1].end:
            parts.append(part)
    return parts


class _Walk:
    """One pass over the tags, with the elements that are open."""

    def __init__(self, text: str) -> None:
        self.prose = 0
        self.headed = False  # whether the page has a heading of its own beside the title of the window
        self._text = text
        self._open: list[_Element] = []
        self._count: Counter[str] = Counter()
        self._done: list[tuple[_Element, int]] = []

    def found(self) -> Iterator[tuple[LeftOut, int, bool]]:
        """Yield what may be furniture, with the prose in it, and whether it is not shown at all."""
        end = 0
        for tag in tags(self._text):
            self._take(end, tag.start)
            end = tag.end
            if tag.closes:
                self._close(tag.name, tag.end)
            elif tag.name and tag.name not in _VOID:
                self._enter(tag)
        self._take(end, len(self._text))
        while self._open:
            self._pop(len(self._text))
        for element, stop in self._done:
            reason = element.reason or _by_links(element)
            if reason:
                yield LeftOut(element.start, stop, reason), element.prose, reason == _HIDDEN_PART

    def _take(self, start: int, end: int) -> None:
        """Take the text between two tags."""
        if start >= end or not self._open:
            return
        run = self._text[start:end]
        letters = sum(1 for _ in _LETTERS.finditer(run))
        if not letters:
            return
        top = self._open[-1]
        top.letters += letters
        if self._count["a"]:
            top.linked += letters
        elif letters >= _PROSE_FROM and _SENTENCE.search(run):
            top.prose += letters
            self.prose += letters

    def _enter(self, tag: Tag) -> None:
        self._end_implied(tag)
        reason = _reason(tag, self._text) if not tag.is_empty else None
        if tag.name == "header" and self._count["article"] + self._count["main"] == 0:
            reason = reason or "head of the page"
        if tag.is_empty:
            return
        self._open.append(_Element(tag.name, tag.start, reason))
        self._count[tag.name] += 1

    def _end_implied(self, tag: Tag) -> None:
        ended, within = _ENDS.get(tag.name, (frozenset(), frozenset()))
        if tag.name in _BLOCKS and self._open and self._open[-1].name == "p":
            self._pop(tag.start)
        if any(self._count[name] for name in ended):
            for i in range(len(self._open) - 1, max(len(self._open) - 8, -1), -1):
                if self._open[i].name in within:
                    return
                if self._open[i].name in ended:
                    while len(self._open) > i:
                        self._pop(tag.start)
                    return

    def _close(self, name: str, end: int) -> None:
        if not self._count[name]:
            return  # closes nothing that is open
        while self._open[-1].name != name:
            self._pop(end)
        self._pop(end)

    def _pop(self, end: int) -> None:
        element = self._open.pop()
        self._count[element.name] -= 1
        self.headed = self.headed or (element.name == "h1" and element.letters >= _LEAST_TITLE)
        element.links += element.name == "a" and element.letters > 0
        if self._open:
            parent = self._open[-1]
            parent.letters += element.letters
            parent.linked += element.linked
            parent.links += element.links
            parent.prose += element.prose
        if element.letters and (element.reason or element.name in _BLOCKS):
            self._done.append((element, end))


def _by_links(element: _Element) -> str | None:
    """Return why a block is furniture by what is in it: a list of links."""
    if element.name not in _BLOCKS or element.links < _LEAST_LINKS or element.linked < _LINKED * element.letters:
        return None
    return _LINKS


def _reason(tag: Tag, text: str) -> str | None:
    """Return why an element is furniture by its name, role, class, id or style."""
    names = _names()
    reason = names.elements.get(tag.name)
    if reason or tag.end - tag.start > _LONG_TAG or tag.name in ("body", "html", "article", "main"):
        return reason
    inline = tag.name in ("a", "p", "span")  # their names say nothing
    for match in _ATTRIBUTE.finditer(text, tag.start + 1, tag.end):
        name, value = match["name"].lower(), match["a"] or match["b"] or match["c"] or ""
        if name == "hidden" or (name == "style" and HIDDEN.search(value)):
            return _HIDDEN_PART
        if inline:
            continue
        if name == "role":
            reason = reason or names.roles.get(value.lower())
        elif name in ("class", "id"):
            reason = reason or _by_class(value, names.names)
    return reason


def _by_class(value: str, names: Mapping[str, str]) -> str | None:
    for token in value.split():
        words = [word.lower() for word in _WORD.findall(token)]
        for size in range(min(len(words), _DEEPEST_NAMED), 0, -1):
            for i in range(len(words) - size + 1):
                if why := names.get("".join(words[i : i + size])):
                    return why
    return None
