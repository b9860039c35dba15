"""Paragraphs that stand in one line, told by the blanks that indented them: …顺利推进。　　第二，继续….

Tables of reports, and pages whose line ends were lost, keep the two wide blanks at the head of each paragraph. Without
the line ends no heading is one, and no paragraph says of when it is.
"""

from __future__ import annotations

from typing import Final

from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.lexicon.patterns import compile_quick

__all__ = ["find"]

_WIDE: Final = "\u3000"
_SHORTEST: Final = 200  # characters of a line that holds paragraphs
_FEWEST: Final = 2  # indents in it
_SHARE: Final = 0.3  # of the indents that stand behind the end of a sentence; the others are behind headings
_ENDS: Final = frozenset("。！？；：…”』」）)!?;:")
_INDENT: Final = compile_quick("indent", r"(?<=[^\s])[\x20\t\xa0\u3000]*?\u3000\u3000[\x20\t\xa0\u3000]*+(?=\S)")


def find(facts: Facts, _context: Context) -> list[Patch]:
    """Return the patches that put a line end in the place of the first blank of each indent inside a line."""
    if not facts.has(_WIDE):
        return []
    patches: list[Patch] = []
    for start, line, wide in facts.lines_at(facts.where(_WIDE)):
        if wide < 2 * _FEWEST or len(line) < _SHORTEST:
            continue
        indents = [hit.start() for hit in _INDENT.finditer(line)]
        behind = sum(line[at - 1] in _ENDS for at in indents)
        if len(indents) >= _FEWEST and behind >= _SHARE * len(indents):
            patches += [
                Patch(start + at, start + at + 1, "\n", "an indent inside a line begins a paragraph", aligned=True)
                for at in indents
            ]
    return patches
