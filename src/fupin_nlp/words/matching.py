"""Where the words of a dictionary stand in a text that is cut into words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from fupin_nlp.lexicon.finder import WordFinder
from fupin_nlp.words.cut import LINE, CutText
from fupin_nlp.words.dictionary import ANY, Dictionary

__all__ = ["Found", "Match", "Matcher"]


class Match(NamedTuple):
    """A word of the dictionary in a text: concept, word, the words of the text that it takes, and the line.

    ``text.words[first:last]`` are these words.
    """

    concept: str
    word: str
    first: int
    last: int
    line: int


class Found(NamedTuple):
    """What was found in a text.

    Attributes
    ----------
    matches : list of Match
        In text order, for each concept without overlap.
    overlapped : Counter
        (concept, word) → how often it stands inside a longer word of its concept, or across one that was counted.
    inside : dict
        (concept, word) → the words of the text that it is only a part of and that do not count either, with counts.
    """

    matches: list[Match]
    overlapped: Counter[tuple[str, str]]
    inside: dict[tuple[str, str], Counter[str]]


class Matcher:
    """Finds the words of a dictionary among the words of texts.

    Of the words of one concept that overlap the longest counts, of equally long ones the first; concepts do not
    disturb one another, so that a figure does not hang on what else was asked for.

    Parameters
    ----------
    dictionary : Dictionary

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> from fupin_nlp.words.cut import cut_texts
    >>> text = next(cut_texts(parse("数字经济带动经济增长，环境污染减少。"), "attention"))
    >>> found = Matcher(Dictionary.of({"经济": ["经济", "数字经济"], "环保": ["污染"]})).find(text)
    >>> [(match.word, text.words[match.first : match.last]) for match in found.matches]
    [('数字经济', ['数字', '经济']), ('经济', ['经济'])]
    >>> found.overlapped, found.inside
    (Counter({('经济', '经济'): 1}), {('环保', '污染'): Counter({'环境污染': 1})})
    """

    def __init__(self, dictionary: Dictionary) -> None:
        owners: dict[str, list[tuple[str, str]]] = {}
        for concept, words in dictionary.concepts.items():
            for word in words:
                owners.setdefault(word.strip(ANY).lower(), []).append((concept, word))
        self._finder = WordFinder(owners, every=True)
        self._owners = [owners[stem] for stem in self._finder.words]

    def find(self, text: CutText) -> Found:
        """Return where the words stand, and where they stand but do not count."""
        whole = text.text.lower()
        if len(whole) != len(text.text):  # İ has two characters in lower case
            whole = text.text
        spans: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        parts: list[tuple[str, str, int, int]] = []
        for ordinal, start, end in self._finder.find(whole):
            for concept, word in self._owners[ordinal]:
                first, last = _words_of(text, start, end)
                if _fits(text, word, (start, end), (first, last)):
                    spans[concept].append((text.starts[first], text.starts[last], word))
                else:
                    parts.append((concept, word, text.starts[first], text.starts[last]))
        breaks = [at for at, word in enumerate(text.words) if word == LINE]
        matches: list[Match] = []
        overlapped: Counter[tuple[str, str]] = Counter()
        for concept, found in spans.items():
            taken = longest_first(found)
            overlapped.update((concept, word) for _, _, word in set(found).difference(taken))
            for start, end, word in taken:
                first = bisect_left(text.starts, start)
                matches.append(Match(concept, word, first, bisect_left(text.starts, end), bisect_right(breaks, first)))
            spans[concept] = taken
        inside: dict[tuple[str, str], Counter[str]] = {}
        for concept, word, start, end in parts:
            at = bisect_right(spans[concept], start, key=itemgetter(0)) - 1
            if at >= 0 and end <= spans[concept][at][1]:
                overlapped[concept, word] += 1
            else:
                inside.setdefault((concept, word), Counter())[text.text[start:end]] += 1
        matches.sort(key=lambda match: (match.first, match.last))
        return Found(matches, overlapped, inside)


def _words_of(text: CutText, start: int, end: int) -> tuple[int, int]:
    """Return the words of the text that a stretch of characters lies in, half-open."""
    return bisect_right(text.starts, start) - 1, bisect_left(text.starts, end)


def _fits(text: CutText, word: str, span: tuple[int, int], words: tuple[int, int]) -> bool:
    """Tell whether a stretch begins and ends with words of the text, or its word says that it need not."""
    begins = text.starts[words[0]] == span[0] or word.startswith(ANY)
    return begins and (text.starts[words[1]] == span[1] or word.endswith(ANY))


def longest_first(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return spans without overlap in text order: the longest, and of equally long ones the first, written out whole.

    Examples
    --------
    >>> longest_first([(0, 2, "甲"), (1, 4, "乙"), (4, 5, "丙")])
    [(1, 4, '乙'), (4, 5, '丙')]
    """
    taken: list[tuple[int, int, str]] = []
    for span in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0], ANY in s[2], s[2])):
        at = bisect_left(taken, span[:2], key=lambda s: s[:2])
        if (at == 0 or taken[at - 1][1] <= span[0]) and (at == len(taken) or span[1] <= taken[at][0]):
            taken.insert(at, span)
    return taken
