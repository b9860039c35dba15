"""Search for the true bytes of shifted runs: a beam of readings, one step for each character that is shown.

Out of step, each character that the decoder shows is the trail byte of one true character and the lead byte of the
next. What it does not show is chosen: the byte before the parenthesis of a note (the reading of the note narrows it
down), a pair that was no character and was dropped (its neighbours are known by half), and the trail byte before a
character that was swallowed. The readings are scored by how likely their characters follow each other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import regex

from fupin_nlp.clean import gbk
from fupin_nlp.clean.beam import IN_STEP, UNKNOWN, Next, Reading, Step, Stretch
from fupin_nlp.clean.chain import NUMERALS, Node, mark_differences, nodes_of
from fupin_nlp.clean.characters import LETTERS, is_reading
from fupin_nlp.clean.sequences import Language

__all__ = ["NOTE", "SHIFTED", "Found", "Knowledge", "Run", "search"]

SHIFTED: Final = rf"[?？\ufffd]\(?(?P<note>[{LETTERS}]{{1,6}})\)"
NOTE: Final = rf"\((?P<plain>[{LETTERS}]{{1,6}})\)"
_TOKEN: Final = regex.compile(rf"(?P<shift>{SHIFTED})|(?P<aligned>{NOTE})|(?P<char>.)", regex.VERSION1)
_NUMBER_REST: Final = regex.compile(r"[\d.,%]", regex.VERSION1)

_BEAM: Final = 24
_CONTEXT: Final = 6  # characters behind the run that decide with it
# Dropped pairs: how many readings are followed up, and how far, at each character.
_DROPPED_FROM: Final = 6
_DROPPED_TO: Final = 32
_IN_A_ROW: Final = 3
_TWICE_FROM: Final = 8
_TWICE_TO: Final = 12
_SUCCESSORS: Final = 30
_FREQUENT: Final = 16  # characters that are tried though they were never seen behind the last one
_LIKELY: Final = -2.5  # log probability of a character beside which no dropped pair is searched
# What counts against a reading, in log probability.
_COST_OF_SWALLOWED: Final = 8.0
_COST_OF_LONE_BYTE: Final = 6.0
_COST_OF_DROPPED: Final = 0.0
_COST_OF_ONE_MORE: Final = 3.0  # the character between two dropped pairs is known by neither byte
_COST_OF_OTHER_SCRIPT: Final = 6.0
_COST_OF_MISSING_NOTE: Final = 8.0
_COST_OF_STRANGE_NOTE: Final = 5.0
_COST_OF_COMMA: Final = 3.0
# Readings closer than this are not told apart: where they differ is uncertain.
_MARGIN: Final = 5.0
_MARGIN_OF_NUMERALS: Final = 12.0  # where one of the two has a numeral

_SPREAD: Final = 15.0  # a reading this much worse than the best one is given up


class Knowledge(NamedTuple):
    """What the rest of the document tells: its words, which characters have notes, its script.

    `before_dropped` keeps what was found out about a character, for the next run.
    """

    language: Language
    noted: Mapping[str, frozenset[str]]
    noted_chars: frozenset[str]
    foreign: frozenset[str]
    before_dropped: dict[str, tuple[tuple[int, int, str], ...]]


class Run(NamedTuple):
    """A shifted run as restored: ``damaged[start:end]`` becomes `text`.

    `uncertain` are the positions in `text` of characters for which another one reads nearly as well, and of numerals
    of which no byte or one byte was shown.
    """

    start: int
    end: int
    text: str
    notes: tuple[str, ...]
    uncertain: tuple[int, ...]
    pairs: int
    swallowed: bool


class Found(NamedTuple):
    """Runs that stand close together, how well they read, and where the context ends that decided."""

    runs: tuple[Run, ...]
    score: float
    end: int


class _Search:
    """The beam, at one position of the damaged text."""

    def __init__(self, text: str, start: int, left: str, knowledge: Knowledge) -> None:
        data = gbk.encode(text[start - 1])
        self.text = text
        self.knowledge = knowledge
        self.language = knowledge.language
        self.last = data[1] if data is not None and len(data) == 2 else 0  # trail byte of the last one in step
        self.position = start
        self.readings = [Reading(self.language.start(left), IN_STEP)]
        self.in_step = True
        self.stretches: list[Stretch] = []
        self.context = 0  # characters in step behind the last stretch

    def run(self) -> None:
        """Advance token by token until the text is in step for some characters, or no reading is left."""
        while self.readings and not (self.in_step and self.context >= _CONTEXT):
            token = _TOKEN.match(self.text, self.position)
            if token is None or (self.in_step and self.stretches and token[0] in "?\ufffd"):
                break
            was_in_step = self.in_step
            self._advance(token)
            self.position = token.end()
            if self.in_step and not was_in_step:
                self.stretches[-1].end = token.end()
                self.context = 0

    def _advance(self, token: regex.Match[str]) -> None:
        char = token[0]
        if token["shift"] is not None:
            self._shifted_note(token["note"], token.start())
        elif token["aligned"] is not None:
            self._aligned_note(token["plain"], self.text[token.start() - 1])
        elif self.in_step:
            self._follow(char, token.start())
        elif char in "?\ufffd":
            self._lost(token.end())
        elif char == "," and self.text[token.end() : token.end() + 1] in ("，", ",", "。", "、", "；"):
            self.readings = [r._replace(cost=r.cost + _COST_OF_COMMA) for r in self.readings]
        else:
            self._shown(char)

    def _aligned_note(self, note: str, shown: str) -> None:
        """Pass over a note that stands behind what the decoder took for a character, or behind a restored one."""
        if is_reading(shown, note):
            if not self.in_step:
                self.stretches[-1].notes.append(note)
        else:
            self.readings = [r for r in self.readings if self.in_step and r.node and is_reading(r.node.char, note)]

    def _follow(self, char: str, at: int) -> None:
        """Take a character in step as it is."""
        self.context += 1
        data = gbk.encode(char)
        self.last = data[1] if data is not None and len(data) == 2 else 0
        self.readings = [
            Reading(self.language.extend(r.prefix, char), IN_STEP, Node(r.node, char, at=at), r.cost)
            for r in self.readings
        ]

    def _shifted_note(self, note: str, at: int) -> None:
        if self.in_step:
            self.stretches.append(Stretch(at))
            self.readings = [
                r._replace(pending=trail, cost=r.cost + self._strangeness(note, char), exempt=True)
                for r in self.readings
                for trail, char in gbk.trails_read_as(self.last, note)
            ][:_BEAM]
        else:
            self._try_dropped()
            self._choose(lambda reading, least: self._noted(reading, note, least))
        self.stretches[-1].notes.append(note)
        self.in_step = not self.in_step

    def _noted(self, reading: Reading, note: str, least: float) -> Iterator[Next | None]:
        """Yield the ways to end a reading with a character that is read `note`."""
        if reading.pending == UNKNOWN:
            chars = [char for lead, _, char in gbk.read_as(note) if gbk.is_dropped(reading.dropped, lead)]
        else:
            chars = [char for _, char in gbk.trails_read_as(reading.pending, note)]
        chosen = len(chars) > 1 or reading.pending == UNKNOWN
        for char in chars:
            yield self._next(reading, char, Step(IN_STEP, self._strangeness(note, char), chosen, noted=True), least)

    def _strangeness(self, note: str, char: str) -> float:
        known = self.knowledge.noted.get(note)
        return _COST_OF_STRANGE_NOTE if known and char not in known else 0.0

    def _shown(self, char: str) -> None:
        """Advance out of step over a character that the decoder shows."""
        data = gbk.encode(char)
        if data is None or data[0] < 0x40:
            self.readings = []
            return
        trail = data[0]
        follows = data[1] if len(data) == 2 else IN_STEP
        suffix = ""
        if 0 < follows < gbk.LOWEST_LEAD:
            # A letter of the text was taken for a trail byte.
            suffix, follows = chr(follows), IN_STEP
        self._try_dropped(trail)
        self._choose(lambda reading, least: self._with_trail(reading, trail, Step(follows, suffix=suffix), least))
        self.in_step = follows == IN_STEP
        self.stretches[-1].shown += len(data)

    def _with_trail(self, reading: Reading, trail: int, step: Step, least: float) -> Iterator[Next | None]:
        if reading.pending != UNKNOWN:
            char = gbk.by_lead().get(reading.pending, {}).get(trail)
            if char is not None:
                yield self._next(reading, char, step._replace(chosen=reading.exempt), least)
            return
        seen = self.language.follows(reading.prefix.tail)
        for i, (lead, char) in enumerate(gbk.by_trail(trail)):
            if (i < _FREQUENT or char in seen) and gbk.is_dropped(reading.dropped, lead):
                yield self._next(reading, char, step, least)

    def _lost(self, after: int) -> None:
        """Advance over ``?``: a trail byte and the ASCII character behind it, or the byte 0x80 alone."""
        is_number = _NUMBER_REST.match(self.text, after) is not None
        self._try_dropped()
        self._choose(lambda reading, least: self._swallowing(reading, least, is_number=is_number))
        self.in_step = self.stretches[-1].swallowed = True

    def _swallowing(self, reading: Reading, least: float, *, is_number: bool) -> Iterator[Next | None]:
        row = gbk.by_lead().get(reading.pending, {})
        if not is_number and gbk.LOWEST_LEAD in row:
            yield self._next(reading, row[gbk.LOWEST_LEAD], Step(IN_STEP, _COST_OF_LONE_BYTE), least)
        step = Step(IN_STEP, _COST_OF_SWALLOWED, suffix="?")
        for trail, char in row.items():
            if trail > gbk.LOWEST_LEAD:
                yield self._next(reading, char, step, least)

    def _try_dropped(self, shown: int = 0) -> None:
        """Add the readings in which one pair or several were dropped here.

        `shown` is the trail byte that the decoder shows next: where it makes a likely character, nothing was dropped.
        """
        least = max((r.total for r in self.readings), default=0.0) - _SPREAD
        tried = [
            self._next(reading, char, Step(UNKNOWN, _COST_OF_DROPPED, dropped=trail), least)
            for reading in self.readings[:_DROPPED_FROM]
            if not self._reads_on(reading, shown)
            for trail, char in gbk.before_dropped(reading.pending)
        ]
        for in_a_row in range(_IN_A_ROW):
            found = sorted([n for n in tried if n is not None], key=lambda n: (-n.total, n.char))
            once = [self._written(n) for n in found[: _TWICE_TO if in_a_row else _DROPPED_TO]]
            self.readings += once
            tried = [
                self._next(reading, char, Step(UNKNOWN, _COST_OF_ONE_MORE, dropped=trail), least)
                for reading in once[:_TWICE_FROM]
                for lead, trail, char in self._before_dropped(reading.prefix.tail[-1:])
                if gbk.is_dropped(reading.dropped, lead)
            ]

    def _before_dropped(self, last: str) -> tuple[tuple[int, int, str], ...]:
        """Return lead, trail and character of the first ones that may stand between `last` and a dropped pair."""
        known = self.knowledge.before_dropped
        found = known.get(last)
        if found is None:
            found = known[last] = _before_dropped(self.language.follows(last))
        return found

    def _reads_on(self, reading: Reading, shown: int) -> bool:
        char = gbk.by_lead().get(reading.pending, {}).get(shown)
        if char is None or char in self.knowledge.noted_chars:
            return False
        return self.language.score(reading.prefix, char) - reading.prefix.score > _LIKELY

    def _next(self, reading: Reading, char: str, step: Step, least: float) -> Next | None:
        """Return a reading with one more character, None if it reads worse than `least`."""
        cost = step.cost
        if char in self.knowledge.foreign:
            cost += _COST_OF_OTHER_SCRIPT
        if not step.noted and not reading.exempt and char in self.knowledge.noted_chars:
            cost += _COST_OF_MISSING_NOTE
        prefix = reading.prefix
        score = prefix.score + self.language.gain(prefix.tail, char)
        total = score - reading.cost - cost
        return Next(total, reading, char, score, cost, step) if total >= least else None

    def _written(self, n: Next) -> Reading:
        step = n.step
        prefix = self.language.extend(n.reading.prefix, n.char, n.score)
        node = Node(n.reading.node, n.char, chosen=step.chosen, pair=step.pending == UNKNOWN)
        if step.suffix:
            prefix = self.language.extend(prefix, step.suffix)
            node = Node(node, step.suffix)
        return Reading(prefix, step.pending, node, n.reading.cost + n.cost, step.dropped)

    def _choose(self, expand: Callable[[Reading, float], Iterable[Next | None]]) -> None:
        """Keep the best readings; of those with the same future the best one, marked where a close one differs."""
        candidates: list[Next] = []
        bound = -math.inf
        for reading in sorted(self.readings, key=lambda r: -r.total):
            if reading.total < bound:
                break  # one more character never makes it better
            candidates += [n for n in expand(reading, bound) if n is not None]
            bound = max((n.total for n in candidates), default=-math.inf) - _SPREAD
        best: dict[tuple[int, str], Reading] = {}
        for n in sorted(candidates, key=lambda n: (-n.total, n.char)):
            if len(best) >= _BEAM:
                break
            key = (n.step.pending, (n.reading.prefix.tail + n.char + n.step.suffix)[-3:])
            better = best.get(key)
            if better is None:
                best[key] = self._written(n)
            elif n.total > better.total - _MARGIN_OF_NUMERALS:
                mark_differences(better.node, self._written(n).node, near=n.total > better.total - _MARGIN)
        self.readings = list(best.values())


def _before_dropped(counts: Mapping[str, float]) -> tuple[tuple[int, int, str], ...]:
    """Return lead, trail and character of the most frequent ones that may stand before a dropped pair."""
    bytes_of = gbk.end_before_dropped()
    found = sorted([(-count, char) for char, count in counts.items() if char in bytes_of])[:_SUCCESSORS]
    return tuple([(*bytes_of[char], char) for _, char in found])


def search(text: str, start: int, left: str, knowledge: Knowledge) -> Found | None:
    """Return the best reading of the run whose first ``?`` is at `start`, and of runs close behind it.

    Parameters
    ----------
    text : str
        The damaged text.
    start : int
        Position of the ``?`` of the first note.
    left : str
        What stands before it, without notes.
    knowledge : Knowledge
        What the document tells.

    Returns
    -------
    Found or None
        None if no bytes explain what is shown.
    """
    beam = _Search(text, start, left, knowledge)
    beam.run()
    if not beam.readings or not beam.in_step:
        return None
    best, *others = sorted(beam.readings, key=lambda r: -r.total)
    for other in others:
        if other.total > best.total - _MARGIN_OF_NUMERALS:
            mark_differences(best.node, other.node, near=other.total > best.total - _MARGIN)
    runs = []
    nodes = iter(nodes_of(best.node))
    node = next(nodes, None)
    for stretch in beam.stretches:
        while node is not None and node.at is not None and node.at < stretch.start:
            node = next(nodes, None)
        own: list[Node] = []
        while node is not None and node.at is None:
            own.append(node)
            node = next(nodes, None)
        runs.append(_run_of(stretch, own))
    if not all(s.is_evident(run.text) for s, run in zip(beam.stretches, runs, strict=True)):
        return None
    return Found(tuple(runs), best.total, beam.position)


def _run_of(stretch: Stretch, nodes: list[Node]) -> Run:
    text = "".join(n.char for n in nodes)
    uncertain = tuple(i for i, n in enumerate(nodes) if not n.sure or (n.chosen and n.char in NUMERALS))
    swallowed = stretch.swallowed and text.endswith("?")
    return Run(stretch.start, stretch.end, text, tuple(stretch.notes), uncertain, sum(n.pair for n in nodes), swallowed)
