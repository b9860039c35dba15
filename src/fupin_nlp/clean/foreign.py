"""Texts that were decoded as a whole in the code page of another writing system: Mac Roman, DOS, Eastern Europe.

These leave no Chinese character at all, unlike the ways that `steps.mojibake` looks for line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import regex

from fupin_nlp.clean.patch import Patch
from fupin_nlp.ingest.likeness import chinese_share

__all__ = ["is_without_chinese", "read_foreign"]

_HAN: Final = regex.compile(r"\p{Han}", regex.VERSION1)
_HAN_RUN: Final = regex.compile(r"\p{Han}++", regex.VERSION1)
_LETTER: Final = regex.compile(r"[\p{L}\p{Co}\p{Cn}\p{So}\ufffd]", regex.VERSION1)
_WIDE: Final = regex.compile(r"[^\x00-\x7f]++", regex.VERSION1)
# The second byte of a character of GBK may be ASCII.
_PAIRS: Final = regex.compile(r"(?:[^\x00-\x7f][^\x00-\x3f\x7f])++[^\x00-\x7f]?+|[^\x00-\x7f]++", regex.VERSION1)
_READ_AS: Final = (
    *(
        "latin-1",
        "cp1252",
        "cp1250",
        "cp1251",
        "cp1254",
        "mac_roman",
        "cp437",
        "cp850",
        "cp852",
        "cp855",
        "cp866",
        "cp775",
    ),
    *("koi8-r", "mac_cyrillic", "iso8859-2", "iso8859-15", "cp1253", "cp1257"),
)
_WRITTEN: Final = ("utf-8", "gb18030", "big5")
_SAMPLE: Final = 1500  # characters that tell in what way a text was read wrongly
_JUDGED: Final = 24_000  # characters that tell whether it is Chinese
_GLANCE: Final = 4000  # characters of which a Chinese text has enough Chinese ones to be known
_LOST: Final = "\ufffd"
_LEAST_WIDE: Final = 12
_MOST_HAN: Final = 0.05  # Chinese characters for each letter, from which on a text is Chinese
_LEAST_LETTERS: Final = 40
_LEAST_HAN: Final = 6
_LEAST_KINDS: Final = 5  # different ones: rules of box characters become one character many times
_LOOKS_CHINESE: Final = 0.75
_DEEPEST: Final = 3


class _Way(NamedTuple):
    """How a text was read wrongly, once or several times in the same way."""

    written: str
    read: str
    times: int

    def __str__(self) -> str:
        return f"{self.written} read as {self.read}" + (f", {self.times} times" if self.times > 1 else "")


def is_without_chinese(text: str) -> bool:
    """Whether a text has words, and hardly any of them are Chinese.

    Examples
    --------
    >>> is_without_chinese("ÖÐ¹úÈËÃñ" * 10), is_without_chinese("3000户"), is_without_chinese("12, 13, 14")
    (True, False, False)
    """
    if _is_chinese_at_once(text):
        return False
    sample = text[:_JUDGED]
    letters = len(_LETTER.findall(sample))
    return letters >= _LEAST_LETTERS and _count_han(sample) < _MOST_HAN * letters


def _count_han(text: str) -> int:
    return sum(map(len, _HAN_RUN.findall(text)))


def _is_chinese_at_once(text: str) -> bool:
    """Whether the beginning has Chinese characters enough for whatever follows."""
    return _count_han(text[:_GLANCE]) > _MOST_HAN * _JUDGED


def read_foreign(text: str) -> list[Patch]:
    """Return the patches that read a text without a Chinese character again, nothing where that gives no Chinese."""
    if text.isascii() or _is_chinese_at_once(text):
        return []
    wide = "".join(_WIDE.findall(text[:_JUDGED]))
    if len(wide) < _LEAST_WIDE or _count_han(wide) >= _MOST_HAN * len(wide):
        return []
    first = _WIDE.search(text)
    way = _best(text[first.start() :][:_SAMPLE]) if first else None
    return [] if way is None else list(_patches(text, way))


def _best(sample: str) -> _Way | None:
    """Return the way in which most of a text reads as Chinese."""
    best, share = None, _LOOKS_CHINESE
    wide = sum(len(run) for run in _PAIRS.findall(sample))
    for read in _READ_AS:
        for written in _WRITTEN:
            for times in range(1, _DEEPEST + 1):
                way = _Way(written, read, times)
                runs = list(_again(sample, way))
                found = "".join(after for _, _, after in runs)
                if 2 * found.count(_LOST) >= len(found):
                    break
                han = _HAN.findall(found)
                if len(han) < _LEAST_HAN or len(set(han)) < _LEAST_KINDS:
                    continue
                # A way that leaves some runs as they are is worse than one that reads them all.
                own = chinese_share(found) * sum(end - start for start, end, _ in runs) / wide
                if own > share:
                    best, share = way, own
    return best


def _patches(text: str, way: _Way) -> Iterator[Patch]:
    for start, end, after in _again(text, way):
        yield Patch(start, end, after, str(way))


def _again(text: str, way: _Way) -> Iterator[tuple[int, int, str]]:
    """Yield the runs of a text that the way changes, with what they become."""
    pattern = _WIDE if way.written == "utf-8" else _PAIRS
    for run in pattern.finditer(text):
        after = run[0]
        for _ in range(way.times):
            after = _read(after, way)
            if not after:
                break
        if after and after != run[0]:
            yield run.start(), run.end(), after


def _read(text: str, way: _Way) -> str:
    """Return a run read again; empty where its characters are none of the wrong encoding's."""
    parts = []
    for piece in text.split(_LOST):
        try:
            parts.append(_bytes(piece, way.read).decode(way.written, "replace"))
        except UnicodeEncodeError:
            return ""
    return _LOST.join(parts)


def _bytes(text: str, codec: str) -> bytes:
    """Encode, with the holes of a code page filled from Latin-1, as programs that decode fill them."""
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        if not codec.startswith("cp12"):
            raise
    return b"".join(char.encode("latin-1" if "\x80" <= char <= "\x9f" else codec) for char in text)
