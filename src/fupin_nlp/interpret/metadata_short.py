"""The county of a text that names it by its short name alone (加快西和发展, 我县)."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Final

from fupin_nlp.interpret.metadata_clues import NOTHING, Body, Choice, chosen, is_in_word, is_kind, named_most
from fupin_nlp.lexicon.gazetteer import COUNTY, Division, place_words
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = ["region_of_short_name"]

_COUNTIES: Final = ("县", "旗", "区")
_TWICE: Final = 2


def region_of_short_name(body: Body) -> Choice:
    """Return the county of a text that speaks of 全县 and names it by its short name alone, at least twice.

    No other county may bear that name, and none may be named as often. Where the text names no other place at all, once
    is enough beside 我县 or bodies that are named by their level alone (县政府副县长, 区人大常委会).
    """
    level = _level_alone().search(body.clues.body)
    kind = level["kind"] if level and not body.kind else body.kind
    if kind not in _COUNTIES:
        return NOTHING
    times: Counter[Division] = Counter()
    text = body.clues.body
    for mention in body.g.scan(text):
        found = body.g.find(mention.name, body.year) if mention.short else ()
        stranger = text.endswith(place_words().blocked_before, 0, mention.start)  # 学习西和经验
        if stranger or is_in_word(text, mention.start, mention.end):
            continue
        if len(found) == 1 and found[0].level == COUNTY and is_kind(found[0], kind):
            times[found[0]] += 1
    once = level is not None and len(times) == 1 and not body.scores
    most = named_most(times, 1 if once else _TWICE)
    if most is None:
        return NOTHING
    place, count = most
    return chosen(place, f"text: {place.name} by its short name {count} times, 全{kind}")


@lru_cache(maxsize=1)
def _level_alone() -> Pattern:
    """Return the pattern of bodies of a county that are named by their level alone (县政府, 区人大), and of 我县."""
    return compile_pattern(
        "level alone",
        r"(?:我|受|代表|(?<![\u4e00-\u9fff]))(?P<kind>[县区旗])(?:(?<=我.)|委|政府|人民政府|人大|政协|直)(?![\u4e00-\u9fff]?[域级])",
    )
