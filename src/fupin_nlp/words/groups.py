"""What puts reports together: region, year and the like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from fupin_nlp.errors import OptionError
from fupin_nlp.report.described import Described
from fupin_nlp.words.cut import several

__all__ = ["KEYS", "Grouping", "Key"]

Key: TypeAlias = tuple[Any, ...]
"""Cells of a group, in the order of its columns."""

KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "doc": ("doc",),
        "region": ("region", "region_code"),
        "province": ("province",),
        "city": ("province", "city"),
        "year": ("year",),
        "issuer": ("issuer",),
    }
)
"""What reports can be put together by, and the columns that tell it; places of one name are told apart."""


class Grouping(NamedTuple):
    """Keys by which reports are put together, and the columns that they make.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> Grouping.of(["region", "year"]).key(parse("脱贫3户。", region="略阳县", date=2019))
    ('略阳县', '610727', 2019)
    """

    by: tuple[str, ...]
    columns: tuple[str, ...]

    @classmethod
    def of(cls, by: Any, argument: str = "by") -> Grouping:
        """Return the grouping of one key or several.

        Raises
        ------
        OptionError
            If a key is not known or comes twice.
        ArgumentError
            If it is none.

        Examples
        --------
        >>> Grouping.of("planet")
        Traceback (most recent call last):
        ...
        fupin_nlp.errors.OptionError: by='planet' is not known; choose among doc, region, province, city, year, issuer
        """
        names = several(by, argument)
        for name in names:
            if name not in KEYS:
                raise OptionError(f"{argument}={name!r} is not known; choose among {', '.join(KEYS)}")
        if len(set(names)) != len(names):
            raise OptionError(f"{argument} names a key twice: {list(names)}")
        return cls(names, tuple(dict.fromkeys(column for name in names for column in KEYS[name])))

    def key(self, report: Described) -> Key:
        """Return the cells of a report; what it does not tell is None."""
        return tuple([_READ[name](report) for name in self.columns])

    def missing(self, key: Key) -> list[str]:
        """Return the keys that a report does not tell."""
        cells = dict(zip(self.columns, key, strict=True))
        return [name for name in self.by if cells[name] is None]

    def order(self, key: Key) -> tuple[tuple[bool, Any], ...]:
        """Return what groups are sorted by: regions by code, and what is missing comes last.

        Examples
        --------
        >>> grouping = Grouping.of("region")
        >>> sorted([(None, None), ("贵州省", "520000"), ("云南省", "530000")], key=grouping.order)
        [('贵州省', '520000'), ('云南省', '530000'), (None, None)]
        """
        cells = sorted(zip(self.columns, key, strict=True), key=lambda cell: cell[0] != "region_code")
        return tuple([(cell is None, cell if cell is not None else 0) for _, cell in cells])


_READ: Mapping[str, Callable[[Described], Any]] = {
    "doc": lambda report: report.doc,
    "region": lambda report: report.region,
    "region_code": lambda report: report.region_code,
    "province": lambda report: report.province,
    "city": lambda report: report.city,
    "year": lambda report: report.year,
    "issuer": lambda report: report.issuer,
}
