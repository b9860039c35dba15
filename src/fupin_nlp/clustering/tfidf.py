"""TF-IDF of the words that say what a policy text is about."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from statistics import median
from typing import Any

from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.validation import check_is_fitted

from fupin_nlp.clustering.words import Cut, content_pairs, content_words, default_cut, is_place
from fupin_nlp.errors import FupinError, OptionError

__all__ = ["PolicyTfidf"]

# From this median length in characters on, texts are whole reports; from this many texts on, words of one are names.
LONG, FEW = 5000, 8
_UNITS = {"word": content_words, "pair": content_pairs}


class PolicyTfidf(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Texts → sparse matrix of TF-IDF weights, rows of length one.

    Term frequencies are logarithmic. Punctuation, one-character words, digits, units, numbers in characters, place
    names, boilerplate (坚持 推进 …) and target verbs (达到 力争 …) are no features: left in, they drive the clusters.

    Parameters
    ----------
    tokenizer : callable or None
        str → words; None for the segmentation of the library.
    place : callable or None or "auto"
        Tells whether a word is a place name; None keeps place names, ``"auto"`` asks the table of the library.
    stop_words : iterable of str
        Words that are dropped beside the shipped lists.
    unit : {"word", "pair"}
        What is counted: the words, or the pairs of neighbouring characters in stretches of such words.
    max_df : float or "auto"
        Words in more than this share of the texts are dropped. Below about ten texts the share would leave nothing;
        a word may always stand in two of them. ``"auto"`` is 0.3, but 1.0 for whole reports (median length above 5,000
        characters): they all speak of every subject, and only how much tells them apart.
    min_df : int or "auto"
        Words in fewer texts are dropped; ``"auto"`` is 2 from eight texts on, which drops the names that only one
        report uses, else 1.

    Attributes
    ----------
    vectorizer_ : TfidfVectorizer
        The fitted vectorizer.

    Examples
    --------
    >>> tfidf = PolicyTfidf(tokenizer=str.split, place=None)
    >>> tfidf.fit_transform(["发放 小额 贷款", "修建 村组 道路", "贷款 贴息"]).shape
    (3, 7)
    """

    def __init__(
        self,
        tokenizer: Cut | None = None,
        place: Callable[[str], bool] | str | None = "auto",
        stop_words: Iterable[str] = (),
        unit: str = "word",
        max_df: float | str = "auto",
        min_df: int | str = "auto",
    ) -> None:
        self.tokenizer = tokenizer
        self.place = place
        self.stop_words = stop_words
        self.unit = unit
        self.max_df = max_df
        self.min_df = min_df

    def fit(self, X: Sequence[str], y: Any = None) -> PolicyTfidf:  # noqa: N803, ARG002  # names of scikit-learn
        """Learn the words and their weights.

        Raises
        ------
        OptionError
            If a parameter is out of range.
        FupinError
            If no text has a word that counts.
        """
        self.fit_transform(X)
        return self

    def fit_transform(self, X: Sequence[str], y: Any = None) -> Any:  # noqa: N803, ARG002
        """Learn the words and return the matrix of the same texts; every text is segmented once."""
        texts = _texts(X)
        most, least = self._limits(texts)
        vectorizer = TfidfVectorizer(analyzer=self._analyzer(), sublinear_tf=True, max_df=most, min_df=least)
        try:
            matrix = vectorizer.fit_transform(texts)
        except ValueError as error:
            raise FupinError(
                f"none of the {len(texts)} texts has a word that could tell it from the others: {error}"
            ) from error
        self.vectorizer_ = vectorizer
        return matrix

    def transform(self, X: Sequence[str]) -> Any:  # noqa: N803
        """Return the matrix of texts, sparse, float64, one row per text; a text without known words is all zero."""
        check_is_fitted(self, "vectorizer_")
        return self.vectorizer_.transform(_texts(X))

    def restored(self, names: Sequence[str], idf: Any) -> PolicyTfidf:
        """Return the estimator fitted with words and weights that were learned before."""
        self.vectorizer_ = TfidfVectorizer(analyzer=self._analyzer(), sublinear_tf=True, vocabulary=list(names))
        self.vectorizer_.idf_ = idf
        return self

    def get_feature_names_out(self, input_features: Any = None) -> Any:  # noqa: ARG002
        """Return the words, in the order of the columns."""
        check_is_fitted(self, "vectorizer_")
        return self.vectorizer_.get_feature_names_out()

    def _limits(self, texts: Sequence[str]) -> tuple[int, int]:
        """Return in how many texts a word may stand at most, and in how many it must at least."""
        n = len(texts)
        most, least = self.max_df, self.min_df
        if most == "auto":
            most = 1.0 if texts and median(len(text) for text in texts) > LONG else 0.3
        if least == "auto":
            least = 2 if n >= FEW else 1
        if not (isinstance(most, float) and 0 < most <= 1):
            raise OptionError(f"max_df={most!r}: a share of the texts above 0.0 and at most 1.0, or 'auto', is needed")
        if not (isinstance(least, int) and least >= 1):
            raise OptionError(f"min_df={least!r}: a number of texts of at least 1, or 'auto', is needed")
        return max(math.ceil(most * n), min(n, 2), least), least

    def _analyzer(self) -> Callable[[str], list[str]]:
        cut = self.tokenizer or default_cut()
        if isinstance(self.place, str) and self.place != "auto":
            raise OptionError(f"place={self.place!r} is not known; choose 'auto', None or a callable")
        if self.unit not in _UNITS:
            raise OptionError(f"unit={self.unit!r} is not known; choose among {', '.join(_UNITS)}")
        place = is_place if isinstance(self.place, str) else self.place
        stop = frozenset(self.stop_words)
        # A partial, not a closure: a fitted estimator must survive pickling.
        return partial(_UNITS[self.unit], cut=cut, stop=stop, place=place)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def _texts(texts: Sequence[str]) -> list[str]:
    if isinstance(texts, str):
        raise FupinError("a sequence of texts is needed, not one text")
    found = list(texts)
    if not all(isinstance(t, str) for t in found):
        raise FupinError("every text must be a str; take the `text` of a report")
    return found
