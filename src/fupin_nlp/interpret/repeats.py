"""Links from a figure to the earlier record that states the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from fupin_nlp.model import Record

__all__ = ["link_repeats"]

# The more digits a figure has, the less alike its two descriptions must be: 12个, 20% and 1500公里 recur by chance
# (measured on 26 real reports: of equal figures with different entities, those below these bounds were different).
_EQUAL: Final = 10
_CONTAINED: Final = 100
_SHARED_HEAD: Final = 1000
_HEAD: Final = 2
_COUNTED: Final = ("people", "households")
_TELLING_DIGITS: Final = 3
_MOST_ALIKE: Final = 200  # figures of one value that are compared; a text of nothing but 1人 must not take its square
_YEAR: Final = 366  # days
_NEVER_SUMMED: Final = ("change", "share", "rate")


def link_repeats(records: Sequence[Record]) -> list[Record]:
    """Set `repeat_of` where a figure of the same thing stands earlier in the report.

    Same value, unit, bound, role and region, no other time, and an entity that is equal, is named more shortly, or
    shares its head; how alike it must be depends on how telling the figure is. Parts of a repeat become parts of the
    first record, so that a sum, which skips the repeat, still finds their total.
    """
    out: list[Record] = []
    seen: dict[tuple[object, ...], list[Record]] = {}
    for found in records:
        record = found
        # 达到69亿元 and 完成69亿元 are one figure; a growth of 5 % and a share of 5 % are not.
        kind = record.kind if record.kind in _NEVER_SUMMED else "amount"
        key = (record.value, record.value_max, record.unit, record.bound, record.role, record.region, kind)
        earlier = seen.get(key)
        if earlier is None:
            seen[key] = [record]
            out.append(record)
            continue
        first = next((r for r in earlier if _same_thing(r, record)), None) if record.certain else None
        if first is not None and record.part_of is None:
            record = replace(record, repeat_of=first.id)
        elif len(earlier) < _MOST_ALIKE:
            earlier.append(record)
        out.append(record)
    firsts = {record.id: record.repeat_of for record in out if record.repeat_of is not None}
    return [replace(r, part_of=firsts[r.part_of]) if r.part_of in firsts else r for r in out] if firsts else out


def _same_thing(a: Record, b: Record) -> bool:
    if a.value is None or a.dimension == "age" or _other_time(a, b):
        return False
    if a.dimension in _COUNTED and a.value >= _SHARED_HEAD and _digits(a.value) >= _TELLING_DIGITS:
        return True
    if not a.entity or not b.entity:
        return False
    if a.entity == b.entity:
        return a.value >= _EQUAL or a.action == b.action
    if a.dimension == "ratio":
        return False
    if a.entity.endswith(b.entity) and a.value >= _EQUAL and a.value % _EQUAL:
        return True  # the place speaks of 63个重点贫困村 first and then of the 63个村
    short, long = sorted((a.entity, b.entity), key=len)
    if len(short) < _HEAD or a.value == round(a.value, -3):
        return False
    if short in long:
        return a.value >= _CONTAINED
    return a.value >= _SHARED_HEAD and short[-_HEAD:] == long[-_HEAD:]


def _other_time(a: Record, b: Record) -> bool:
    """Return whether two dated figures speak of different times: no day in common, or a year and a span of years.

    The target of a plan (年均增长5%) often equals that of its first year. A span that merely begins or ends otherwise
    (一年来, 2025年) is no other time.
    """
    if not (a.period_start and a.period_end and b.period_start and b.period_end):
        return False
    if a.period_end <= b.period_start or b.period_end <= a.period_start:
        return True
    return _is_longer_than_a_year(a.period_start, a.period_end) != _is_longer_than_a_year(b.period_start, b.period_end)


def _is_longer_than_a_year(start: str, end: str) -> bool:
    return (date.fromisoformat(end) - date.fromisoformat(start)).days > _YEAR


def _digits(value: Decimal) -> int:
    return len(str(int(value.scaleb(6))).strip("0"))
