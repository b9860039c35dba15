r"""Characters that a program wrote out in ASCII: ``&#25237;``, ``\u6295``, ``%E6%8A%95``, ``=E6=8A=95``, ``\346\212``.

Entities and ``\u`` name one character each and are taken wherever they name one of Chinese text. The others write
bytes; they are taken only where they make up the text, as an address in a report (…?q=%E6%8A%95) has them by right.
One edit for each character: the digits between them keep their places.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple

import regex

from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.ingest.likeness import chinese_share

__all__ = ["find"]

_CHINESE: Final = regex.compile(r"[\p{Han}\u3001-\u303f\uff00-\uffef“”‘’—…·％‰\d]", regex.VERSION1)
_HAN: Final = regex.compile(r"\p{Han}", regex.VERSION1)
_CHARACTER: Final = regex.compile(
    r"&(?:amp;)*+(?:\#(?P<decimal>\d{2,7})|\#[xX](?P<hex>[0-9A-Fa-f]{2,6}))(?:;|(?=&))"
    r"|(?<!\\)\\u(?P<u>[0-9A-Fa-f]{4})|\\u\{(?P<braced>[0-9A-Fa-f]{2,6})\}|%u(?P<percent>[0-9A-Fa-f]{4})|<?U\+(?P<point>[0-9A-Fa-f]{4})>?"
    r"|&(?:amp;)++(?P<name>[a-zA-Z]{2,8});",
    regex.VERSION1,
)
_TAG: Final = regex.compile(r"&(?:amp;)*+lt;/?+[A-Za-z][A-Za-z0-9]{0,15}(?=[ \t/&>])", regex.VERSION1)
_ANGLE: Final = regex.compile(r"&(?:amp;)*+(?P<sign>lt|gt|quot|amp);", regex.VERSION1)
_LEAST_TAGS: Final = 2
# LaTeX and Markdown put a backslash before signs that they would read themselves: 0.58\\%, 3\\~5万元, 1\\.2亿元.
_ESCAPED_SIGN: Final = regex.compile(r"(?<=\d)\\(?=[%~.*_$&‰-]|％)", regex.VERSION1)
_PERCENT_SIGN: Final = regex.compile("%25|%2[0-9A-Fa-f]|%3[0-9A-Fa-f]|%0[AaDd]", regex.VERSION1)
# Bytes written out: what stands for one byte, and what may stand between two without being text.
_BYTES: Final = {
    "percent-encoded": (regex.compile("%([0-9A-Fa-f]{2})", regex.VERSION1), None, 16),
    "quoted-printable": (regex.compile("=([0-9A-Fa-f]{2})", regex.VERSION1), regex.compile(r"=[ \t]*+\r?\n"), 16),
    "octal": (regex.compile(r"\\([0-3][0-7]{2})", regex.VERSION1), None, 8),
    "hexadecimal": (regex.compile(r"\\x([0-9A-Fa-f]{2})", regex.VERSION1), None, 16),
}
_MARKS: Final = {"percent-encoded": "%", "quoted-printable": "=", "octal": "\\", "hexadecimal": "\\x"}
_LEAST_BYTES: Final = 6
_LEAST_HAN: Final = 2
_LOOKS_CHINESE: Final = 0.6
_CODECS: Final = ("utf-8", "gb18030", "big5")


class _Byte(NamedTuple):
    """A byte and the stretch of text that writes it, ``None`` where the text has the character itself."""

    value: int
    start: int
    end: int
    written: bool


def find(facts: Facts, context: Context) -> list[Patch]:
    """Return the patches that put the characters themselves."""
    text = facts.text
    if "\\" not in text and "&" not in text and "%" not in text and "=" not in text and "U+" not in text:
        return []
    if context.format in ("html", "xml", "json"):
        return []  # what reads these knows their escapes
    for kind, mark in _MARKS.items():
        if text.count(mark) >= _LEAST_BYTES:
            patches = _of_bytes(text, kind)
            if patches:
                return patches
    return list(_characters(text))


def _characters(text: str) -> Iterator[Patch]:
    """Yield the characters that are named by their numbers; of signs of markup where they write out tags."""
    found = [(m.start(), m.end(), _named(m), m[0]) for m in _CHARACTER.finditer(text)] if _may_name(text) else []
    found = [item for item in found if item[2] is not None]
    if "%u" in text and any(item[3].startswith("%u") for item in found):
        found += [(m.start(), m.end(), chr(int(m[0][1:], 16)), m[0]) for m in _PERCENT_SIGN.finditer(text)]
    if "lt;" in text and sum(1 for _ in _TAG.finditer(text)) >= _LEAST_TAGS:
        found += [(m.start(), m.end(), unescape(f"&{m['sign']};"), m[0]) for m in _ANGLE.finditer(text)]
    if "\\" in text:
        found += [(m.start(), m.end(), "", m[0] + text[m.end()]) for m in _ESCAPED_SIGN.finditer(text)]
    last = 0
    for start, end, char, written in sorted(found):
        if start >= last and char is not None:
            yield Patch(start, end, char, f"{written} written out")
            last = end


def _may_name(text: str) -> bool:
    return "&" in text or "\\u" in text or "%u" in text or "U+" in text


def _named(found: regex.Match[str]) -> str | None:
    """Return the character that an escape names, if it is one of Chinese text."""
    if name := found["name"]:
        char = unescape(f"&{name};")
        return char if len(char) == 1 else None
    digits = found["hex"] or found["u"] or found["braced"] or found["percent"] or found["point"]
    code = int(digits, 16) if digits else int(found["decimal"])
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return None
    return chr(code) if _CHINESE.match(chr(code)) else None


def _of_bytes(text: str, kind: str) -> list[Patch]:
    """Return the patches that read written-out bytes, nothing where they do not make up the text or read no Chinese."""
    written, between, base = _BYTES[kind]
    count = sum(1 for m in written.finditer(text) if int(m[1], base) > 0x7F)
    if count < _LEAST_BYTES or len(_HAN.findall(text)) * 2 > count:
        return []
    for codec in _CODECS:
        read = _read(text, (written, between, base), codec)
        if read is not None:
            return [Patch(start, end, char, f"{kind} {codec}") for start, end, char in read]
    return []


def _read(
    text: str, form: tuple[regex.Pattern[str], regex.Pattern[str] | None, int], codec: str
) -> list[tuple[int, int, str]] | None:
    """Return the characters that the bytes spell in a codec with the stretches that wrote them; None if they do not."""
    places = list(_bytes(text, form, codec))
    try:
        decoded = bytes(byte.value for byte in places).decode(codec)
    except UnicodeDecodeError:
        return None
    changed: list[tuple[int, int, str]] = []
    at = 0
    for char in decoded:
        length = len(char.encode(codec))
        own = places[at : at + length]
        at += length
        if any(byte.written for byte in own):
            changed.append((own[0].start, own[-1].end, char))
    spelled = "".join(char for _, _, char in changed)
    if len(_HAN.findall(spelled)) < _LEAST_HAN or chinese_share(spelled) < _LOOKS_CHINESE:
        return None
    return _with_breaks(text, form[1], changed)


def _bytes(text: str, form: tuple[regex.Pattern[str], regex.Pattern[str] | None, int], codec: str) -> Iterator[_Byte]:
    """Yield the bytes of a text, those that are written out and those of its other characters."""
    written, between, base = form
    at = 0
    while at < len(text):
        if found := written.match(text, at):
            yield _Byte(int(found[1], base) & 0xFF, at, found.end(), written=True)
            at = found.end()
        elif between is not None and (found := between.match(text, at)):
            at = found.end()
        else:
            for value in text[at].encode(codec, "replace"):
                yield _Byte(value, at, at + 1, written=False)
            at += 1


def _with_breaks(
    text: str, between: regex.Pattern[str] | None, changed: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """Add the soft line breaks that lie in no character."""
    if between is None:
        return changed
    breaks = ((m.start(), m.end(), "") for m in between.finditer(text))
    out: list[tuple[int, int, str]] = []
    for item in sorted([*changed, *breaks]):
        if not out or item[0] >= out[-1][1]:
            out.append(item)
    return out
