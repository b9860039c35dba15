"""How the parts of a numeral make its value: one grammar for Arabic, Chinese and mixed numerals.

    numeral     = part [decimals] [magnitude …] | digits
    part        = coefficient magnitude [rest]          largest magnitude first
    coefficient = part below that magnitude | digits | nothing: at the beginning (百万), behind 零, before 十 (一百十五)
    rest        = 零 part | part | digits               all of it below the magnitude
    digits      = one Chinese digit | Arabic digits | Chinese digits one by one (二〇一六)

A single digit at the end counts tenths of the magnitude before it (一万二, 13万2 are 12000 and 132000); behind 零, and
where the digits fill the magnitude, they count themselves (1万零50, 3万4000). What breaks these rules has several
readings (五十万五十万, 1.2万3千) and is given none.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from fupin_nlp.extract.errors import DoubtfulNumberError

__all__ = ["MAX_DIGITS", "Atom", "compose", "range_pair"]

MAX_DIGITS: Final = 20
"""Longest run of digits that is taken for a number; what is longer is a code or damage."""
LARGEST: Final = Decimal(10**20)
"""No quantity of a report reaches it; beyond it decimals would no longer be exact."""
_TEN: Final = 10
_TEN_THOUSAND: Final = 10**4
_HUNDREDS: Final = 3
_HUNDRED_MILLION: Final = 10**8


class Atom(NamedTuple):
    """A part of a numeral.

    Attributes
    ----------
    kind : str
        ``n`` Arabic digits, ``d`` one Chinese digit, ``z`` 零, ``m`` a magnitude.
    value : int or Decimal
        Its worth.
    width : int
        Digits of an Arabic number without decimals; 0 if it has decimals.
    """

    kind: str
    value: Decimal
    width: int = 1


def compose(atoms: Sequence[Atom], surface: str) -> Decimal:
    """Return the value of a numeral.

    Raises
    ------
    DoubtfulNumberError
        If the parts cannot be put together, or in more than one way.

    Examples
    --------
    >>> one, five, thousand = Atom("n", Decimal(1)), Atom("n", Decimal(500), 3), Atom("m", Decimal(10**4))
    >>> compose([one, thousand, Atom("z", Decimal(0)), five], "1万零500")
    Decimal('10500')
    """
    if len(atoms) > 2 * MAX_DIGITS:
        raise DoubtfulNumberError(f"{surface[:60]!r} is no numeral: it is too long")
    value = _part(atoms, surface, opens=True)
    if value >= LARGEST:
        raise DoubtfulNumberError(f"{surface[:60]!r} is larger than any quantity")
    return value


def range_pair(atoms: Sequence[Atom]) -> int | None:
    """Return where two neighbouring digits stand for a range (五六百, 三五个), or None."""
    digits = [i for i, atom in enumerate(atoms) if atom.kind in "dz"]
    pairs = [i for i in digits if i + 1 in digits]
    if len(pairs) != 1 or (len(digits) > 2 and len(digits) == len(atoms)):
        return None
    low, high = atoms[pairs[0]].value, atoms[pairs[0] + 1].value
    return pairs[0] if 0 < low < high <= low + 2 else None


def _part(atoms: Sequence[Atom], surface: str, *, opens: bool) -> Decimal:
    """Return the value of a part that begins with no 零; `opens` tells that the numeral begins with it."""
    magnitudes = [atom.value for atom in atoms if atom.kind == "m"]
    if not magnitudes:
        return _digits(atoms, surface)
    largest = max(magnitudes)
    at = next(i for i, atom in enumerate(atoms) if atom.kind == "m" and atom.value == largest)
    behind = at + 1
    if magnitudes.count(largest) > 1:
        follows = atoms[behind].value if atoms[behind].kind == "m" else None
        if largest != _TEN_THOUSAND or magnitudes.count(largest) > 2 or follows != largest:
            raise _doubt(surface, "a magnitude stands there twice")
        largest = Decimal(_HUNDRED_MILLION)  # 四万万
        behind += 1
    coefficient = _coefficient(atoms[:at], largest, surface, opens=opens)
    if behind == len(atoms):
        return coefficient * largest
    if not all(atom.width for atom in atoms[:at]) or (largest < _TEN_THOUSAND and coefficient >= _TEN):
        raise _doubt(surface, "more follows a magnitude with decimals or many digits before it")
    rest = _rest(atoms[behind:], largest, surface)
    if rest >= largest:
        raise _doubt(surface, "what follows a magnitude is larger than it")
    return coefficient * largest + rest


def _coefficient(atoms: Sequence[Atom], magnitude: Decimal, surface: str, *, opens: bool) -> Decimal:
    if not atoms:
        if opens or magnitude == _TEN:
            return Decimal(1)
        raise _doubt(surface, "no digit stands before a magnitude")
    if atoms[0].kind == "z":
        raise _doubt(surface, "a magnitude follows a nought")
    if magnitude < _TEN_THOUSAND and len(atoms) > 1:
        raise _doubt(surface, "several digits stand before a magnitude")
    value = _part(atoms, surface, opens=opens)
    plain = atoms[0].kind == "n" and all(atom.kind == "m" for atom in atoms[1:])  # 12000万, 93千万
    if value >= magnitude and not plain:
        raise _doubt(surface, "what stands before a magnitude is larger than it")
    return value


def _rest(atoms: Sequence[Atom], magnitude: Decimal, surface: str) -> Decimal:
    """Return the value of what follows a magnitude."""
    noughts = 0
    while noughts < len(atoms) and atoms[noughts].kind == "z":
        noughts += 1
    rest = atoms[noughts:]
    if not rest:
        return Decimal(0)  # 一百零几万 without its 几
    only = rest[0] if len(rest) == 1 else None
    if only is not None and only.kind == "n" and not only.width:
        raise _doubt(surface, "decimals follow a magnitude")
    if only is not None and only.width == 1 and only.kind in "nd" and not noughts:
        return only.value * magnitude / _TEN
    if only is not None and only.kind == "n" and not noughts and not _fills(only.width, magnitude):
        raise _doubt(surface, "the digits behind a magnitude do not fill it, and no nought says so")
    return _part(rest, surface, opens=noughts > 0)


def _fills(width: int, magnitude: Decimal) -> bool:
    """Whether so many digits behind a magnitude count themselves without 零: 3万4000, 2万500, not 3万60岁以上老人."""
    return width == len(str(magnitude)) - 1 or (magnitude == _TEN_THOUSAND and width == _HUNDREDS)


def _digits(atoms: Sequence[Atom], surface: str) -> Decimal:
    if len(atoms) == 1:
        return atoms[0].value
    if all(atom.kind in "dz" for atom in atoms):
        return Decimal("".join(str(atom.value) for atom in atoms))  # 二〇一六
    raise _doubt(surface, "two numbers stand side by side")


def _doubt(surface: str, why: str) -> DoubtfulNumberError:
    return DoubtfulNumberError(f"{surface[:60]!r} is no numeral with one reading: {why}")
