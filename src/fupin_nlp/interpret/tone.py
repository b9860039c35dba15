"""Whether a passage tells of work done or of work to come."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from fupin_nlp.lexicon.roles import RoleWords, tone_weights
from fupin_nlp.model import Document

__all__ = ["Tense", "Tones", "tense_of_headings", "tone"]

Tense = Literal["review", "plan", "problem"]

# Reports of 2012-2026 were divided at their headings and each paragraph judged by weights learnt on the others:
# 738 of 774 paragraphs right at 0 (tools/build_tone.py --check). Poverty reports without such headings tell of work
# done in words that government reports use for plans; beyond this value their paragraphs are clear, too.
CLEAR: Final = 1.4
LEANING: Final = 0.5  # what is enough in a government report
NO_DOUBT: Final = 2.0
FEWEST_FOR_TONE: Final = 60  # characters; a shorter paragraph has too few words to tell
_MARK: Final = "，"
_PLAIN_MARK: Final = ","


def tense_of_headings(path: Sequence[str], words: RoleWords) -> Tense | None:
    """Return what the headings say: the nearest one that says anything decides.

    Examples
    --------
    >>> from fupin_nlp.lexicon.roles import role_words
    >>> tense_of_headings(["2025年工作回顾", "经济稳中有进"], role_words())
    'review'
    >>> tense_of_headings(["主要目标任务"], role_words())
    'plan'
    """
    return _together([_said(heading, words) for heading in path])


def _together(said: Sequence[Tense | None]) -> Tense | None:
    """Return what headings say together; problems are told of in all that stands under their heading."""
    if "problem" in said:
        return "problem"
    for tense in reversed(said):
        if tense:
            return tense
    return None


def _said(heading: str, words: RoleWords) -> Tense | None:
    if words.problem_heading.search(heading):
        return "problem"
    if (_MARK in heading or _PLAIN_MARK in heading) and not words.part_names.search(heading):
        return None  # a sentence that leads its paragraph, not the name of a part
    if words.review_heading.search(heading):
        return "review"
    return "plan" if words.plan_heading.search(heading) else None


def tone(text: str, cut: Callable[[str], list[str]], weights: Mapping[str, float]) -> float:
    """Return the tone of a passage: above zero it tells of work done, below of work to come.

    Parameters
    ----------
    text : str
        A clean passage, best a paragraph.
    cut : callable
        Tokenizer.
    weights : mapping
        Word → weight, ``*`` the intercept.
    """
    found = [w for w in set(cut(text)) if 1 <= len(w) <= 4 and "一" <= w[0] <= "鿿"]
    if not found:
        return 0.0
    # `fsum` is exact, so that the sum does not depend on the order of the set.
    return weights["*"] + math.fsum([weights.get(w, 0.0) for w in found]) / math.sqrt(len(found))


class Tones:
    """What the headings of one document and the wording of its paragraphs say about the figures in them.

    Parameters
    ----------
    document : Document
    numbers : sequence of int
        Ordinals of the sentences with quantities, ascending.
    words : RoleWords
    cut : callable
        Tokenizer.
    title : str
        Of the document, empty where it is not known.

    Attributes
    ----------
    plans : bool
        Whether the title is that of a paper that plans, and of none that looks back as well.
    tenses : list of ("review", "plan", "problem" or None)
        What the headings of each section say.
    """

    def __init__(
        self,
        document: Document,
        numbers: Sequence[int],
        words: RoleWords,
        cut: Callable[[str], list[str]],
        title: str = "",
    ) -> None:
        self.plans = bool(words.plan_title.search(title)) and not words.review_heading.search(title)
        self._document = document
        self._numbers = numbers
        self._cut = cut
        self.tenses = _tenses(document, words)
        self._paragraphs: dict[int, tuple[int, int]] = {}
        self._own: dict[int, float] = {}  # by the start of the paragraph
        self._mean: float | None = None

    def paragraph(self, number: int) -> tuple[int, int]:
        """Return where the paragraph of a sentence starts and ends."""
        sentences = self._document.sentences
        ordinal = sentences[number].paragraph
        found = self._paragraphs.get(ordinal)
        if found is None:
            first = last = number
            while first and sentences[first - 1].paragraph == ordinal:
                first -= 1
            while last + 1 < len(sentences) and sentences[last + 1].paragraph == ordinal:
                last += 1
            found = self._paragraphs[ordinal] = sentences[first].start, sentences[last].end
        return found

    def tone(self, paragraph: tuple[int, int]) -> float:
        """Return the tone of a paragraph whose headings are silent, which that of all of them moves half way."""
        if self._mean is None:
            self._mean = self._mean_tone()
        return (self._own_tone(paragraph) + self._mean) / 2

    def _own_tone(self, paragraph: tuple[int, int]) -> float:
        start, end = paragraph
        if start not in self._own:
            long = end - start >= FEWEST_FOR_TONE
            text = self._document.clean.text
            self._own[start] = tone(text[start:end], self._cut, tone_weights()) if long else 0.0
        return self._own[start]

    def _mean_tone(self) -> float:
        """Return the mean tone of the paragraphs with quantities whose headings are silent."""
        sentences = self._document.sentences
        silent: dict[int, int] = {}
        for number in self._numbers:
            if self.tenses[sentences[number].section] is None:
                silent.setdefault(sentences[number].paragraph, number)
        return sum(self._own_tone(self.paragraph(number)) for number in silent.values()) / len(silent)


def _tenses(document: Document, words: RoleWords) -> list[Tense | None]:
    """Ask the headings of all sections; work to come goes on until a heading speaks of work done again.

    Reports look back first and forward last, and the forward part often ends in sections and annexes whose
    headings say neither.
    """
    tenses: list[Tense | None] = []
    last: Tense | None = None
    headings = {heading for section in document.sections for heading in section.path}
    said = {heading: tense for heading in headings if (tense := _said(heading, words)) is not None}
    for section in document.sections:
        found = _together([said.get(heading) for heading in section.path]) if said else None
        if found in ("review", "plan"):
            last = found
        tenses.append(found or ("plan" if last == "plan" else None))
    return tenses
