"""Links from a part to its total: what 其中 introduces, what adds up, what is done of a whole."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate
from operator import itemgetter
from typing import Final, NamedTuple, TypeAlias

from fupin_nlp.lexicon.links import link_words
from fupin_nlp.lexicon.units import units
from fupin_nlp.model import Record

__all__ = ["Place", "link_parts"]

_SUMMABLE: Final = ("level", "flow")
_NO_WHOLE: Final = ("ratio", "age", "time")  # an age or a duration has no parts, and shares are of different wholes
_RESULTS: Final = ("achieved", "target")
_NO_AMOUNT: Final = ("", Decimal(0))
_end: Final = itemgetter(1)
# Figures that merely happen to add up: two or three in a row rarely do so to three digits, often to one.
_DIGITS_FAR: Final = 3
_DIGITS_NEAR: Final = 2
_LONG_RUN: Final = 3
_FEWEST: Final = 3  # a total and two parts
# How far a total may stand from its parts. No list of a report is longer, and a text of nothing but numbers must not
# take quadratic time.
_REACH: Final = 600  # characters from 其中 to its part
_RECORDS: Final = 60
_TOTAL_WORDS: Final = 20  # characters from 共 to its figure


Place: TypeAlias = tuple[int, int, int, int, int]
"""Where a quantity stands: ordinals of its sentence and paragraph, where the sentence starts, its own start and end."""


def link_parts(records: Sequence[Record], places: Sequence[Place], text: str) -> list[Record]:
    """Set `part_of` on the records that are a part of another.

    A part and its total share a unit, or units that join (人 and 名), and a part is no larger than its total. Three
    rules, in this order:

    - 其中 / 包括 / 含 introduces parts of the last such figure before it, up to the semicolon, or until another
      clause does what was done to the total (新增…，其中…，新增…);
    - figures in a row that add up to the one before them exactly are its parts, as are those before a figure with
      共 or 合计; figures with few digits, which add up by chance, only near by;
    - ，已就业13150人 behind 劳动力14300人 tells how much of it is done.

    Parameters
    ----------
    records : sequence of Record
        In text order.
    places : sequence of Place
        Of each record.
    text : str
        The cleaned text.

    Returns
    -------
    list of Record
    """
    if not records:
        return []
    out = list(records)
    amounts = _amounts(records)
    linker = _Linker(records, places, text, amounts)
    for part, total in linker.introduced():
        out[part] = _like_total(records[part], records[total])
    linked = [(n, record.part_of) for n, record in enumerate(out) if record.part_of is not None]
    ordinals = {record.id: n for n, record in enumerate(records)} if linked else {}
    above = {n: ordinals[total] for n, total in linked}
    for part, total in (*linker.sums(), *linker.done()):
        if part not in above and not _lies_under(above, total, part):
            above[part] = total
            out[part] = replace(out[part], part_of=records[total].id)
    return out


def _lies_under(above: Mapping[int, int], total: int, part: int) -> bool:
    """Whether the total is itself a part of the part: sums over equal figures could close a ring."""
    seen: int | None = total
    while seen is not None and seen != part:
        seen = above.get(seen)
    return seen == part


def _amounts(records: Sequence[Record]) -> list[tuple[str, Decimal] | None]:
    """Return what the figures are counted in and how much they are, so that units that join compare; None for none."""
    table, known = units(), {}
    amounts: list[tuple[str, Decimal] | None] = []
    for record in records:
        name, value = record.unit, record.value
        if value is None or not record.certain or record.dimension in _NO_WHOLE:
            amounts.append(None)
            continue
        if name not in known:
            known[name] = table.lookup(name)
        unit = known[name]
        if unit is None:
            amounts.append((name, value))
        else:
            amounts.append((unit.peer, value if unit.factor == 1 else value * unit.factor))
    return amounts


def _like_total(part: Record, total: Record) -> Record:
    """Link a part; where it has no verb of its own it is of the kind of the total."""
    if part.action is None and part.kind == "level":
        return replace(part, part_of=total.id, kind=total.kind)
    return replace(part, part_of=total.id)


class _Group(NamedTuple):
    """The figures that count in one unit and can be summed: their ordinals, how much they are, and their roles.

    `sums` holds what the first none, one, two … of them are together.
    """

    ordinals: list[int]
    values: list[Decimal]
    roles: list[str]
    sums: list[Decimal]

    def may_run(self, total: int, candidates: range) -> bool:
        """Tell whether the first candidates add up to the total exactly, whatever their roles: without a walk."""
        sums, whole = self.sums, self.values[total]
        if candidates.step > 0:
            first, stop = candidates.start, candidates.stop
            k = bisect_left(sums, sums[first] + whole, first, stop)
            return sums[k] == sums[first] + whole
        k = bisect_right(sums, sums[total] - whole, candidates.stop + 1, total) - 1
        return k > candidates.stop and sums[k] == sums[total] - whole

    def run(self, total: int, candidates: range) -> list[int]:
        """Return the ordinals of the first candidates if they add up to the total exactly, else nothing."""
        left, role = self.values[total], self.roles[total]
        for count, i in enumerate(candidates, 1):
            left -= self.values[i]
            if left <= 0 or self.roles[i] != role:
                full = not left and count > 1 and self.roles[i] == role
                return [self.ordinals[k] for k in candidates[:count]] if full else []
        return []


class _Linker:
    """The rules over one document; yields pairs (part, total) of ordinals."""

    def __init__(
        self,
        records: Sequence[Record],
        places: Sequence[Place],
        text: str,
        amounts: Sequence[tuple[str, Decimal] | None],
    ) -> None:
        self.records = records
        self.sentences, self.paragraphs, self.openings, self.starts, self.ends = zip(*places, strict=True)
        self.text = text
        self.amounts = amounts
        self.words = link_words()

    def introduced(self) -> Iterator[tuple[int, int]]:
        """Yield the parts that 其中 and its like introduce."""
        cues = self._cues()
        for i, at in enumerate(self.starts) if cues else ():
            inside = cues.get(self.openings[i])
            if inside is None or self.amounts[i] is None:
                continue
            k = bisect_right(inside, at, key=_end) - 1
            if k < 0:
                continue
            cue, start = inside[k][0], max(self.openings[i], at - _REACH)
            start = max(start, self.text.rfind("；", start, at) + 1)
            if cue < start:
                continue
            total = self._introduced_total(i, cue, start)
            if total is not None and self._in_scope(i, total, cue):
                yield i, total

    def _cues(self) -> dict[int, list[tuple[int, int]]]:
        """Return where words introduce parts, by where their sentence starts; behind its last figure none matters."""
        pattern, text = self.words.parts, self.text
        last = dict(zip(self.openings, self.starts, strict=True))
        return {
            opening: [m.span() for m in pattern.finditer(text, opening, at)]
            for opening, at in last.items()
            if pattern.search(text, opening, at)
        }

    def _introduced_total(self, i: int, cue: int, segment: int) -> int | None:
        amount = self.amounts[i]
        opens = not self.text[segment:cue].strip("，、。 \n（(")  # then the total stands in what comes before
        for k in range(i - 1, max(-1, i - 1 - _RECORDS), -1):
            if self.paragraphs[k] != self.paragraphs[i] or self.sentences[k] < self.sentences[i] - 1:
                return None
            if self.starts[k] >= cue:
                continue
            if self.starts[k] < segment and not opens:
                return None
            other = self.amounts[k]
            if amount is None or other is None or other[0] != amount[0] or self.records[k].kind not in _SUMMABLE:
                continue
            return k if amount[1] <= other[1] and self._same_footing(i, k) else None
        return None

    def _same_footing(self, part: int, total: int) -> bool:
        """Whether the roles fit: a threshold or the value from which something rose is no part of a result."""
        role = self.records[part].role
        return role not in ("standard", "background") or role == self.records[total].role

    def _in_scope(self, i: int, total: int, cue: int) -> bool:
        """Whether the list that the cue opens still goes on at the figure."""
        between = self.text[cue : self.starts[i]]
        if self.text[cue - 1 : cue] in ("、", "（", "("):
            return "，" not in between and "）" not in between
        action = self.records[total].action
        clauses = between.split("，")[1:]
        # 其中， or 其中汽车修理…: the first clause with words in it belongs to the cue.
        own = clauses[1:] if between.startswith(self.words.opens) else clauses
        return action is None or not any(clause.startswith(action) for clause in own)

    def sums(self) -> Iterator[tuple[int, int]]:
        """Yield figures in a row that add up to the one before them, or to the one behind them with 共."""
        members: dict[str, list[int]] = {}
        records, amounts = self.records, [amount or _NO_AMOUNT for amount in self.amounts]
        for i, (unit, _) in enumerate(amounts):
            record = records[i]
            if unit and record.kind in _SUMMABLE and record.role in _RESULTS and record.value_max is None:
                members.setdefault(unit, []).append(i)
        for ordinals in members.values():
            if len(ordinals) < _FEWEST:
                continue
            values, roles, count = [amounts[i][1] for i in ordinals], [records[i].role for i in ordinals], len(ordinals)
            group = _Group(ordinals, values, roles, [*accumulate(values, initial=Decimal(0))])
            rises = False  # whether a figure is as large as the one before it, or larger
            for at, whole in enumerate(values):
                rose, rises = rises, at + 1 < count and values[at + 1] >= whole
                role = roles[at]
                # Most figures are no sum: the next two are more together, or of another role.
                alike = not rises and at + 2 < count and role == roles[at + 1] == roles[at + 2]
                if alike and values[at + 1] + values[at + 2] <= whole:
                    behind = range(at + 1, min(at + 1 + _RECORDS, count))
                    run = group.run(at, behind) if group.may_run(at, behind) else []
                    if run:
                        yield from self._sum_before(group, at, run)
                alike = rose and at > 1 and role == roles[at - 1] == roles[at - 2]
                if alike and values[at - 1] + values[at - 2] <= whole:
                    before = range(at - 1, max(0, at - _RECORDS) - 1, -1)
                    run = group.run(at, before) if group.may_run(at, before) else []
                    if run and self._is_sum_behind(group.ordinals[at], run):
                        yield from ((part, group.ordinals[at]) for part in run)

    def _sum_before(self, group: _Group, at: int, run: list[int]) -> Iterator[tuple[int, int]]:
        """Yield the parts of a total; it may be broken down more than once, each time in full."""
        total, rest, stop = group.ordinals[at], at + 1, min(at + 1 + _RECORDS, len(group.values))
        while run:
            rest += len(run)
            if self._telling(total, run):
                yield from ((part, total) for part in run)
            run = group.run(at, range(rest, stop))

    def _is_sum_behind(self, total: int, run: list[int]) -> bool:
        """Return whether the words before a figure make it the sum of those before it."""
        if self.sentences[run[-1]] < self.sentences[total] - 1:
            return False
        start = max(self.openings[total], self.starts[total] - _TOTAL_WORDS)
        return self.words.total.search(self.text, start, self.starts[total]) is not None

    def _telling(self, total: int, run: Sequence[int]) -> bool:
        digits = max(len(str(int(self._value(i).scaleb(6))).strip("0")) for i in (total, *run))
        if self.sentences[run[0]] <= self.sentences[total] + 1:
            return digits >= (_DIGITS_NEAR if len(run) >= _LONG_RUN else _DIGITS_FAR)
        return digits >= _DIGITS_FAR and len(run) >= _LONG_RUN

    def _value(self, i: int) -> Decimal:
        amount = self.amounts[i]
        return Decimal(0) if amount is None else amount[1]

    def done(self) -> Iterator[tuple[int, int]]:
        """Yield figures that tell how much of the one before them is done."""
        for i in range(1, len(self.amounts)):
            amount, whole, start = self.amounts[i], self.amounts[i - 1], self.ends[i - 1]
            if amount is None or whole is None or not self.text.startswith("，", start):
                continue
            if amount[0] != whole[0] or amount[1] > whole[1]:
                continue
            if self.records[i].kind not in _SUMMABLE or self.records[i - 1].kind not in _SUMMABLE:
                continue
            if self._same_footing(i, i - 1) and self.words.done.match(self.text[start : self.starts[i]]):
                yield i, i - 1
