"""Words of reports: how often, by whom, in which context; concepts by dictionaries of your own."""

from fupin_nlp.lexicon.stopwords import STOP_LISTS, stop_list
from fupin_nlp.words.attention import ATTENTION_GAPS_ZH, Attention, attention
from fupin_nlp.words.context import collocates, kwic
from fupin_nlp.words.contrast import dispersion, keyness
from fupin_nlp.words.dictionary import Dictionary
from fupin_nlp.words.frequencies import frequencies
from fupin_nlp.words.readability import readability
from fupin_nlp.words.table import WORD_LABELS_ZH, WordTable

__all__ = [
    "ATTENTION_GAPS_ZH",
    "STOP_LISTS",
    "WORD_LABELS_ZH",
    "Attention",
    "Dictionary",
    "WordTable",
    "attention",
    "collocates",
    "dispersion",
    "frequencies",
    "keyness",
    "kwic",
    "readability",
    "stop_list",
]
