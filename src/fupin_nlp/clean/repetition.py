"""The body printed a second time, and lines printed twice in a row."""

from __future__ import annotations

from itertools import pairwise

from fupin_nlp.clean.lines import Line

__all__ = ["doubled_lines", "repeated_lines"]

_LEAST_CHARACTERS = 100
_LEAST_LINE = 40
# One line printed twice in a row is a mistake of printing where it is a sentence longer than a refrain or slogan;
# where half of the lines are, any is.
_LEAST_DOUBLED = 20
_LEAST_DOUBLES = 3


def doubled_lines(lines: list[Line], reasons: list[str | None]) -> list[int]:
    """Return the ordinals of lines that are the same as the line before them, blank lines aside."""
    kept = [i for i, line in enumerate(lines) if reasons[i] is None and line.kind != "blank"]
    doubles = [b for a, b in pairwise(kept) if lines[a].text == lines[b].text]
    if len(doubles) >= _LEAST_DOUBLES and 2 * len(doubles) >= len(kept) - 1:
        return doubles
    return [i for i in doubles if lines[i].kind in ("prose", "numbered") and len(lines[i].text) >= _LEAST_DOUBLED]


def repeated_lines(lines: list[Line], reasons: list[str | None]) -> list[int]:
    """Return the ordinals of lines that print again, in the same order, what was printed before.

    A repetition has 100 characters and one line of 40 at least, so that refrains and short headings that recur
    stay. Only lines that are not left out already are looked at.
    """
    kept = [i for i, line in enumerate(lines) if reasons[i] is None and line.kind != "blank"]
    position: dict[str, int] = {}
    found: list[int] = []
    run: list[int] = []
    expected = -1
    for rank, i in enumerate(kept):
        text = lines[i].text
        earlier = expected if 0 <= expected < rank and lines[kept[expected]].text == text else position.get(text, -1)
        if earlier >= 0 and (not run or earlier == expected):
            run.append(i)
        else:
            found += _if_long(lines, run)
            run = [i] if earlier >= 0 else []
        expected = earlier + 1 if earlier >= 0 else -1
        position.setdefault(text, rank)
    return found + _if_long(lines, run)


def _if_long(lines: list[Line], run: list[int]) -> list[int]:
    lengths = [len(lines[i].text) for i in run]
    return run if sum(lengths) >= _LEAST_CHARACTERS and max(lengths) >= _LEAST_LINE else []
