"""How the achievements and the text of a report divide among measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from fupin_nlp.errors import FupinError, OptionError

if TYPE_CHECKING:
    import pandas as pd

    from fupin_nlp.measures import Taxonomy

__all__ = ["Cues", "MeasureCues", "MeasureProfile", "default_cues", "measure_labels"]

Cues: TypeAlias = Callable[[str], Mapping[str, float]]
SHARES = ("achievements", "text")


class MeasureProfile(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Records → matrix of documents × measures, the share of each measure in the document.

    Parameters
    ----------
    share : {"achievements", "text"}
        Of what: of the number of records, or of the length of the sentences that hold them. A sentence that holds
        records of several measures is divided among them.
    role : str or None
        Only records of this role; None for all.
    docs : sequence of str or None
        The documents that are the rows, in this order; one without records is a row of zeros. None for the documents
        of the frame in the order in which they come.
    measures : sequence of str or None
        The measures that are the columns; None for those that the fitted frame has, sorted.

    Attributes
    ----------
    measures_ : list of str
        The columns.
    docs_ : list of str
        The rows of the last `transform`.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"doc": ["a", "a", "b"], "measure": ["health", "finance", "health"],
    ...     "role": "achieved", "sentence": "…", "repeat_of": None})
    >>> MeasureProfile().fit_transform(frame).tolist()
    [[0.5, 0.5], [0.0, 1.0]]
    """

    def __init__(
        self,
        share: str = "achievements",
        role: str | None = "achieved",
        docs: Sequence[str] | None = None,
        measures: Sequence[str] | None = None,
    ) -> None:
        self.share = share
        self.role = role
        self.docs = docs
        self.measures = measures

    def fit(self, X: pd.DataFrame, y: Any = None) -> MeasureProfile:  # noqa: N803, ARG002  # names of scikit-learn
        """Learn the columns.

        Raises
        ------
        OptionError
            If `share` is not among the choices.
        FupinError
            If the frame lacks the columns doc, measure, role, sentence, repeat_of.
        """
        if self.share not in SHARES:
            raise OptionError(f"share={self.share!r} is not known; choose among {', '.join(SHARES)}")
        rows = _rows(X, self.role)
        known = {measure for _, measure, _ in rows}
        self.measures_ = sorted(known) if self.measures is None else list(self.measures)
        return self

    def transform(self, X: pd.DataFrame) -> np.ndarray:  # noqa: N803
        """Return the shares, float64, documents × measures; a row adds up to one or is all zero.

        Records of measures that `fit` did not see make the rest of their row smaller; they are not dropped silently.
        """
        check_is_fitted(self, "measures_")
        rows = _rows(X, self.role)
        docs = list(dict.fromkeys(_doc_names(X))) if self.docs is None else list(self.docs)
        column = {measure: j for j, measure in enumerate(self.measures_)}
        line = {doc: i for i, doc in enumerate(docs)}
        matrix = np.zeros((len(docs), len(column) + 1))
        sharing: dict[tuple[str, str], int] = {}
        for doc, _, sentence in rows:
            sharing[doc, sentence] = sharing.get((doc, sentence), 0) + 1
        for doc, measure, sentence in rows:
            if doc in line:
                weight = 1.0 if self.share == "achievements" else len(sentence) / sharing[doc, sentence]
                matrix[line[doc], column.get(measure, -1)] += weight
        totals = matrix.sum(axis=1, keepdims=True)
        self.docs_ = docs
        return np.asarray(np.divide(matrix, totals, out=np.zeros_like(matrix), where=totals > 0)[:, :-1])

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:  # noqa: ARG002
        """Return the measures, in the order of the columns."""
        check_is_fitted(self, "measures_")
        return np.asarray(self.measures_, dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags


def _doc_names(frame: pd.DataFrame) -> list[str]:
    missing = [c for c in ("doc", "measure", "role", "sentence", "repeat_of") if c not in frame.columns]
    if missing:
        raise FupinError(f"the frame of records lacks the columns {missing}; give the one that to_frame() returns")
    return [str(doc) for doc in frame["doc"]]


def _rows(frame: pd.DataFrame, role: str | None) -> list[tuple[str, str, str]]:
    """Return document, measure and sentence of the records that count: of the role, and no repeats."""
    docs = _doc_names(frame)
    cells = zip(docs, frame["measure"], frame["role"], frame["sentence"], frame["repeat_of"], strict=True)
    return [
        (doc, str(measure), str(sentence))
        for doc, measure, its_role, sentence, repeated in cells
        if (role is None or its_role == role) and not isinstance(repeated, str)
    ]


class MeasureCues(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Texts → matrix of texts × measures: how much the cue words of each measure weigh in the text.

    Parameters
    ----------
    cues : callable or None
        str → mapping of measure to weight; None for the cue words of the library's taxonomy.

    Attributes
    ----------
    measures_ : list of str
        The columns: the measures that the fitted texts have cues of, sorted. A finer code (other.science) is a column
        of its own.

    Examples
    --------
    >>> cues = MeasureCues(lambda text: {m: 1.0 for w, m in (("医", "health"), ("贷", "finance")) if w in text})
    >>> cues.fit_transform(["医院和贷款", "贷款", ""]).tolist()
    [[0.5, 0.5], [1.0, 0.0], [0.0, 0.0]]
    """

    def __init__(self, cues: Cues | None = None) -> None:
        self.cues = cues

    def fit(self, X: Iterable[str], y: Any = None) -> MeasureCues:  # noqa: N803, ARG002
        """Learn the columns."""
        weights = self._weights(X)
        self.measures_ = sorted({measure for found in weights for measure in found})
        return self

    def fit_transform(self, X: Iterable[str], y: Any = None) -> np.ndarray:  # noqa: N803, ARG002
        """Learn the columns and return the matrix of the same texts; every text is read once."""
        weights = self._weights(X)
        self.measures_ = sorted({measure for found in weights for measure in found})
        return self._matrix(weights)

    def transform(self, X: Iterable[str]) -> np.ndarray:  # noqa: N803
        """Return the shares of the measures in the cues of each text, float64; all zero where there is none."""
        check_is_fitted(self, "measures_")
        return self._matrix(self._weights(X))

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:  # noqa: ARG002
        """Return the measures, in the order of the columns."""
        check_is_fitted(self, "measures_")
        return np.asarray(self.measures_, dtype=object)

    def _weights(self, texts: Iterable[str]) -> list[Mapping[str, float]]:
        cues = self.cues or default_cues()
        return [cues(text) for text in texts]

    def _matrix(self, weights: Sequence[Mapping[str, float]]) -> np.ndarray:
        matrix = np.array([[found.get(m, 0.0) for m in self.measures_] for found in weights], dtype=np.float64)
        matrix = matrix.reshape(len(weights), len(self.measures_))
        totals = matrix.sum(axis=1, keepdims=True)
        return np.asarray(np.divide(matrix, totals, out=np.zeros_like(matrix), where=totals > 0))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags


def default_cues(taxonomy: Taxonomy | None = None) -> Cues:
    """Return the weighing of a text by the cue words of a taxonomy, that of the library unless one is given.

    Each word counts once per sentence with its weight; a finer code counts instead of its measure. Cues that several
    fields share (weight 1) do not count: in a long text they say nothing.
    """
    if taxonomy is None:
        from fupin_nlp.measures import Taxonomy

        taxonomy = Taxonomy.load()
    scan = taxonomy.scanners["sentence"].scan

    def weigh(text: str) -> dict[str, float]:
        found: dict[str, float] = {}
        for sentence in text.replace("。", "\n").replace("；", "\n").split("\n"):
            for hit in scan(sentence):
                if hit.weight > 1:
                    code = hit.sub or hit.code
                    found[code] = found.get(code, 0.0) + hit.weight
        return found

    return weigh


def measure_labels(taxonomy: Taxonomy | None = None) -> dict[str, str]:
    """Return measure → Chinese label, finer codes included, from a taxonomy, that of the library by default."""
    if taxonomy is None:
        from fupin_nlp.measures import Taxonomy

        taxonomy = Taxonomy.load()
    subs = {f"{m.code}.{sub}": label for m in taxonomy.measures for sub, label in m.subs.items()}
    return {m.code: m.label for m in taxonomy.measures} | subs
