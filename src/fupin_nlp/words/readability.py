"""How hard reports are to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import fmean
from typing import Any

from fupin_nlp.model.token import is_word
from fupin_nlp.segment import tag_of
from fupin_nlp.words.cut import CutText, at_least, cut_texts
from fupin_nlp.words.table import WordTable, frame_of

__all__ = ["readability"]

_CLAUSE_ENDS = frozenset("，。；：！？…,;:!?")
_FUNCTION = ("d", "c")  # tags of adverbs and conjunctions
_COLUMNS = (
    *("doc", "region", "year", "sentences", "clauses", "words", "characters"),
    *("sentence_length", "sentence_words", "clause_length", "word_length", "function_share", "fog", "mattr"),
)


def readability(reports: Any, *, window: int = 500) -> WordTable:
    """Measure how hard reports are to read: lengths, adverbs and conjunctions, variety of words.

    Measured are the sentences of the body that are no headings. Larger figures mean harder text.

    Parameters
    ----------
    reports : Corpus, Report or iterable of Report
        Of a corpus that was not read yet only the words are read.
    window : int
        Words of the window of ``mattr``.

    Returns
    -------
    WordTable
        ``frame`` has one row a report: ``doc``, ``region``, ``year``; ``sentences``, ``clauses`` (what stands between
        marks), ``words``, ``characters`` (of words and figures, without marks and blanks); ``sentence_length`` and
        ``clause_length`` (characters), ``sentence_words``, ``word_length`` (characters); ``function_share`` (adverbs
        and conjunctions among the words of a sentence, mean over the sentences), ``fog`` (half the sum of
        ``clause_length`` and ``function_share``), ``mattr`` (different words among all in a window that moves over
        the text, mean over all its places; missing where the text is shorter).

    Raises
    ------
    ArgumentError
        If `reports` are none.
    OptionError
        If there is no report, or `window` is none.

    Notes
    -----
    ``clause_length``, ``function_share`` and ``fog`` are the three measures of 徐巍、姚振晔、陈冬华 (2021),
    中文年报可读性：衡量与检验, 会计研究, as packages of the field give them, too; the third follows the Fog
    index of English. Parts of speech are those of the dictionaries (`fupin_nlp.Report.tokens`). ``mattr`` is the
    moving-average type–token ratio of Covington and McFall (2010), Journal of Quantitative Linguistics 17(2), 94–100:
    unlike the plain ratio it does not hang on the length of the text.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> report = parse("去年全县不断推进脱贫攻坚各项工作，并且取得明显成效。贫困人口减少了很多。")
    >>> row = readability(report, window=5).frame.iloc[0]
    >>> [int(row[name]) for name in ("sentences", "clauses", "words", "characters")], float(row["clause_length"])
    ([2, 3, 15, 33], 11.0)
    """
    at_least("window", window, 2)
    rows = [_row(text, window) for text in cut_texts(reports, "readability")]
    return WordTable(frame_of(rows, _COLUMNS), "reports")


def _row(text: CutText, window: int) -> tuple[Any, ...]:
    report = text.report
    about = (report.doc, report.region, report.year)
    pairs = zip(report.document.sentences, text.sentences(), strict=True) if text.places else ()
    lines = [words for sentence, words in pairs if not sentence.heading and any(map(is_word, words))]
    if not lines:
        return (*about, 0, 0, 0, 0, *(None,) * (len(_COLUMNS) - 7))
    lengths = [length for words in lines for length in _clauses(words)]
    running = [word for words in lines for word in words if is_word(word)]
    characters = sum(lengths)
    clause = characters / len(lengths)
    share = fmean(_function_share(words) for words in lines)
    counts = (len(lines), len(lengths), len(running), characters)
    means = (characters / len(lines), len(running) / len(lines), clause, fmean(map(len, running)))
    return (*about, *counts, *means, share, (clause + share) / 2, _mattr(running, window))


def _clauses(words: Sequence[str]) -> list[int]:
    """Return how many characters of words and figures stand between the marks of a sentence."""
    lengths = [0]
    for word in words:
        if word in _CLAUSE_ENDS:
            lengths.append(0)
        else:
            lengths[-1] += sum(map(str.isalnum, word))
    return [length for length in lengths if length]


def _function_share(words: Sequence[str]) -> float:
    own = [word for word in words if is_word(word)]
    return sum((tag_of(word) or "").startswith(_FUNCTION) for word in own) / len(own)


def _mattr(words: Sequence[str], window: int) -> float | None:
    if len(words) < window:
        return None
    counts = Counter(words[:window])
    kinds = len(counts)
    for gone, come in zip(words, words[window:], strict=False):
        counts[come] += 1
        counts[gone] -= 1
        if not counts[gone]:
            del counts[gone]
        kinds += len(counts)
    return kinds / (len(words) - window + 1) / window
