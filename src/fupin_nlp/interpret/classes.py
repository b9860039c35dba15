"""The letters of the word classes, and the sets of them that the readers share; a set is a string of letters."""

from __future__ import annotations

from typing import Final

from fupin_nlp.lexicon.actions import WordClass

__all__ = [
    "ACT",
    "ADVERB",
    "ASPECT",
    "ATTRIBUTIVE",
    "CHANGE",
    "CONJUNCTION",
    "DUAL",
    "GOVERNING",
    "LEVEL",
    "LIGHT",
    "LINK",
    "NOMINAL",
    "NONE",
    "NOUN",
    "NOUNLIKE",
    "NOUN_OR_QUALITY",
    "OF",
    "PREPOSITION",
    "PUNCTUATION",
    "TIME",
    "VERBAL",
    "VERBAL_NOUN",
    "WEAK",
]

ACT: Final = WordClass.ACT.value
ADVERB: Final = WordClass.ADVERB.value
ASPECT: Final = WordClass.ASPECT.value
ATTRIBUTIVE: Final = WordClass.ATTRIBUTIVE.value
CHANGE: Final = WordClass.CHANGE.value
CONJUNCTION: Final = WordClass.CONJUNCTION.value
DUAL: Final = WordClass.DUAL.value
LEVEL: Final = WordClass.LEVEL.value
NOMINAL: Final = WordClass.NOMINAL.value
NOUN: Final = WordClass.NOUN.value
OF: Final = WordClass.OF.value
PREPOSITION: Final = WordClass.PREPOSITION.value
PUNCTUATION: Final = WordClass.PUNCTUATION.value
TIME: Final = WordClass.TIME.value
WEAK: Final = WordClass.WEAK.value
NONE: Final = " "  # where no word stands; in no set

NOUNLIKE: Final = NOUN + NOMINAL + DUAL
NOUN_OR_QUALITY: Final = NOUNLIKE + ATTRIBUTIVE
VERBAL_NOUN: Final = DUAL + NOMINAL
VERBAL: Final = ACT + WEAK + DUAL + CHANGE + LEVEL
GOVERNING: Final = ACT + WEAK + DUAL
LINK: Final = CHANGE + LEVEL
LIGHT: Final = ADVERB + ATTRIBUTIVE + ASPECT + TIME
