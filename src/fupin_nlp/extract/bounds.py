"""Qualifiers before and behind a quantity: near, over, at most."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.extract.found import Found
from fupin_nlp.extract.words import qualifiers
from fupin_nlp.lexicon.patterns import QuickPattern, alternatives, compile_quick
from fupin_nlp.model import Bound

__all__ = ["Bounds", "combine", "look_around", "maybe_qualified"]

_MOST_WORDS: Final = 3
_REACH: Final = 5
"""Characters before the number in which a distant adverb is looked for: the adverb and up to three of a verb."""
_CARRY_REACH: Final = 24
_SHARE, _OF = "分之", "的"
_FIRST_HAN, _LAST_HAN = "\u4e00", "\u9fff"
_CARRY_ENDS: Final = frozenset("的年月天日人户次村亩均名个")


@lru_cache(maxsize=1)
def _carried() -> QuickPattern:
    """Return the pattern of a bound before 每年, 每人每月 or 总数的 that stand between it and the number."""
    per = "(?:(?:(?:平均)?每[年月天日人户次村亩名个]|[年月日人户村亩]均|平均){1,3})"
    return compile_quick(
        "carried bound",
        rf"(?P<word>{alternatives(qualifiers().carried)})(?:{per}|[^，。；、：,;:！？\n0-9]{{1,14}}的){per}?\Z",
    )


class Bounds(NamedTuple):
    """The qualifiers found around a span: words in text order, their bounds from inner to outer, the outer span."""

    words: tuple[str, ...]
    bounds: tuple[Bound, ...]
    start: int
    end: int


@lru_cache(maxsize=1)
def _beside() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters of which one must stand before, or behind, a number that touches its qualifier."""
    lists = qualifiers()
    return _CARRY_ENDS.union(lists.before), frozenset(lists.behind).union(lists.leaning)


@lru_cache(maxsize=1)
def _adverb_ends() -> frozenset[str]:
    return frozenset(word[-1] for word, _ in qualifiers().distant)


def maybe_qualified(text: str, found: Sequence[Found]) -> list[int]:
    """Return the ordinals of the numbers that can have a qualifier, by the characters beside them; most have none."""
    before, behind = _beside()
    without_adverb = _adverb_ends().isdisjoint
    near: list[int] = []
    size = len(text)
    for i, item in enumerate(found):
        start, end = item.start, item.end
        if (
            text[start - 1] in before
            or (end < size and text[end] in behind)
            or not without_adverb(text[max(0, start - _REACH) : start])
        ):
            near.append(i)
    return near


def look_around(text: str, start: int, end: int, low: int, high: int) -> Bounds:
    """Return the qualifiers that touch ``text[start:end]``, looking no further than ``text[low:high]``."""
    before: list[str] = []
    bounds: list[Bound] = []
    at = start
    lists = qualifiers()
    while at > low and text[at - 1] in lists.before and len(before) < _MOST_WORDS:
        hit = _before(text, at, low)
        if hit is None:
            break
        before.append(hit[0])
        bounds.append(hit[1])
        at -= len(hit[0])
    before.reverse()
    window = text[max(low, start - _REACH) : start] if not before else ""
    if not _adverb_ends().isdisjoint(window):
        for word, bound in lists.distant:
            _, found, verb = window.rpartition(word)
            if found and verb.isalpha() and verb.startswith(lists.verbs.get(word, "")):
                before.append(word)
                bounds.append(bound)
                break
    if not before and text[start - 1 : start] in _CARRY_ENDS:
        carried = _carried().search(text, max(low, start - _CARRY_REACH), start)
        if carried:
            before.append(carried["word"])
            bounds.append(lists.carried[carried["word"]])
    stop = end
    hit = _behind(text, end, high) if text[end : end + 1] in lists.behind else None
    if hit is None and text[end : end + 1] in lists.leaning:
        hit = _leaning(text, start, end)
    if hit is not None:
        before.append(hit[0])
        bounds.append(hit[1])
        stop += len(hit[0])
        hit = _behind(text, stop, high)  # 100万元以上左右 is rare, 余元以上 is not
        if hit is not None:
            before.append(hit[0])
            bounds.append(hit[1])
            stop += len(hit[0])
    return Bounds(tuple(before), tuple(bounds), at, stop)


def _before(text: str, at: int, low: int) -> tuple[str, Bound] | None:
    lists = qualifiers()
    for word, bound in lists.before.get(text[at - 1], ()):
        begin = at - len(word)
        if begin >= low and text.startswith(word, begin):
            if text[begin - 1 : begin] in lists.not_after.get(word, ()):
                return None
            if word in lists.only_before and text[at] not in lists.only_before[word]:
                return None
            return word, bound
    return None


def _behind(text: str, at: int, high: int) -> tuple[str, Bound] | None:
    lists = qualifiers()
    for word, bound in lists.behind.get(text[at : at + 1], ()):
        stop = at + len(word)
        if stop <= high and text.startswith(word, at):
            if text[stop : stop + 1] in lists.not_before.get(word, ()):
                return None
            return word, bound
    return None


def _leaning(text: str, start: int, end: int) -> tuple[str, Bound] | None:
    """Return 强 or 弱 behind a fraction: 三分之二强; in 三分之二强村 it begins a word."""
    behind = text[end + 1 : end + 2]
    if _SHARE not in text[start:end] or (_FIRST_HAN <= behind <= _LAST_HAN and behind != _OF):
        return None
    word = text[end]
    return word, qualifiers().leaning[word]


def combine(inner: Bound, outer: tuple[Bound, ...]) -> Bound:
    """Return the bound of a quantity: the outermost wins, over and under win over about.

    Examples
    --------
    >>> combine("exact", ("under", "over")), combine("over", ("about",))
    ('over', 'over')
    """
    result: Bound = inner
    for bound in outer:
        if bound in ("over", "under") or (bound == "about" and result == "exact"):
            result = bound
    return result
