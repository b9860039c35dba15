"""What governs a passage by the tree of the document: the tense of the line that opens its list."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from fupin_nlp.interpret.tone import Tense, tense_of_headings
from fupin_nlp.lexicon.roles import RoleWords
from fupin_nlp.scope import Attribute, Tree

__all__ = ["TenseByScope"]

_Heading: TypeAlias = Literal["heading"]
_HEADING: Final = "heading"


class TenseByScope:
    r"""Whether lists tell of work done or of work to come, by the lines that open them.

    An opening line (主要目标是：) governs all that stands in its list, until a heading in it speaks of done or to come.

    Parameters
    ----------
    tree : Tree
        That of the document.
    words : RoleWords
        The words of headings.

    Examples
    --------
    >>> from fupin_nlp.clean import clean
    >>> from fupin_nlp.lexicon.roles import role_words
    >>> from fupin_nlp.model import RawText
    >>> from fupin_nlp.scope import build_tree
    >>> from fupin_nlp.segment import segment
    >>> text = "今年要抓好以下工作：\n一、产业\n（一）基地\n建设3个。\n二、去年工作回顾\n资助5人。"
    >>> tree = build_tree(segment(clean(RawText(text))))
    >>> tenses = TenseByScope(tree, role_words())
    >>> tenses.at(text.index("建设")), tenses.at(text.index("资助")), tenses.at(0)
    ('plan', None, None)
    """

    def __init__(self, tree: Tree, words: RoleWords) -> None:
        self._tree = tree
        self._said: Attribute[Tense | _Heading] = Attribute()
        openings = [block for block in tree.blocks if block.kind == "opening"]
        self._silent = True
        for opening in openings:
            said = tree.speaks(opening)
            if said == "plan" or said == "review":
                self._said.attach(opening, said, opening.start + len(opening.title))
                self._silent = False
        for block in () if self._silent else tree.blocks:
            if block.kind == "section" and tense_of_headings((block.title,), words) is not None:
                self._said.attach(block, "heading")

    def at(self, position: int) -> Tense | None:
        """Return what the opening line says that governs a position; None where a heading is closer, or none does."""
        if self._silent:
            return None
        said = self._said.at(self._tree.block_at(position), position)
        return None if said is None or said == _HEADING else said
