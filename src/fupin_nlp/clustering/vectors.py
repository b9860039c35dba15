"""Static word vectors from any text: what stands near a word, in few dimensions."""

from __future__ import annotations

import hashlib
import lzma
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from fupin_nlp.clustering.words import Cut, content_words, default_cut, is_place
from fupin_nlp.errors import DataFileError, FupinError, OptionError
from fupin_nlp.lexicon.loader import load_tsv

__all__ = ["WordVectors", "word_vectors"]

_WINDOW = 5  # words to each side that a word stands near
_SMOOTHING = 0.75  # of the frequencies of the context: rare words would have the highest information
_STEPS = 127  # of a number in a file, to each side of zero
_SUFFIX = ".tsv.xz"


@dataclass(frozen=True, eq=False)
class WordVectors:
    """Words and their vectors.

    Attributes
    ----------
    words : tuple of str
        In order of their frequency.
    vectors : ndarray
        Words × dimensions, float32, rows of length one.

    Examples
    --------
    >>> texts = ["医院 医保 住院", "医保 住院 医院", "公路 桥梁 隧道", "桥梁 隧道 公路"] * 3
    >>> found = WordVectors.train(texts, dimensions=2, fewest=2, tokenizer=str.split, places=False)
    >>> found.nearest("医院", 2)
    ['住院', '医保']
    """

    words: tuple[str, ...]
    vectors: np.ndarray

    @classmethod
    def train(
        cls,
        texts: Iterable[str],
        *,
        dimensions: int = 100,
        fewest: int = 10,
        most_words: int = 20_000,
        tokenizer: Cut | None = None,
        places: bool = True,
    ) -> WordVectors:
        """Learn vectors from texts: positive pointwise mutual information of words near each other, and its SVD.

        Parameters
        ----------
        texts : iterable of str
            Read once, one after the other; a million characters take some seconds.
        dimensions : int
            Of the vectors, at least 1.
        fewest : int
            Rarer words have no vector.
        most_words : int
            Of the others the most frequent ones.
        tokenizer : callable or None
            str → words; None for the segmentation of the library.
        places : bool
            Whether names of places are left out, as they are where texts are clustered.

        Raises
        ------
        FupinError
            If fewer than two words are frequent enough.
        OptionError
            If a setting is out of range.
        """
        if dimensions < 1 or fewest < 1 or most_words < 2:
            raise OptionError(f"dimensions={dimensions}, fewest={fewest}, most_words={most_words}: too small")
        cut = tokenizer or default_cut()
        place = is_place if places else None
        read = [content_words(text, cut, place=place) for text in texts]
        counts = Counter(word for words in read for word in words)
        order = sorted(counts, key=lambda word: (-counts[word], word))
        known = [word for word in order if counts[word] >= fewest][:most_words]
        if len(known) < 2:
            raise FupinError(f"fewer than two words occur {fewest} times: give more text, or a lower `fewest`")
        vectors = _reduced(_information(read, known), dimensions)
        return cls(tuple(known), vectors)

    def nearest(self, word: str, count: int = 8) -> list[str]:
        """Return the words whose vectors are most like that of a word.

        Raises
        ------
        OptionError
            If the word has no vector.
        """
        if word not in self.index:
            raise OptionError(f"{word!r} has no vector: it is too rare, a name of a place, or no word of content")
        alike = np.round(self.vectors @ self.vectors[self.index[word]], 6)
        order = np.argsort(-alike, kind="stable")
        return [self.words[i] for i in order if self.words[i] != word][:count]

    @cached_property
    def index(self) -> dict[str, int]:
        """Word → row."""
        return {word: row for row, word in enumerate(self.words)}

    def of_texts(self, weights: Any, names: Sequence[str]) -> np.ndarray:
        """Return the mean vector of each text, weighted by its words.

        Parameters
        ----------
        weights : sparse matrix
            Texts × words.
        names : sequence of str
            The words.

        Returns
        -------
        ndarray
            Texts × dimensions; zero for a text without a known word.
        """
        pairs = [(column, self.index[name]) for column, name in enumerate(names) if name in self.index]
        if not pairs:
            return np.zeros((weights.shape[0], self.vectors.shape[1]))
        columns, rows = zip(*pairs, strict=True)
        return np.asarray(weights[:, list(columns)] @ self.vectors[list(rows)].astype(np.float64))

    def save(self, path: str | Path, *, source: str, date: str = "unknown") -> None:
        """Write the vectors to a compressed table of words and 8-bit numbers; the same vectors give the same bytes.

        Parameters
        ----------
        path : str or Path
            A name that ends in ``.tsv.xz``.
        source, date : str
            What the vectors were made from, and when: they stand in the head of the file.

        Raises
        ------
        OptionError
            If the name ends otherwise.
        """
        if not str(path).endswith(_SUFFIX):
            raise OptionError(f"{path}: word vectors are written to a file that ends in {_SUFFIX}")
        numbers = np.round(self.vectors / max(float(np.abs(self.vectors).max()), 1e-9) * _STEPS).astype(np.int8)
        rows = [f"{word}\t{b64encode(row.tobytes()).decode()}" for word, row in zip(self.words, numbers, strict=True)]
        body = "\n".join(["word\tvector", *rows])
        head = f"# source: {source}\n# date: {date}\n# sha256: {hashlib.sha256(body.encode()).hexdigest()}\n"
        Path(path).write_bytes(lzma.compress(f"{head}{body}\n".encode(), preset=6))

    @classmethod
    def load(cls, path: str | Path) -> WordVectors:
        """Read what `save` wrote.

        Raises
        ------
        DataFileError
            If the file is not there or is no table of word vectors.
        """
        return cls._of(Path(path))

    @classmethod
    def _of(cls, name: str | Path) -> WordVectors:
        """Read a file of one's own, or a shipped one by its name."""
        table = load_tsv(name, ("word", "vector"), unique=("word",))
        try:
            rows = [np.frombuffer(b64decode(text, validate=True), dtype=np.int8) for _, text in table]
            vectors = np.vstack(rows).astype(np.float32)
        except ValueError as error:
            raise DataFileError(f"{name}: no table of word vectors ({error}); make one with `fupin vectors`") from error
        return cls(tuple(word for word, _ in table), _unit(vectors))


@lru_cache(maxsize=1)
def word_vectors() -> WordVectors:
    """Return the vectors of the library, which were made by ``fupin vectors`` from news of 2012 to 2026.

    Examples
    --------
    >>> "医疗保险" in word_vectors().nearest("医保", 20)
    True
    """
    return WordVectors._of("word_vectors.tsv.xz")


def _information(read: Sequence[Sequence[str]], known: Sequence[str]) -> Any:
    """Return the positive pointwise mutual information of the known words, words × words."""
    from scipy.sparse import coo_matrix

    index = {word: row for row, word in enumerate(known)}
    near: dict[tuple[int, int], float] = {}
    for words in read:
        rows = [index[word] for word in words if word in index]
        for at, row in enumerate(rows):
            for distance, other in enumerate(rows[at + 1 : at + 1 + _WINDOW], 1):
                if row != other:
                    pair = (row, other) if row < other else (other, row)
                    near[pair] = near.get(pair, 0.0) + 1 / distance
    size = len(known)
    ordered = sorted(near)
    left = np.array([a for a, _ in ordered], dtype=np.int64)
    right = np.array([b for _, b in ordered], dtype=np.int64)
    data = np.array([near[pair] for pair in ordered])
    both = coo_matrix((np.r_[data, data], (np.r_[left, right], np.r_[right, left])), (size, size))
    both = both.tocsr().tocoo()
    totals = np.asarray(both.sum(axis=1)).ravel()
    context = totals**_SMOOTHING
    share = context / max(context.sum(), 1e-12)
    gain = np.log(np.maximum(both.data, 1e-12) / np.maximum(totals[both.row] * share[both.col], 1e-12))
    kept = gain > 0
    return coo_matrix((gain[kept], (both.row[kept], both.col[kept])), (size, size)).tocsr()


def _reduced(information: Any, dimensions: int) -> np.ndarray:
    from sklearn.utils.extmath import randomized_svd

    size = min(dimensions, information.shape[0] - 1)
    left, values, _ = randomized_svd(information, max(1, size), random_state=0)
    return _unit((left * np.sqrt(values)).astype(np.float32))


def _unit(vectors: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), dtype=np.float32)
