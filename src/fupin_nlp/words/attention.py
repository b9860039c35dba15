"""How much reports speak of concepts: counts and shares as a balanced panel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from warnings import warn

from fupin_nlp.errors import FupinWarning
from fupin_nlp.report.attempt import Failure
from fupin_nlp.report.labelled import Labelled
from fupin_nlp.words.cut import LINE, CutText, cut_texts
from fupin_nlp.words.dictionary import ANY, Dictionary
from fupin_nlp.words.frequencies import per_thousand
from fupin_nlp.words.groups import Grouping, Key
from fupin_nlp.words.matching import Found, Matcher
from fupin_nlp.words.table import WORD_LABELS_ZH, frame_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ATTENTION_GAPS_ZH", "Attention", "attention"]

ATTENTION_GAPS_ZH: Mapping[str, str] = MappingProxyType(
    {
        "no_report": "当年没有报告",
        "no_key": "报告未注明地区或年份",
        "no_words": "正文没有词",
        "not_read": "文件读取失败",
    }
)
_FIGURES = (
    *("docs", "n", "words", "per_thousand", "mentions", "sentences", "sentence_share"),
    *("mention_characters", "characters", "text_share"),
)
_SHOWN = 5  # words of the text that a word of the dictionary is only a part of


@dataclass(frozen=True, eq=False, repr=False)
class Attention(Labelled):
    """How much is said of each concept; `to_frame` and `save` give the panel under Chinese or English headings.

    Attributes
    ----------
    frame : DataFrame
        One row a group and concept, as `attention` tells. Balanced: with year among the keys every region has a row
        for every year from the first to the last; where there is no report, its figures are missing, not 0.
    gaps : DataFrame
        What is not there or did not enter: the columns of the keys, ``reason`` (`ATTENTION_GAPS_ZH`), ``docs``.
    words : DataFrame
        One row a word of the dictionary: how often it was counted (``n``), how often it was ``overlapped`` by a longer
        word of its concept, and how often it is only a part of other words (``inside``, with the most frequent of
        these): these did not count; ``*污染`` would count them.
    """

    frame: pd.DataFrame
    gaps: pd.DataFrame
    words: pd.DataFrame
    _column_labels = WORD_LABELS_ZH

    def _main(self) -> pd.DataFrame:
        return self.frame

    def _told(self) -> str:
        unseen = int((self.words["n"] == 0).sum())
        told = f"{len(self.frame)} rows of {self.frame['concept'].nunique()} concepts, {len(self.gaps)} gaps"
        return told + (f", {unseen} of {len(self.words)} words of the dictionary never counted" if unseen else "")


@dataclass
class _Cell:
    """What the reports of a group have, and what they say of each concept."""

    docs: int = 0
    words: int = 0
    sentences: int = 0
    characters: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    mentions: Counter[str] = field(default_factory=Counter)
    mentioned: Counter[str] = field(default_factory=Counter)

    def add(self, text: CutText, found: Found) -> None:
        """Count one more report."""
        sizes = [sum(len(word) for word in line if not word.isspace()) for line in text.sentences()]
        self.docs += 1
        self.words += text.total
        self.sentences += len(text.places)
        self.characters += sum(sizes)
        self.counts.update(match.concept for match in found.matches)
        lines = {(match.concept, match.line) for match in found.matches}
        self.mentions.update(concept for concept, _ in lines)
        for concept, line in lines:
            self.mentioned[concept] += sizes[line]

    def figures(self, concept: str) -> tuple[Any, ...]:
        """Return the cells of a row, in the order of the columns."""
        n, mentions, mentioned = self.counts[concept], self.mentions[concept], self.mentioned[concept]
        return (
            *(self.docs, n, self.words, per_thousand(n, self.words)),
            *(mentions, self.sentences, mentions / self.sentences if self.sentences else None),
            *(mentioned, self.characters, mentioned / self.characters if self.characters else None),
        )


def attention(reports: Any, dictionary: Any, by: str | Iterable[str] | None = ("region", "year")) -> Attention:
    """Measure how much reports speak of concepts, as a balanced panel.

    Counted is the body, repaired and simplified. A word of the dictionary counts where it begins and ends with words of
    the text; where words of one concept overlap, the longest counts, once. Concepts do not disturb one another.

    Parameters
    ----------
    reports : Corpus, Report or iterable of Report
        Of a corpus that was not read yet only the words are read. Several reports of one group are added up.
    dictionary : Dictionary, mapping, path, DataFrame or list of words
        Concepts and their words, see `Dictionary.of`: ``{"环保": ["污染", "减排", "生态*"]}``.
    by : str or sequence of str
        doc, region, province, city, year, issuer; None puts all reports together.

    Returns
    -------
    Attention
        ``frame`` with the columns of `by`, ``concept``, ``docs``, ``n`` (occurrences), ``words`` (all),
        ``per_thousand`` (occurrences in a thousand words), ``mentions`` (sentences that speak of it), ``sentences``
        (all, headings too), ``sentence_share``, ``mention_characters``, ``characters`` (without blanks), ``text_share``
        (characters of the sentences that speak of it among all); shares are from 0 to 1. ``gaps`` and ``words``: see
        `Attention`.

    Raises
    ------
    ArgumentError
        If `reports` or `dictionary` are none.
    OptionError
        If there is no report, a key is not known, or a concept has no words.
    DataFileError
        If the file of the dictionary is missing or broken.

    Warns
    -----
    FupinWarning
        If reports do not tell a key (a region or year): they are in ``gaps`` and nowhere else. If a word of the
        dictionary stands more often inside other words than by itself.

    Examples
    --------
    >>> from fupin_nlp.report import Corpus
    >>> texts = {"云南省_2019": "治理污染。发展经济。", "云南省_2021": "污染防治攻坚。", "贵州省_2019": "减排。"}
    >>> found = attention(Corpus.from_texts(texts), {"环保": ["污染", "减排"]})
    >>> found.frame[["region", "year", "n", "sentence_share"]].fillna(-1).values.tolist()[3:]
    [['云南省', 2019, 1, 0.5], ['云南省', 2020, -1, -1.0], ['云南省', 2021, 1, 1.0]]
    >>> found.gaps[["region", "year", "reason"]].values.tolist()
    [['贵州省', 2020, 'no_report'], ['贵州省', 2021, 'no_report'], ['云南省', 2020, 'no_report']]
    """
    known, grouping = Dictionary.of(dictionary), Grouping.of(by)
    matcher = Matcher(known)
    cells: dict[Key, _Cell] = {}
    gaps: list[tuple[Any, ...]] = []
    tally = _WordTally()
    failures: list[Failure] = []
    for text in cut_texts(reports, "attention", failures):
        key = grouping.key(text.report)
        reason = "no_key" if grouping.missing(key) else "no_words" if not text.total else None
        if reason is not None:
            gaps.append((*key, reason, [text.report.doc]))
        if reason != "no_key":
            found = matcher.find(text)
            cells.setdefault(key, _Cell()).add(text, found)
            tally.add(found)
    _tell_unplaced(gaps, grouping)
    nothing = (None,) * len(grouping.columns)
    gaps += [(*nothing, "not_read", [failure.doc]) for failure in failures]
    rows: list[tuple[Any, ...]] = []
    for key in _balanced(cells, grouping):
        cell = cells.get(key)
        if cell is None:
            gaps.append((*key, "no_report", []))
        none = (None,) * len(_FIGURES)
        rows += [(*key, concept, *(cell.figures(concept) if cell else none)) for concept in known]
    frame = frame_of(rows, (*grouping.columns, "concept", *_FIGURES))
    listed = frame_of([gap[:-1] for gap in gaps], (*grouping.columns, "reason"))
    words = tally.frame(known)
    _tell_inside(words)
    return Attention(frame, listed.assign(docs=[gap[-1] for gap in gaps]), words)


def _tell_unplaced(gaps: Iterable[tuple[Any, ...]], grouping: Grouping) -> None:
    unplaced = [gap for gap in gaps if gap[-2] == "no_key"]
    if unplaced:
        lacking = "、".join(grouping.missing(unplaced[0][: len(grouping.columns)]))
        told = (
            f"{len(unplaced)} reports do not tell what they are put together by, first {unplaced[0][-1][0]} ({lacking})"
        )
        warn(f"{told}; .gaps lists them; give it by region= and date= when reading", FupinWarning, stacklevel=3)


def _tell_inside(words: pd.DataFrame) -> None:
    """Tell of words that stand more often inside other words than by themselves: perhaps they were meant there, too."""
    hidden = words[words["inside"] > words["n"]]
    if len(hidden):
        first = hidden.iloc[0]
        told = f"{first['word']} counts {first['n']} times, {first['inside']} times it is only a part of other words"
        more = f" (and so {len(hidden) - 1} more words of the dictionary)" if len(hidden) > 1 else ""
        hint = f"{first['inside_words']}{more}; .words lists them; *{first['word'].strip(ANY)}* would count them"
        warn(f"{told}: {hint}", FupinWarning, stacklevel=3)


def _balanced(cells: Iterable[Key], grouping: Grouping) -> Iterator[Key]:
    """Yield the groups in order: with year among the keys, all units in every year from the first to the last."""
    keys = sorted(cells, key=grouping.order)
    if "year" not in grouping.columns or not keys:
        yield from keys
        return
    at = grouping.columns.index("year")
    years = [key[at] for key in keys]
    units = dict.fromkeys((key[:at], key[at + 1 :]) for key in keys)
    every = ((*before, year, *after) for (before, after), year in product(units, range(min(years), max(years) + 1)))
    yield from sorted(every, key=grouping.order)


class _WordTally:
    """How often each word of the dictionary was found, and how often it stood there and did not count."""

    def __init__(self) -> None:
        self._counted: Counter[tuple[str, str]] = Counter()
        self._overlapped: Counter[tuple[str, str]] = Counter()
        self._inside: dict[tuple[str, str], Counter[str]] = {}

    def add(self, found: Found) -> None:
        """Count what was found in one more report."""
        self._counted.update((match.concept, match.word) for match in found.matches)
        self._overlapped.update(found.overlapped)
        for word, parts in found.inside.items():
            self._inside.setdefault(word, Counter()).update(parts)

    def frame(self, dictionary: Dictionary) -> pd.DataFrame:
        """Return one row a word of the dictionary."""
        rows = []
        for concept, words in dictionary.concepts.items():
            for word in words:
                key = (concept, word)
                parts = self._inside.get(key, Counter())
                most = sorted(parts.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN]
                shown = "; ".join(f"{part.replace(LINE, ' ')} {n}" for part, n in most) or None
                rows.append((concept, word, self._counted[key], self._overlapped[key], parts.total(), shown))
        return frame_of(rows, ("concept", "word", "n", "overlapped", "inside", "inside_words"))
