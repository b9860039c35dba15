"""Which units may be added, and by which factor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from fupin_nlp.errors import OptionError

__all__ = ["UnitJoin", "UnitMap", "table_units"]

UnitMap: TypeAlias = Mapping[str, tuple[str, float | None]]


def table_units(names: Iterable[str]) -> dict[str, tuple[str, float | None]]:
    """Return the peer and the factor of units from the unit table of the library; unknown ones are left out.

    The peer stands where `UnitJoin` takes a dimension: within one dimension the table tells which units join
    (元 and 港元 are both money and never do).
    """
    from fupin_nlp.lexicon.units import units

    table = units()
    found = {name: table.lookup(name) for name in sorted(set(names))}
    return {name: (unit.peer, float(unit.factor)) for name, unit in found.items() if unit is not None}


@dataclass(frozen=True, slots=True)
class UnitJoin:
    """Groups units that may be added to one another.

    Parameters
    ----------
    units : mapping of str to (str, float or None)
        Unit → its dimension and the factor that brings it to the common unit of that dimension. Units of one
        dimension join by their factors. A unit with factor None, or one that the mapping does not know, joins
        only itself.

    Examples
    --------
    >>> join = UnitJoin({"人": ("people", 1), "名": ("people", 1), "人次": ("visits", 1), "公顷": ("area", 15)})
    >>> join.group("名") == join.group("人"), join.group("人次") == join.group("人"), join.group("筐")
    (True, False, '=筐')
    """

    units: UnitMap = field(default_factory=lambda: MappingProxyType({}))

    def group(self, unit: str) -> str:
        """Return the name of the group in which the unit's figures may be added."""
        dimension, factor = self.units.get(unit, ("", None))
        return f"={unit}" if factor is None else dimension

    def factor(self, unit: str, into: str) -> float:
        """Return what a figure in `unit` is multiplied with to be one in `into`.

        Raises
        ------
        OptionError
            If the two may not be joined.
        """
        if unit == into:
            return 1.0
        if self.group(unit) != self.group(into):
            raise OptionError(f"{unit} and {into} are units of different things: one cannot be given in the other")
        mine, other = self.units[unit][1], self.units[into][1]
        if mine is None or not other:
            raise OptionError(f"the unit table has no factor from {unit} to {into}")
        # Factors of the table are rounded (亩 = 666.6666666667 平方米); twelve digits make 公顷 15 亩 again.
        return float(f"{mine / other:.12g}")
