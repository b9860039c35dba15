"""A word, figure or mark of a text, with its place."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Token", "is_word"]


def is_word(token: str) -> bool:
    """Tell whether a token counts as a word: it has a letter or a Chinese character; figures and marks have none.

    Examples
    --------
    >>> [is_word(token) for token in ("脱贫", "5G", "的", "三", "2036.2", "%", "，")]
    [True, True, True, True, False, False, False]
    """
    return any(map(str.isalpha, token))


class Token(NamedTuple):
    """A piece of the body as the text was cut.

    Attributes
    ----------
    word : str
        As in the cleaned text: repaired, simplified.
    pos : str or None
        Part of speech as the dictionary has it (jieba's tags: n, v, a, d, m …), of the word by itself and not in its
        sentence; None of a word that no dictionary has, and of figures and marks.
    start, end : int
        Where it stands in the raw text, in code points, half-open.
    sentence : int
        Number of its sentence in ``report.document.sentences``.
    """

    word: str
    pos: str | None
    start: int
    end: int
    sentence: int

    @property
    def is_word(self) -> bool:
        """Whether it counts as a word; figures and marks do not."""
        return is_word(self.word)
