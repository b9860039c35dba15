"""The body printed a second time, and lines printed twice in a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import regex

from fupin_nlp.clean.lines import Line

__all__ = ["doubled_lines", "repeated_lines"]

_LEAST_CHARACTERS: Final = 100
_LEAST_LINE: Final = 40
# One line printed twice in a row is a mistake of printing where it is a sentence longer than a refrain or slogan;
# where half of the lines are, any is.
_LEAST_DOUBLED: Final = 20
_LEAST_DOUBLES: Final = 3
# Clauses are compared without signs and spaces, so that two printings may differ in these and in where lines end.
_CLAUSE: Final = regex.compile(r"[\p{Han}\p{L}\d.%％‰]++(?:[ \u3000\u00a0]++[\p{Han}\d]++)*+", regex.VERSION1)
# What may stand inside a clause: spaces, and dots that are no decimal points.
_SPACES: Final = " \u3000\u00a0"
_DOT: Final = re.compile(r"\.(?<=[\u3400-\u9fff]\.)")
_SIGNS: Final = regex.compile(r"[\s.]++", regex.VERSION1)
_DIGITS: Final = regex.compile(r"\d[\d.]*\d|\d", regex.VERSION1)
_LEAST_CLAUSE: Final = 8
# The share of a line that was printed before, where single characters may differ between the printings.
_LEAST_SHARE: Final = 0.8
# Parts of clauses long enough that few of them stand twice in a report that is printed once.
_PART: Final = re.compile("[\u3400-\u9fff]{6}[\u3400-\u9fff]*+")
# Printings need not have the same lines: one line of this has its clauses on so many lines of the other.
_REACH: Final = 3
# A paragraph with so many different numbers is no formula that recurs.
_LEAST_NUMBERS: Final = 2


def doubled_lines(lines: list[Line], reasons: list[str | None]) -> list[int]:
    """Return the ordinals of lines that are the same as the line before them, blank lines aside."""
    kept = [i for i, line in enumerate(lines) if reasons[i] is None and line.kind != "blank"]
    doubles = [b for a, b in pairwise(kept) if lines[a].text == lines[b].text]
    if len(doubles) >= _LEAST_DOUBLES and 2 * len(doubles) >= len(kept) - 1:
        return doubles
    return [i for i in doubles if lines[i].kind in ("prose", "numbered") and len(lines[i].text) >= _LEAST_DOUBLED]


def repeated_lines(lines: list[Line], reasons: list[str | None]) -> list[int]:
    """Return the ordinals of lines that print again, in the same order, what was printed before.

    Clauses are compared, so that another division into lines, other signs and some other characters do not matter; a
    line with a number that was not printed before is never a repetition. A repetition has 100 characters and one line
    of 40 at least, or is one paragraph of 40 with two numbers, so that refrains, formulas and short headings that
    recur stay. Only lines that are not left out already are looked at.
    """
    kept = [i for i, line in enumerate(lines) if reasons[i] is None and line.kind != "blank"]
    if not _may_repeat([lines[i].text for i in kept]):
        return []
    seen: dict[str, int] = {}
    found: list[int] = []
    run: list[int] = []
    reached = -1
    clauses = [[_bare(clause) for clause in _CLAUSE.findall(lines[i].text)] for i in kept]
    for rank, own in enumerate(clauses):
        earlier = _printed_at(own, seen, clauses)
        if earlier and (not run or reached <= earlier[0] <= reached + _REACH):
            run.append(kept[rank])
        else:
            found += _if_long(lines, run)
            run = [kept[rank]] if earlier else []
        reached = earlier[1] if earlier else -1
        for clause in own:
            seen.setdefault(clause, rank)
    return found + _if_long(lines, run)


def _may_repeat(texts: Sequence[str]) -> bool:
    """Whether a long line has so few parts that did not stand before that it may have been printed before.

    That is so in one report of 20, and takes a quarter of the time of a closer look. Parts are divided by all that
    divides clauses, and by digits and letters, too: those of a clause that stood before stood before.
    """
    if not any(len(text) >= _LEAST_LINE for text in texts):
        return False
    closed_up = "\n".join(texts)
    for space in _SPACES:
        closed_up = closed_up.replace(space, "")
    if _DOT.search(closed_up):
        closed_up = closed_up.replace(".", "")
    seen: set[str] = set()
    find = _PART.findall
    for text, line in zip(texts, closed_up.split("\n"), strict=True):
        parts = find(line)
        if len(text) >= _LEAST_LINE:
            new = parts if seen.isdisjoint(parts) else [part for part in parts if part not in seen]
            # One more, whatever the rounding is.
            if sum(map(len, new)) <= (1 - _LEAST_SHARE) * len(text) + 1:
                return True
        seen.update(parts)
    return False


def _bare(clause: str) -> str:
    return clause if clause.isalnum() else _SIGNS.sub("", clause)


def _printed_at(own: Sequence[str], seen: dict[str, int], clauses: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Return the first and last line on which the clauses of a line stood before, None if they did not."""
    known = [clause for clause in own if clause in seen]
    length = sum(map(len, own))
    if not known or sum(map(len, known)) < _LEAST_SHARE * length:
        return None
    # Short clauses recur by themselves; where a line was printed is told by its long ones.
    least = min(_LEAST_CLAUSE, max(map(len, known)))
    ranks = [seen[clause] for clause in known if len(clause) >= least]
    first, last = min(ranks[0], ranks[-1]), ranks[-1]
    fresh = [number for clause in own if clause not in seen for number in _DIGITS.findall(clause)]
    if fresh:
        before = "\n".join(clause for rank in range(first, min(last, first + len(own)) + 1) for clause in clauses[rank])
        if not set(fresh) <= set(_DIGITS.findall(before)):
            return None
    return first, last


def _if_long(lines: list[Line], run: list[int]) -> list[int]:
    lengths = [len(lines[i].text) for i in run]
    if not run or max(lengths) < _LEAST_LINE:
        return []
    if sum(lengths) >= _LEAST_CHARACTERS:
        return run
    return [i for i in run if len(set(_DIGITS.findall(lines[i].text))) >= _LEAST_NUMBERS]
