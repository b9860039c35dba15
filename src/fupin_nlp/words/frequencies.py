"""How often words occur, in all reports or by region, year and the like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from fupin_nlp.segment import tag_of
from fupin_nlp.words.cut import at_least, cut_texts, several, shown_rows, stop_words
from fupin_nlp.words.groups import Grouping, Key
from fupin_nlp.words.table import WordTable, frame_of

__all__ = ["Tally", "frequencies", "per_thousand", "tallies"]


class Tally:
    """The words of some reports, counted.

    Attributes
    ----------
    counts : Counter
        Word → how often it occurs.
    docs : Counter
        Word → in how many reports.
    size : int
        Reports.
    total : int
        All words.
    """

    __slots__ = ("counts", "docs", "size", "total")

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.docs: Counter[str] = Counter()
        self.size = 0
        self.total = 0

    def add(self, counts: Counter[str]) -> None:
        """Count the words of one more report."""
        self.counts.update(counts)
        self.docs.update(counts.keys())
        self.size += 1
        self.total += counts.total()

    @classmethod
    def joined(cls, parts: Iterable[Tally]) -> Tally:
        """Return the words of several groups together."""
        whole = cls()
        for part in parts:
            whole.counts.update(part.counts)
            whole.docs.update(part.docs)
            whole.size += part.size
            whole.total += part.total
        return whole


def tallies(reports: Any, grouping: Grouping, function: str) -> dict[Key, Tally]:
    """Return the words of each group of reports, the groups in order.

    Raises
    ------
    ArgumentError, OptionError
        As `fupin_nlp.words.cut.cut_texts`.
    """
    found: dict[Key, Tally] = {}
    for text in cut_texts(reports, function):
        found.setdefault(grouping.key(text.report), Tally()).add(text.counts)
    return {key: found[key] for key in sorted(found, key=grouping.order)}


def per_thousand(n: int, total: int) -> float | None:
    """Return how often something occurs in a thousand words; None where there is no word.

    Examples
    --------
    >>> per_thousand(3, 1500), per_thousand(0, 0)
    (2.0, None)
    """
    return 1000 * n / total if total else None


def frequencies(
    reports: Any,
    by: str | Iterable[str] | None = None,
    *,
    stop: str | Iterable[str] | None = "function",
    pos: str | Iterable[str] | None = None,
    least: int = 1,
    top: int | None = None,
) -> WordTable:
    """Count the words of reports.

    Counted is the body, repaired and simplified; what stands around it on a page is not. Words are those of
    `fupin_nlp.Report.tokens`: figures and marks are none, words of your `Lexicon` are.

    Parameters
    ----------
    reports : Corpus, Report or iterable of Report
        Of a corpus that was not read yet only the words are read, which takes a fraction of the time.
    by : str or sequence of str, optional
        doc, region, province, city, year, issuer; without them all reports together.
    stop : {"function", "report"}, iterable of str, or None
        Words that are left out of the table: of closed classes (的, 以及, 万元), also those that all reports say
        whatever they are about (推进, 加快), words of your own, or none.
    pos : str or sequence of str, optional
        Only these parts of speech, by the beginning of their tags: ``"n"`` (nouns), ``["n", "v", "a"]``.
    least : int
        Only words that occur so often in their group.
    top : int, optional
        Only the most frequent words of each group.

    Returns
    -------
    WordTable
        ``frame`` has one row a group and word: the columns of `by`, ``word``, ``pos``, ``n``, ``per_thousand`` (of all
        words of the group, also of those that the table leaves out), ``docs`` (reports of the group that have it),
        ``words`` (all of the group). The most frequent come first.

    Raises
    ------
    ArgumentError
        If `reports` are none.
    OptionError
        If there is no report, or a choice is not known.

    Warns
    -----
    FailureWarning
        If some documents could not be read.

    Examples
    --------
    >>> from fupin_nlp.report import Corpus
    >>> corpus = Corpus.from_texts({"略阳县_2019": "产业扶贫带动脱贫。产业发展。", "洋县_2019": "产业兴旺，产业融合。"})
    >>> frequencies(corpus, top=1).frame[["word", "n", "docs", "words"]].values.tolist()
    [['产业', 3, 2, 9]]
    >>> frequencies(corpus, by="region", top=1).frame[["region", "word", "n"]].values.tolist()
    [['洋县', '产业', 2], ['略阳县', '产业', 1]]
    """
    grouping = Grouping.of(by)
    left_out, tags = stop_words(stop), several(pos, "pos")
    at_least("least", least)
    rows: list[tuple[Any, ...]] = []
    for key, tally in tallies(reports, grouping, "frequencies").items():
        total = tally.total
        words = [
            (word, tag_of(word), n)
            for word, n in sorted(tally.counts.items(), key=lambda item: (-item[1], item[0]))
            if n >= least and word not in left_out
        ]
        if tags:
            words = [found for found in words if (found[1] or "").startswith(tags)]
        rows += [
            (*key, word, tag, n, per_thousand(n, total), tally.docs[word], total)
            for word, tag, n in shown_rows(words, top)
        ]
    columns = (*grouping.columns, "word", "pos", "n", "per_thousand", "docs", "words")
    return WordTable(frame_of(rows, columns), "words")
