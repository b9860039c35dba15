"""A record as the panel sees it: its interval, its sign, its bound and its tone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from fupin_nlp.comparison.entity import moves, sign_of
from fupin_nlp.comparison.nature import sums_words
from fupin_nlp.comparison.panel_words import panel_words
from fupin_nlp.comparison.rows import EARLY, Row
from fupin_nlp.lexicon.indicators import Indicator, indicators

__all__ = ["Figure", "Source", "calendar_year", "figure_of", "is_missed_aim", "with_named_aims"]

_TIME: Final = 4  # characters of a time: 年内, 到年底
_NEAR: Final = 6  # characters behind the number in which 台阶 stands
_BUILT: Final = frozenset({"area", "length", "count", "volume", "power"})  # what is built lasts; money is spent
_FALL: Final = "降幅"
_FLIPPED: Final = {"over": "under", "under": "over"}


@dataclass(frozen=True, slots=True)
class Source:
    """What the panel shows of a record beside its figure."""

    modality: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of an indicator with the closed or left-open interval it belongs to.

    `value` and `upper` are in the record's unit, a fall is negative; `start` is empty where only the end is known;
    `per` is 年均 for a mean over years, else what the record says where the name of the indicator does not.
    """

    row: Row
    start: str
    end: str
    per: str | None
    kind: str
    value: float
    upper: float | None
    bound: str
    tone: tuple[str, ...]
    sentence: str


def figure_of(row: Row, source: Source) -> Figure | str:
    """Return the figure of a row, or why it cannot enter (`fupin_nlp.comparison.panel.GAP_REASONS_ZH`)."""
    if not row.certain or row.value is None:
        return "uncertain"
    if row.ahead and not row.planned:
        return "not_over"
    known = indicators().by_name.get(row.indicator or "")
    if row.cumulative and row.role == "achieved" and _is_there(known):
        return "cumulative"
    mean = _is_mean(row)
    interval = _interval(row, _is_level(row, known))
    if interval is None:
        return "undated"
    start, end = interval
    if mean and start and calendar_year(start, end) is not None and row.nature in ("change", "flow", "rate"):
        return "mean_of_years"
    value, upper, bound = _signed(row, known, _bound(row))
    return Figure(
        row=row,
        start=start,
        end=end,
        per="年均" if mean else None if row.per and row.per in (row.indicator or "") else row.per,
        kind=known.kinds[0] if known is not None and row.kind in known.kinds else row.kind,
        value=value,
        upper=upper,
        bound=bound,
        tone=_tone(row, source),
        sentence=source.sentence,
    )


def is_missed_aim(row: Row) -> bool:
    """Tell whether a figure is told of as what was aimed at: 略低于8%的预定目标, 没有实现降低4%左右的目标."""
    words = panel_words()
    before, rest = row.stands.clause or "", (row.stands.rest or "").replace(",", "，").partition("，")[0]
    return any(word in before for word in words.missed_before) and any(word in rest for word in words.missed_behind)


def with_named_aims(rows: Iterable[Row]) -> Iterator[Row]:
    """Give an aim that stands behind the result it is told against its indicator (增长7.8%，略低于8%的预定目标)."""
    before: Row | None = None
    for row in rows:
        named = row
        if row.indicator is None and before is not None and is_missed_aim(row):
            same = (row.doc, row.unit, row.stands.sentence) == (before.doc, before.unit, before.stands.sentence)
            named = replace(row, indicator=before.indicator) if same else row
        before = named
        yield named


def calendar_year(start: str, end: str) -> int | None:
    """Return the year of a period that is a whole calendar year, else None.

    Examples
    --------
    >>> calendar_year("2015-01-01", "2016-01-01"), calendar_year("2015-01-01", "2015-07-01")
    (2015, None)
    """
    if not start or not end:
        return None
    first, after = date.fromisoformat(start), date.fromisoformat(end)
    whole = (first.month, first.day, after.month, after.day) == (1, 1, 1, 1) and after.year == first.year + 1
    return first.year if whole else None


def _is_there(known: Indicator | None) -> bool:
    """Tell whether what an indicator counts is there afterwards (高标准农田), so that a total of it may be older."""
    if known is None or known.kinds[0] != "flow" or "level" not in known.kinds:
        return False
    return known.dimension in _BUILT and not sums_words().flow_names.search(known.name)


def _is_mean(row: Row) -> bool:
    return row.per in panel_words().means


def _is_level(row: Row, known: Indicator | None) -> bool:
    """Tell whether a figure is what there is at a time: it belongs to the end of its interval."""
    if known is None or known.growth_of is not None or "level" not in known.kinds:
        return False
    if known.kinds[0] != "level" and not (row.before or "").endswith(panel_words().staying):
        return False
    if row.kind not in ("level", "rate", "share"):
        return False
    return row.before is None or not any(word in row.before for word in panel_words().totals)


def _interval(row: Row, is_level: bool) -> tuple[str, str] | None:
    start, end = row.period.start, row.period.end
    if end is None or (start is None and not is_level and row.role != "target"):
        return None
    start, end = _whole_years(start, end)
    after = date.fromisoformat(end)
    if row.base is not None and row.nature == "change" and row.base < after.year - 1:
        return f"{row.base + 1}-01-01", end  # 2007年比2002年增长65%: that of five years
    if not is_level:
        return start or "", end
    years = after.year - date.fromisoformat(start).year if start else 2
    if (after.month, after.day) == (1, 1):
        return _year(after.year - 1)
    if row.role != "target" and start and years > 1 and after.month <= EARLY:
        return _year(after.year - 1)
    return start or "", end


def _whole_years(start: str | None, end: str) -> tuple[str | None, str]:
    """Return the calendar years of an interval that runs for whole years from the day of a report early in a year.

    今后五年 of a report of January 2026 are the years 2026 to 2030, 五年来 of one of January 2021 those from 2016 on.
    """
    if start is None or start[4:] != end[4:] or start[:4] == end[:4] or int(end[5:7]) > EARLY:
        return start, end
    return f"{start[:4]}-01-01", f"{end[:4]}-01-01"


def _year(year: int) -> tuple[str, str]:
    return f"{year}-01-01", f"{year + 1}-01-01"


def _bound(row: Row) -> str:
    words = panel_words()
    if is_missed_aim(row) and not (row.stands.behind or "").startswith(words.behind):
        return "exact"  # 低于 says how the result stands to it
    if row.bound != "exact":
        return row.bound
    behind = (row.stands.behind or "")[:_NEAR]
    passed = any(verb in (row.action or "") for verb in words.step_verbs) or any(
        word in behind for word in words.step_behind
    )
    return "over" if passed and "level" in (row.kind, row.nature) else "exact"


def _signed(row: Row, known: Indicator | None, bound: str) -> tuple[float, float | None, str]:
    """Return value, upper end and bound with the sign of the change."""
    value, upper = row.value or 0.0, row.value_max
    moved = row.kind == "change" or (known is not None and known.kinds[0] == "change")
    counts_falls = known is not None and row.action is not None and row.action in known.actions  # 减贫人口: those less
    if not moved or value < 0 or counts_falls:
        return value, upper, bound
    polarity = None if known is None else known.lower_is_better
    verb = row.before if row.before and moves(row.before) else row.action
    sign = 1 if _arrives(row.stands.clause or "") else sign_of(verb, polarity)
    if known is not None and known.name.endswith(_FALL):
        sign = -1 if verb and moves(verb) in ("up", "worse") else 1
    if sign > 0:
        return value, upper, bound
    low, high = (-value, None) if upper is None else (-upper, -value)
    return low, high, _FLIPPED.get(bound, bound)


def _arrives(clause: str) -> bool:
    """Tell whether a rate of growth arrives at a value, which is above zero then: 增速由上年的8%回落到."""
    words = panel_words()
    return clause.endswith(words.arrivals) and any(name in clause for name in words.rates)


def _tone(row: Row, source: Source) -> tuple[str, ...]:
    """Return the words of the tone: those of the record, of its clause, what governs it, and the end of its sentence.

    A word within the name of what is aimed at (人均预期寿命) is none.
    """
    words = panel_words()
    clause, behind, rest = (part or "" for part in (row.stands.clause, row.stands.behind, row.stands.rest))
    for name in filter(None, (row.named, row.indicator)):
        clause = clause.replace(name, "")
    found = [word for word in source.modality if word not in (row.named or "")]
    found += [word for word in words.opening if word in clause]
    if not any(word in clause for word in words.governing):
        found += _governing(row.stands.segment or "")
    found += [word for word in words.behind if behind.startswith(word)]
    found += [word for word in words.closing if word in rest]
    return tuple(_without_parts(found))


def _governing(segment: str) -> list[str]:
    """Return the word at the head of an earlier clause that governs what follows (力争年内，…).

    The clause must have a figure of its own, or no more than a time.
    """
    words = panel_words()
    found: list[str] = []
    for clause in segment.replace(",", "，").split("，")[:-1]:
        opening = clause.replace(":", "：").rpartition("：")[2].lstrip()
        word = next((word for word in words.governing if opening.startswith(word)), None)
        if word is not None:
            counts = any(mark.isdigit() for mark in clause) or len(clause) <= len(word) + _TIME
            found = [word] if counts else []
    return found


def _without_parts(words: Sequence[str]) -> list[str]:
    return [word for word in dict.fromkeys(words) if not any(word != other and word in other for other in words)]
