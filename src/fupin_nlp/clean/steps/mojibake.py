"""Classic mojibake of Chinese: a text written in one encoding and read in another.

Line by line, as pages are pasted together from several sources. A line is looked at when it holds characters that
wrong decoding makes of the most frequent Chinese ones and that Chinese text hardly has (锛 銆 鐨 for ，。的; È« for
全). Its bytes are taken back and read again; that reading is taken when it looks like Chinese and the line did not.
What cannot be read again stays U+FFFD and is reported as damage. A text without any Chinese is tried as a whole first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import regex

from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.foreign import read_foreign
from fupin_nlp.clean.markers import markers
from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.ingest.likeness import chinese_share

__all__ = ["find", "unrepaired"]

_RUN: Final = regex.compile(r"[^\x00-\x7f]++", regex.VERSION1)
# The second byte of a GBK character may be a letter.
_PAIRS: Final = regex.compile(r"(?:[^\x00-\x7f][^\x00-\x3f\x7f])++[^\x00-\x7f]?+|[^\x00-\x7f]++", regex.VERSION1)
# What stands between lost bytes of UTF-8 is certain, as UTF-8 tells where characters begin. On 380 lines of 19 reports
# with bytes lost, what the right reading leaves readable has a share of 0.87 and more. Wrong readings reach 0.88 where
# they leave next to nothing, hence the bound on what is lost; that bound itself has not been measured.
_READABLE: Final = 0.8
_MOST_LOST: Final = 0.5  # lost characters for each Chinese one
# Measured on 1,971 lines of 25 government reports: right lines have a share of 0.86 and more; 4,291 lines mis-decoded
# in the ways below have 0.48 and less, but for one of 0.72. tests/clean/test_mojibake.py measures again.
_LOOKS_CHINESE: Final = 0.6
_GAIN: Final = 0.25
_LEAST_MARKERS: Final = 3
_LEAST_HAN: Final = 4
_LEAST_DIFFERENT: Final = 3
_HAN_PER_RUN: Final = 1.5  # single letters with accents among Latin ones would give one each
_MARKERS_PER_CHARACTER: Final = 0.08
_NEAREST: Final = 18  # where there are so many in so few characters, some two stand no farther from each other


class _Kind(NamedTuple):
    name: str
    encode: Callable[[str], bytes | None]
    codec: str
    runs: regex.Pattern[str] = _RUN


@dataclass(frozen=True, slots=True)
class _Reading:
    """The runs of a line read again."""

    kind: _Kind
    runs: list[regex.Match[str]]
    parts: list[str]
    twice: bool

    @property
    def share(self) -> float:
        """How much the runs look like Chinese; ASCII between them is the same in every reading."""
        return chinese_share("".join(self.parts))

    @property
    def han(self) -> int:
        return sum("\u4e00" <= c <= "\u9fff" for part in self.parts for c in part)

    @property
    def is_varied(self) -> bool:
        """Whether it has several characters: one that is repeated may be a rare word that reads as another."""
        return len({c for part in self.parts for c in part if "\u4e00" <= c <= "\u9fff"}) >= _LEAST_DIFFERENT

    @property
    def readable(self) -> float:
        """How much the runs that it changes look like Chinese apart from what is lost, 0 if too much is lost."""
        text = "".join(part for run, part in zip(self.runs, self.parts, strict=True) if part != run[0])
        han = sum("\u4e00" <= c <= "\u9fff" for c in text)
        if han < _LEAST_HAN or text.count("\ufffd") > _MOST_LOST * han:
            return 0.0
        return chinese_share(text.replace("\ufffd", ""))

    @property
    def is_certain(self) -> bool:
        return self.kind.codec == "utf-8" and self.readable >= _READABLE

    @property
    def is_whole(self) -> bool:
        return not any("\ufffd" in part for part in self.parts)


def _encoder(codec: str) -> Callable[[str], bytes | None]:
    def encode(text: str) -> bytes | None:
        try:
            return text.encode(codec)
        except UnicodeEncodeError:
            return None

    return encode


def _western(text: str) -> bytes | None:
    """Encode as cp1252 with the holes that browsers fill from Latin-1."""
    out = bytearray()
    for char in text:
        if char <= "\xff":
            out.append(ord(char))
            continue
        try:
            out += char.encode("cp1252")
        except UnicodeEncodeError:
            return None
    return bytes(out)


_KINDS: Final = (
    _Kind("UTF-8 read as GBK", _encoder("gb18030"), "utf-8"),
    _Kind("GBK read as Latin-1", _western, "gb18030", _PAIRS),
    _Kind("UTF-8 read as Latin-1", _western, "utf-8"),
    _Kind("Big5 read as GBK", _encoder("gb18030"), "big5"),
    _Kind("GBK read as Big5", _encoder("big5"), "gb18030"),
)


def find(facts: Facts, _context: Context) -> list[Patch]:
    """Return the patches that read a mis-decoded text, or the mis-decoded lines of one, again."""
    return read_foreign(facts.text) or [patch for start, line in _suspects(facts) for patch in _read_again(line, start)]


def unrepaired(facts: Facts) -> list[tuple[int, int]]:
    """Return the lines that were decoded wrongly and cannot be read again, because too many bytes are lost."""
    found = []
    for start, line in _suspects(facts):
        now = chinese_share(line)
        best = max((r for kind in _KINDS for r in _readings(line, kind)), key=lambda r: r.readable, default=None)
        if now < _LOOKS_CHINESE - _GAIN and best is not None and _is_enough(best, best.readable, now):
            found.append((start, start + len(line)))
    return found


def _suspects(facts: Facts) -> Iterator[tuple[int, str]]:
    """Yield where the lines begin that have many markers, and these lines."""
    places = facts.where(markers())
    if not any(b - a <= _NEAREST for a, b in pairwise(places)):
        return
    for start, line, count in facts.lines_at(places):
        if count >= _LEAST_MARKERS and count >= _MARKERS_PER_CHARACTER * len(line):
            yield start, line


def _read_again(line: str, offset: int) -> Iterator[Patch]:
    now = chinese_share("".join(run[0] for run in _RUN.finditer(line)))
    if now >= _LOOKS_CHINESE:
        return
    found = [reading for kind in _KINDS for reading in _readings(line, kind)]
    if any(r.kind.codec == "utf-8" and r.is_whole for r in found):
        # Bytes that are UTF-8 throughout are UTF-8, Chinese or not.
        found = [r for r in found if r.kind.codec == "utf-8"]
    best = max(found, key=lambda r: (r.is_certain, r.share), default=None)
    if best is None or not _is_enough(best, best.readable if best.is_certain else best.share, now):
        return
    for run, after in zip(best.runs, best.parts, strict=True):
        if after != run[0]:
            yield Patch(offset + run.start(), offset + run.end(), after, best.kind.name + ", twice" * best.twice)


def _is_enough(reading: _Reading, share: float, now: float) -> bool:
    """Whether a reading looks like Chinese, and the line as it is does not."""
    least = max(_LEAST_HAN, _HAN_PER_RUN * len(reading.runs))
    return share >= max(_LOOKS_CHINESE, now + _GAIN) and reading.han >= least and reading.is_varied


def _readings(line: str, kind: _Kind) -> Iterator[_Reading]:
    """Yield the runs of a line read again once, and twice where that changes them."""
    runs = list(kind.runs.finditer(line))
    shown = [run[0] for run in runs]
    once = [_run_again(run, kind) or run for run in shown]
    if once != shown:
        yield _Reading(kind, runs, once, twice=False)
        twice = [_run_again(run, kind) or run for run in once]
        if twice != once:
            yield _Reading(kind, runs, twice, twice=True)


def _run_again(run: str, kind: _Kind) -> str | None:
    """Return a run read again, None if its characters are none of the wrong encoding's."""
    parts: list[bytes] = []
    for piece in regex.split("\ufffd+", run):
        data = kind.encode(piece)
        if data is None:
            return None
        parts.append(data)
    return "".join(_decode_part(part, kind.codec, first=i == 0) for i, part in enumerate(parts))


def _decode_part(part: bytes, codec: str, *, first: bool) -> str:
    """Decode what stands between two lost bytes; all but the first part begin inside a character, or not."""
    if first:
        return part.decode(codec, "replace")
    plain = "\ufffd" + part.decode(codec, "replace")
    if codec == "utf-8":
        # UTF-8 knows where characters begin: the rest of the lost one is one broken character with it.
        return "\ufffd" + plain.lstrip("\ufffd")
    shifted = "\ufffd" + part[1:].decode(codec, "replace")
    return max(plain, shifted, key=chinese_share)
