"""Stretches of the text as words with their classes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, repeat
from operator import contains
from typing import Final, NamedTuple, TypeAlias

from fupin_nlp.lexicon.actions import WordClass, actions
from fupin_nlp.lexicon.additions import by_lexicon
from fupin_nlp.lexicon.noun_phrases import noun_phrases
from fupin_nlp.segment import Tokenizer
from fupin_nlp.segment.tokens import domain_words

__all__ = ["Piece", "Words"]


Piece: TypeAlias = tuple[list[str], str, int]
"""A stretch of text: its words, one letter of class a word, and where it begins in the clean text.

The last is -1 where a blank or the end of the unit before stands in front of the first word. Reports have thousands of
them, and a plain tuple is made in no time.
"""


_PHRASES: Final = noun_phrases()
_SUFFIXES: Final = _PHRASES.suffixes
_NAMES: Final = _PHRASES.names
_TIERS: Final = _PHRASES.tiers
_ENDING_IN_AS: Final = _PHRASES.ending_in_as
# A quoted phrase, a short bracket inside a noun phrase and a date are one word: “两重”项目, 县(市)区, 2020年.
_WHOLE: Final = _PHRASES.whole
_MAYBE_WHOLE: Final = _PHRASES.maybe_whole
_MEETING: Final = "会"  # a noun before it is its name at the end of a stretch (召开户院会Q)
_GLUED: Final = 2
_BEHIND_SUFFIX: Final = frozenset({WordClass.LEVEL, WordClass.PREPOSITION})  # 率|达, 数|从
_OBJECT_VERBS: Final = frozenset({WordClass.ACT, WordClass.DUAL})
_VERBS: Final = WordClass.ACT + WordClass.WEAK + WordClass.DUAL + WordClass.NOMINAL + WordClass.CHANGE
_NOUN: Final = WordClass.NOUN.value
_TIME: Final = WordClass.TIME.value
_LINE: Final = "\n"
_UNSETTLED: Final = "?"  # stands for the class of a word that is blank, part of the word before, or two words
_MOST_WORDS: Final = 1 << 15


class _Marks(dict[str, str]):
    """The class letter of each word seen so far; `_UNSETTLED` where it hangs on the words beside it."""

    def __missing__(self, word: str) -> str:
        settled = word.strip() and word not in _SUFFIXES and word != _MEETING and len(_divided(word)) == 1
        letter = _LINE if word == _LINE else actions().of(word).value if settled else _UNSETTLED
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = letter
        return letter


@by_lexicon()
def _marks() -> _Marks:
    return _Marks()


@by_lexicon()
def _own_words() -> frozenset[str]:
    """Return the words of the domain dictionary: they are whole."""
    return frozenset(word for word, _ in domain_words())


def _divided(word: str) -> tuple[str, ...]:
    """Part what tokenizers glue from words they do not know: 化解|率达, 科工|局为, 向|省, 引进|技术, 全面|铺开."""
    table = actions()
    if len(word) == _GLUED and (
        (word[0] in _SUFFIXES and table.of(word[1]) in _BEHIND_SUFFIX and table.of(word) is WordClass.NOUN)
        or (word[0] == "向" and word[1] in _TIERS)
        or (word[1] == "为" and table.of(word) is WordClass.NOUN and word not in _ENDING_IN_AS)
    ):
        return (word[0], word[1])
    if (
        len(word) == 2 * _GLUED
        and table.of(word) is WordClass.NOUN
        and table.of(word[:2]) is WordClass.ADVERB
        and table.of(word[2:]) is WordClass.ACT
    ):
        return (word[:_GLUED], word[_GLUED:])
    if (
        len(word) == 2 * _GLUED
        and table.of(word) is WordClass.NOUN
        and table.of(word[:2]) in _OBJECT_VERBS
        and table.of(word[2:]) is WordClass.NOUN
        and not word.endswith(_NAMES)
        and word not in _own_words()
    ):
        return (word[:_GLUED], word[_GLUED:])
    return (word,)


class _Whole(NamedTuple):
    """A word that the tokenizer would cut: a quotation, a date, a bracket in a noun phrase."""

    word: str
    letter: str
    start: int


class Words:
    """Cuts stretches of one text into words.

    Parameters
    ----------
    text : str
        The clean text of the document.
    tokenizer : Tokenizer
        Cuts it.
    """

    __slots__ = ("_tokenizer", "text")

    def __init__(self, text: str, tokenizer: Tokenizer) -> None:
        self.text = text
        self._tokenizer = tokenizer

    def piece(self, start: int, end: int) -> Piece:
        """Return the words of ``text[start:end]``."""
        return self.pieces([start], [self.text[start:end]])[0]

    def pieces(self, starts: Sequence[int], stretches: Sequence[str]) -> list[Piece]:
        """Return the words of many stretches; one call of the tokenizer takes less than half the time of thousands.

        A stretch with whole words is cut between them: its first line stands in its place, the others behind all.

        Parameters
        ----------
        starts : sequence of int
            Where each stretch begins in the text.
        stretches : sequence of str
            What stands there.
        """
        text = self.text
        lines = list(stretches)
        count = len(lines)
        whole: dict[int, list[_Whole]] = {}
        for number in compress(range(count), map(_MAYBE_WHOLE.search, stretches)):
            start = starts[number]
            end = start + len(stretches[number])
            if found := _whole_words(text, start, end):
                whole[number] = found
                lines[number] = text[start : found[0].start]
                edges = [word.start for word in found[1:]] + [end]
                lines += [text[word.start + len(word.word) : edge] for word, edge in zip(found, edges, strict=True)]
        words, classes = self._cut(lines)
        out: list[Piece] = list(zip(words, classes, starts, strict=False))
        more = count
        for number, found in whole.items():
            rest = list(zip(words[more : more + len(found)], classes[more : more + len(found)], strict=True))
            out[number] = _joined(out[number], rest, found)
            more += len(found)
        for number in compress(range(count), map(contains, classes, repeat(_UNSETTLED))):
            if number not in whole:
                out[number] = _joined(out[number], (), ())
        return out

    def _cut(self, lines: Sequence[str]) -> tuple[list[list[str]], list[str]]:
        """Return the words of each line and their classes."""
        letter = _marks().__getitem__
        words = self._tokenizer.cut_lines(lines)
        classes = "".join(map(letter, words)).split(_LINE)
        if len(classes) != len(lines):  # a line break inside a line
            cut = [self._tokenizer.cut(line) for line in lines]
            return cut, ["".join(map(letter, line)).replace(_LINE, _UNSETTLED) for line in cut]
        out: list[list[str]] = []
        first = 0
        for letters in classes:
            at = first + len(letters)
            out.append(words[first:at])
            first = at + 1  # a line break stands behind each line
        return out, classes


def _whole_words(text: str, start: int, end: int) -> list[_Whole]:
    """Return the whole words of a stretch; a bracket that opens it is part of the unit before (3.1万套（户）)."""
    found: list[_Whole] = []
    for match in _WHOLE.finditer(text, start, end):
        of_unit = match.start() == start and text[start] in "（("
        found.append(_Whole(match.group(), _TIME if match["time"] else "" if of_unit else _NOUN, match.start()))
    return found


def _joined(first: Piece, rest: Sequence[tuple[list[str], str]], whole: Sequence[_Whole]) -> Piece:
    """Join lines and the whole words between them, and settle the words whose class hangs on those beside them."""
    opening, letters, start = first
    begins = opening[0].strip() if opening else whole[0].letter
    words: list[str] = []
    classes = _settle(words, "", opening, letters)
    for between, (line, letters) in zip(whole, rest, strict=True):
        if between.letter:
            words.append(between.word)
            classes += between.letter
        classes = _settle(words, classes, line, letters)
    return words, classes, start if begins else -1


def _settle(words: list[str], classes: str, line: Sequence[str], letters: str) -> str:
    """Add a line to the words that end where it begins and return the classes: a suffix joins its verb, no blanks."""
    if _UNSETTLED not in letters:
        words += line
        return classes + letters
    beside = bool(words)
    last = len(line) - 1
    for i, glued in enumerate(line):
        for word in _divided(glued):
            if (beside and word in _SUFFIXES and classes[-1] in _VERBS) or (
                glued == _MEETING and i == last and classes[-1:] == _NOUN
            ):
                words[-1] += word
                classes = classes[:-1] + _NOUN
            elif word.strip():
                words.append(word)
                classes += actions().of(word).value
            beside = bool(word.strip())
    return classes
