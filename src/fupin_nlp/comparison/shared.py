"""One number of several indicators: 固定资产投资、社会消费品零售总额均增长8%."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from fupin_nlp.comparison.panel_words import panel_words
from fupin_nlp.comparison.rows import Row
from fupin_nlp.lexicon.indicator_wording import WORDS_BEFORE, WORDS_BEHIND
from fupin_nlp.lexicon.indicators import indicators
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern

__all__ = ["each_of", "names_of_each"]

_LONGEST_VERB: Final = 8  # characters between 均 and the number
_BOTH: Final = "城乡居民"
_HALVES: Final = ("城镇居民", "农村居民")


def each_of(rows: Iterable[Row]) -> Iterator[Row]:
    """Give a number that is of each of several indicators to each of them; others stay as they are.

    Names that are no indicator have no row.
    """
    table = indicators()
    for row in rows:
        names = names_of_each(row.stands.clause or "")
        before, after = (row.stands.head or "")[-WORDS_BEFORE:], (row.stands.rest or "")[:WORDS_BEHIND]
        matched = [
            table.match_in_words(name, row.unit, before, after, row.region)
            for name in (table.match(n, row.action, row.unit, row.dimension, row.kind, row.region) for n in names)
            if name is not None
        ]
        found: dict[str | None, None] = dict.fromkeys(name for name in matched if name is not None)
        if row.indicator is not None or not found:
            found[row.indicator] = None
        yield from (row if name == row.indicator else replace(row, indicator=name) for name in found)


def names_of_each(clause: str) -> list[str]:
    """Return the names in a clause whose number is, as it says, of each of them.

    The clause must say so (均, 都): 进口、出口增长8% may be the growth of both together. 城乡居民 are two groups.

    Parameters
    ----------
    clause : str
        What stands between the last comma and the number.

    Examples
    --------
    >>> names_of_each("城乡居民人均可支配收入均增长")
    ['城镇居民人均可支配收入', '农村居民人均可支配收入']
    >>> names_of_each("规上工业增加值、固定资产投资和出口均增长"), names_of_each("进口、出口增长")
    (['规上工业增加值', '固定资产投资', '出口'], [])
    """
    hit = _each().search(clause)
    if hit is None or _joint().search(hit["verb"]):
        return []
    subjects = hit["subjects"]
    for group in panel_words().groups:
        subjects = subjects.replace(group, _BOTH)
    names: list[str] = []
    for name in filter(None, _joint().split(subjects)):
        names += [name.replace(_BOTH, half) for half in _HALVES] if _BOTH in name else [name]
    return names if len(names) > 1 else []


@lru_cache(maxsize=1)
def _each() -> Pattern:
    words = panel_words()
    each, heads = alternatives(words.each), alternatives(words.each_heads)
    return compile_pattern(
        "a number of each", rf"^(?P<subjects>[^0-9]+)(?<!{heads}){each}(?P<verb>[^0-9]{{0,{_LONGEST_VERB}}})$"
    )


@lru_cache(maxsize=1)
def _joint() -> Pattern:
    return compile_pattern("names joined", alternatives(panel_words().joints))
