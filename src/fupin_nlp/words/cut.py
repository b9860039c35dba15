"""Reports cut into words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any
from warnings import warn

from fupin_nlp.errors import ArgumentError, FailureWarning, OptionError, named
from fupin_nlp.lexicon.stopwords import STOP_LISTS, stop_list
from fupin_nlp.model.token import is_word
from fupin_nlp.report.asked import corpus_of
from fupin_nlp.report.attempt import Failure
from fupin_nlp.report.described import Described
from fupin_nlp.segment import tokenizer

__all__ = ["LINE", "CutText", "cut_texts", "several", "stop_words"]

LINE = "\n"
"""What stands between two sentences among the words of a text."""


@dataclass(frozen=True)
class CutText:
    """A report whose body is cut into words, sentence by sentence.

    Attributes
    ----------
    report : Report or Reading
        What it was cut from.
    places : tuple of int
        Where each sentence begins in ``report.document.clean.text``.
    words : list of str
        Words, figures and marks of the body in text order, with `LINE` between two sentences.
    """

    report: Described
    places: tuple[int, ...]
    words: list[str]

    @cached_property
    def text(self) -> str:
        """The sentences, each in a line."""
        return "".join(self.words)

    @cached_property
    def starts(self) -> list[int]:
        """Where each of `words` begins in `text`, and the end of the last."""
        return list(accumulate(map(len, self.words), initial=0))

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word stands there; figures, marks and blanks are none."""
        return Counter({word: n for word, n in Counter(self.words).items() if is_word(word)})

    @cached_property
    def total(self) -> int:
        """How many words there are."""
        return self.counts.total()

    def sentences(self) -> Iterator[list[str]]:
        """Yield the words of each sentence."""
        start = 0
        for at, word in enumerate(self.words):
            if word == LINE:
                yield self.words[start:at]
                start = at + 1
        yield self.words[start:]


def cut_texts(reports: Any, function: str, failures: list[Failure] | None = None) -> Iterator[CutText]:
    r"""Yield the reports of a corpus cut into words, one at a time.

    What cannot be read goes to `failures`, and a warning tells it.

    Raises
    ------
    ArgumentError
        If it is no corpus and no reports; the message names the `function`.
    OptionError
        If there is no report, or none could be read.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> [text.words for text in cut_texts(parse("脱贫3户。建成基地。"), "frequencies")]
    [['脱贫', '3', '户', '。', '\n', '建成', '基地', '。']]
    """
    corpus = corpus_of(reports, function)
    failed: list[Failure] = [] if failures is None else failures
    found = False
    for reading in corpus.readings():
        if isinstance(reading, Failure):
            failed.append(reading)
            continue
        found = True
        places, lines = zip(*reading.lines(), strict=True) if reading.document.sentences else ((), ())
        with reading.lexicon.at_work():
            words = tokenizer(reading.options.tokenizer).cut_lines(lines)
        yield CutText(reading, tuple(places), words)
    if not found:
        told = f"none of {len(failed)} documents could be read, first {failed[0]}" if failed else "there is no report"
        raise OptionError(f"{function}: {told}")
    if failed:
        told = f"{len(failed)} documents could not be read, first {failed[0].doc}: {failed[0].reason}"
        warn(f"{told}; corpus.failures lists them", FailureWarning, stacklevel=3)


def several(given: Any, what: str) -> tuple[str, ...]:
    """Return the names that were given; one text is one name.

    Raises
    ------
    ArgumentError
        If they are none.

    Examples
    --------
    >>> several("year", "by"), several(["region", "year"], "by"), several(None, "by")
    (('year',), ('region', 'year'), ())
    """
    if given is None:
        return ()
    if isinstance(given, str):
        return (given,)
    names = tuple(given) if isinstance(given, Iterable) and not isinstance(given, (bytes, dict)) else (given,)
    wrong = next((name for name in names if not isinstance(name, str)), None)
    if wrong is not None or (names and names[0] is None):
        raise ArgumentError(f"{what}= takes one name or several, not {named(given)}")
    return names


def stop_words(stop: str | Iterable[str] | None) -> frozenset[str]:
    """Return the words that a list leaves out.

    Parameters
    ----------
    stop : {"function", "report"}, iterable of str, or None
        A list of the library (`fupin_nlp.lexicon.stopwords`), words of your own, or none.

    Raises
    ------
    OptionError
        If the library has no list of the name.
    ArgumentError
        If it is neither.

    Examples
    --------
    >>> sorted(stop_words(["全县", "的"])), stop_words(None), "的" in stop_words("function")
    (['全县', '的'], frozenset(), True)
    >>> stop_words("的")
    Traceback (most recent call last):
    ...
    fupin_nlp.errors.OptionError: stop='的': choose among function, report, None, or give a list of words
    """
    if stop is None:
        return frozenset()
    if isinstance(stop, str):
        if stop not in STOP_LISTS:
            raise OptionError(f"stop={stop!r}: choose among {', '.join(STOP_LISTS)}, None, or give a list of words")
        return stop_list(stop)
    return frozenset(several(stop, "stop"))


def at_least(name: str, value: Any, least: int = 1) -> int:
    """Return a whole number that was given.

    Raises
    ------
    OptionError
        If it is none, or below the least.

    Examples
    --------
    >>> at_least("top", 10)
    10
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise OptionError(f"{name}={value!r}: a whole number of at least {least} is wanted")
    return value


def shown_rows(rows: Sequence[Any], top: int | None) -> Sequence[Any]:
    """Return the first rows, or all."""
    return rows if top is None else rows[: at_least("top", top)]
