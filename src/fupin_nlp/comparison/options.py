"""The choices of a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypedDict

from fupin_nlp.comparison.places import ROLL_UP
from fupin_nlp.comparison.units import UnitMap
from fupin_nlp.errors import OptionError
from fupin_nlp.model.record import ROLES
from fupin_nlp.model.reporttext import ReportText

__all__ = ["KEYS", "KINDS", "Choices", "CompareOptions"]

KEYS = ("region", "year", "measure", "entity", "indicator", "doc", "role")
KINDS = ("level", "change", "flow", "share", "rate")


class Choices(TypedDict, total=False):
    """The keyword arguments of `compare`; `CompareOptions` tells what they mean."""

    measure: str | Sequence[str] | None
    entity: str | Sequence[str] | None
    indicator: str | Sequence[str] | None
    unit: str | None
    kind: str | Sequence[str] | None
    role: str | Sequence[str] | None
    level: str | None
    reports: Iterable[ReportText]
    duplicates: Mapping[str, str]
    units: UnitMap | None


def _names(value: str | Sequence[str] | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    return (value,) if isinstance(value, str) else tuple(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareOptions:
    """What is compared, checked once.

    Attributes
    ----------
    by : tuple of str
        Keys of the cells, among region, year, measure, entity, indicator, doc, role.
    measure, entity, indicator : tuple of str or None
        Only records of these; an entity is compared in its normalised form.
    unit : str or None
        Only records whose unit may be joined with this one; their figures are given in it.
    kind : tuple of str or None
        Only level, change, flow, share or rate.
    role : tuple of str or None
        Only records of these roles; None for all.
    level : {"province", "city", "county"} or None
        Regions are rolled up to this level: a figure of a county is one of its province, and left out where the
        province's own is there. Figures of places above the level are left out and counted.
    reports : mapping of str to ReportText
        By document: region and year of records that name none.
    duplicates : mapping of str to str
        Document → the one that it repeats. Its records are left out and counted.
    units : mapping or None
        Unit → (dimension, factor); None for the library's unit table.
    """

    by: tuple[str, ...]
    measure: tuple[str, ...] | None = None
    entity: tuple[str, ...] | None = None
    indicator: tuple[str, ...] | None = None
    unit: str | None = None
    kind: tuple[str, ...] | None = None
    role: tuple[str, ...] | None = ("achieved",)
    level: str | None = None
    reports: Mapping[str, ReportText] = field(default_factory=lambda: MappingProxyType({}))
    duplicates: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    units: UnitMap | None = None

    def __post_init__(self) -> None:
        if not self.by or len(set(self.by)) != len(self.by):
            raise OptionError(f"by names each key once and at least one of {', '.join(KEYS)}; given: {list(self.by)}")
        _check("by", self.by, KEYS)
        _check("kind", self.kind or (), KINDS)
        _check("role", self.role or (), ROLES)
        _check("level", [self.level] if self.level else [], ROLL_UP)
        if self.names("entity") and self.names("indicator"):
            raise OptionError("entity and indicator cannot be compared at once: a cell holds figures of one of them")

    @classmethod
    def of(cls, by: str | Sequence[str], choices: Mapping[str, Any]) -> CompareOptions:
        """Build the options from the keyword arguments of `compare`.

        Raises
        ------
        OptionError
            If a name or a value is not among the choices.
        """
        unknown = sorted(set(choices) - set(Choices.__annotations__))
        if unknown:
            raise OptionError(f"unknown options {unknown}; there are {', '.join(Choices.__annotations__)}")
        given = dict(choices)
        for name in ("measure", "entity", "indicator", "kind", "role"):
            if name in given:
                given[name] = _names(given[name])
        if "reports" in given:
            given["reports"] = MappingProxyType({report.doc: report for report in given["reports"]})
        return cls(by=_names(by) or (), **given)

    def names(self, subject: str) -> bool:
        """Tell whether cells are of one `subject` (entity or indicator) each."""
        return subject in self.by or getattr(self, subject) is not None

    @property
    def roles_apart(self) -> bool:
        """Whether cells are of one role each; targets are never added to results."""
        return self.subject is not None and "role" not in self.by and (self.role is None or len(self.role) > 1)

    @property
    def subject(self) -> str | None:
        """What makes figures addable, ``entity`` or ``indicator``; None where cells only count and list."""
        return next((s for s in ("entity", "indicator") if self.names(s)), None)


def _check(name: str, values: Iterable[str], choices: Sequence[str]) -> None:
    for value in values:
        if value not in choices:
            raise OptionError(f"{name}={value!r} is not known; choose among {', '.join(choices)}")
