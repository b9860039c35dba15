"""Find the encoding of a Chinese text and decode it.

The rule, in order: byte order mark; strict UTF-8 (a character cut at the end is tolerated), and where all is ASCII the
encodings of seven bits; lines in UTF-8 beside lines in GB18030; UTF-8 where most bytes are whole Chinese characters of
it, so that a wrong byte or a stretch in another encoding does not turn the rest over; else the best score of common
characters among the candidates, where every undecodable byte costs. An encoding that the file itself declares is
honoured if it scores nearly as well as the best. bench/detection.py measures it.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

import regex

from fupin_nlp.ingest.likeness import chinese_share
from fupin_nlp.ingest.patchwork import decode_patchwork
from fupin_nlp.ingest.sevenbit import decode_seven_bit

__all__ = ["Decoded", "codec_name", "decode", "is_wide_text"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# GB2312 and GBK are subsets of GB18030; pages that declare the small one use characters of the large one.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5": "big5", "cp950": "big5"}
_CANDIDATES = ("gb18030", "big5", "utf-16-le", "utf-16-be", "utf-8")
_OF_FOUR_BYTES = ("utf-32-le", "utf-32-be")
_LEAST_NUL = 0.4  # of the bytes of UTF-32, whose characters have one NUL at least, those of ASCII three
_SAMPLE = 64 * 1024
_WIDE = 0.6  # share of common characters from which bytes with NUL are text and no binary data
# A declared encoding may score this much below the best one: short texts have few common characters.
_DECLARED_MARGIN = 0.05
# Text of another writing system that no candidate explains (Latin-1, Cyrillic …) scores below this.
_PLAUSIBLE = 0.35

_ASCII = regex.compile(rb"[\x00-\x7f]++", regex.VERSION1)
_UTF8_CHINESE = regex.compile(rb"(?:[\xe2-\xe9\xef][\x80-\xbf]{2})++", regex.VERSION1)
# Of the bytes outside ASCII. In 12,000 slices of 20 bytes and more, whole or with a wrong byte, GB18030 has 0.43 at
# most, Big5 0.27, UTF-16 0.5, and of UTF-8 one in a thousand less than 0.6.
_LEAST_UTF8 = 0.55
_DECLARED = regex.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})
      |  <\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""",
    regex.VERBOSE | regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded file: text less its byte order mark, codec, and what was noticed on the way.

    `mixed` says that lines in GB18030 stand between those in the codec.
    """

    text: str
    encoding: str
    declared: str | None
    replaced: int
    mixed: bool = False


def codec_name(name: str) -> str | None:
    """Return Python's name of a text codec, its superset for the small Chinese ones, or None.

    Examples
    --------
    >>> codec_name("GB2312"), codec_name("UTF8"), codec_name("rot13"), codec_name("no such")
    ('gb18030', 'utf-8', None, None)
    """
    try:
        info = codecs.lookup(name)
        "".encode(name)
    except (LookupError, TypeError, ValueError):
        return None
    found = {"utf_8_sig": "utf-8", "utf-8-sig": "utf-8"}.get(info.name, info.name)
    return _SUPERSETS.get(found, found)


def decode(data: bytes, *, encoding: str | None = None, declares: bool = False) -> Decoded:
    """Decode a file of unknown encoding.

    Parameters
    ----------
    data : bytes
        The whole file.
    encoding : str or None
        Use this codec and do not look.
    declares : bool
        Whether the format can declare its encoding (HTML meta, XML declaration).

    Returns
    -------
    Decoded
        Undecodable bytes are U+FFFD in the text and counted in `replaced`.

    Examples
    --------
    >>> decode("全市脱贫".encode("gb18030")).encoding
    'gb18030'
    """
    declared = _declared(data) if declares else None
    if encoding is not None:
        return _as(data, codec_name(encoding) or encoding, declared)
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _as(data, codec, declared)
    found = _as_utf8(data, declared) or _as_patchwork(data, declared)
    if found is not None:
        return found
    sample = _sample(data)
    if _is_mostly_utf8(sample):
        return _as(data, "utf-8", declared)
    return _as(data, _best(sample, declared), declared)


def _as(data: bytes, codec: str, declared: str | None) -> Decoded:
    text = data.decode(codec, "replace").removeprefix("\ufeff")
    # U+FFFD that stood in the file already is not the decoder's.
    replaced = text.count("\ufffd") - (data.count(b"\xef\xbf\xbd") if codec == "utf-8" else 0)
    return Decoded(text, codec, declared, max(replaced, 0))


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    if not found:
        return None
    return codec_name((found[1] or found[2]).decode("ascii"))


def _as_utf8(data: bytes, declared: str | None) -> Decoded | None:
    """Return what is UTF-8 throughout, or None."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        # Only an unfinished character at the very end; what precedes it must hold at least one other.
        if error.reason != "unexpected end of data" or len(data) - error.start > 3:
            return None
        head = data[: error.start]
        return _as(data, "utf-8", declared) if not head.isascii() or len(head) > 200 else None
    if "\x00" in text:
        return None
    if text.isascii():
        written = decode_seven_bit(data)
        if written is not None:
            return Decoded(written[0], written[1], declared, 0)
    return Decoded(text, "utf-8", declared, 0)


def _as_patchwork(data: bytes, declared: str | None) -> Decoded | None:
    """Return what is UTF-8 in some lines and GB18030 in others, or None."""
    if not _UTF8_CHINESE.search(data) or b"\x00" in data:
        return None
    text = decode_patchwork(data)
    return None if text is None else Decoded(text, "utf-8", declared, 0, mixed=True)


def _is_mostly_utf8(sample: bytes) -> bool:
    """Whether most bytes outside ASCII belong to whole characters of UTF-8, as they hardly ever do in GBK or Big5."""
    wide = len(_ASCII.sub(b"", sample))
    whole = sum(len(m[0]) for m in _UTF8_CHINESE.finditer(sample))
    return whole >= _LEAST_UTF8 * wide > 0


def _sample(data: bytes) -> bytes:
    if len(data) <= _SAMPLE:
        return data
    # Long pages begin with ASCII markup; the characters that tell the encodings apart come later. An even offset
    # keeps UTF-16 in step.
    first = next((i for i in range(0, len(data), 4096) if not data[i : i + 4096].isascii()), 0)
    return data[first : first + _SAMPLE]


def _best(sample: bytes, declared: str | None) -> str:
    candidates: tuple[str, ...] = _CANDIDATES
    if sample.count(0) >= _LEAST_NUL * len(sample):
        candidates += _OF_FOUR_BYTES
    scores = {codec: chinese_share(_lenient(sample, codec)) for codec in candidates}
    best = max(scores, key=lambda c: scores[c])  # ties go to the earlier candidate
    if declared is not None:
        own = scores[declared] if declared in scores else chinese_share(_lenient(sample, declared))
        if own >= scores[best] - _DECLARED_MARGIN or scores[best] < _PLAUSIBLE:
            return declared
    return best


def is_wide_text(data: bytes) -> bool:
    """Whether bytes with many NUL among them are Chinese text in UTF-16 or UTF-32 without a byte order mark.

    Examples
    --------
    >>> is_wide_text("第一，统一部署。".encode("utf-16-le")), is_wide_text(bytes(range(200)))
    (True, False)
    """
    sample = data[: _SAMPLE // 8 * 8]
    return any(chinese_share(_lenient(sample, codec)) >= _WIDE for codec in ("utf-16-le", "utf-16-be", *_OF_FOUR_BYTES))


def _lenient(sample: bytes, codec: str) -> str:
    text = sample.decode(codec, "replace")
    # The sample may end inside a character; that is no damage.
    return text[:-1] if text.endswith("\ufffd") else text
