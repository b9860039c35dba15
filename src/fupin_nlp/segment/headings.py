"""Which sentences are headings, and how deep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from fupin_nlp.lexicon.loader import load_toml
from fupin_nlp.lexicon.patterns import Pattern, QuickPattern, compile_pattern, compile_quick
from fupin_nlp.model import Span

__all__ = ["Heading", "HeadingRules", "heading_of", "heading_rules"]

_LEAD_LEVEL = 5
_ITEM_LEVEL = 2
_CHAPTER_LEVEL = 0
_LEVELS = frozenset("12345")
_FEWEST = 4
_SHORTEST = 2
_STRIP = " \t\r\n\u3000。．.；;：:！!"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its title without numbering (empty where a numbered item has none) and its depth."""

    title: str
    level: int


@dataclass(frozen=True, slots=True)
class HeadingRules:
    """Numbering patterns by level, all those of a line's start in one, the longest headings, and parts of a report."""

    line: Mapping[int, Pattern]
    inline: Mapping[int, Pattern]
    limits: Mapping[str, int]
    opening: Pattern
    part: Mapping[str, Pattern]


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
        group: {int(level): compile_pattern(f"{group} {level}", p, verbose=False) for level, p in data[group].items()}
        for group in ("line", "inline")
    }
    opening = "|".join(data["line"].values())
    return HeadingRules(
        MappingProxyType(compiled["line"]),
        MappingProxyType(compiled["inline"]),
        MappingProxyType(data["limits"]),
        compile_pattern("opening", opening, verbose=False),
        MappingProxyType({k: compile_pattern(k, v, verbose=False) for k, v in data["part"].items()}),
    )


@lru_cache(maxsize=1)
def _digit() -> QuickPattern:
    """Match a digit that is no part of a year: 2026年工作安排 is a heading, 2026年1月27日 and 投入5万元 are none."""
    return compile_quick("digit", r"(?<![0-9])(?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]++|[０-９％%]")


def heading_of(text: str, sentence: Span, *, first: bool, last: bool) -> Heading | None:
    """Return the heading that a sentence is, or None.

    Parameters
    ----------
    text : str
        The clean text.
    sentence : Span
        The sentence.
    first, last : bool
        Whether the sentence opens, or ends, its line.

    Returns
    -------
    Heading or None
        With an empty title where a numbered item begins that is too long to be a heading: the headings of its
        level and below end there.
    """
    rules = heading_rules()
    if not first:
        return _inline(text, sentence, rules)
    body = text[sentence.start : sentence.end]
    stripped = body.strip(" \t\r\n\u3000")
    if not stripped:
        return None
    for level, pattern in rules.line.items() if rules.opening.match(stripped) else ():
        match = pattern.match(stripped)
        if match:
            title = _title(stripped[match.end() :], rules.limits["numbered"], whole_line=last)
            return Heading(title, _level_of(title, level, rules))
    if rules.part["turn"].match(stripped):
        return Heading("", _ITEM_LEVEL)
    if _digit().search(stripped):
        return None
    if last:
        return _own_line(stripped, rules)
    is_lead = stripped.endswith("。") and _FEWEST <= len(stripped) <= rules.limits["lead"] and "：" not in stripped
    title = stripped.strip(_STRIP)
    return Heading(title, _level_of(title, _LEAD_LEVEL, rules)) if is_lead else None


def _level_of(title: str, level: int, rules: HeadingRules) -> int:
    """Return the level of a lead: one about the years of a part is no item of the list before it."""
    return _ITEM_LEVEL if level == _LEAD_LEVEL and rules.part["dated"].match(title) else level


def _inline(text: str, sentence: Span, rules: HeadingRules) -> Heading | None:
    for level, pattern in rules.inline.items():
        match = pattern.match(text, sentence.start, sentence.end)
        if match:
            return Heading(_title(text[match.end() : sentence.end], rules.limits["numbered"], whole_line=False), level)
    return None


def _title(rest: str, longest: int, *, whole_line: bool) -> str:
    """Return the title behind a number; a line of its own may hold figures, a lead may not."""
    title = rest.strip(_STRIP)
    fits = _SHORTEST <= len(title) <= longest and not rest.rstrip().endswith(("；", ";", "，", ","))
    return title if fits and ((whole_line and rest.rstrip()[-1:] != "。") or not _digit().search(title)) else ""


def _own_line(line: str, rules: HeadingRules) -> Heading | None:
    """Return the heading that a whole short line is; a greeting has a colon, text ends in a comma, a row has tabs."""
    if (
        not _FEWEST <= len(line) <= rules.limits["line"]
        or line[-1] in "，,；;！!？?、)）"
        or any(c in line for c in "：:\t")
    ):
        return None
    title = line.strip(_STRIP)
    if rules.part["chapter"].fullmatch(title):
        return Heading(title, _CHAPTER_LEVEL)
    return Heading(title, _level_of(title, _LEAD_LEVEL, rules))
