"""What the paragraphs of a document are about: the place that one names at its head, or that a line above it names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from fupin_nlp.interpret.place_index import PlaceIndex
from fupin_nlp.interpret.standing import Standing
from fupin_nlp.lexicon.gazetteer import NATION, place_words
from fupin_nlp.lexicon.patterns import QuickPattern, compile_quick
from fupin_nlp.scope import Tree

__all__ = ["Topics", "digit"]

_BLANKS: Final = " 　“‘—-\n\t"
_LONGEST_CAPTION: Final = 30
_SITUATED: Final = ("于", "地处", "距", "距离", "属")  # words that say where the place of a paragraph lies
_COLONS: Final = "：:"
_MOST_LINES: Final = 3000  # of a document in which such lines are looked for
_EARLY: Final = 60  # characters of a paragraph in which a reference to the one before stands
_ENDING: Final = ("own", "nation")  # kinds of places that end what a paragraph is about


@lru_cache(maxsize=1)
def _caption() -> QuickPattern:
    """Return the pattern of a line that may consist of a place: its number or mark, and what it is about."""
    mark = r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十\d]{1,3}[章节篇]|[■●○▲□◆◇★☆▪—#【\[]+"
    return compile_quick(
        "caption", rf"[ \u3000\t]*(?P<mark>{mark})?[ \u3000\t]*(?P<name>[\u4e00-\u9fff]{{2,20}})[：:】\]]?"
    )


@lru_cache(maxsize=1)
def _profile() -> QuickPattern:
    """Return the pattern behind a short name with which a profile of the place begins (荥经古称严道, 荥经位于…)."""
    return compile_quick(
        "profile of a place", r"[，,]?(?:古称|简称|又称|旧称|位于|地处|东[临邻接]|因|自古|素有|素称|历史|是|为)"
    )


@lru_cache(maxsize=1)
def _about() -> QuickPattern:
    return compile_quick(
        "what a line says of a place", r"(?:的?(?:简介|概况|概述|介绍|简况|基本情况|情况|[县市区旗]情|篇))\Z"
    )


def _style(mark: str | None) -> str:
    """Return how a line is numbered: 一 for 一、 and 二、, （ for （一）, 1 for 3.; empty where it is not."""
    if not mark:
        return ""
    if mark[0] in "（(":
        return "（"
    return "1" if mark[0].isdecimal() else "一" if mark[-1] in "、.．章节篇" else mark[0]


def _governed(lines: Iterator[tuple[int, str, int | None]]) -> dict[int, int]:
    """Return line → place of the captions above it, where there are several captions.

    A caption governs until the next one, or a line that is numbered alike; one without number ends also at a line
    numbered like those above the first caption.
    """
    governed: dict[int, int] = {}
    captions = 0
    place: int | None = None
    its_style = ""
    above: set[str] = set()
    for first, style, caption in lines:
        if caption is not None:
            captions += 1
            place, its_style = caption, style
        elif style and (style == its_style or (not its_style and style in above)):
            place = None
        elif style and not captions:
            above.add(style)
        if place is not None:
            governed[first] = place
    return governed if captions > 1 else {}


@lru_cache(maxsize=1)
def digit() -> QuickPattern:
    """Return the pattern of a digit: a place behind which one stands tells a figure."""
    return compile_quick("digit", r"\d")


class Topics:
    """What the paragraphs of one document are about, found where a figure asks for it.

    Parameters
    ----------
    tree : Tree
        That of the document.
    index : PlaceIndex
        Its places.
    standing : Standing
        How they stand.
    own_code : str or None
        Code of the report's own region.
    """

    def __init__(self, tree: Tree, index: PlaceIndex, standing: Standing, own_code: str | None) -> None:
        self._text = tree.text
        self._tree = tree
        self._index = index
        self._places = index.places
        self._standing = standing
        self._small = own_code is not None and not own_code.endswith("0000")
        # Without a region of its own, or with the nation as such, a text tells of one place after the other.
        self._free = own_code is None or own_code == NATION.code
        self._found: dict[int, int] = {}
        self._last_topics: dict[int, int | None] = {}
        self._captioned: dict[int, int] | None = None

    def of(self, sentence: int) -> int | None:
        """Return the place that the paragraph of a sentence is about by then.

        A full name at the head of the paragraph sets it, in the report of a city or a county also at the head of
        a later sentence without figures (a province names many cities in passing); 全市 or 我县 ends it.
        """
        first = self._tree.first[sentence]
        if first not in self._last_topics:
            self._find_topics(first)
        return self._found.get(sentence)

    def _captions(self) -> dict[int, int]:
        """Return the first sentence of each line → the place that governs it by a line of its own, or by a colon."""
        if self._captioned is None:
            self._captioned = _governed(self._caption_lines()) if len(self._tree.openings) <= _MOST_LINES else {}
        return self._captioned

    def _caption_lines(self) -> Iterator[tuple[int, str, int | None]]:
        """Yield the first sentence of each line, how it is numbered, and the place that it consists of."""
        tree, text = self._tree, self._text
        for first in tree.openings:
            start, end = tree.starts[first], tree.sentences[first].end
            found = _caption().match(text, start, min(end, start + _LONGEST_CAPTION))
            style = _style(found["mark"]) if found else ""
            if found is None or (found[0][-1] not in _COLONS and text[found.end() : end].strip(_BLANKS)):
                yield first, style, None
                continue
            place = next(iter(range(*self._index.of(first))), None)
            whole = place is not None and self._is_whole(place, found.start("name"), found.end("name"))
            yield first, style, place if whole else None

    def _is_whole(self, i: int, start: int, end: int) -> bool:
        """Return whether a place takes the whole of a line but for its number and words such as 概况."""
        place = self._places[i]
        alone = place.start == start and place.kind in ("named", "village", "own")
        return alone and (place.end == end or _about().match(self._text, place.end, end) is not None)

    def _find_topics(self, first: int) -> None:
        """Find the topics of a paragraph, after those of the paragraphs before it that it may go on with."""
        chain = [first]
        while chain[-1] not in self._last_topics and self._goes_on(chain[-1]):
            chain.append(self._tree.first[chain[-1] - 1])
        previous: int | None = None
        for paragraph in reversed(chain):
            if paragraph not in self._last_topics:
                self._last_topics[paragraph] = self._find_topics_of(paragraph, previous)
            previous = self._last_topics[paragraph]

    def _find_topics_of(self, first: int, previous: int | None) -> int | None:
        """Find the topics of a paragraph; return the last one."""
        current = previous if previous is not None and self._goes_on(first) else self._captions().get(first)
        for ordinal in range(first, len(self._tree.sentences)):
            starts = ordinal == first
            if not starts and self._tree.first[ordinal] != first:
                break
            if not starts and current is None and not self._small and not self._free:
                break
            places = range(*self._index.of(ordinal))
            lead = self._lead(ordinal, places[0]) if places else None
            if lead is not None:
                current = lead
            elif current is not None and any(self._ends(i) for i in places):
                current = None
            if current is not None:
                self._found[ordinal] = current
        return current

    def _ends(self, i: int) -> bool:
        """Return whether a place ends what a paragraph is about: 全市 does, 位于全市西部 does not."""
        place = self._places[i]
        return place.kind in _ENDING and not self._text.endswith(_SITUATED, 0, place.start)

    def _lead(self, ordinal: int, first: int) -> int | None:
        """Return the first place of a sentence if it stands at its head and a paragraph can be about it."""
        place, start = self._places[first], self._tree.starts[ordinal]
        if self._free:
            start, _ = self._tree.clause_at(place.start)
        if place.kind not in ("named", "village") or "、" in place.name:
            return None
        if not (place.full or self._free or _profile().match(self._text, place.end)):
            return None
        if not self._standing.leads(first, start) or not self._standing.governs(first, start):
            return None
        # A sentence inside a paragraph goes over to a place if it tells no figure yet.
        if self._tree.first[ordinal] == ordinal or self._free:
            return first
        end = self._tree.sentences[ordinal].end
        return first if self._small and place.inside and not digit().search(self._text, place.end, end) else None

    def _goes_on(self, ordinal: int) -> bool:
        """Return whether a paragraph may go on about the place of the paragraph before.

        It begins with the name of a person of that one, or refers back early (当地, 村里).
        """
        if ordinal == 0:
            return False
        start, end = self._tree.starts[ordinal], self._tree.sentences[ordinal].end
        if place_words().back_reference.search(self._text, start, min(end, start + _EARLY)) is not None:
            return True
        name = self._text[start:end].strip(_BLANKS)[:3]
        before = self._tree.starts[self._tree.first[ordinal - 1]]
        return len(name) == 3 and self._text.find(name, before, start) >= 0
