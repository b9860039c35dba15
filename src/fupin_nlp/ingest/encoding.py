"""Find the encoding of a Chinese text and decode it.

The rule, in order: byte order mark; strict UTF-8 (a character cut at the end is tolerated); UTF-8 where most bytes are
whole Chinese characters of it, so that a wrong byte or a stretch in another encoding does not turn the rest over; else
the best score of common characters among the candidates, where every undecodable byte costs. An encoding that the file
itself declares is honoured if it scores nearly as well as the best. bench/detection.py measures it.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import lru_cache

import regex

from fupin_nlp.lexicon.loader import load_tsv

__all__ = ["Decoded", "chinese_share", "codec_name", "decode"]

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
_SAMPLE = 64 * 1024
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
    """A decoded file: text less its byte order mark, codec, and what was noticed on the way."""

    text: str
    encoding: str
    declared: str | None
    replaced: int


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
    found = _as_utf8(data, declared)
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
    return None if "\x00" in text else Decoded(text, "utf-8", declared, 0)


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
    scores = {codec: chinese_share(_lenient(sample, codec)) for codec in _CANDIDATES}
    best = max(scores, key=lambda c: scores[c])  # ties go to the earlier candidate
    if declared is not None:
        own = scores[declared] if declared in scores else chinese_share(_lenient(sample, declared))
        if own >= scores[best] - _DECLARED_MARGIN or scores[best] < _PLAUSIBLE:
            return declared
    return best


def _lenient(sample: bytes, codec: str) -> str:
    text = sample.decode(codec, "replace")
    # The sample may end inside a character; that is no damage.
    return text[:-1] if text.endswith("\ufffd") else text


def chinese_share(text: str) -> float:
    """Return how much a text looks like Chinese: common characters for, broken and strange ones against; at most 1.

    Examples
    --------
    >>> chinese_share("全市脱贫") > 0.9, chinese_share("鍏ㄥ競鑴辫传") < 0.5
    (True, True)
    """
    if not text:
        return 0.0
    weights = _weights()
    total = counted = 0.0
    for char in text:
        if char in " \t\r\n":
            continue
        counted += 1
        total += weights.get(char, 1.0 if " " < char < "\x7f" else -0.2 if "\u3400" <= char <= "\u9fff" else -1.0)
    if not counted:
        return 0.0
    return total / counted - 2.0 * text.count("\ufffd") / counted


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """Return the weight of each character that Chinese text is made of."""
    weights: dict[str, float] = {}
    for rank, (char, _) in enumerate(load_tsv("frequencies.tsv", ["char", "per_million"], unique=["char"])):
        weights[char] = 1.0 if rank < 1500 else 0.5 if rank < 3500 else 0.0
    for char, script, simplified in load_tsv("script.tsv", ["char", "script", "simplified"], unique=["char"]):
        if script == "traditional":
            weights[char] = weights.get(simplified, 0.0)
    for char in "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·％～　〔〕●○■□◆※→":
        weights[char] = 0.8
    for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB)):
        weights[chr(code)] = 0.3
    for code in range(0xFF10, 0xFF5B):
        weights.setdefault(chr(code), 0.6)
    for char in "\ufffd\x00":
        weights[char] = -2.0
    return weights
