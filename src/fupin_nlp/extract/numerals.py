"""What a number is worth: Arabic and Chinese numerals in all their mixes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from fupin_nlp.extract.composition import MAX_DIGITS, Atom, compose, range_pair
from fupin_nlp.extract.errors import DoubtfulNumberError, NumberError
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.model import Bound

__all__ = [
    "MAX_DIGITS",
    "DoubtfulNumberError",
    "NumberError",
    "Numeral",
    "numeral_words",
    "parse_number",
    "read_numeral",
]

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％／－", "0123456789.,%/-")
_ARABIC = frozenset("0123456789.")
_MINUS = ("负", "負", "-", "−")
POINTS: Final = "点點·‧・•"
"""What divides decimals from a Chinese numeral; the dots in print before 1987 (百分之十三·五)."""


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
    ligatures: Mapping[str, str]
    inner: Mapping[str, Bound]
    unknown: frozenset[str]
    not_unknown_after: frozenset[str]
    not_before: Mapping[str, tuple[str, ...]]
    signed: tuple[str, ...]


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
            "ligatures": _is_table,
            "inner": _is_table,
            "unknown": lambda v: _is_table(v) and set(v) == {"words", "not_after"} and all(map(word_list, v.values())),
            "not_before": _is_table,
            "signed": lambda v: _is_table(v) and set(v) == {"nouns", "links"} and all(map(word_list, v.values())),
        },
    )
    return NumeralWords(
        MappingProxyType(dict(data["digits"])),
        MappingProxyType({c: Decimal(10**power) for c, power in data["magnitudes"].items()}),
        MappingProxyType(dict(data["ligatures"])),
        MappingProxyType(dict(data["inner"])),
        frozenset(data["unknown"]["words"]),
        frozenset(data["unknown"]["not_after"]),
        MappingProxyType({c: tuple(words) for c, words in data["not_before"].items()}),
        tuple(noun + link for noun in data["signed"]["nouns"] for link in ("", *data["signed"]["links"])),
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
        If the text is no numeral; `DoubtfulNumberError` if it has the characters of one, but not one reading.

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
        raise DoubtfulNumberError(f"{surface[:60]!r}… is no numeral: it has {len(surface)} characters")
    words = numeral_words()
    for char, written in words.ligatures.items():
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
        elif char in POINTS:
            plain.append("点")
        else:
            plain.append(char)
    atoms = _atoms("".join(plain), surface)
    pair = range_pair(atoms)
    if pair is None:
        return Numeral(compose(atoms, surface), None, bound)
    low = compose(atoms[: pair + 1] + atoms[pair + 2 :], surface)
    high = compose(atoms[:pair] + atoms[pair + 1 :], surface)
    return Numeral(low, high, bound)


def _is_unknown_digit(text: str, i: int) -> bool:
    """Whether 几 stands for a digit (几十万, 一百几十万) and does not only say "some more" (十几, 20几万)."""
    magnitudes = numeral_words().magnitudes
    following = magnitudes.get(text[i + 1 : i + 2])
    if following is None or i == 0:
        return following is not None
    before = magnitudes.get(text[i - 1])
    return before is not None and before > following


def _atoms(text: str, surface: str) -> list[Atom]:
    words = numeral_words()
    atoms: list[Atom] = []
    i = 0
    while i < len(text):
        char = text[i]
        j = i + 1
        if char in _ARABIC:
            while j < len(text) and text[j] in _ARABIC:
                j += 1
            atoms.append(_arabic(text[i:j], surface))
        elif char == "点":
            while j < len(text) and (text[j] in words.digits or text[j].isdigit()):
                j += 1
            atoms = _with_decimals(atoms, text[i + 1 : j], surface)
        elif char in words.digits:
            digit = words.digits[char]
            atoms.append(Atom("d" if digit else "z", Decimal(digit)))
        elif char in words.magnitudes:
            atoms.append(Atom("m", words.magnitudes[char]))
        elif char == "几":
            atoms.append(Atom("n", Decimal(1)))
        else:
            raise NumberError(f"{surface!r} is no numeral: {char!r} is none of its characters")
        i = j
    if not atoms:
        raise NumberError(f"{surface!r} is no numeral: it is empty")
    return atoms


def _arabic(digits: str, surface: str) -> Atom:
    if len(digits) > MAX_DIGITS or digits.count(".") > 1 or digits[-1] == ".":
        raise DoubtfulNumberError(f"{surface[:60]!r} is no numeral: {digits[:60]!r} is a code, or has several points")
    return Atom("n", Decimal(digits), 0 if "." in digits else len(digits))


def _with_decimals(atoms: list[Atom], digits: str, surface: str) -> list[Atom]:
    """Join what stands before 点 with the digits behind it into one number."""
    if not digits or not atoms or len(digits) > MAX_DIGITS:
        raise NumberError(f"{surface[:60]!r} is no numeral: nothing stands on one side of its decimal point")
    if not all(atom.width for atom in atoms):
        raise DoubtfulNumberError(f"{surface[:60]!r} is no numeral: it has several decimal points")
    decimals = "".join(str(numeral_words().digits.get(c, c)) for c in digits)
    return [Atom("n", compose(atoms, surface) + Decimal(f"0.{decimals}"), 0)]
