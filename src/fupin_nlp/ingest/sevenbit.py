r"""Chinese text in seven bits: HZ (``~{VPND~}``), UTF-7 (``+Ti1lhw-``) and ISO-2022-CN, which look like ASCII."""

from __future__ import annotations

from typing import Final

import regex

from fupin_nlp.ingest.likeness import chinese_share

__all__ = ["decode_seven_bit"]

_HZ: Final = regex.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])++~\}", regex.VERSION1)
_UTF7: Final = regex.compile(rb"\+([A-Za-z0-9+/]{3,})-?", regex.VERSION1)
_ISO_2022_CN: Final = regex.compile(
    rb"\x1b\$\)A|\x0e((?:[\x21-\x7e]{2})*+)(?:\x0f|(?=[\r\n]|\Z))|[\x0e\x0f]", regex.VERSION1
)
_HAN: Final = regex.compile(r"\p{Han}", regex.VERSION1)
_LEAST_HAN: Final = 4
_LOOKS_CHINESE: Final = 0.7


def decode_seven_bit(data: bytes) -> tuple[str, str] | None:
    r"""Return the text of a file that is ASCII throughout and the codec that it is written in; None if it is ASCII.

    Examples
    --------
    >>> decode_seven_bit("全县脱贫3000户".encode("hz"))
    ('全县脱贫3000户', 'hz')
    >>> decode_seven_bit(b"a+b-c ~{x~}") is None
    True
    """
    if not data.isascii():
        return None
    readings = []
    if b"\x1b$)A" in data:
        readings.append((_iso_2022_cn(data), "iso2022_cn"))
    if b"~{" in data and _HZ.search(data):
        readings.append((_strict(data, "hz"), "hz"))
    if b"+" in data and _UTF7.search(data):
        readings.append((_strict(data, "utf-7"), "utf-7"))
    return next(((text, codec) for text, codec in readings if text is not None and _is_chinese(text)), None)


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _iso_2022_cn(data: bytes) -> str | None:
    """Decode ISO-2022-CN with the characters of GB 2312, the only set that simplified text needs of it."""

    def shifted(found: regex.Match[bytes]) -> bytes:
        return bytes(byte | 0x80 for byte in found[1]) if found[1] else b""

    try:
        return _ISO_2022_CN.sub(shifted, data).decode("gb2312")
    except UnicodeDecodeError:
        return None


def _is_chinese(text: str) -> bool:
    """Whether what the codec made of the bytes reads as Chinese: any letters between + and - are bytes of UTF-7."""
    wide = "".join(char for char in text if not char.isascii())
    return len(_HAN.findall(wide)) >= _LEAST_HAN and chinese_share(wide) >= _LOOKS_CHINESE
