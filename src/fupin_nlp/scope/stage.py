"""The stage as users call it."""

from __future__ import annotations

from fupin_nlp.model import Document
from fupin_nlp.scope.builder import tree_of
from fupin_nlp.scope.tree import Tree

__all__ = ["build_tree"]


def build_tree(document: Document) -> Tree:
    r"""Find the chapters, headings, opening lines and list items of a document.

    Parameters
    ----------
    document : Document
        What the segment stage gives.

    Returns
    -------
    Tree
        Its nodes are nested; clauses are found where they are asked for.

    Examples
    --------
    >>> from fupin_nlp.clean import clean
    >>> from fupin_nlp.model import RawText
    >>> from fupin_nlp.segment import segment
    >>> text = "一、2020年工作安排\n主要目标是：\n1.脱贫。脱贫3000户。\n2.就业。新增就业5000人。\n二、保障措施\n"
    >>> tree = build_tree(segment(clean(RawText(text))))
    >>> [(node.kind, node.title) for node in tree.blocks][1:4]
    [('section', '2020年工作安排'), ('opening', '主要目标是：'), ('section', '脱贫')]
    """
    return tree_of(document)
