"""Words in their context: concordances and collocates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice, takewhile
from math import log2
from typing import Any
from warnings import warn

from fupin_nlp.errors import ArgumentError, FupinWarning, named
from fupin_nlp.model import Section
from fupin_nlp.model.token import is_word
from fupin_nlp.segment import tag_of
from fupin_nlp.words.cut import LINE, CutText, at_least, cut_texts, several, shown_rows, stop_words
from fupin_nlp.words.dictionary import Dictionary
from fupin_nlp.words.matching import Found, Match, Matcher
from fupin_nlp.words.statistics import g2_of
from fupin_nlp.words.table import WordTable, frame_of

__all__ = ["collocates", "kwic"]

_NODE = "node"
_LOG_DICE = 14  # the score of two words that never stand apart
_KWIC = ("doc", "region", "year", "left", "keyword", "right", "section", "start", "end")
_COLLOCATES = ("word", "pos", "n", "docs", "expected", "mi", "log_dice", "g2")


def kwic(reports: Any, keyword: str | Iterable[str], width: int = 20) -> WordTable:
    """List every place of a word with what stands before and after it (keyword in context).

    Parameters
    ----------
    reports : Corpus, Report or iterable of Report
        Only bodies are searched.
    keyword : str or sequence of str
        A word, or several; they are found as those of a `Dictionary`: as whole words, a ``*`` stands for the rest of a
        word (``*脱贫*``).
    width : int
        Characters on each side; what stands around may reach into the sentences before and after.

    Returns
    -------
    WordTable
        ``frame`` has one row a place, in text order: ``doc``, ``region``, ``year``, ``left``, ``keyword``, ``right``
        (as in the cleaned text), ``section`` (its headings), ``start`` and ``end`` in the raw text.

    Raises
    ------
    ArgumentError
        If `reports` or `keyword` are none.
    OptionError
        If there is no report, or a keyword is no word.

    Warns
    -----
    FupinWarning
        If it stands nowhere; where it is a part of other words, these are named.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> report = parse("全縣(xiàn)打贏脫貧攻堅戰，實現脫貧7800戶。", name="略阳县_2019.txt")
    >>> kwic(report, "脱贫", width=6).frame[["left", "keyword", "right"]].values.tolist()
    [['攻坚战，实现', '脱贫', '7800户。']]
    """
    at_least("width", width)
    matcher = Matcher(_node(keyword, "keyword"))
    rows: list[tuple[Any, ...]] = []
    inside: Counter[str] = Counter()
    for text in cut_texts(reports, "kwic"):
        found = matcher.find(text)
        report, headings = text.report, _Headings(text)
        about = (report.doc, report.region, report.year)
        rows += [(*about, *_line(text, match, width, headings)) for match in found.matches]
        _count_inside(found, inside)
    if not rows:
        _tell_none(keyword, inside)
    return WordTable(frame_of(rows, _KWIC), "places")


class _Headings:
    """The headings above a place of a report."""

    def __init__(self, text: CutText) -> None:
        self._sections: tuple[Section, ...] = text.report.document.sections
        self._sentences = text.report.document.sentences

    def over(self, sentence: int) -> str | None:
        """Return the path of headings above a sentence, None where there is none."""
        number = self._sentences[sentence].section
        return " > ".join(self._sections[number].path) if 0 <= number < len(self._sections) else None


def _line(text: CutText, match: Match, width: int, headings: _Headings) -> tuple[Any, ...]:
    clean = text.report.document.clean
    lines = text.text.rfind(LINE, 0, text.starts[match.first]) + 1
    start = text.places[match.line] + text.starts[match.first] - lines
    end = start + text.starts[match.last] - text.starts[match.first]
    body = next(span for span in clean.body if span.start <= start < span.end)
    left = clean.text[max(body.start, start - width) : start]
    right = clean.text[end : min(body.end, end + width)]
    raw = clean.raw_span(start, end)
    shown = (_on_one_line(left).lstrip(), clean.text[start:end], _on_one_line(right).rstrip())
    return (*shown, headings.over(match.line) or None, raw.start, raw.end)


def _on_one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _node(words: Any, what: str) -> Dictionary:
    names = several(words, what)
    if not names:
        raise ArgumentError(f"{what} must be a word or several, not {named(words)}")
    return Dictionary.of({_NODE: names})


def _count_inside(found: Found, inside: Counter[str]) -> None:
    for parts in found.inside.values():
        inside.update(parts)


def _tell_none(words: Any, inside: Counter[str]) -> None:
    shown = "、".join(several(words, "keyword"))
    most = "、".join(f"{word} {n}" for word, n in sorted(inside.items(), key=lambda i: (-i[1], i[0]))[:5])
    hint = f"; it is a part of {most}: *{shown}* finds it there" if inside else ""
    warn(f"{shown} is no word of these reports{hint}", FupinWarning, stacklevel=3)


def collocates(
    reports: Any,
    word: str | Iterable[str],
    window: int = 5,
    *,
    stop: str | Iterable[str] | None = "function",
    least: int = 3,
    top: int | None = None,
) -> WordTable:
    """Find which words stand near a word more often than by chance.

    Near are the words in the same sentence, up to `window` on each side; marks and figures are not counted. A word that
    is near two occurrences counts once.

    Parameters
    ----------
    reports : Corpus, Report or iterable of Report
        Of a corpus that was not read yet only the words are read.
    word : str or sequence of str
        The node, as the keyword of `kwic`.
    window : int
        Words on each side.
    stop : {"function", "report"}, iterable of str, or None
        Words that are left out of the table, see `frequencies`; they take their place in the window.
    least : int
        Only words that are near so often.
    top : int, optional
        Only the first words.

    Returns
    -------
    WordTable
        ``frame`` by falling ``log_dice``: ``word``, ``pos``, ``n`` (near the node), ``docs`` (reports where it is),
        ``expected`` (if words fell by chance), ``mi`` (log2 of n over expected: Church and Hanks 1990), ``log_dice``
        (Rychlý 2008; 14 at most, comparable between corpora), ``g2`` (log-likelihood, Dunning 1993).

    Raises
    ------
    ArgumentError, OptionError
        As `kwic`.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> report = parse("治理农业污染。治理农村污染。发展产业。建设道路。")
    >>> collocates(report, "污染", least=2).frame[["word", "n"]].values.tolist()
    [['治理', 2]]
    """
    at_least("window", window)
    at_least("least", least)
    left_out, matcher = stop_words(stop), Matcher(_node(word, "word"))
    near: Counter[str] = Counter()
    docs: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    nodes = 0
    for text in cut_texts(reports, "collocates"):
        found = matcher.find(text)
        own = Counter(_near(text, found.matches, window))
        near.update(own)
        docs.update(own.keys())
        counts.update(text.counts)
        nodes += len(found.matches)
        _count_inside(found, inside)
    if not nodes:
        _tell_none(word, inside)
    size, total = near.total(), counts.total()
    rows = []
    for name, n in near.items():
        if n >= least and name not in left_out:
            expected = size * counts[name] / total
            dice = _LOG_DICE + log2(2 * n / (nodes + counts[name]))
            g2 = g2_of(n, size, counts[name] - n, total - size)
            rows.append((name, tag_of(name), n, docs[name], expected, log2(n / expected), dice, g2))
    rows.sort(key=lambda row: (-row[6], row[0]))
    return WordTable(frame_of(shown_rows(rows, top), _COLLOCATES), "collocates")


def _near(text: CutText, matches: Iterable[Match], window: int) -> list[str]:
    """Return the words near the matches, each place once."""
    words = text.words
    places: set[int] = set()
    taken: set[int] = set()
    for match in matches:
        taken.update(range(match.first, match.last))
        for side in (range(match.first - 1, -1, -1), range(match.last, len(words))):
            line = takewhile(lambda at: words[at] != LINE, side)
            places.update(islice((at for at in line if is_word(words[at])), window))
    return [words[at] for at in sorted(places - taken)]
