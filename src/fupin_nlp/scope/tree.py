"""The tree of a document and its nodes, looked up by position; clauses are found in the sentences asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

from fupin_nlp.lexicon.patterns import QuickPattern, compile_quick
from fupin_nlp.model import Document
from fupin_nlp.scope.marks import Speaks, speaks_of

__all__ = ["CLAUSE_REACH", "SENTENCE_REACH", "Node", "NodeKind", "Speaks", "Tree"]

# How far before a quantity its clause and its sentence are looked at. Longer ones are no prose (a table, a hostile
# line without marks), and the limits keep the work linear in the length of the text.
CLAUSE_REACH, SENTENCE_REACH = 400, 2000

NodeKind: TypeAlias = Literal["document", "section", "opening", "item"]


@lru_cache(maxsize=1)
def _breaks() -> QuickPattern:
    # A half-width comma between digits belongs to a number (12,345) unless no three digits follow.
    return compile_quick(
        "clause break", r"[，。；：！？\n;!?]|,(?:(?!\d{3}(?!\d))|(?<!\d,))|:(?!\d)|(?<=[\u4e00-\u9fff])/(?=\d)"
    )


class Node:
    """A part of a document: ``clean.text[start:end]``.

    Attributes
    ----------
    kind : str
        ``document``, ``section`` (a heading and what stands under it), ``opening`` (a line such as 主要目标是： and
        the list that it opens), ``item`` (of a list).
    start, end : int
        Half-open, clean positions; a node lies in its parent.
    level : int
        Depth as of headings: 0 the document and a chapter without number, 一、 = 1, （一） = 2, 1. = 3, 一是 = 4, ——
        and a lead = 5; an opening has that of its list.
    title : str
        The heading without numbering, or the opening words as written; else empty.
    number : int
        What the mark of an item or heading counts; 0 where it counts nothing.
    parent : Node or None
        None for the document.
    """

    __slots__ = ("end", "kind", "level", "number", "parent", "start", "title")

    def __init__(self, kind: NodeKind, start: int, end: int, level: int, title: str, parent: Node | None) -> None:
        self.kind: NodeKind = kind
        self.start = start
        self.end = end
        self.level = level
        self.title = title
        self.number = 0
        self.parent = parent

    def __repr__(self) -> str:
        return f"Node({self.kind!r}, {self.start}, {self.end}, {self.level}, {self.title!r})"


class Tree:
    """The tree of a document.

    Its nodes are sections, openings and items; clauses are found in the sentences that are asked for. `build_tree`
    makes one; until then it has the document's own node only.

    Parameters
    ----------
    document : Document
        Segmented.

    Attributes
    ----------
    text : str
        The clean text.
    sentences : sequence of Sentence
    blocks : sequence of Node
        The document's node first, then its sections, openings and items in the order of their starts.
    starts, sections : sequence of int
        Where the sentences start; the ordinals of their sections.
    first : list of int
        For each sentence the ordinal of the first one of its paragraph.
    openings : list of int
        The ordinals of those first sentences.

    Examples
    --------
    >>> from fupin_nlp.model import Alignment, CleanText, RawText, Sentence
    >>> from fupin_nlp.scope import build_tree
    >>> text = "目前，共举办834期，培训6765人次。结业500人。"
    >>> clean = CleanText(RawText(text), text, Alignment.identity())
    >>> tree = build_tree(Document(clean, (), (Sentence(0, 21, 0, 0), Sentence(21, 28, 0, 0))))
    >>> tree.sentence_at(23), tree.first, tree.openings
    (1, [0, 0], [0])
    >>> start, end = tree.clause_at(14)
    >>> text[start:end]
    '培训6765人次'
    """

    __slots__ = ("_block_starts", "_borders", "_speaks", "blocks", "first", "openings", "sections", "sentences",
                 "starts", "text")  # fmt: skip

    def __init__(self, document: Document) -> None:
        self.text = document.clean.text
        self.sentences = document.sentences
        self._borders: dict[int, list[int]] = {}
        # A report has a thousand sentences: their fields are read in one go.
        starts, _, sections, paragraphs, _ = zip(*self.sentences, strict=True) if self.sentences else ((),) * 5
        self.starts: tuple[int, ...] = starts
        self.sections: tuple[int, ...] = sections
        seen: dict[int, int] = {}
        self.first = [seen.setdefault(paragraph, i) for i, paragraph in enumerate(paragraphs)]
        self.openings = list(seen.values())
        self._speaks: dict[Node, Speaks | None] = {}
        self.settle([Node("document", 0, len(self.text), 0, "", None)])

    def settle(self, blocks: Sequence[Node]) -> None:
        """Take the sections, openings and items, nested and in the order of their starts, the document first."""
        self.blocks = blocks
        self._block_starts = [block.start for block in blocks]

    def sentence_at(self, position: int) -> int:
        """Return the ordinal of the sentence that a position lies in, or that begins last before it."""
        return max(0, bisect_right(self.starts, position) - 1)

    def clause_at(self, position: int) -> tuple[int, int]:
        """Return the clause of a sentence that a position lies in, without the mark that ends it."""
        ordinal = bisect_right(self.starts, position) - 1
        borders = self._borders.get(ordinal) or self._find_borders(ordinal)
        i = bisect_right(borders, position)
        return borders[i - 1], borders[i] - 1

    def _find_borders(self, ordinal: int) -> list[int]:
        """Find where the clauses of a sentence begin; what lies between two sentences belongs to the first of them."""
        start = self.starts[ordinal] if ordinal >= 0 else 0
        end = self.starts[ordinal + 1] if ordinal + 1 < len(self.starts) else len(self.text)
        borders = [start, *[m.end() for m in _breaks().finditer(self.text, start, end)], end + 1]
        self._borders[ordinal] = borders
        return borders

    def block_at(self, position: int) -> Node:
        """Return the innermost section, opening or item that a position lies in."""
        node = self.blocks[max(0, bisect_right(self._block_starts, position) - 1)]
        while position >= node.end and node.parent is not None:
            node = node.parent
        return node

    def opening_at(self, position: int) -> Node | None:
        """Return the opening that governs a position, unless a heading stands between the two.

        The headings of its own list are no such headings: each is an item.
        """
        node: Node | None = self.block_at(position)
        while node is not None and node.kind != "opening":
            parent = node.parent
            if node.kind == "section" and not (parent is not None and parent.kind == "opening"):
                return None
            node = parent
        return node

    def speaks(self, opening: Node) -> Speaks | None:
        """Return what an opening speaks of; its words are read once."""
        if opening not in self._speaks:
            self._speaks[opening] = speaks_of(opening.title)
        return self._speaks[opening]
