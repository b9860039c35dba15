"""Marks of Markdown: headings, emphasis, links, quotations, tables."""

from __future__ import annotations

from typing import Final

import regex

from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.patch import Context, Patch

__all__ = ["find"]

# Marks only, never the text between them: what one mark opens need not be closed.
_MARK: Final = regex.compile(
    r"""(?P<rule>^[ ]{0,3}(?:-{3,}+|\*{3,}+|={3,}+|_{3,}+)[ \t]*+(?:\n|\Z))
      | (?P<head>^[ ]{0,3}\#{1,6}[ \t]++)
      | (?P<quote>^[ ]{0,3}(?:>[ ]?)++)
      | (?P<item>^[ ]{0,8}[-*+][ \t]++(?=\S))
      | (?P<dividers>^[ \t]*+\|?+[ \t]*+:?+-{2,}+[ \t:|-]*+(?:\n|\Z))
      | (?P<row>^[ \t]*+\|[ \t]*+)
      | (?P<ends>[ \t]*+\|[ \t]*+$)
      | (?P<cell>[ \t]*+\|[ \t]*+)
      | (?P<image>!\[[^\[\]\n]{0,300}+\]\([^()\n]{1,500}+\))
      | (?P<link>\[(?=[^\[\]\n]{1,300}+\]\([^()\n]{1,500}+\)))
      | (?P<target>\]\([^()\n]{1,500}+\))
      | (?P<strong>(?<!\d)\*\*|\*\*(?!\d)|`++)
      | (?P<other>~~(?=[^\s~])|(?<=[^\s~])~~|(?<![A-Za-z0-9_])__(?=[^\s_])|(?<=[^\s_])__(?![A-Za-z0-9_]))
      | (?P<emphasis>(?<![\d\\])\*(?=[^\s*])[^*\n`_~\[\]|]{1,80}+(?<=\S)\*(?!\d))""",
    regex.VERSION1 | regex.VERBOSE | regex.MULTILINE,
)
_ROW: Final = regex.compile(r"^[ \t]*+\|[^\n]*+(?<=\|[ \t]{0,9})$", regex.VERSION1 | regex.MULTILINE)
_REASONS = {"row": "table", "ends": "table", "cell": "table", "dividers": "table", "rule": "rule", "head": "heading"}


def find(facts: Facts, context: Context) -> list[Patch]:  # noqa: ARG001  # all steps are called alike
    """Return the patches that take the marks out; cells of tables are divided by tabs."""
    rows = [found.span() for found in _ROW.finditer(facts.text)]
    patches: list[Patch] = []
    at = 0
    for found in _MARK.finditer(facts.text):
        kind = str(found.lastgroup)
        while at < len(rows) and rows[at][1] < found.start():
            at += 1
        in_row = at < len(rows) and rows[at][0] <= found.start() <= rows[at][1]
        if kind in ("row", "ends", "cell") and not in_row:
            continue
        if kind == "emphasis":  # one star may be a factor or a note: two of them with words between are a mark
            start, end = found.span()
            patches += [Patch(start, start + 1, "", "mark of Markdown"), Patch(end - 1, end, "", "mark of Markdown")]
            continue
        patches.append(Patch(*found.span(), "\t" if kind == "cell" else "", _REASONS.get(kind, "mark of Markdown")))
    return patches
