"""Word classes that the clause analysis works with: what a word does to a quantity beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from fupin_nlp.errors import DataFileError
from fupin_nlp.lexicon.loader import load_toml, load_tsv, word_list
from fupin_nlp.lexicon.patterns import QuickPattern, compile_quick

__all__ = ["Actions", "WordClass", "actions", "bare_verb"]


class WordClass(StrEnum):
    """What a word is to the clause analysis: one letter, so that the classes of a stretch of words are a string.

    A set of classes is a string too; `str.rstrip` and its like then find where a run of them begins or ends.

    Examples
    --------
    >>> classes = "".join(map(actions().of, ["已", "发放", "农户", "小额贷款"]))
    >>> classes, len(classes.rstrip(WordClass.NOUN))
    ('vann', 2)
    """

    ACT = "a"
    CHANGE = "c"
    LEVEL = "l"
    WEAK = "w"
    DUAL = "d"
    NOMINAL = "m"
    ADVERB = "v"
    ATTRIBUTIVE = "q"
    TIME = "t"
    PREPOSITION = "p"
    CONJUNCTION = "j"
    OF = "o"
    ASPECT = "s"
    PUNCTUATION = "u"
    NOUN = "n"


_FIXED: Final = {
    **dict.fromkeys(("、", "及", "和", "与", "以及", "或", "暨"), WordClass.CONJUNCTION),
    **dict.fromkeys(("的", "之"), WordClass.OF),
    **dict.fromkeys(("了", "着", "过"), WordClass.ASPECT),
    **dict.fromkeys("，,；;：:。！？!?…—-~～·()（）[]【】 \t\n\r\u3000", WordClass.PUNCTUATION),
}
_CLASSES: Final = {
    "preposition": WordClass.PREPOSITION,
    "adverb": WordClass.ADVERB,
    "level": WordClass.LEVEL,
    "change": WordClass.CHANGE,
    "dual": WordClass.DUAL,
    "nominal": WordClass.NOMINAL,
    "attributive": WordClass.ATTRIBUTIVE,
    "act": WordClass.ACT,
}


_GROUPS: Final = (
    "achieving",
    "adding",
    "animate",
    "animate_units",
    "attributive_nouns",
    "bare_metrics",
    "beginning",
    "capacity",
    "comparing",
    "doers",
    "empty",
    "facilities",
    "generic",
    "institutions",
    "intransitive",
    "money_nouns",
    "occasions",
    "people_verbs",
    "rating_units",
    "ratio_changes",
    "so_far",
    "spending",
    "within_place",
    "within_year",
)
_DONE: Final = "了"
_REACHING: Final = ("到", "至")
_SHORTEST_REACHING: Final = 2


@dataclass(frozen=True, slots=True)
class Actions:
    """Classes of words; a word that is not listed is a noun to the analysis.

    Examples
    --------
    >>> table = actions()
    >>> table.of("发放"), table.of("增长"), table.of("小额贷款")
    (<WordClass.ACT: 'a'>, <WordClass.CHANGE: 'c'>, <WordClass.NOUN: 'n'>)
    """

    classes: Mapping[str, WordClass]
    metric: tuple[str, ...]
    groups: Mapping[str, frozenset[str]]
    endings: Mapping[str, tuple[str, ...]]
    listed: tuple[str, ...]
    introduction: QuickPattern

    def is_a(self, group: str, word: str | None) -> bool:
        """Tell whether a word is in a group (``spending``, ``people_verbs`` …)."""
        return word in self.groups[group]

    def ends_as(self, group: str, phrase: str | None) -> bool:
        """Tell whether a phrase ends in a word of a group (``institutions``)."""
        return phrase is not None and phrase.endswith(self.endings[group])

    def of(self, word: str) -> WordClass:
        """Return the class of a token."""
        return self.classes.get(word, WordClass.NOUN)

    def link_class(self, word: str | None) -> WordClass | None:
        """Return the class of a link verb, with or without what introduces its value (回升, 回升到).

        Examples
        --------
        >>> actions().link_class("回升到"), actions().link_class(None)
        (<WordClass.CHANGE: 'c'>, None)
        """
        if word is None:
            return None
        found = self.classes.get(word)
        return found or (self.of(word[:-1]) if word.endswith(_REACHING) else WordClass.NOUN)

    def is_metric(self, phrase: str) -> bool:
        """Tell whether a noun phrase ends in the name of a measurement (…率, …产量)."""
        return phrase.endswith(self.metric)


@lru_cache(maxsize=1)
def actions() -> Actions:
    """Load the word classes once.

    Raises
    ------
    DataFileError
        If a word stands in two classes.
    """
    names = [*_CLASSES, *_GROUPS, "metric", "introduction"]
    data = load_toml("actions.toml", dict.fromkeys(names, word_list))
    classes: dict[str, WordClass] = {}
    for row in load_tsv("verbs.tsv", ["word"], unique=["word"]):
        classes[row[0]] = WordClass.WEAK
    listed: dict[str, str] = {}
    for name, word_class in _CLASSES.items():
        for word in data[name]:
            if word in listed:
                raise DataFileError(f"actions.toml: {word!r} stands in {listed[word]!r} and in {name!r}")
            listed[word] = name
            classes[word] = word_class
    classes.update(_FIXED)
    groups = {name: frozenset(data[name]) for name in _GROUPS}
    introduction = compile_quick("introduction", "|".join(data["introduction"]))
    endings = {name: tuple(data[name]) for name in _GROUPS}
    return Actions(classes, tuple(data["metric"]), groups, endings, tuple(listed), introduction)


@lru_cache(maxsize=4096)
def bare_verb(verb: str) -> str:
    """Return a verb without what only introduces it or its value, and without its aspect.

    Examples
    --------
    >>> [bare_verb(verb) for verb in ("累计搬迁", "仅剩", "均达", "种了", "提高到", "达到")]
    ['搬迁', '剩', '达', '种', '提高', '达到']
    """
    table = actions()
    introduced = table.introduction.match(verb)
    bare = verb[introduced.end() :] if introduced else verb
    if len(bare) > 1 and bare[-1] == _DONE:
        bare = bare[:-1]
    reaches = len(bare) > _SHORTEST_REACHING and bare[-1] in _REACHING
    return bare[:-1] if reaches and table.of(bare[:-1]) is WordClass.CHANGE else bare
