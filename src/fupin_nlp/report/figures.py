"""What a figure as written can stand for: the values that round to it and that its qualifiers allow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fupin_nlp.lexicon.patterns import compile_pattern
from fupin_nlp.model import Record

__all__ = ["Range", "range_of"]

_DIGITS = compile_pattern("digits of a figure", r"(?<whole>[0-9][0-9,\s]*+) (?:[.] (?<decimals>[0-9]++))?+")
_ABOUT = Decimal("0.1")  # 约 and 左右 allow a tenth; reports mostly mean less
_SPOKEN = Decimal("0.1")  # 三成 and 三分之一 are said of 28 % and 36 %
_FAR = Decimal("1E+30")


@dataclass(frozen=True, slots=True)
class Range:
    """A closed range of values."""

    low: Decimal
    high: Decimal

    def meets(self, other: Range) -> bool:
        """Whether some value is in both.

        Examples
        --------
        >>> Range(Decimal(1), Decimal(3)).meets(Range(Decimal(3), Decimal(4)))
        True
        """
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def over(self, whole: Range) -> Range:
        """Return the percentages that the range can be of another, which must not reach down to zero.

        Examples
        --------
        >>> Range(Decimal(1), Decimal(2)).over(Range(Decimal(4), Decimal(4)))
        Range(low=Decimal('25'), high=Decimal('50'))
        """
        return Range(100 * self.low / whole.high, 100 * self.high / whole.low)


def range_of(record: Record) -> Range | None:
    """Return the values that a figure as written allows; None where its value is not known.

    A whole count means itself; a figure with decimals, with a magnitude (5万) or a percentage is rounded or cut in
    its last place, so one unit of that place is allowed on both sides. 超 opens the range upwards, 近 downwards, 约
    widens it by a tenth.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> a, b, c = parse("培训301人，投入5.3万元，受益超200户。").records
    >>> range_of(a), range_of(b)
    (Range(low=Decimal('301'), high=Decimal('301')), Range(low=Decimal('52000.0'), high=Decimal('54000.0')))
    >>> range_of(c).low, range_of(c).high > 10**9
    (Decimal('200'), True)
    """
    if record.value is None or not record.certain:
        return None
    slack = _slack(record, record.value)
    low, high = record.value - slack, (record.value if record.value_max is None else record.value_max) + slack
    if record.bound == "about":
        return Range(low - _ABOUT * abs(low), high + _ABOUT * abs(high))
    if record.bound == "over":
        return Range(low, _FAR)
    if record.bound == "under":
        return Range(Decimal(0), high)
    return Range(low, high)


def _slack(record: Record, value: Decimal) -> Decimal:
    """Return the worth of one unit in the last place that is written; 0 for a whole count."""
    found = _DIGITS.search(record.clean)
    if found is None:
        return _SPOKEN * value if record.dimension == "ratio" else Decimal(0)
    decimals = found["decimals"] or ""
    whole = "".join(c for c in found["whole"] if c.isdigit())
    written = Decimal(f"{whole}.{decimals or 0}")
    if not written:
        return Decimal(0)
    magnitude = value / written
    if "/" in record.clean:  # 1/4 of 24 %
        return _SPOKEN * value
    return magnitude.scaleb(-len(decimals)) if decimals or magnitude > 1 or record.dimension == "ratio" else Decimal(0)
