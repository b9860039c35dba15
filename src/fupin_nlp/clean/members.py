"""JSON and JSON Lines: which strings are the text of a report, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import regex

from fupin_nlp.clean.delimited import text_names
from fupin_nlp.model import LeftOut

__all__ = ["Member", "members_of", "other_members", "text_members"]

_TOKEN: Final = regex.compile(
    r'"(?P<string>(?:[^"\\]++|\\.)*+)"(?P<key>\s*+:)?|(?P<literal>-?\d[\d.eE+-]*+|true|false|null)',
    regex.VERSION1 | regex.DOTALL,
)


class Member(NamedTuple):
    """A value of JSON: ``text[start:end]`` without its quotes, where its key stands, and what that is."""

    start: int
    end: int
    is_string: bool
    key: str
    key_start: int
    key_end: int


def members_of(text: str) -> Iterator[Member]:
    """Yield the values of a JSON text in their order, each with the key before it, nested ones alike.

    Examples
    --------
    >>> text = '{"年份": 2019, "正文": "脱贫"}'
    >>> [(m.key, text[m.start : m.end]) for m in members_of(text)]
    [('年份', '2019'), ('正文', '脱贫')]
    """
    key, span = "", (0, 0)
    for found in _TOKEN.finditer(text):
        if found["key"] is not None:
            key, span = found["string"], found.span("string")
        else:
            kind = "string" if found["string"] is not None else "literal"
            yield Member(*found.span(kind), kind == "string", key, *span)


def text_members(text: str, name: str | None = None) -> list[Member]:
    """Return the strings under a key that names the text of reports."""
    wanted = frozenset({name.strip().lower()}) if name is not None else text_names()
    found = [member for member in members_of(text) if member.is_string]
    return [member for member in found if _plain(member.key) in wanted]


def _plain(key: str) -> str:
    if "\\" in key:
        import json

        key = str(json.loads(f'"{key}"'))
    return key.strip().lower()


def other_members(text: str, name: str | None = None) -> list[LeftOut]:
    """Return what stands beside the text of a report; nothing where no key names one."""
    parts: list[LeftOut] = []
    last = 0
    for member in text_members(text, name):
        if member.start > last:
            parts.append(LeftOut(last, member.start, "another member"))
        last = member.end
    if last and last < len(text):
        parts.append(LeftOut(last, len(text), "another member"))
    return parts
