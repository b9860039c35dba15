"""Headline findings in words, each with the records behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from statistics import median
from typing import Any, NamedTuple

from fupin_nlp.display.labels import amount
from fupin_nlp.lexicon.indicators import indicators

__all__ = ["DOUBTFUL", "Finding", "findings"]

DOUBTFUL = 0.5  # confidence below which a figure rather is to be looked at than believed
_INDICATORS = 4
_SEVERAL = 3  # regions from which on figures are told by their ends and middle
_NEEDED = 2  # figures that an indicator has to have
_NAMED = 3  # pairs of target and result up to which each is named


class Finding(NamedTuple):
    """A sentence, and the rows of the records that it rests on."""

    text: str
    rows: tuple[int, ...]


def findings(
    figures: Mapping[str, Sequence[Mapping[str, Any]]], rows: Sequence[Mapping[str, Any]], regions: AbstractSet[str]
) -> list[Finding]:
    """Return what the page says first.

    Of the first indicators: targets and results of their last year, how many results reached their target, how many
    targets lie below the result of the year before. Then what is doubtful. Figures that a reader should not believe
    without looking (confidence below `DOUBTFUL`, damaged, marked as implausible) are left out, and those of places
    that no report is of: a county beside provinces would be the lowest of all.

    Parameters
    ----------
    figures : mapping of str to sequence
        Indicator → its figures, of `fupin_nlp.html.targets.figures`.
    rows : sequence of mapping
        The records of the page.
    regions : set of str
        The regions of the reports.
    """
    own = regions - {""}
    found: list[Finding] = []
    told = 0
    for indicator, points in figures.items():
        kept = [point for point in points if (not own or point["place"] in own) and _is_firm(point, rows)]
        if len(kept) < _NEEDED:
            continue
        found += _of_indicator(indicator, kept, len(own) != 1)
        told += 1
        if told == _INDICATORS:
            break
    return [*found, *_of_measures(rows)]


def _is_firm(point: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> bool:
    if point["check"] or not 0 <= point["row"] < len(rows):
        return False
    row = rows[point["row"]]
    return row["certain"] is not False and (row["confidence"] is None or row["confidence"] >= DOUBTFUL)


def _of_indicator(indicator: str, points: Sequence[Mapping[str, Any]], named: bool) -> list[Finding]:
    several = len({point["region"] for point in points}) >= _SEVERAL
    found = []
    for side, word in (("target", "目标"), ("result", "实绩")):
        of_side = [point for point in points if point["side"] == side]
        counts = Counter(point["year"] for point in of_side)
        if not counts:
            continue
        year = max(counts, key=lambda y: (counts[y] if several else 0, y))
        chosen = [point for point in of_side if point["year"] == year]
        if several and len(chosen) < _SEVERAL:
            continue
        said = _spread(chosen) if several else _each(chosen, named)
        found.append(Finding(f"{year}年{indicator}{word}：{said}。", _rows(chosen)))
    return [*found, *_reached(indicator, points), *_lowered(indicator, points)]


def _rows(points: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(point["row"] for point in points))


def _each(points: Sequence[Mapping[str, Any]], named: bool) -> str:
    return "，".join((point["region"] if named else "") + _said(point) for point in points)


def _said(point: Mapping[str, Any]) -> str:
    return str(point["text"]) + (f"（{point['tone']}）" if point["tone"] else "")


def _spread(points: Sequence[Mapping[str, Any]]) -> str:
    """Return lowest, highest and middle of the figures of several regions; a range counts by its lower end."""
    low = min(point["value"] for point in points)
    high = max(point["value"] for point in points)
    middle = amount({"value": round(median(point["value"] for point in points), 4), "unit": points[0]["unit"]})
    if low == high:
        return f"{len(points)}个地区都是{middle}"
    ends = (f"{_of(points, low)}最低，{_bare(points, low)}", f"{_of(points, high)}最高，{_bare(points, high)}")
    ranged = sum(point["upper"] is not None for point in points)
    more = f"；其中{ranged}个是区间，按下限比较" if ranged else ""
    return f"{len(points)}个地区，{ends[0]}，{ends[1]}，中位数{middle}{more}"


def _of(points: Sequence[Mapping[str, Any]], value: float) -> str:
    names = [point["region"] for point in points if point["value"] == value]
    return "、".join(names) if len(names) <= 2 else f"{names[0]}等{len(names)}个地区"


def _bare(points: Sequence[Mapping[str, Any]], value: float) -> str:
    one = next(point for point in points if point["value"] == value)
    return amount({"value": value, "unit": one["unit"]})


def _pairs(points: Sequence[Mapping[str, Any]], ahead: int) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Return the targets with the result of the same region `ahead` years before; a year with several has no pair."""
    sides: dict[tuple[str, int, str], list[Mapping[str, Any]]] = {}
    for point in points:
        sides.setdefault((point["region"], point["year"], point["side"]), []).append(point)
    found = []
    for (region, year, side), ones in sides.items():
        results = sides.get((region, year - ahead, "result"), [])
        if side == "target" and len(ones) == len(results) == 1:
            found.append((ones[0], results[0]))
    return found


def _reached(indicator: str, points: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Tell how many results reached the target of their year; less is better for some indicators."""
    pairs = _pairs(points, 0)
    if not pairs:
        return []
    known = indicators().by_name.get(indicator)
    lower = known is not None and known.lower_is_better
    reached = [
        (t, r) for t, r in pairs if (r["value"] <= (t["upper"] or t["value"]) if lower else r["value"] >= t["value"])
    ]
    rows = _rows([point for pair in pairs for point in pair])
    if len(pairs) == 1:
        (target, result), word = pairs[0], "达到" if reached else "没有达到"
        where = f"{target['region']}{target['year']}年{indicator}"
        return [Finding(f"{where}目标{target['text']}，实绩{result['text']}，{word}目标。", rows)]
    ends = {0: "都没有达到目标", len(pairs): "都达到目标"}
    said = ends.get(len(reached), f"其中{len(reached)}对达到目标")
    each = "，".join(f"{t['region']}{t['year']}年目标{t['text']}、实绩{r['text']}" for t, r in pairs)
    named = f"：{each}" if len(pairs) <= _NAMED else ""
    return [Finding(f"{indicator}有{len(pairs)}对同年的目标与实绩，{said}{named}。", rows)]


def _upper(point: Mapping[str, Any]) -> float:
    upper: float = point["value"] if point["upper"] is None else point["upper"]
    return upper


def _lowered(indicator: str, points: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Tell how many targets of a rate lie wholly below or above what was reached the year before, and the others."""
    pairs = [(t, r) for t, r in _pairs(points, 1) if t["unit"] == "%"]
    if len(pairs) < _SEVERAL:
        return []
    year = Counter(target["year"] for target, _ in pairs).most_common(1)[0][0]
    of_year = [(target, result) for target, result in pairs if target["year"] == year]
    below = [(t, r) for t, r in of_year if _upper(t) < r["value"]]
    above = [(t, r) for t, r in of_year if t["value"] > r["value"]]
    if len(of_year) < _SEVERAL:
        return []
    around = len([t for t, r in of_year if t["value"] <= r["value"] <= _upper(t) and t["value"] < _upper(t)])
    equal = len(of_year) - len(below) - len(above) - around
    counts = (
        *((len(below), "低于上年实绩"), (len(above), "高于上年实绩")),
        *((equal, "与上年实绩持平"), (around, "是区间，上年实绩在区间内")),
    )
    told = "，".join(f"{count}个{word}" for count, word in counts if count)
    text = f"{year}年{indicator}目标与上年实绩相比：{len(of_year)}个地区中，{told}。"
    return [Finding(text, _rows([point for pair in of_year for point in pair]))]


def _of_measures(rows: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Tell which measures have most results, and how much is doubtful."""
    found = []
    done = [i for i, row in enumerate(rows) if row["role"] == "achieved" and row["measure"] != "other"]
    counts = Counter(str(rows[i]["measure_label"]) for i in done if rows[i]["measure_label"] is not None)
    first = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    if len(first) > 1:
        said = "、".join(f"{name}（{count:,}条）" for name, count in first)
        found.append(Finding(f"已完成的记录最多的是{said}。", ()))
    damaged = tuple(i for i, row in enumerate(rows) if row["certain"] is False)
    weak = tuple(i for i, row in enumerate(rows) if row["confidence"] is not None and row["confidence"] < DOUBTFUL)
    if damaged:
        found.append(Finding(f"{len(damaged):,}条记录的数字因原文残缺而不可引用。", damaged))
    if weak:
        found.append(Finding(f"{len(weak):,}条记录的置信度低于{DOUBTFUL:.0%}，引用前请看原句。", weak))
    return found
