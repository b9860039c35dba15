r"""JSON: strings without their quotes and escapes, each value on a line of its own behind its key."""

from __future__ import annotations

import json
from typing import Final

import regex

from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.members import members_of, text_members
from fupin_nlp.clean.patch import Context, Patch

__all__ = ["find"]

_ESCAPE: Final = regex.compile(
    r"\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\.", regex.VERSION1
)
_LITERALS: Final = frozenset({"true", "false", "null"})


def find(facts: Facts, context: Context) -> list[Patch]:
    """Return the patches that leave the values; keys stay where no member is the text of a report."""
    text = facts.text
    texts = {member.start for member in text_members(text, context.text_column)}
    patches: list[Patch] = []
    last = 0
    for member in members_of(text):
        if not member.is_string and text[member.start : member.end] in _LITERALS:
            continue
        named = bool(member.key) and not texts and member.key_start >= last
        if named:
            patches += _between(last, member.key_start, "\n")
            patches += _escapes(text, member.key_start, member.key_end)
            patches += _between(member.key_end, member.start, "：")
        else:
            patches += _between(last, member.start, "\n")
        if member.is_string:
            patches += _escapes(text, member.start, member.end)
        last = member.end
    return [*patches, *_between(last, len(text), "")] if last else []


def _between(start: int, end: int, after: str) -> list[Patch]:
    return [Patch(start, end, after if start else "", "punctuation of JSON")] if end > start else []


def _escapes(text: str, start: int, end: int) -> list[Patch]:
    found = _ESCAPE.finditer(text, start, end) if text.find("\\", start, end) >= 0 else ()
    return [Patch(*m.span(), _unescaped(m[0]), "escape of JSON") for m in found]


def _unescaped(escape: str) -> str:
    """Return the character that an escape names; half a one is none."""
    try:
        char = str(json.loads(f'"{escape}"'))
    except ValueError:
        return escape
    return char if char.isprintable() or char in "\n\t" else "\n" if char == "\r" else "\ufffd"
