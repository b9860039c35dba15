"""Marks of forums in square brackets: [b]12[/b]万元, [size=3], [url=http://…]."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.nature import MARKUP_KEYS
from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import alternatives

__all__ = ["find"]

_REASON: Final = "mark of a forum"


@lru_cache(maxsize=1)
def _marks() -> regex.Pattern[str]:
    names = alternatives(load_toml("markup.toml", dict.fromkeys(MARKUP_KEYS, word_list))["bbcode"])
    return regex.compile(
        rf"(?:\[img(?:=[^\[\]\n]{{0,80}}+)?\][^\[\]\n]{{0,500}}+\[/img\]|\[/?+{names}(?:=[^\[\]\n]{{0,300}}+)?\])++",
        regex.VERSION1 | regex.IGNORECASE,
    )


def find(facts: Facts, _context: Context) -> list[Patch]:
    """Return the patches that take the marks out, pictures with their address."""
    return [Patch(*found.span(), "", _REASON) for found in _marks().finditer(facts.text)]
