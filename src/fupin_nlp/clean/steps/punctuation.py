"""Commas that a scraper's source inserted before other punctuation, and rare twins of Chinese punctuation."""

from __future__ import annotations

import regex

from fupin_nlp.clean.characters import any_of
from fupin_nlp.clean.patch import Context, Patch

__all__ = ["find"]

_PAIR = regex.compile(
    r"(?<=[^,，\s])[,，]++(?<extra>(?=[、。；：;:！？!?]))|(?<=[^,，\s])(?P<run>[,，]{2,}+)", regex.VERSION1
)
_MIXED = regex.compile(r"[,，][、。；：]", regex.VERSION1)
# Fewer pairs are slips of the pen; a comma before a full stop never is (none in 25 clean reports).
# Small and half-width forms, and the double primes that fonts and converters put for quotation marks.
_TWINS = dict(zip("〝〞〟﹐﹑﹔﹕﹖﹗﹪｡､｢｣﹒", "“””，、；：？！%。、「」.", strict=True))
_ANY_TWIN = any_of(_TWINS)
_TWIN = regex.compile(r"[〝〞〟﹐﹑﹔﹕﹖﹗﹪｡､｢｣]|(?<=[0-9０-９])﹒(?=[0-9０-９])", regex.VERSION1)
_LEAST_PAIRS = 3
_LEAST_MIXED = 1
_PER_CHARACTERS = 2000


def find(text: str, context: Context) -> list[Patch]:
    """Return the patches that remove inserted commas, where the damage is systematic, and put the usual for a twin."""
    commas = _inserted_commas(text, context)
    if not _ANY_TWIN.search(text):
        return commas
    twins = [Patch(*m.span(), _TWINS[m[0]], "twin of the usual sign", aligned=True) for m in _TWIN.finditer(text)]
    return sorted(twins + commas, key=lambda patch: patch.start)


def _inserted_commas(text: str, context: Context) -> list[Patch]:
    if context.format == "csv" or not _MIXED.search(text):
        return []
    found = list(_PAIR.finditer(text))
    mixed = sum(1 for m in found if m["run"] is None)
    if len(found) < _LEAST_PAIRS or mixed < _LEAST_MIXED or len(found) * _PER_CHARACTERS < len(text):
        return []
    patches = []
    for match in found:
        start, end = match.span()
        if match["run"] is not None:
            # ",," and ",," before 。: one comma stays, none before other punctuation
            end -= 1
        patches.append(Patch(start, end, "", f"comma inserted before {text[end]!r}"))
    return patches
