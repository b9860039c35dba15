"""Which sentences are headings, and how deep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from fupin_nlp.lexicon.loader import load_toml
from fupin_nlp.lexicon.patterns import QuickPattern, compile_quick

__all__ = ["Heading", "HeadingRules", "heading_rules", "inline_heading", "line_heading"]

_LEAD_LEVEL: Final = 5
_ITEM_LEVEL: Final = 2
_CHAPTER_LEVEL: Final = 0
_LEVELS: Final = frozenset("12345")
_FEWEST: Final = 4
_SHORTEST: Final = 2
_BLANKS: Final = " \t\r\n\u3000"
_STRIP: Final = " \t\r\n\u3000。．.；;：:！!"


class Heading(NamedTuple):
    """A heading: its title without numbering (empty where a numbered item has none) and its depth."""

    title: str
    level: int


@dataclass(frozen=True, slots=True)
class HeadingRules:
    """Numbering patterns by level, all those of a place in one, the longest headings, and parts of a report.

    `opening` has beside the numbering that of `part` which leaves a list: most lines begin with neither.
    """

    line: Mapping[int, QuickPattern]
    inline: Mapping[int, QuickPattern]
    limits: Mapping[str, int]
    opening: QuickPattern
    inside: QuickPattern
    part: Mapping[str, QuickPattern]


def _levels(value: object) -> bool:
    return (
        isinstance(value, dict) and bool(value) and all(k in _LEVELS and isinstance(v, str) for k, v in value.items())
    )


def _limits(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"numbered", "line", "lead"}
        and all(isinstance(v, int) and v > 0 for v in value.values())
    )


def _part(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"chapter", "dated", "turn"}
        and all(isinstance(v, str) for v in value.values())
    )


@lru_cache(maxsize=1)
def heading_rules() -> HeadingRules:
    """Return the heading rules from the data file."""
    data = load_toml("headings.toml", {"line": _levels, "inline": _levels, "limits": _limits, "part": _part})
    compiled = {
        group: {int(level): compile_quick(f"{group} {level}", p, verbose=False) for level, p in data[group].items()}
        for group in ("line", "inline")
    }
    return HeadingRules(
        MappingProxyType(compiled["line"]),
        MappingProxyType(compiled["inline"]),
        MappingProxyType(data["limits"]),
        compile_quick("opening", "|".join([*data["line"].values(), data["part"]["turn"]]), verbose=False),
        compile_quick("opening inside a line", "|".join(data["inline"].values()), verbose=False),
        MappingProxyType({k: compile_quick(k, v, verbose=False) for k, v in data["part"].items()}),
    )


@lru_cache(maxsize=1)
def _digit() -> QuickPattern:
    """Match a digit that is no part of a year: 2026年工作安排 is a heading, 2026年1月27日 and 投入5万元 are none."""
    return compile_quick("digit", r"(?<![0-9])(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]++|[０-９％%]")


def line_heading(text: str, start: int, end: int, *, alone: bool) -> Heading | None:
    """Return the heading that the first sentence of a line is, or None.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        The sentence in it.
    alone : bool
        Whether the sentence is the whole line.

    Returns
    -------
    Heading or None
        With an empty title where a numbered item begins that is too long to be a heading: the headings of its
        level and below end there.
    """
    rules = heading_rules()
    stripped = text[start:end].strip(_BLANKS)
    if not stripped:
        return None
    if rules.opening.match(stripped):
        for level, pattern in rules.line.items():
            match = pattern.match(stripped)
            if match:
                title = _title(stripped[match.end() :], rules.limits["numbered"], whole_line=alone)
                return Heading(title, _level_of(title, level, rules))
        return Heading("", _ITEM_LEVEL)
    if not _FEWEST <= len(stripped) <= rules.limits["line" if alone else "lead"] or _digit().search(stripped):
        return None
    if alone:
        return _own_line(stripped, rules)
    if not stripped.endswith("。") or "：" in stripped:
        return None
    title = stripped.strip(_STRIP)
    return Heading(title, _level_of(title, _LEAD_LEVEL, rules))


def _level_of(title: str, level: int, rules: HeadingRules) -> int:
    """Return the level of a lead: one about the years of a part is no item of the list before it."""
    return _ITEM_LEVEL if level == _LEAD_LEVEL and rules.part["dated"].match(title) else level


def inline_heading(text: str, start: int, end: int) -> Heading | None:
    """Return the heading that opens a sentence inside its line (一是…), or None; the rest is as of `line_heading`."""
    rules = heading_rules()
    for level, pattern in rules.inline.items():
        match = pattern.match(text, start, end)
        if match:
            return Heading(_title(text[match.end() : end], rules.limits["numbered"], whole_line=False), level)
    return None


def _title(rest: str, longest: int, *, whole_line: bool) -> str:
    """Return the title behind a number; a line of its own may hold figures, a lead may not."""
    title = rest.strip(_STRIP)
    fits = _SHORTEST <= len(title) <= longest and not rest.rstrip().endswith(("；", ";", "，", ","))
    return title if fits and ((whole_line and rest.rstrip()[-1:] != "。") or not _digit().search(title)) else ""


def _own_line(line: str, rules: HeadingRules) -> Heading | None:
    """Return the heading that a whole short line is; a greeting has a colon, text ends in a comma, a row has tabs."""
    if line[-1] in "，,；;！!？?、)）" or "：" in line or ":" in line or "\t" in line:
        return None
    title = line.strip(_STRIP)
    if rules.part["chapter"].fullmatch(title):
        return Heading(title, _CHAPTER_LEVEL)
    return Heading(title, _level_of(title, _LEAD_LEVEL, rules))
