"""What the title of a document dates: the statements that nothing nearer dates (水利局2017年工作情况)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from fupin_nlp.interpret.governed import TenseByScope
from fupin_nlp.interpret.period.grammar import PeriodMention, find_periods
from fupin_nlp.interpret.tone import tense_of_headings
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern
from fupin_nlp.lexicon.roles import role_words
from fupin_nlp.model.structure import Section
from fupin_nlp.scope import Tree
from fupin_nlp.scope.tree import SENTENCE_REACH

__all__ = ["TitlePeriod", "period_of_title"]

# Rules; 今年 and 五年来 in a title say nothing without its date, 目前 only when it was written.
_OF_TITLES: Final = frozenset({"year", "year_range", "part_of_year", "date_range", "until", "month", "plan_span"})
# The year of such a report is that of the congress; what it looks back on is the year before.
_OF_CONGRESS: Final = ("政府工作报告", "工作报告")
# Such a document sets rules, of which its year says no more than when it was written.
_OF_RULES: Final = ("通知", "办法", "细则", "规定", "条例", "标准", "明白纸", "明白卡")
_RATE, _YEARS_OLD, _THRESHOLD = "标准", "岁", ("以上的", "以下的", "以内的", "的，")
_STANDING: Final = ("现有", "现辖", "下辖", "尚有", "仍有")  # what a place has whatever the year


def period_of_title(title: str) -> PeriodMention | None:
    """Return the one period that a title names; None where it names none or several, and of a report to a congress.

    Examples
    --------
    >>> period_of_title("前三季度居民收支情况分析").text, period_of_title("2016年政府工作报告") is None
    ('前三季度', True)
    >>> period_of_title("2019年工作总结和2020年工作打算") is None
    True
    >>> period_of_title("（某省）某市工作情况（2023年3月21日）") is None
    True
    """
    title = _whose_and_when().sub("", title)
    bare = title.partition("（")[0].partition("(")[0].rstrip()
    if bare.endswith(_OF_CONGRESS) or any(words in title for words in _OF_RULES):
        return None
    found = [mention for mention in find_periods(title) if mention.kind not in ("per", "distributive", "base")]
    if len(found) != 1 or found[0].rule not in _OF_TITLES:
        return None
    return PeriodMention(-1, -1, found[0].text, found[0].kind, found[0].rule)


@lru_cache(maxsize=1)
def _whose_and_when() -> Pattern:
    """Return the pattern of brackets around the place before a title, and around the day behind it."""
    day = r"[12]\d{3}年\d{1,2}月\d{1,2}日"
    return compile_pattern("brackets of a title", rf"\A\s*[（(][^（()）]{{1,12}}[)）]|[（(]\s*{day}\s*[)）]\s*\Z")


class TitlePeriod:
    """The period that the title of a document gives to its sentences.

    Chapters and lists of what is to come (下一步打算) keep clear of it, unless the title is a plan itself, and so do
    sentences on what a place has (全县现有贫困村12个).

    Parameters
    ----------
    tree : Tree
        Of the document.
    sections : sequence of Section
        Those of the document.
    title : str
        Empty where it has none.
    """

    def __init__(self, tree: Tree, sections: Sequence[Section], title: str) -> None:
        self._tree = tree
        self._sections = sections
        self._named = period_of_title(title) if title else None
        self._plan = self._named is not None and tense_of_headings((title,), role_words()) == "plan"
        self._openings: TenseByScope | None = None
        self._to_come: dict[int, bool] = {}

    def of(self, sentence: int) -> PeriodMention | None:
        """Return the period of the title if it can date a sentence."""
        if self._named is None:
            return None
        start, end = self._tree.sentences[sentence].start, self._tree.sentences[sentence].end
        if any(self._tree.text.find(word, start, end) >= 0 for word in _STANDING):
            return None
        return self._named if self._plan or not self._is_to_come(sentence) else None

    def is_kept_from(self, words: PeriodMention, sentence: int, start: int, end: int) -> bool:
        """Return whether these are the words of the title, and the quantity is none of a year.

        Such are ages, thresholds and rates that a rule sets, and what a story of a person tells.
        """
        if words is not self._named:
            return False
        text = self._tree.text
        if text.startswith(_YEARS_OLD, end - 1) or text.startswith(_THRESHOLD, end):
            return True
        if text.find(_RATE, self._tree.clause_at(start)[0], start) >= 0:
            return True
        paragraph = self._tree.starts[self._tree.first[sentence]]
        return text.find(_YEARS_OLD, max(paragraph, start - SENTENCE_REACH), start) >= 0

    def _is_to_come(self, sentence: int) -> bool:
        """Return whether a sentence stands in a list or under a heading of plans."""
        if self._openings is None:
            self._openings = TenseByScope(self._tree, role_words())
        said = self._openings.at(self._tree.starts[sentence])
        if said is not None:
            return said == "plan"
        section = self._tree.sections[sentence]
        known = self._to_come.get(section)
        if known is None:
            path = self._sections[section].path if section < len(self._sections) else ()
            known = self._to_come[section] = tense_of_headings(path, role_words()) == "plan"
        return known
