"""Parts of speech, as the dictionaries have them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from fupin_nlp.lexicon.additions import additions
from fupin_nlp.lexicon.dictionary import dictionary_fields
from fupin_nlp.segment.tokens import field_words

__all__ = ["tag_of"]


@lru_cache(maxsize=1)
def _general() -> Mapping[str, str]:
    fields = dictionary_fields()
    return dict(zip(fields[0::3], fields[2::3], strict=True)) | field_words()  # word, count, tag


def tag_of(word: str) -> str | None:
    """Return the part of speech of a word: what a lexicon of yours says, else the words of the field, else jieba.

    None of a word that none of them has.

    A tag is of the word by itself: jieba's own tagging takes it from the dictionary, too, and guesses only for words
    that it does not know.

    Examples
    --------
    >>> tag_of("边缘户"), tag_of("建设"), tag_of("不断"), tag_of("2019"), tag_of("，")
    ('n', 'vn', 'd', None, None)
    """
    return additions().words.get(word) or _general().get(word)
