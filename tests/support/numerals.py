"""Numerals written from values, and a slow, simple reader of their grammar, against which the fast one is held.

The reader tries every place at which a numeral can be taken apart, on plain strings; it shares no code with the library
but the table of digits and magnitudes below, which is written anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

import regex

DIGITS = dict(zip("零〇一二三四五六七八九两", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
MAGNITUDES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_CAPITAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_FULL = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_ARABIC = regex.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?|\.[0-9]+")
LARGEST = 10**20


def chinese(value: int) -> str:
    """Write a whole number in Chinese, as it is taught: 一万零五十, 十二, 一百一十."""
    if not value:
        return "零"
    if value >= 10**8:
        return _joined(value, 10**8, "亿")
    if value >= 10**4:
        return _joined(value, 10**4, "万")
    out, rest, nought = "", value, False
    for sign, power in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, rest = divmod(rest, power)
        if digit:
            out += "零" * nought + "零一二三四五六七八九"[digit] + sign
            nought = False
        elif out and rest:
            nought = True
    return out.removeprefix("一") if 10 <= value < 20 else out


def _joined(value: int, power: int, sign: str) -> str:
    high, low = divmod(value, power)
    written = chinese(high) + sign
    if not low:
        return written
    part = chinese(low)
    if low < power // 10 or high % 10 == 0:
        return f"{written}零{'一' * part.startswith('十')}{part}"
    return written + ("一" if part.startswith("十") else "") + part


def mixed(value: int) -> Iterator[str]:
    """Yield a whole number in digits and magnitudes: 12万3000, 12万3千, 1亿零500万, 1.2万."""
    for sign, power in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100)):
        high, low = divmod(value, power)
        if not high:
            continue
        if low:
            if power >= 10**4 or high < 10:
                width = len(str(power)) - 1
                yield f"{high}{sign}{low}" if len(str(low)) == width and width > 1 else f"{high}{sign}零{low}"
                yield f"{high}{sign}{low:0{width}d}"
            if power >= 10**4:
                for part in mixed(low):
                    if "." not in part:
                        yield f"{high}{sign}{part}"
                        yield f"{high}{sign}零{part}"
            tenth, left = divmod(low, power // 10)
            if not left and power > 100 and (power >= 10**4 or high < 10):
                yield f"{high}{sign}{tenth}"
        else:
            yield f"{high}{sign}"
        shown = Decimal(value) / power
        if "E" not in str(shown):
            yield f"{shown}{sign}"


def surfaces(value: int) -> list[str]:
    """Return all the ways in which a value is written."""
    words = chinese(value)
    found = [str(value), f"{value:,}", str(value).translate(_FULL), words, words.translate(_CAPITAL), *mixed(value)]
    if len(str(value)) > 2:  # 三四 are three or four
        found.append("".join("〇一二三四五六七八九"[int(d)] for d in str(value)))
    if words.startswith("二") and words[1:2] in ("千", "万", "亿"):
        found.append("两" + words[1:])
    return list(dict.fromkeys(found))


@lru_cache(maxsize=100_000)
def readings(text: str, opens: bool = True) -> frozenset[Decimal]:
    """Return every value that a numeral without inner words can have; none where it is no numeral."""
    found: set[Decimal] = set()
    if _ARABIC.fullmatch(text):
        found.add(Decimal(text.replace(",", "")))
    if text and all(c in DIGITS for c in text) and (len(text) == 1 or opens or "零" not in text[:1]):
        found.add(Decimal("".join(str(DIGITS[c]) for c in text)))
    for i, char in enumerate(text):
        if char in MAGNITUDES:
            power, behind = MAGNITUDES[char], i + 1
            if text[i : i + 2] == "万万":
                power, behind = 10**8, i + 2
            found |= _divided(text[:i], power, text[behind:], opens)
    if "点" in text:
        whole, _, rest = text.partition("点")
        tail = rest.lstrip("".join(DIGITS) + "0123456789")
        decimals, power = rest[: len(rest) - len(tail)], 1
        for sign in tail:
            power *= MAGNITUDES.get(sign, 0)
        if decimals and power:
            part = Decimal("0." + "".join(str(DIGITS.get(c, c)) for c in decimals))
            found |= {(value + part) * power for value in readings(whole)}
    return frozenset(value for value in found if value < LARGEST)


def _divided(left: str, power: int, right: str, opens: bool) -> set[Decimal]:
    """Return the values of a numeral whose largest magnitude stands between `left` and `right`."""
    others = [MAGNITUDES[c] for c in left + right if c in MAGNITUDES]
    if any(other >= power for other in others) or left[:1] in ("零", "〇"):
        return set()
    if not left:
        before = {Decimal(1)} if opens or power == 10 else set()
    elif power < 10**4:
        before = set(readings(left)) if _ARABIC.fullmatch(left) or len(left) == 1 else set()
    else:
        plain = left.rstrip("".join(MAGNITUDES))
        simple = _ARABIC.fullmatch(plain) or not _large(left)  # 93千万
        before = {v for v in readings(left, opens) if v < power or simple}
    if not right:
        return {value * power for value in before}
    if power < 10**4:
        before = {value for value in before if value < 10}
    return {a * power + b for a in before if a == int(a) for b in _rest(right, power) if b < power}


def _large(text: str) -> bool:
    return any(c in MAGNITUDES for c in text)


def _rest(text: str, power: int) -> set[Decimal]:
    stripped = text.lstrip("零〇")
    if not stripped:
        return {Decimal(0)}
    if len(stripped) == 1 and stripped == text and (stripped in DIGITS or stripped.isdecimal()):
        return {Decimal(DIGITS.get(stripped, stripped)) * power / 10}
    if _ARABIC.fullmatch(stripped):
        whole = len(str(power)) - 1
        if "." in stripped or (stripped == text and len(stripped) not in (whole, 3 if power == 10**4 else whole)):
            return set()
    return set(readings(stripped, opens=stripped != text))
