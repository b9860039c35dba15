"""Full-width digits, letters and signs of numbers to half width."""

from __future__ import annotations

from typing import Final

import regex

from fupin_nlp.clean.facts import WIDE, Facts
from fupin_nlp.clean.patch import Context, Patch

__all__ = ["find"]

# Chinese punctuation ，：；（）！？ is full width by right, ～ is the Chinese range sign: they stay. The signs below
# are narrowed only where they touch a number; elsewhere they are ornament.
_PATTERN: Final = regex.compile(
    r"""[０-９Ａ-Ｚａ-ｚ％]++
      | (?<=[0-9０-９])．
      | (?<=[0-9０-９A-Za-zＡ-Ｚａ-ｚ％])[＋－／](?=[0-9０-９A-Za-zＡ-Ｚａ-ｚ])
      | [－＋＄](?=[0-9０-９])
      | (?<=[０-９])，(?=[０-９]{3}(?![0-9０-９]))
    """,
    regex.VERSION1 | regex.VERBOSE,
)
_TABLE = {c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_TABLE |= {ord(c): ord(c) - 0xFEE0 for c in "％．＋－／＄，"}


def find(facts: Facts, _context: Context) -> list[Patch]:
    """Return the patches that narrow full-width characters."""
    patches: list[Patch] = []
    last = 0
    for at in facts.where(WIDE):
        # A comma between digits of full width is the only sign that is not wide by itself.
        for start in (at, at + 1):
            found = _PATTERN.match(facts.text, start) if start >= last else None
            if found:
                last = found.end()
                patches.append(Patch(*found.span(), found[0].translate(_TABLE), "full width", aligned=True))
    return patches
