"""How much a stretch of text reads as Chinese: which characters follow which, in newspapers and in the document."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from fupin_nlp.clean.characters import frequency, simplified_of
from fupin_nlp.lexicon.loader import load_tsv

__all__ = ["LINE", "Language", "Prefix", "symbols"]

LINE: Final = "L"  # end of a line
_ASCII: Final = "D"
_FOLLOWER: Final = re.compile(r"(\D)(\d*)")
_RUNS: Final = re.compile(rf"{_ASCII}+")
# Weights of the shorter context against the longer one, in occurrences, and of the document against the newspaper:
# tuned on byte-shifted copies of three reports that the round trip measures too.
_SHORTER: Final = (2.0, 1.5)
_OWN: Final = 4.0
_UNSEEN: Final = 0.02  # occurrences in a million of a character that the frequencies do not have


def symbols(text: str) -> str:
    """Return a text as the counts have it: simplified, ASCII and full-width letters as one sign.

    Examples
    --------
    >>> symbols("總人口１640人,")
    '总人口D人，'
    """
    table = simplified_of()
    return _RUNS.sub(_ASCII, "".join([_symbol(table.get(c, c)) for c in text]))


def _symbol(char: str) -> str:
    if char == ",":
        return "，"
    if char == "\n":
        return LINE
    return _ASCII if char.isascii() or "\uff10" <= char <= "\uff5a" else char


class Prefix(NamedTuple):
    """What scoring needs to know of the text so far: its log probability and its last symbols."""

    score: float = 0.0
    tail: str = ""


class _Followers:
    """What follows a context: the number of all, and of each."""

    __slots__ = ("each", "total")

    def __init__(self, each: Mapping[str, float]) -> None:
        self.each = each
        self.total = sum(each.values())


_NOTHING: Final = _Followers({})
_Context: TypeAlias = tuple[Mapping[str, float], Mapping[str, float], float, float]
"""What follows a context in newspapers and in the document, the number of all and more, what the shorter one counts."""


class Language:
    """Counts of what follows one to three characters: of newspaper text, and of what is whole in a document.

    Parameters
    ----------
    stretches : iterable of str
        The undamaged parts of the document.

    Examples
    --------
    >>> plain = Language()
    >>> plain.start("总人口的比例").score > plain.start("总丝诘谋壤例").score
    True
    """

    def __init__(self, stretches: Iterable[str] = ()) -> None:
        self._simplified = simplified_of()
        self._general = _parsed
        self._own = _count(stretches)
        self._single = _single()
        self._follows: dict[str, Mapping[str, float]] = {}
        self._contexts: dict[str, tuple[_Context, ...]] = {}
        self._gains: dict[str, dict[str, float]] = {}

    def start(self, text: str) -> Prefix:
        """Return the state behind a text."""
        prefix = Prefix()
        for char in text:
            prefix = self.extend(prefix, char)
        return prefix

    def score(self, prefix: Prefix, char: str) -> float:
        """Return the log probability of the text with one more character; ASCII costs nothing."""
        return prefix.score + self.gain(prefix.tail, char)

    def gain(self, tail: str, char: str) -> float:
        """Return the log probability that a character follows these symbols; ASCII costs nothing.

        The readings of a run have many ends in common, so that most answers are known already.
        """
        gains = self._gains.get(tail)
        if gains is None:
            gains = self._gains[tail] = {}
        found = gains.get(char)
        if found is None:
            found = gains[char] = self._gain(tail, self._simplified.get(char, char))
        return found

    def _gain(self, tail: str, char: str) -> float:
        if char.isascii():
            return 0.0
        contexts = self._contexts.get(tail)
        if contexts is None:
            contexts = self._contexts[tail] = tuple(self._contexts_of(tail))
        chance = self._single.get(char, _UNSEEN) / 1e6
        for general, own, total, shorter in contexts:
            chance = (general.get(char, 0.0) + own.get(char, 0.0) + chance * shorter) / total
        return math.log(chance)

    def _contexts_of(self, tail: str) -> Iterator[_Context]:
        """Yield what is known to follow the last symbol, the last two and all three."""
        for length in range(1, len(tail) + 1):
            context = tail[-length:]
            general = (self._general(context) if length < 3 else None) or _NOTHING
            own = self._own.get(context, _NOTHING)
            kinds = len(general.each) + len(own.each)
            if not kinds:
                break
            # The more kinds of followers a context has, the likelier is a new one (Witten and Bell).
            shorter = _SHORTER[0] + _SHORTER[1] * kinds
            yield general.each, own.each, general.total + own.total + shorter, shorter

    def extend(self, prefix: Prefix, char: str, score: float | None = None) -> Prefix:
        """Return the state behind one more character, whose score may be known."""
        if score is None:
            score = self.score(prefix, char)
        symbol = _symbol(self._simplified.get(char, char))
        if symbol == _ASCII and prefix.tail[-1:] == _ASCII:
            return Prefix(score, prefix.tail)
        return Prefix(score, prefix.tail[-2:] + symbol)

    def follows(self, tail: str) -> Mapping[str, float]:
        """Return the characters that were seen behind the last one with their counts."""
        last = tail[-1:]
        found = self._follows.get(last)
        if found is None:
            counts = dict((self._general(last) or _NOTHING).each)
            for char, count in self._own.get(last, _NOTHING).each.items():
                counts[char] = counts.get(char, 0.0) + count
            found = self._follows[last] = counts
        return found


@lru_cache(maxsize=1)
def _rows() -> Mapping[str, str]:
    return MappingProxyType(dict(load_tsv("sequences.tsv.xz", ["context", "followers"], unique=["context"]).rows))  # type: ignore[arg-type]  # rows have two cells, the loader has checked it


@lru_cache(maxsize=1 << 14)
def _parsed(context: str) -> _Followers | None:
    row = _rows().get(context)
    if row is None:
        return None
    return _Followers({char: float(count or 1) for char, count in _FOLLOWER.findall(row)})


@lru_cache(maxsize=1)
def _single() -> Mapping[str, float]:
    """Return the occurrences in a million of characters and punctuation."""
    found: dict[str, float] = {char: max(float(count), 0.1) for char, count in frequency().items()}
    followers: Counter[str] = Counter()
    for context, row in _rows().items():
        if len(context) == 1:
            followers.update({char: int(count or 1) for char, count in _FOLLOWER.findall(row)})
    total = sum(followers.values())
    return MappingProxyType(found | {char: 1e6 * count / total for char, count in followers.items()})


def _count(stretches: Iterable[str]) -> dict[str, _Followers]:
    counts: Counter[str] = Counter()
    for stretch in stretches:
        text = symbols(stretch)
        for length in (2, 3, 4):
            counts.update([text[i : i + length] for i in range(len(text) - length + 1)])
    found: dict[str, dict[str, float]] = {}
    for piece, count in counts.items():
        found.setdefault(piece[:-1], {})[piece[-1]] = _OWN * count
    return {context: _Followers(each) for context, each in found.items()}
