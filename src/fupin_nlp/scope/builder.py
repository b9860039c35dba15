"""Build the tree of a document from its sections and lines."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from fupin_nlp.model import Document
from fupin_nlp.scope.marks import Mark, mark_at, opens_list
from fupin_nlp.scope.tree import Node, Tree

__all__ = ["tree_of"]

_BLANKS: Final = " \u3000\t\r\n"
_FINISHED: Final = "。！？!?：:…”』」》）)"
_ITEM_ENDS: Final = "；;"
_CUT: Final = "，,、"
_SHORTEST_WRAP: Final = 12  # characters of a line that is broken because it is full
_MARK_INITIALS: Final = frozenset("第（(①②③④⑤⑥⑦⑧⑨⑩—―–-●○■□▪▸►▶★☆※◆◇•·→0123456789一二三四五六七八九十")
_LEAD: Final = "lead"  # the style of headings without number
_PLAIN_LEVEL: Final = 4  # of a list without marks: its short lines may look like headings
_REPLACED: Final = -(10**9)  # line of a block that an opening takes the place of


def tree_of(document: Document) -> Tree:
    """Build the tree of a document; `build_tree` is what users call."""
    tree = Tree(document)
    if document.sentences:
        tree.settle(_Builder(tree, document).blocks())
    return tree


class _Block:
    """A node that is not yet placed: where it starts, and the mark that it begins with."""

    __slots__ = ("line", "mark", "node")

    def __init__(self, node: Node, mark: Mark, line: int) -> None:
        self.node = node
        self.mark = mark
        self.line = line  # ordinal of its line, -1 inside a line


class _Builder:
    """The blocks of one document, while they are collected."""

    def __init__(self, tree: Tree, document: Document) -> None:
        self.tree = tree
        self.text = tree.text
        self.document = document
        sentences = tree.sentences
        self.begins = [tree.starts[i] for i in tree.openings]  # of the lines
        behind = [*tree.openings[1:], len(sentences)]
        self.ends = [sentences[i - 1].end for i in behind]
        self.lasts = [i - 1 for i in behind]  # last sentence of each line
        self.whole = tree.blocks[0]

    def blocks(self) -> list[Node]:
        """Return the nodes, nested, the document first."""
        blocks = self._sections() + self._bullets()
        blocks.sort(key=lambda block: block.node.start)
        openings = self._openings(blocks)
        if not blocks and not openings:
            return [self.whole]
        nodes = [block.node for block in blocks if block.line != _REPLACED] + openings
        nodes.sort(key=lambda node: (node.start, -node.end, node.level))
        return self._nested(nodes)

    def _sections(self) -> list[_Block]:
        """Return a block for each heading and for each numbered item that is none."""
        text, sections = self.text, self.document.sections
        found: list[_Block] = []
        open_: list[_Block] = []
        for section in sections:
            start = section.start
            at = start
            while at < section.end and text[at] in _BLANKS:
                at += 1
            mark = mark_at(text, at)
            line = self._line_of(start)
            if section.level == 0:
                del open_[len(section.path) :]
                if mark is not None:
                    end = self._item_end(line) if line >= 0 else min(section.end, self.ends[~line])
                    found.append(self._block("item", (start, end), mark, "", line))
                continue
            depth = len(section.path) - 1
            for block in open_[depth:]:
                block.node.end = start
            del open_[depth:]
            level = mark.level if mark is not None else section.level
            block = self._block(
                "section",
                (start, len(text)),
                mark or Mark(_LEAD, level, 0, start),
                section.path[-1],
                line,
            )
            block.node.level = 0 if level == 1 and mark is None else section.level
            open_.append(block)
            found.append(block)
        return found

    def _block(self, kind: str, span: tuple[int, int], mark: Mark, title: str, line: int) -> _Block:
        node = Node("item" if kind == "item" else "section", *span, mark.level, title, self.whole)
        node.number = mark.number
        return _Block(node, mark, line)

    def _line_of(self, start: int) -> int:
        """Return the ordinal of the line that begins at a position; ``~ordinal`` of the line that it lies in."""
        i = bisect_left(self.begins, start)
        return i if i < len(self.begins) and self.begins[i] == start else ~(i - 1)

    def _item_end(self, line: int) -> int:
        """Return where an item ends: with its line, or with the lines that it goes on in."""
        while line + 1 < len(self.begins) and self._goes_on(line):
            line += 1
        return self.ends[line]

    def _goes_on(self, line: int) -> bool:
        """Return whether a line stops in mid-sentence and the next one begins nothing of its own."""
        words = self.text[self.begins[line] : self.ends[line]].strip(_BLANKS)
        if not words or words[-1] in _FINISHED or words[-1] in _ITEM_ENDS:
            return False
        if len(words) < _SHORTEST_WRAP and words[-1] not in _CUT:
            return False
        following = self.tree.openings[line + 1]
        return not self.tree.sentences[following].heading and self._mark_of(line + 1) is None

    def _mark_of(self, line: int) -> Mark | None:
        at, end = self.begins[line], self.ends[line]
        while at < end and self.text[at] in _BLANKS:
            at += 1
        return mark_at(self.text, at) if at < end and self.text[at] in _MARK_INITIALS else None

    def _bullets(self) -> list[_Block]:
        """Return the items whose marks are no numbers of headings (● 第一，)."""
        sections = {section.start for section in self.document.sections}
        found: list[_Block] = []
        for line, start in enumerate(self.begins):
            if start in sections:
                continue
            mark = self._mark_of(line)
            if mark is not None:
                found.append(self._block("item", (start, self._item_end(line)), mark, "", line))
        return found

    def _openings(self, blocks: list[_Block]) -> list[Node]:
        """Return the lines that open what follows them, each with the list that it opens.

        A line that was taken for a heading (今年要抓好以下工作。) is no section then.
        """
        text, sentences = self.text, self.tree.sentences
        by_line = {block.line: i for i, block in enumerate(blocks) if block.line >= 0}
        found: list[Node] = []
        for line, last in enumerate(self.lasts[:-1]):
            sentence, end, own = sentences[last], self.ends[line], by_line.get(line)
            if sentence.heading and (own is None or blocks[own].mark.style != _LEAD):
                continue  # 一、主要目标： is a heading as it stands
            if not opens_list(text[sentence.start : end]):
                continue
            stop, level = self._list_behind(line, blocks, by_line.get(line + 1))
            words = text[sentence.start : end].strip(_BLANKS)
            found.append(Node("opening", sentence.start, stop, level, words, self.whole))
            if own is not None and sentence.heading:
                blocks[own].line = _REPLACED
        return found

    def _list_behind(self, line: int, blocks: list[_Block], following: int | None) -> tuple[int, int]:
        """Return where the list that a line opens ends, and its level."""
        if following is not None:
            plain = blocks[following].mark.style == _LEAD and not self._is_finished(line + 1)
            if not plain:
                return self._marked_list(blocks, following), blocks[following].mark.level
        return self._plain_list(line + 1), _PLAIN_LEVEL

    def _is_finished(self, line: int) -> bool:
        """Return whether a line ends its sentence."""
        return self.text[self.begins[line] : self.ends[line]].rstrip(_BLANKS)[-1:] in _FINISHED

    def _plain_list(self, line: int) -> int:
        """Return where a list without marks ends: with the line that ends its sentence."""
        while line + 1 < len(self.begins) and not self._is_finished(line) and self._mark_of(line + 1) is None:
            line += 1
        return self.ends[line]

    def _marked_list(self, blocks: list[_Block], first: int) -> int:
        """Return where a list ends: behind the last item whose mark counts on.

        That is a line, or all that stands under it where the items before it had paragraphs of their own.
        """
        last = blocks[first]
        single = True
        style, level, number = last.mark.style, last.mark.level, last.mark.number
        stop = len(self.text)
        for block in blocks[first + 1 :]:
            mark = block.mark
            if mark.level < level:
                stop = block.node.start
                break
            if mark.style == style and block.line >= 0:
                counts_on = mark.number == number + 1 if number else block.node.start <= last.node.end
                if not counts_on:
                    stop = block.node.start
                    break
                single = single and self._item_end(last.line) >= block.node.start
                last, number = block, mark.number
        if single and not self._is_title(last.line):
            stop = min(stop, self._item_end(last.line))
        return min(stop, last.node.end)

    def _is_title(self, line: int) -> bool:
        """Return whether a line is a heading and nothing else."""
        first = self.tree.openings[line]
        return self.tree.sentences[first].heading and self.lasts[line] == first

    def _nested(self, nodes: list[Node]) -> list[Node]:
        """Give each node its parent: the innermost that it begins in; one of the same depth or deeper ends there."""
        stack = [self.whole]
        for node in nodes:
            while len(stack) > 1:
                top = stack[-1]
                if top.end > node.start and (node.end <= top.end or _rank(top) < _rank(node)):
                    break
                top.end = min(top.end, node.start)
                stack.pop()
            node.parent = stack[-1]
            node.end = min(node.end, stack[-1].end)
            stack.append(node)
        return [self.whole, *nodes]


def _rank(node: Node) -> int:
    """Return how deep a node stands: an opening above the items of its list."""
    return 2 * node.level - (node.kind == "opening")
