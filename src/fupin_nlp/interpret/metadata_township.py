"""Which township or street office a text is of: those that it names are scored by how it speaks of them."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.interpret.metadata_clues import NOTHING, VILLAGE, Body, Choice, chosen, is_inside
from fupin_nlp.lexicon.gazetteer import Division
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = ["region_of_township"]

_AT_ONCE: Final = 60  # characters of a text that is about the township which it names there
_MOST_TIMES: Final = 3  # more mentions say no more
_GOVERNED: Final = 2
_LEAST: Final = 3  # points of the township that a text is of
_LEAST_OPEN: Final = 4  # of one whose name many counties have
_FEW: Final = 5  # counties
_MARGIN: Final = 2  # points before the next one
_VILLAGE_KIND: Final = "村"


class _Township(NamedTuple):
    name: str
    times: int
    points: int
    counties: list[str]


@lru_cache(maxsize=1)
def _governed() -> Pattern:
    """Return the pattern of what stands behind a township whose offices or congress a text tells of."""
    return compile_pattern(
        "offices of a township",
        r"(?:人民政府|政府|党委|党工委|办事处|办|人大|纪委|机关|党政|位于|地处|隶属|[共现]?辖|第[一二三四五六七八九十\d]{1,3}(?:届|次)|(?:乡|镇)长)",
    )


@lru_cache(maxsize=1)
def _own_township() -> Pattern:
    """Return the pattern of a township of which a text speaks as its own (全乡, 镇党委, 街道党工委)."""
    return compile_pattern(
        "own township",
        r"(?:[全我本该](?:镇|乡|街道)|(?:(?<![\u4e00-\u9fff])|代表|现将)(?:镇|乡|街道)(?:党|人民政府|政府|人大|纪委|办|\d))"
        r"(?![村亲])",
    )


def region_of_township(body: Body) -> Choice:
    """Return the township of which a text is, where it stands out among those that the text names.

    Mentions, the beginning of the text, its offices or congress behind the name (云坪乡人民政府, 云坪乡第十届…) and
    words such as 全乡 speak for one. Nothing is said of a text that names a place outside its county, or a village, as
    often.

    Parameters
    ----------
    body : Body
        What the text says of its own place.
    """
    ranked = _scored(body)
    if not ranked:
        return NOTHING
    best = ranked[0]
    least = _LEAST if len(best.counties) <= _FEW else _LEAST_OPEN
    if best.points < least:
        return NOTHING
    if len(ranked) > 1 and best.points - ranked[1].points < _MARGIN:
        return NOTHING
    code = best.counties[0] if len(best.counties) <= _FEW else ""
    inside = [d for c in best.counties if (d := body.g.division(c, body.year)) is not None]
    strangers = [p for p in body.scores if not any(d == p or is_inside(body.g, d, p, body.year) for d in inside)]
    if any(body.times[p] >= best.points for p in strangers):
        return NOTHING
    if any(found.kind == _VILLAGE_KIND and found.times >= best.times for found in body.names()):
        return NOTHING
    return chosen(Division(code, best.name, VILLAGE, code), f"text: {best.name} before all other townships")


def _scored(body: Body) -> list[_Township]:
    text = f"{body.clues.title}\n{body.clues.body}"
    start = len(body.clues.title) + 1
    own = _own_township().search(text) is not None
    first: dict[str, int] = {}
    times: Counter[str] = Counter()
    governed: set[str] = set()
    for mention in body.g.scan(text):
        if mention.short or body.g.is_full(mention.name):
            continue
        first.setdefault(mention.name, mention.start)
        times[mention.name] += 1
        if _governed().match(text, mention.end):
            governed.add(mention.name)
    found = [
        _Township(
            name,
            count,
            min(count, _MOST_TIMES) + _GOVERNED * (name in governed) + (first[name] < start + _AT_ONCE) + own,
            body.g.counties(name),
        )
        for name, count in times.items()
    ]
    return sorted(found, key=lambda t: -t.points)
