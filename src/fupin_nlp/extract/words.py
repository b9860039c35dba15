"""The word lists of the extract stage, checked and arranged for quick look-up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from fupin_nlp.errors import DataFileError
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.model import Bound

__all__ = ["Lexicalised", "Negatives", "Qualifiers", "negatives", "qualifiers"]

_NOUN_REACH: Final = 4
"""Characters behind a word such as 两头 in which a noun makes it a count."""
_BOUNDS: Final[tuple[Bound, ...]] = ("exact", "about", "over", "under")


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """Words that bound a quantity.

    Attributes
    ----------
    before : mapping
        Last character → (word, bound), longest word first.
    behind : mapping
        First character → (word, bound), longest word first.
    distant : tuple
        Adverbs that bound a number with a short verb between: (word, bound).
    verbs : mapping
        Distant word → beginnings of the verbs with which it bounds (最高补贴, but not 最高气温); else any.
    not_after, not_before : mapping
        Word → characters before it, or behind it, that make it part of another word (节约, 多功能).
    only_before : mapping
        Word → characters of which the number must begin with one (上千家, but not 县上30个).
    carried : mapping
        Word → bound, of words that reach their number over 每年 or over 总数的.
    leaning : mapping
        Word → bound, of words right behind a fraction (三分之二强).
    joints : frozenset of str
        What may stand between two members of a coordination that share a qualifier.
    """

    before: Mapping[str, tuple[tuple[str, Bound], ...]]
    behind: Mapping[str, tuple[tuple[str, Bound], ...]]
    distant: tuple[tuple[str, Bound], ...]
    verbs: Mapping[str, tuple[str, ...]]
    not_after: Mapping[str, frozenset[str]]
    not_before: Mapping[str, frozenset[str]]
    only_before: Mapping[str, frozenset[str]]
    carried: Mapping[str, Bound]
    leaning: Mapping[str, Bound]
    joints: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicalised:
    """Words that contain a number and are no quantity, found through two characters of theirs.

    Attributes
    ----------
    places : mapping
        Two characters → (rank of the word, offset of the first of them, word).
    counted : mapping
        Word → nouns behind it that make it a count.
    """

    places: Mapping[str, tuple[tuple[int, int, str], ...]]
    counted: Mapping[str, tuple[str, ...]]

    def covers(self, text: str, pos: int) -> bool:
        """Whether ``text[pos]`` lies inside one of the words.

        Examples
        --------
        >>> negatives().lexicalised.covers("落实一票否决制", 2)
        True
        >>> negatives().lexicalised.covers("投了一票", 2)
        False
        >>> negatives().lexicalised.covers("两头受益", 0), negatives().lexicalised.covers("两头大肥猪", 0)
        (True, False)
        """
        found = self.places.get(text[pos : pos + 2])
        before = self.places.get(text[pos - 1 : pos + 1]) if pos else None
        if found is None and before is None:
            return False
        here = [(rank, pos - offset, word) for rank, offset, word in found or ()]
        here += [(rank, pos - 1 - offset, word) for rank, offset, word in before or () if offset + 2 == len(word)]
        for _, start, word in sorted(here):
            if start >= 0 and text.startswith(word, start):
                nouns = self.counted.get(word)
                behind = text[start + len(word) :][:_NOUN_REACH] if nouns else ""
                return not (nouns and any(noun in behind for noun in nouns))
        return False


@dataclass(frozen=True, slots=True)
class Negatives:
    """What looks like a quantity and is none."""

    lexicalised: Lexicalised
    single_before: tuple[str, ...]
    not_front: tuple[str, ...]
    session: tuple[str, ...]
    period_before: tuple[str, ...]
    period_behind: tuple[str, ...]
    recent: tuple[str, ...]
    since: tuple[str, ...]
    departure: tuple[str, ...]
    reached: frozenset[str]
    abstract: tuple[str, ...]
    paid: tuple[str, ...]
    nouns_before: Mapping[str, tuple[str, ...]]
    nouns_behind: Mapping[str, tuple[str, ...]]
    village: Mapping[str, tuple[str, ...]]
    person: Mapping[str, tuple[str, ...]]
    points: tuple[str, ...]


def _words(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and all(word_list(v) for v in value.values())


@lru_cache(maxsize=1)
def qualifiers() -> Qualifiers:
    """Return the qualifier words from the data file."""
    keys = (
        "before",
        "behind",
        "distant",
        "verbs",
        "carried",
        "not_after",
        "not_before",
        "only_before",
        "leaning",
        "shared",
    )
    data = load_toml("qualifiers.toml", dict.fromkeys(keys, _words))
    return Qualifiers(
        _by_character("before", data["before"], last=True),
        _by_character("behind", data["behind"], last=False),
        tuple((word, bound) for bound in _BOUNDS for word in data["distant"].get(bound, ())),
        MappingProxyType({word: tuple(verbs) for word, verbs in data["verbs"].items()}),
        MappingProxyType({word: frozenset(chars) for word, chars in data["not_after"].items()}),
        MappingProxyType({word: frozenset(chars) for word, chars in data["not_before"].items()}),
        MappingProxyType({word: frozenset(chars) for word, chars in data["only_before"].items()}),
        MappingProxyType({word: bound for bound in _BOUNDS for word in data["carried"].get(bound, ())}),
        MappingProxyType({word: bound for bound in _BOUNDS for word in data["leaning"].get(bound, ())}),
        frozenset(data["shared"]["joints"]),
    )


def _by_character(
    group: str, words: Mapping[str, Iterable[str]], *, last: bool
) -> Mapping[str, tuple[tuple[str, Bound], ...]]:
    if set(words) - set(_BOUNDS):
        raise DataFileError(f"qualifiers.toml: [{group}]: no bound: {sorted(set(words) - set(_BOUNDS))}")
    found: dict[str, list[tuple[str, Bound]]] = {}
    seen: dict[str, str] = {}
    for bound in _BOUNDS:
        for word in words.get(bound, ()):
            if word in seen:
                raise DataFileError(f"qualifiers.toml: [{group}] gives {word!r} as {seen[word]} and as {bound}")
            seen[word] = bound
            found.setdefault(word[-1] if last else word[0], []).append((word, bound))
    return MappingProxyType({c: tuple(sorted(ws, key=lambda w: (-len(w[0]), w[0]))) for c, ws in found.items()})


@lru_cache(maxsize=1)
def negatives() -> Negatives:
    """Return the negative words from the data file."""
    keys = (
        "lexicalised",
        "counted",
        "single",
        "front",
        "session",
        "period",
        "departure",
        "reached",
        "abstract",
        "paid",
        "nouns_before",
        "nouns_behind",
        "village",
        "person",
        "points",
    )
    data = load_toml("negatives.toml", dict.fromkeys(keys, _words))
    places: dict[str, list[tuple[int, int, str]]] = {}
    for rank, word in enumerate(data["lexicalised"]["words"]):
        if len(word) == 1:
            raise DataFileError(f"negatives.toml: [lexicalised]: {word!r} needs a second character to be found")
        for offset in range(len(word) - 1):
            places.setdefault(word[offset : offset + 2], []).append((rank, offset, word))
    return Negatives(
        Lexicalised(
            MappingProxyType({c: tuple(found) for c, found in places.items()}),
            MappingProxyType({word: tuple(nouns) for word, nouns in data["counted"].items()}),
        ),
        tuple(data["single"]["before"]),
        tuple(data["front"]["words"]),
        tuple(data["session"]["words"]),
        tuple(data["period"]["before"]),
        tuple(data["period"]["behind"]),
        tuple(data["period"]["recent"]),
        tuple(data["period"]["since"]),
        tuple(data["departure"]["words"]),
        frozenset(verb + to for verb in data["reached"]["verbs"] for to in data["reached"]["to"]),
        tuple(data["abstract"]["words"]),
        tuple(data["paid"]["verbs"]),
        MappingProxyType({unit: tuple(words) for unit, words in data["nouns_before"].items()}),
        MappingProxyType({unit: tuple(words) for unit, words in data["nouns_behind"].items()}),
        MappingProxyType({name: tuple(words) for name, words in data["village"].items()}),
        MappingProxyType({name: tuple(words) for name, words in data["person"].items()}),
        tuple(data["points"]["verbs"]),
    )
