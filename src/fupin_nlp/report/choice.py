"""Which reports of a corpus fit what is wanted."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, cast

from fupin_nlp.errors import ArgumentError, FupinWarning, OptionError, named
from fupin_nlp.report.described import Described
from fupin_nlp.report.report import Report

__all__ = ["Wanted", "chosen", "fits"]

Wanted: TypeAlias = str | int | Collection[str] | Collection[int] | Callable[[Report], bool]

_SHOWN = 8  # values that a message lists


def chosen(reports: Sequence[Report], wanted: Mapping[str, Wanted]) -> list[Report]:
    """Return the reports that fit all that is wanted; a warning says so where none does.

    Raises
    ------
    OptionError
        If a key is not known.
    ArgumentError
        If `where` is no function.
    """
    _check(wanted)
    found = list(reports)
    for key, value in wanted.items():
        before = found
        if key == "where":
            function = cast("Callable[[Report], bool]", value)
            found = [report for report in found if function(report)]
        else:
            found = [report for report in found if _is_one(report, key, value)]
        if not found:
            warnings.warn(_nothing(key, value, before), FupinWarning, stacklevel=3)
            break
    return found


def fits(report: Described, wanted: Mapping[str, Any]) -> bool:
    """Tell whether a report is what is wanted.

    Raises
    ------
    OptionError
        If a key is not known.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> fits(parse("脱贫3户。", region="略阳县", date=2019), {"province": "陕西", "year": [2019, 2020]})
    True
    """
    _check(wanted)
    return all(value(report) if key == "where" else _is_one(report, key, value) for key, value in wanted.items())


def _check(wanted: Mapping[str, Any]) -> None:
    unknown = sorted(set(wanted) - set(_FITS) - {"where"})
    if unknown:
        raise OptionError(f"reports cannot be filtered by {unknown[0]!r}; choose among {', '.join([*_FITS, 'where'])}")
    where = wanted.get("where", callable)
    if not callable(where):
        raise ArgumentError(f"where= must be a function of a report, not {named(where)}")


def _is_one(report: Described, key: str, wanted: Any) -> bool:
    return any(_FITS[key](report, one) for one in _several(wanted))


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Iterable) and not isinstance(value, (str, bytes)) else [value]


def _nothing(key: str, value: object, reports: Sequence[Report]) -> str:
    if key == "where" or not reports:
        return "no report fits"
    known = dict.fromkeys(str(shown) for report in reports if (shown := getattr(report, key)) is not None)
    more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    return f"no report has {key}={value!r}; there are {', '.join([*known][:_SHOWN]) or 'none that tell it'}{more}"


def _is_region(report: Described, wanted: Any) -> bool:
    name, told = report.region or "", str(wanted)
    if told == report.region_code:
        return True
    # 云南 is 云南省; but 南 is nothing.
    return bool(name) and (
        name == told or (len(told) > 1 and name.startswith(told) and len(name) - len(told) <= _ENDING)
    )


_ENDING = 6  # the longest that a short name leaves away: 维吾尔自治区


def _lies_in(level: str) -> Callable[[Described, Any], bool]:
    def lies(report: Described, wanted: Any) -> bool:
        name = getattr(report, level) or ""
        return bool(name) and len(str(wanted)) > 1 and name.startswith(str(wanted))

    return lies


def _year(report: Described, wanted: Any) -> bool:
    try:
        return report.year == int(wanted)
    except (TypeError, ValueError):
        raise OptionError(f"year={wanted!r} is no year") from None


_FITS: Mapping[str, Callable[[Described, Any], bool]] = {
    "region": _is_region,
    "province": _lies_in("province"),
    "city": _lies_in("city"),
    "year": _year,
    "doc": lambda report, wanted: report.doc == wanted,
    "title": lambda report, wanted: str(wanted) in (report.title or ""),
    "issuer": lambda report, wanted: str(wanted) in (report.issuer or ""),
}
