"""When a predicted record and a gold record are the same: span, number, unit, phrase, link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

__all__ = ["Row", "fits", "pair", "same_link", "same_phrase", "same_quantity"]

Row: TypeAlias = Mapping[str, Any]

# Spellings of one unit that gold and the library may choose between.
_UNIT_SPELLINGS = {
    "％": "%",
    "个百分点": "百分点",
    "km": "公里",
    "千米": "公里",
    "平方千米": "平方公里",
    "kW": "千瓦",
    "块": "元",
    "块钱": "元",
    "人民币": "元",
}
_NEAR = 2  # characters by which both ends of a span may differ


def same_phrase(given: object, accepted: Iterable[object]) -> bool:
    """Whether a short phrase says the same as one of the accepted ones.

    Equal; or one contains the other, the shorter having two characters or more and 40 % of the longer; or both end
    in the same character (the head of a Chinese noun phrase), the longer is at most three times as long, and 60 %
    of the shorter's characters occur in the longer. Nothing given is right where nothing (None) is accepted.

    Examples
    --------
    >>> same_phrase("贫困村", ["村", "建档立卡贫困村"]), same_phrase("乡村道路", ["村组道路"])
    (True, True)
    >>> same_phrase("贫困户", ["贫困村"]), same_phrase(None, [None, "结成"])
    (False, True)
    """
    if given is None or given == "":
        return any(answer is None for answer in accepted)
    return any(_alike(str(given), str(answer)) for answer in accepted if answer)


def same_link(target: Row | None, accepted: Iterable[int | None]) -> bool:
    """Whether a link leads to an accepted place.

    Gold tells a link by the start of the record it leads to, a prediction by an id; `target` is the predicted
    record with that id, None for no link.

    Examples
    --------
    >>> same_link({"start": 10, "end": 14}, [11]), same_link(None, [11]), same_link(None, [None])
    (True, False, True)
    """
    if target is None:
        return any(place is None for place in accepted)
    return any(place is not None and target["start"] <= place < target["end"] for place in accepted)


def _alike(one: str, two: str) -> bool:
    if one == two:
        return True
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    if len(short) < 2:
        return False
    if short in long and len(short) >= 0.4 * len(long):
        return True
    shared = (Counter(short) & Counter(long)).total()
    return short[-1] == long[-1] and len(long) <= 3 * len(short) and shared >= 0.6 * len(short)


def _unit(unit: object) -> str:
    """Return the unit in one spelling; of a compound (微克/立方米) the part before the slash counts."""
    text = str(unit or "").strip()
    head = _UNIT_SPELLINGS.get(text, text).split("/")[0]
    return _UNIT_SPELLINGS.get(head, head)


def _same_number(one: object, two: object) -> bool:
    if one is None or two is None:
        return one is two
    try:
        a, b = float(str(one)), float(str(two))
    except ValueError:
        return False
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def same_quantity(given: Row, gold: Row) -> bool:
    """Whether value, both ends of a range and unit agree; a unit may be spelt in another way."""
    same = _same_number(given.get("value"), gold.get("value"))
    same = same and _same_number(given.get("value_max"), gold.get("value_max"))
    return same and _unit(given.get("unit")) == _unit(gold.get("unit"))


def fits(given: Row, gold: Row) -> bool:
    """Whether a predicted span is about the gold span."""
    shared = min(given["end"], gold["end"]) - max(given["start"], gold["start"])
    if shared <= 0:
        return False
    union = max(given["end"], gold["end"]) - min(given["start"], gold["start"])
    near = all(abs(given[side] - gold[side]) <= _NEAR for side in ("start", "end"))
    return near or 2 * shared >= union


def pair(given: Sequence[Row], gold: Sequence[Row]) -> tuple[list[tuple[Row, Row | None]], list[Row]]:
    """Give each gold row one fitting prediction, if possible one with the right number; return the rest too."""
    free = dict(enumerate(sorted(given, key=lambda row: (row["start"], row["end"]))))
    pairs: list[tuple[Row, Row | None]] = []
    for wanted in gold:
        fitting = [i for i, row in free.items() if fits(row, wanted)]
        right = [i for i in fitting if same_quantity(free[i], wanted)]
        best = next(iter(right or fitting), None)
        pairs.append((wanted, None if best is None else free.pop(best)))
    return pairs, list(free.values())
