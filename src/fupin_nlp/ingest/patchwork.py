"""Files that were pasted together from pieces in UTF-8 and in GB18030: each line is read as what it is."""

from __future__ import annotations

from typing import Final

import regex

from fupin_nlp.ingest.likeness import chinese_share

__all__ = ["decode_patchwork"]

_LINE: Final = regex.compile(rb"[^\n]*+\n?", regex.VERSION1)
_HAN: Final = regex.compile(r"\p{Han}", regex.VERSION1)
_LEAST_HAN: Final = 6
"""Chinese characters of a line that settle what it is written in."""
_LOOKS_CHINESE: Final = 0.7
_OTHER: Final = "gb18030"
_LONGEST: Final = 4096  # bytes of a line in which the place is looked for where one encoding ends


def decode_patchwork(data: bytes) -> str | None:
    r"""Return the text of a file of which some lines are UTF-8 and others GB18030; None if it is no such file.

    Examples
    --------
    >>> decode_patchwork("全县脱贫三千户。\n".encode() + "新修公路二十公里。".encode("gb18030"))
    '全县脱贫三千户。\n新修公路二十公里。'
    """
    pieces: list[str] = []
    settled: set[str] = set()
    for found in _LINE.finditer(data):
        text, codecs = _decoded(found[0])
        if text is None:
            return None
        pieces.append(text)
        settled |= codecs
    return "".join(pieces) if len(settled) > 1 else None


def _decoded(line: bytes) -> tuple[str | None, frozenset[str]]:
    """Return the text of a line, and the encodings that it shows beyond doubt."""
    if line.isascii():
        return line.decode("ascii"), frozenset()
    utf8, other = _strict(line, "utf-8"), _strict(line, _OTHER)
    if utf8 is not None and (other is None or chinese_share(utf8) >= chinese_share(other)):
        return utf8, frozenset({"utf-8"}) if _settles(utf8) else frozenset()
    divided = _divided(line) if other is None or not _is_chinese(other) else None
    if divided is not None:
        return divided, frozenset(codec for codec in ("utf-8", _OTHER) if _settles(divided))
    if other is not None:
        return other, frozenset({_OTHER}) if _settles(other) else frozenset()
    return None, frozenset()


def _divided(line: bytes) -> str | None:
    """Read a line that begins in one encoding and ends in the other."""
    head = _valid_head(line)
    tail = _strict(line[head:], _OTHER)
    if head and tail and _is_chinese(tail) and not line[:head].isascii():
        return line[:head].decode("utf-8") + tail
    for at in range(2, len(line) if len(line) <= _LONGEST else 0):
        if line[at] < 0xC0:  # no character of UTF-8 begins there
            continue
        tail = _strict(line[at:], "utf-8")
        front = _strict(line[:at], _OTHER) if tail is not None else None
        if tail and front and _is_chinese(tail) and _is_chinese(front):
            return front + tail
    return None


def _valid_head(line: bytes) -> int:
    """Return how many bytes of a line are UTF-8."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(line)


def _strict(line: bytes, codec: str) -> str | None:
    try:
        return line.decode(codec)
    except UnicodeDecodeError:
        return None


def _settles(text: str) -> bool:
    return len(_HAN.findall(text)) >= _LEAST_HAN and _is_chinese(text)


def _is_chinese(text: str) -> bool:
    return chinese_share("".join(char for char in text if not char.isascii())) >= _LOOKS_CHINESE
