"""Links between records: parts of a total, and figures that are told twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fupin_nlp.lexicon.patterns import compile_pattern
from fupin_nlp.model import Record

__all__ = ["link_parts", "link_repeats"]

_PARTS = compile_pattern("parts follow", r"其中|包括|包含|(?<![一-鿿])含")
_MIN_REPEAT = 10  # smaller counts (2次, 3项) recur by chance
_SHARED_HEAD = 2


def link_parts(
    records: Sequence[Record], sentences: Sequence[tuple[int, int, str]], order: Sequence[int]
) -> list[Record]:
    """Set `part_of` on the records that 其中 / 包括 introduce.

    The total is the last record before the word with the same unit, in the same sentence or the one before it in
    its paragraph; a part is no larger than its total and shares its dimension.

    Parameters
    ----------
    records : sequence of Record
        In text order.
    sentences : sequence of (sentence, paragraph, text before the quantity in its sentence)
        For each record.
    order : sequence of int
        Clean start of each record, for the order in a sentence.
    """
    out = list(records)
    for i, record in enumerate(records):
        sentence, paragraph, before = sentences[i]
        # A semicolon ends what 其中 introduces.
        cues = [m.start() for m in _PARTS.finditer(before, before.rfind("；") + 1)]
        if not cues:
            continue
        cue_at = order[i] - len(before) + cues[-1]
        total = _total(records, sentences, order, i, (sentence, paragraph, cue_at))
        if total is not None:
            out[i] = _like_total(record, total)
    return out


def _like_total(part: Record, total: Record) -> Record:
    """Link a part; where it has no verb of its own, what was done to the total was done to it."""
    role = "background" if total.role == "background" and part.role == "achieved" else part.role
    if part.action is None and part.kind == "level":
        return replace(part, part_of=total.id, action=total.action, kind=total.kind, role=role)
    return replace(part, part_of=total.id, role=role)


def _total(
    records: Sequence[Record],
    sentences: Sequence[tuple[int, int, str]],
    order: Sequence[int],
    i: int,
    place: tuple[int, int, int],
) -> Record | None:
    sentence, paragraph, cue_at = place
    for k in range(i - 1, -1, -1):
        if sentences[k][1] != paragraph or sentences[k][0] < sentence - 1:
            return None
        if order[k] >= cue_at:
            continue
        total, part = records[k], records[i]
        if total.dimension != part.dimension or total.unit != part.unit or total.kind in ("change", "rate", "share"):
            continue
        if total.value is not None and part.value is not None and part.value <= total.value:
            return total
        return None
    return None


def link_repeats(records: Sequence[Record]) -> list[Record]:
    """Set `repeat_of` where a figure of the same thing stands earlier in the report.

    Same value, unit, bound, role and region, and an entity that is equal, holds the other, or ends in the same
    head; small counts and ratios repeat only with an equal entity.
    """
    out: list[Record] = []
    seen: dict[tuple[object, ...], list[Record]] = {}
    for found in records:
        record = found
        key = (record.value, record.value_max, record.unit, record.bound, record.role, record.region, record.kind)
        earlier = seen.setdefault(key, [])
        first = next((r for r in earlier if _same_thing(r, record)), None) if record.certain else None
        if first is not None and record.part_of is None:
            record = replace(record, repeat_of=first.id)
        else:
            earlier.append(record)
        out.append(record)
    return out


def _same_thing(a: Record, b: Record) -> bool:
    if not a.entity or not b.entity or a.value is None:
        return False
    if a.entity == b.entity:
        return a.value >= _MIN_REPEAT or a.action == b.action
    if a.dimension == "ratio" or a.value < _MIN_REPEAT * 10 or a.value == round(a.value, -3):
        return False
    short, long = sorted((a.entity, b.entity), key=len)
    return len(short) >= _SHARED_HEAD and (short in long or short[-_SHARED_HEAD:] == long[-_SHARED_HEAD:])
