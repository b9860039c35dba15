"""What a number is worth: Arabic and Chinese numerals in all their mixes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from fupin_nlp.errors import FupinError
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.model import Bound

__all__ = ["MAX_DIGITS", "NumberError", "Numeral", "numeral_words", "parse_number", "read_numeral"]

MAX_DIGITS = 40
"""Longest run of digits that is taken for a number; what is longer is a code or damage."""

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％／－", "0123456789.,%/-")
_ARABIC = frozenset("0123456789.")
_MINUS = ("负", "負", "-", "−")
_LIGATURES = {"廿": "二十", "卅": "三十"}


class NumberError(FupinError, ValueError):
    """A text is no numeral; the message shows it."""


class Numeral(NamedTuple):
    """The value of a numeral: `high` is None unless it is a range in itself (五六百), `bound` from inner words."""

    low: Decimal
    high: Decimal | None
    bound: Bound


@dataclass(frozen=True, slots=True)
class NumeralWords:
    """The characters of `numerals.toml`."""

    digits: Mapping[str, int]
    magnitudes: Mapping[str, Decimal]
    inner: Mapping[str, Bound]
    unknown: frozenset[str]
    not_unknown_after: frozenset[str]
    not_before: Mapping[str, tuple[str, ...]]


def _is_table(value: object) -> bool:
    return isinstance(value, dict) and bool(value)


@lru_cache(maxsize=1)
def numeral_words() -> NumeralWords:
    """Return the numeral characters from the data file."""
    data = load_toml(
        "numerals.toml",
        {
            "digits": _is_table,
            "magnitudes": _is_table,
            "inner": _is_table,
            "unknown": lambda v: _is_table(v) and set(v) == {"words", "not_after"} and all(map(word_list, v.values())),
            "not_before": _is_table,
        },
    )
    return NumeralWords(
        MappingProxyType(dict(data["digits"])),
        MappingProxyType({c: Decimal(10**power) for c, power in data["magnitudes"].items()}),
        MappingProxyType(dict(data["inner"])),
        frozenset(data["unknown"]["words"]),
        frozenset(data["unknown"]["not_after"]),
        MappingProxyType({c: tuple(words) for c, words in data["not_before"].items()}),
    )


def parse_number(text: str) -> Decimal:
    """Return the value of a numeral.

    Parameters
    ----------
    text : str
        Only the numeral: no unit and no qualifier before or behind it. Full width, thousands separators, capitals
        (壹拾贰万), traditional forms, decimals (二点五亿), fractions (三分之二, 1/4), 百分之五 (= 0.05) and a sign
        are read; inner words (4万多) are passed over.

    Returns
    -------
    Decimal
        The exact value; of a numeral that is a range in itself (五六百) the lower end.

    Raises
    ------
    NumberError
        If the text is no numeral.

    Examples
    --------
    >>> parse_number("1亿2千万"), parse_number("壹拾贰万"), parse_number("120,000")
    (Decimal('120000000'), Decimal('120000'), Decimal('120000'))
    >>> parse_number("五分之一")
    Decimal('0.2')
    """
    word = text.strip().translate(_FULL_WIDTH)
    if word[:1] in _MINUS:
        return -parse_number(word[1:])
    whole, mixed, rest = word.partition("又")
    if not mixed and "/" in word:
        whole, mixed, rest = word.partition(" ")  # 1 3/5
    if mixed:
        return parse_number(whole) + parse_number(rest)
    whole, share, part = "".join(word.split()).partition("分之")
    if not share:
        part, share, whole = word.partition("/")
    if share:
        return _divide(parse_number(part), parse_number(whole), text)
    return read_numeral(word.removeprefix("+")).low


def _divide(part: Decimal, whole: Decimal, text: str) -> Decimal:
    if not whole:
        raise NumberError(f"{text!r} divides by zero")
    return part / whole


def read_numeral(surface: str) -> Numeral:
    """Return value and inner bound of a numeral without sign or fraction.

    Raises
    ------
    NumberError
        If the text is no numeral.

    Examples
    --------
    >>> read_numeral("160多万")
    Numeral(low=Decimal('1600000'), high=None, bound='over')
    >>> read_numeral("四五十万")
    Numeral(low=Decimal('400000'), high=Decimal('500000'), bound='exact')
    >>> read_numeral("几十万").bound
    'about'
    """
    if len(surface) > 2 * MAX_DIGITS:
        raise NumberError(f"{surface[:60]!r}… is no numeral: it has {len(surface)} characters")
    words = numeral_words()
    for char, written in _LIGATURES.items():
        surface = surface.replace(char, written)
    text = "".join(surface.translate(_FULL_WIDTH).replace(",", "").split())
    bound: Bound = "exact"
    plain: list[str] = []
    for i, char in enumerate(text):
        if char in words.unknown and _is_unknown_digit(text, i):
            plain.append("几")
            bound = "about"
        elif char in words.inner:
            bound = words.inner[char]
        elif char in "点點":
            plain.append("点")
        else:
            plain.append(char)
    atoms = _atoms("".join(plain), surface)
    pair = _range_pair(atoms)
    if pair is None:
        return Numeral(_evaluate(atoms, surface), None, bound)
    low = _evaluate(atoms[: pair + 1] + atoms[pair + 2 :], surface)
    high = _evaluate(atoms[:pair] + atoms[pair + 1 :], surface)
    return Numeral(low, high, bound)


def _is_unknown_digit(text: str, i: int) -> bool:
    """Whether 几 stands for a digit (几十万, 一百几十万) and does not only say "some more" (十几, 20几万)."""
    magnitudes = numeral_words().magnitudes
    following = magnitudes.get(text[i + 1 : i + 2])
    if following is None or i == 0:
        return following is not None
    before = magnitudes.get(text[i - 1])
    return before is not None and before > following


_Atom = tuple[str, Decimal]
"""A digit run ("n", value), one Chinese digit ("d", value) or a magnitude ("m", value)."""


def _atoms(text: str, surface: str) -> list[_Atom]:
    words = numeral_words()
    atoms: list[_Atom] = []
    i = 0
    while i < len(text):
        char = text[i]
        j = i + 1
        if char in _ARABIC:
            while j < len(text) and text[j] in _ARABIC:
                j += 1
            atoms.append(("n", _decimal(text[i:j], surface)))
        elif char == "点":
            while j < len(text) and (text[j] in words.digits or text[j].isdigit()):
                j += 1
            atoms = _with_decimals(atoms, text[i + 1 : j], surface)
        elif char in words.digits:
            atoms.append(("d", Decimal(words.digits[char])))
        elif char in words.magnitudes:
            atoms.append(("m", words.magnitudes[char]))
        elif char == "几":
            atoms.append(("n", Decimal(1)))
        else:
            raise NumberError(f"{surface!r} is no numeral: {char!r} is none of its characters")
        i = j
    if not atoms:
        raise NumberError(f"{surface!r} is no numeral: it is empty")
    return atoms


def _decimal(digits: str, surface: str) -> Decimal:
    if len(digits) > MAX_DIGITS or digits.count(".") > 1 or digits == ".":
        raise NumberError(f"{surface[:60]!r} is no numeral: {digits[:60]!r} is a code, or has several points")
    return Decimal(digits)


def _with_decimals(atoms: list[_Atom], digits: str, surface: str) -> list[_Atom]:
    """Join what stands before 点 with the digits behind it into one number."""
    if not digits or not atoms:
        raise NumberError(f"{surface!r} is no numeral: nothing stands on one side of its decimal point")
    decimals = "".join(str(numeral_words().digits.get(c, c)) for c in digits)
    return [("n", _evaluate(atoms, surface) + Decimal(f"0.{decimals}"))]


def _range_pair(atoms: list[_Atom]) -> int | None:
    """Return where two neighbouring digits stand for a range (五六百, 三五个), or None."""
    digits = [i for i, atom in enumerate(atoms) if atom[0] == "d"]
    pairs = [i for i in digits if i + 1 in digits]
    if len(pairs) != 1 or (len(digits) > 2 and all(kind == "d" for kind, _ in atoms)):
        return None
    low, high = atoms[pairs[0]][1], atoms[pairs[0] + 1][1]
    return pairs[0] if 0 < low < high <= low + 2 else None


def _evaluate(atoms: list[_Atom], surface: str) -> Decimal:
    if len(atoms) > MAX_DIGITS:
        raise NumberError(f"{surface[:60]!r} is no numeral: it is too long")
    if len(atoms) > 1 and all(kind == "d" for kind, _ in atoms):
        return Decimal("".join(str(value) for _, value in atoms))  # 二〇一六
    total = section = Decimal(0)
    number: Decimal | None = None
    last = Decimal(0)
    for kind, value in atoms:
        if kind != "m":
            if number is not None and number != 0:
                raise NumberError(f"{surface!r} is no numeral: two digits stand side by side")
            # 零 only keeps the place: what follows it is no shortened tail (三万零五).
            if kind == "d" and value == 0:
                number, last = None, Decimal(0)
            else:
                number = value
        elif value < 10000:
            section += (Decimal(1) if number is None else number) * value
            number, last = None, value
        else:
            section += number or Decimal(0)
            if value == 10000 and last == 10000 and number is None and not section:
                total *= value  # 四万万
            elif value == 10000:
                total += (section or Decimal(0 if number == 0 else 1)) * value
            else:
                total = (total + section or Decimal(1)) * value
            section, number, last = Decimal(0), None, value
    if number is not None and _is_shortened(atoms) and last > 10:
        number = number * last / 10  # 一万二 = 12000
    return total + section + (number or Decimal(0))


def _is_shortened(atoms: list[_Atom]) -> bool:
    """Whether a numeral ends in a magnitude and one digit, which then counts its tenths (一万二)."""
    return len(atoms) > 1 and atoms[-1][0] == "d" and atoms[-2][0] == "m"
