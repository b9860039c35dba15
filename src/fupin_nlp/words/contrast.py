"""Which words set groups of reports apart, and how evenly words are spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from fupin_nlp.errors import ArgumentError, OptionError, named
from fupin_nlp.report.choice import fits
from fupin_nlp.segment import tag_of
from fupin_nlp.words.cut import at_least, cut_texts, several, shown_rows, stop_words
from fupin_nlp.words.frequencies import Tally, per_thousand, tallies
from fupin_nlp.words.groups import Grouping
from fupin_nlp.words.statistics import g2_of, log_ratio_of, p_of
from fupin_nlp.words.table import WordTable, frame_of

__all__ = ["dispersion", "keyness"]

_UNNAMED = "未注明"
_KEYNESS = (
    *("group", "word", "pos", "n", "words", "per_thousand", "docs"),
    *("n_rest", "words_rest", "per_thousand_rest", "log_ratio", "g2", "p"),
)
_DISPERSION = ("word", "pos", "n", "docs", "doc_share", "dp", "dp_norm")


def keyness(
    reports: Any,
    group: str | Mapping[str, Any],
    *,
    stop: str | Iterable[str] | None = "function",
    least: int = 5,
    top: int | None = None,
) -> WordTable:
    """Find the words that set groups of reports apart from the others.

    Parameters
    ----------
    reports : Corpus, Report or iterable of Report
        Of a corpus that was not read yet only the words are read.
    group : str or mapping
        A key (region, province, city, year, issuer, doc): each value against the rest. Or what the reports of one group
        have in common, as `Corpus.filter` takes it: ``{"province": "云南省", "year": [2020, 2021]}``.
    stop : {"function", "report"}, iterable of str, or None
        Words that are left out of the table, see `frequencies`.
    least : int
        Only words that occur so often in group and rest together.
    top : int, optional
        Only the first words of each group.

    Returns
    -------
    WordTable
        ``frame``, in each group the words that it has more of by falling ``g2``, then the others: ``word``, ``pos``;
        ``n``, ``words``, ``per_thousand`` and ``docs`` of the group; ``n_rest``, ``words_rest`` and
        ``per_thousand_rest``; ``log_ratio`` (binary logarithm of the ratio of both frequencies: how large the
        difference is, above 0 where the group has more; Hardie 2014), ``g2`` (log-likelihood: how certain it is;
        Dunning 1993, Rayson and Garside 2000), ``p`` (chi-square, one degree of freedom, not corrected for the number
        of words). Words of one report are no independent draws: look at ``docs``, too.

    Raises
    ------
    ArgumentError
        If `reports` or `group` are none.
    OptionError
        If there are no two groups, or a key is not known.

    Examples
    --------
    >>> from fupin_nlp.report import Corpus
    >>> corpus = Corpus.from_texts({"略阳县_2019": "脱贫攻坚。" * 6, "略阳县_2022": "乡村振兴。" * 6})
    >>> found = keyness(corpus, "year", top=1).frame
    >>> found[["group", "word", "n", "n_rest"]].values.tolist()[0], round(float(found["g2"][0]), 2)
    (['2019', '脱贫攻坚', 6, 0], 16.64)
    """
    at_least("least", least)
    left_out = stop_words(stop)
    if not isinstance(group, (str, Mapping)):
        raise ArgumentError(f'group= takes a key or {{"province": "云南省"}}, not {named(group)}')
    groups = _by_key(reports, group) if isinstance(group, str) else _by_choice(reports, group)
    whole = Tally.joined(groups.values())
    if len(groups) < 2:
        raise OptionError(f"keyness compares groups, and by {group} there is one only: {next(iter(groups))}")
    shown = groups if isinstance(group, str) else dict(list(groups.items())[:1])
    rows: list[tuple[Any, ...]] = []
    for name, tally in shown.items():
        found = [
            _key_row(name, word, tally, whole)
            for word, both in whole.counts.items()
            if both >= least and word not in left_out
        ]
        found.sort(key=lambda row: ((row[-3] or 0) <= 0, -row[-2], row[1]))
        rows += shown_rows(found, top)
    return WordTable(frame_of(rows, _KEYNESS), "words")


def _by_key(reports: Any, key: str) -> dict[str, Tally]:
    """Return the words of each group by its name; regions of one name are told apart by their codes."""
    grouped = tallies(reports, Grouping.of(key, "group"), "keyness")
    names = [str(cells[0] or _UNNAMED) if key == "region" else _joined(cells) for cells in grouped]
    often = Counter(names)
    return {
        f"{name}（{cells[1]}）" if often[name] > 1 else name: tally
        for name, (cells, tally) in zip(names, grouped.items(), strict=True)
    }


def _joined(cells: tuple[Any, ...]) -> str:
    return "、".join(str(cell) for cell in cells if cell is not None) or _UNNAMED


def _by_choice(reports: Any, wanted: Mapping[str, Any]) -> dict[str, Tally]:
    if not wanted:
        raise OptionError('group= names what the reports have in common: {"province": "云南省"}')
    name = "、".join(f"{key}={value}" for key, value in wanted.items())
    found = {name: Tally(), "rest": Tally()}
    for text in cut_texts(reports, "keyness"):
        found[name if fits(text.report, wanted) else "rest"].add(text.counts)
    for side, tally in found.items():
        if not tally.size:
            raise OptionError(f"keyness compares two groups, and in {side} there is no report")
    return found


def _key_row(name: str, word: str, tally: Tally, whole: Tally) -> tuple[Any, ...]:
    n, size = tally.counts[word], tally.total
    n_rest, size_rest = whole.counts[word] - n, whole.total - size
    ratio = log_ratio_of(n, size, n_rest, size_rest) if size and size_rest else None
    g2 = g2_of(n, size, n_rest, size_rest)
    own = (n, size, per_thousand(n, size), tally.docs[word])
    rest = (n_rest, size_rest, per_thousand(n_rest, size_rest))
    return (name, word, tag_of(word), *own, *rest, ratio, g2, p_of(g2))


def dispersion(
    reports: Any,
    words: str | Iterable[str] | None = None,
    by: str = "doc",
    *,
    stop: str | Iterable[str] | None = "function",
    least: int = 5,
) -> WordTable:
    """Tell how evenly words are spread over reports, or over regions or years.

    Parameters
    ----------
    reports : Corpus, Report or iterable of Report
        Of a corpus that was not read yet only the words are read.
    words : str or sequence of str, optional
        Only these; all that occur often enough by default.
    by : str
        The parts: doc, region, province, city, year, issuer.
    stop : {"function", "report"}, iterable of str, or None
        Words that are left out, see `frequencies`.
    least : int
        Only words that occur so often; of `words` that are named all are told.

    Returns
    -------
    WordTable
        ``frame`` by falling ``n``: ``word``, ``pos``, ``n``, ``docs`` (parts that have it), ``doc_share`` (their
        share),
        ``dp`` (deviation of proportions, Gries 2008: 0 where a word is spread as the text is, near 1 where one small
        part has all), ``dp_norm`` (the same divided by its largest possible value, Lijffijt and Gries 2012).

    Raises
    ------
    ArgumentError
        If `reports` or `words` are none.
    OptionError
        If there are fewer than two parts, or a key is not known.

    Examples
    --------
    >>> from fupin_nlp.report import Corpus
    >>> corpus = Corpus.from_texts({"略阳县_2019": "脱贫。发展产业。", "洋县_2019": "脱贫。建设道路。"})
    >>> dispersion(corpus, ["脱贫", "产业"]).frame[["word", "n", "docs", "dp"]].values.tolist()
    [['脱贫', 2, 2, 0.0], ['产业', 1, 1, 0.5]]
    """
    at_least("least", least)
    left_out, asked = stop_words(stop), several(words, "words")
    parts = [tally for tally in tallies(reports, Grouping.of(by), "dispersion").values() if tally.total]
    if len(parts) < 2:
        raise OptionError(f"dispersion needs parts that words are spread over; by {by} there is {len(parts)}")
    whole = Tally.joined(parts)
    sizes = [part.total / whole.total for part in parts]
    often = (w for w, n in whole.counts.items() if n >= least and w not in left_out)
    rows = []
    for word in asked or often:
        n = whole.counts[word]
        held = [(part.counts[word], size) for part, size in zip(parts, sizes, strict=True) if part.counts[word]]
        # Parts without the word differ by their whole size.
        apart = sum(abs(m / n - size) - size for m, size in held) + 1
        dp = round(apart / 2, 10) if n else None
        norm = None if dp is None else dp / (1 - min(sizes))
        rows.append((word, tag_of(word), n, len(held), len(held) / len(parts), dp, norm))
    rows.sort(key=lambda row: (-row[2], row[0]))
    return WordTable(frame_of(rows, _DISPERSION), "words")
