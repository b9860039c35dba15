"""The names that a model knows: words, characters, units; everything else is one unknown name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

__all__ = ["PAD", "UNKNOWN", "Vocabulary", "plain_word", "reason_key"]

PAD: Final = 0
UNKNOWN: Final = 1
_DIGITS: Final = frozenset("0123456789")
_NUMBER: Final = "0"
_REMEMBERED: Final = 50_000  # words, some megabytes
_REASONS: Final = 1024  # with what they quote; the most frequent are remembered
_OPENERS: Final = (" says ", ": ", " condition on ", " year ")


def plain_word(word: str) -> str:
    """Return a word as the vocabulary has it: all numbers are one.

    Examples
    --------
    >>> plain_word("2019年"), plain_word("贫困户")
    ('0', '贫困户')
    """
    return _NUMBER if word[0] in _DIGITS else word


@lru_cache(maxsize=_REASONS)
def reason_key(reason: str) -> str:
    """Return a reason without the words of the text that it quotes.

    Examples
    --------
    >>> reason_key("the clause says 计划"), reason_key("a rule: 不低于"), reason_key("an age")
    ('the clause says', 'a rule', 'an age')
    """
    for opener in _OPENERS:
        head, mark, _ = reason.partition(opener)
        if mark:
            return head + opener.rstrip(": ")
    return reason


class Vocabulary:
    """Names and their numbers; 0 is padding, 1 what is not known.

    Attributes
    ----------
    names : mapping of str to tuple of str
        Kind (``word``, ``character``, ``unit``, ``role``, ``measure``) → names.
    """

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self.names = {kind: tuple(of_kind) for kind, of_kind in names.items()}
        self.words = self._numbered("word")
        self.characters = self._numbered("character")
        self.units = self._numbered("unit")
        self.roles = self.names["role"]
        self.measures = self.names["measure"]
        self.types = _Types(self)

    def _numbered(self, kind: str) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.names[kind], 2)}

    def size(self, kind: str) -> int:
        """Return how many numbers a kind of name takes, with padding and the unknown."""
        return len(self.names[kind]) + 2


class _Types(dict[str, tuple[int, int, int]]):
    """The numbers of the words met so far: of the word, its first and its last character; nine of ten are met again."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._words, self._characters = vocabulary.words, vocabulary.characters

    def __missing__(self, word: str) -> tuple[int, int, int]:
        found = (PAD, PAD, PAD)
        if word:
            known = self._characters
            number = self._words.get(plain_word(word), UNKNOWN)
            found = (number, known.get(word[0], UNKNOWN), known.get(word[-1], UNKNOWN))
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = found
        return found
