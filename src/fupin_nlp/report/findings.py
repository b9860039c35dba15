"""Figures of a report, or of several, that contradict one another.

Nothing is changed or left out because of a finding. The checks keep to figures that the text itself puts together
(其中, 由…到…, 占): comparing whatever has the same name finds mostly figures of different things. Every check allows
for rounding and for 约, 超, 近, see `fupin_nlp.report.figures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import pairwise
from operator import add

from fupin_nlp.lexicon.findings import finding_words
from fupin_nlp.lexicon.units import units
from fupin_nlp.model import Record
from fupin_nlp.model.finding import Finding
from fupin_nlp.report.figures import Range, range_of
from fupin_nlp.report.matching import same_phrase

__all__ = ["findings_between", "findings_of"]

_SHORT = Decimal("0.02")  # a list that lacks so little of its total was meant to be complete
_LIST = 3  # parts from which on a list looks complete
_YEAR = 366
_MOST_COMPARED = 100  # records of one indicator, place and year; no report states a figure more often
_MOST_YEARS = 10  # over which 年均 may run where no period tells


def findings_of(records: Sequence[Record], raw: str) -> tuple[Finding, ...]:
    """Check the figures of one report.

    Parameters
    ----------
    records : sequence of Record
        Of one document, in text order.
    raw : str
        Its raw text.

    Returns
    -------
    tuple of Finding
        In the order of the records in question.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> report = parse("全年培训301人，其中电工213人、焊工98人。")
    >>> [f.message for f in findings_of(report.records, report.raw.text)]
    ['分项之和大于总数：213人＋98人＝311人，总数为301人']
    """
    order = {record.id: place for place, record in enumerate(records)}
    found = [*_parts(records, raw), *_shares(records, raw), *_changes(records, raw), *_two_values(records)]
    return tuple(sorted(found, key=lambda f: (order[f.records[0]], f.kind)))


def findings_between(records: Iterable[Record]) -> tuple[Finding, ...]:
    """Check records of several reports against one another: one indicator of a place and year with two values.

    Later reports revise figures, so these are hints. Contradictions within a report are not told again.
    """
    return tuple(_two_values(list(records), between=True))


def _parts(records: Sequence[Record], raw: str) -> Iterator[Finding]:
    by_id = {record.id: record for record in records}
    for parts in _lists(records, raw):
        total = by_id[parts[0].part_of or ""]
        whole = range_of(total)
        ranges = [_in_unit(part, total) for part in parts]
        known = [r for r in ranges if r is not None]
        if whole is None or total.value is None or len(known) < len(parts):
            continue
        summed = reduce(add, known)
        exact = sum((_scaled(part, total) for part in parts), Decimal(0))
        if summed.low > whole.high:
            yield _of_parts("parts_exceed_total", "warning", total, parts, exact)
        elif len(parts) >= _LIST and summed.high < whole.low and total.value - exact <= _SHORT * total.value:
            yield _of_parts("parts_fall_short", "hint", total, parts, exact)


def _lists(records: Sequence[Record], raw: str) -> list[list[Record]]:
    """Group the parts that one list names: of one total, in one sentence, not parted by a semicolon."""
    lists: list[list[Record]] = []
    for record in records:
        if record.part_of is None or record.repeat_of is not None:
            continue
        last = lists[-1][-1] if lists else None
        joined = last is not None and last.part_of == record.part_of and last.sentence == record.sentence
        if joined and last is not None and not {"；", ";"} & set(raw[last.end : record.start]):
            lists[-1].append(record)
        else:
            lists.append([record])
    return lists


def _factor(record: Record, into: Record) -> Decimal:
    mine, other = units().lookup(record.unit), units().lookup(into.unit)
    if mine is None or other is None or mine.peer != other.peer:
        return Decimal(1)
    return mine.factor / other.factor


def _scaled(record: Record, into: Record) -> Decimal:
    return (record.value or Decimal(0)) * _factor(record, into)


def _in_unit(record: Record, into: Record) -> Range | None:
    found, factor = range_of(record), _factor(record, into)
    return None if found is None else Range(found.low * factor, found.high * factor)


def _of_parts(kind: str, severity: str, total: Record, parts: Sequence[Record], summed: Decimal) -> Finding:
    word = "大于" if kind == "parts_exceed_total" else "略小于"
    told = "＋".join(part.clean for part in parts)
    message = f"分项之和{word}总数：{told}＝{_short(summed)}{total.unit}，总数为{total.clean}"
    ids = (total.id, *(part.id for part in parts))
    return Finding(kind, total.doc, ids, message, summed, total.value, total.unit, severity)


def _say(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _short(value: Decimal) -> str:
    for name, size in (("亿", Decimal(100_000_000)), ("万", Decimal(10_000))):
        if value >= size and value / size * 100 % 1 == 0:
            return _say(value / size) + name
    return _say(value)


def _shares(records: Sequence[Record], raw: str) -> Iterator[Finding]:
    """Yield shares that stand directly behind a part and are not those of the part in its total."""
    by_id = {record.id: record for record in records}
    for part, share in pairwise(records):
        total = by_id.get(part.part_of or "")
        if total is None or share.unit != "%" or share.kind not in ("share", "rate"):
            continue
        if share.sentence != part.sentence or not finding_words().share.match(_normal(raw[part.end : share.start])):
            continue
        mine, whole, told = _in_unit(part, total), range_of(total), range_of(share)
        if mine is None or whole is None or told is None or whole.low <= 0 or mine.over(whole).meets(told):
            continue
        right = _round(100 * _scaled(part, total) / (total.value or whole.low))
        message = f"占比与数字不符：{part.clean}占{total.clean}的{_say(right)}%，文中为{share.clean}"
        yield Finding(
            "share_contradicts", share.doc, (share.id, part.id, total.id), message, right, share.value, "%", "error"
        )


def _normal(text: str) -> str:
    return text.replace(",", "，").replace(" ", "")


def _round(value: Decimal) -> Decimal:
    return Decimal(_say(value.quantize(Decimal("0.01"))))


def _changes(records: Sequence[Record], raw: str) -> Iterator[Finding]:
    """Yield changes that the two values before them contradict: 由A增长到B，增长x%."""
    for before, after, change in zip(records, records[1:], records[2:], strict=False):
        if not _is_change_between(before, after, change, raw):
            continue
        allowed = _allowed_changes(before, after, change)
        told = range_of(change)
        if told is None or not allowed or any(told.meets(r) for r in allowed):
            continue
        right = _change(before.value or Decimal(0), after.value or Decimal(0), change)
        message = (
            f"增减与前后数字不符：由{before.clean}到{after.clean}为{_say(right)}{change.unit}，文中为{change.clean}"
        )
        ids = (change.id, before.id, after.id)
        yield Finding("change_contradicts", change.doc, ids, message, right, change.value, change.unit, "error")


def _is_change_between(before: Record, after: Record, change: Record, raw: str) -> bool:
    same = before.sentence == after.sentence == change.sentence and before.unit == after.unit
    if not same or change.kind != "change" or not finding_words().between.match(_normal(raw[before.end : after.start])):
        return False
    if not finding_words().origin.search(raw[max(0, before.start - 8) : before.start]):
        return False
    if change.entity is not None and not same_phrase(change.entity, (before.entity, after.entity)):
        return False  # 工厂由60家整合为40家，员工数量压减64.2%: the change of something else
    between = raw[after.end : change.start]
    near = len(between) <= 8 and not {"。", "；", ";"} & set(between)
    return near and change.unit in (("百分点",) if before.dimension == "ratio" else ("%", "倍", before.unit))


def _allowed_changes(before: Record, after: Record, change: Record) -> list[Range]:
    """Return the changes, without sign, that the two values allow; none where they cannot be told."""
    low, high = range_of(before), range_of(after)
    if low is None or high is None or low.low <= 0 or high.low <= 0:
        return []
    first, last = (low, high) if low.low <= high.low else (high, low)
    difference = Range(max(Decimal(0), last.low - first.high), last.high - first.low)
    years = range(2, _MOST_YEARS + 1) if change.per and "年均" in change.per else range(1, 2)
    if change.unit in (before.unit, "百分点"):
        return [Range(difference.low / n, difference.high / n) for n in years]
    if len(years) > 1:
        return [_yearly(last.low / first.high, last.high / first.low, n) for n in years]
    # A fall too is measured by the value from which it fell.
    ratio = Range(100 * difference.low / low.high, 100 * difference.high / low.low)
    return [ratio if change.unit == "%" else Range(ratio.low / 100, ratio.high / 100)]


def _yearly(low: Decimal, high: Decimal, years: int) -> Range:
    power = 1 / Decimal(years)
    return Range(100 * (max(Decimal(1), low) ** power - 1), 100 * (high**power - 1))


def _change(before: Decimal, after: Decimal, change: Record) -> Decimal:
    difference = abs(after - before)
    if change.unit == "%":
        return _round(100 * difference / before)
    return _round(difference / before) if change.unit == "倍" else difference


def _two_values(records: Sequence[Record], *, between: bool = False) -> Iterator[Finding]:
    """Yield indicators that have two values for one place and year."""
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        counted = record.role == "achieved" and record.part_of is None and record.repeat_of is None
        if record.indicator is not None and counted and _within_a_year(record):
            place = record.region_code or record.region
            period = (record.period_start, record.period_end)
            falls = bool(record.action and finding_words().fall.search(record.action))
            key = (place, record.indicator, record.entity, *period, record.kind, record.per, record.unit, falls)
            group = groups.setdefault(key, [])
            if len(group) < _MOST_COMPARED:
                group.append(record)
    for group in groups.values():
        for second in group[1:]:
            first = next((r for r in group if r is not second and _differ(r, second, between=between)), None)
            if first is not None:
                yield _of_values(first, second, between=between)
                break


def _within_a_year(record: Record) -> bool:
    if record.period_start is None or record.period_end is None:
        return False
    return (date.fromisoformat(record.period_end) - date.fromisoformat(record.period_start)).days <= _YEAR


def _differ(first: Record, second: Record, *, between: bool) -> bool:
    if (first.doc != second.doc) != between or first.sentence == second.sentence:
        return False
    one, two = range_of(first), range_of(second)
    return one is not None and two is not None and not one.meets(two)


def _of_values(first: Record, second: Record, *, between: bool) -> Finding:
    where = f"（{first.doc}、{second.doc}）" if between else ""
    message = (
        f"{first.region or ''}{first.period or ''}{first.indicator}有两个数值：{first.clean}与{second.clean}{where}"
    )
    severity = "hint" if between else "warning"
    ids = (first.id, second.id)
    return Finding("two_values", first.doc, ids, message, first.value, second.value, first.unit, severity)
