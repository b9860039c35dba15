"""What the rules hand on: a number that was found, before its neighbours were looked at."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fupin_nlp.lexicon.units import Unit
from fupin_nlp.model import Bound

__all__ = ["Found"]


@dataclass(slots=True)
class Found:
    """A number with or without a unit; lives only inside one call of `extract`.

    Attributes
    ----------
    start, end : int
        Number to unit, in clean positions.
    number_end : int
        End of the numeral, before the unit.
    low, high : Decimal, Decimal or None
        The value, or both ends of a range.
    bound : str
        From the inner words alone.
    unit : Unit or None
        None for a bare number, which may still share the unit of a neighbour or count people.
    rule : str
        Name of the rule that read it.
    certain : bool
        False where the numeral has no reading or several; `low` then says nothing.
    """

    start: int
    end: int
    number_end: int
    low: Decimal
    high: Decimal | None
    bound: Bound
    unit: Unit | None
    rule: str
    certain: bool = True
