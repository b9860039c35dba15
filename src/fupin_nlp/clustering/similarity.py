"""How alike reports are: pairs, change from year to year, passages taken over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from fupin_nlp.clustering.features import ClusterOptions
from fupin_nlp.clustering.passages import SHINGLE, passages
from fupin_nlp.clustering.tfidf import PolicyTfidf
from fupin_nlp.errors import OptionError
from fupin_nlp.model.reporttext import ReportText
from fupin_nlp.report.labelled import Labelled, equal_frames

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SIMILARITY_LABELS_ZH", "Similarity", "similarity"]

SIMILARITY_LABELS_ZH: Mapping[str, str] = MappingProxyType(
    {
        "doc": "文件",
        "of": "对照文件",
        "region": "地区",
        "of_region": "对照地区",
        "year": "年份",
        "of_year": "对照年份",
        "similarity": "相似度",
        "taken": "沿用比例",
        "kept": "沿用比例",
        "new": "新文字比例",
        "start": "起点",
        "end": "终点",
        "text": "文字",
        "of_start": "对照起点",
        "of_end": "对照终点",
        "length": "字数",
    }
)
_PAIRS = ["doc", "of", "region", "of_region", "year", "of_year", "similarity", "taken"]
_CHANGES = ["region", "year", "of_year", "doc", "of", "similarity", "kept", "new"]
_PASSAGES = ["doc", "start", "end", "of", "of_start", "of_end", "length", "text"]


@dataclass(frozen=True, eq=False, repr=False)
class Similarity(Labelled):
    """Likeness of reports; `to_frame` and `save` give ``pairs`` under Chinese or English headings.

    Attributes
    ----------
    pairs : DataFrame
        One row per pair, ``of`` is the earlier report: doc, of, region, of_region, year, of_year, similarity (cosine of
        TF-IDF of words, 0 to 1), taken (share of the characters of ``doc`` that stand in ``of`` word for word). The
        most alike come first.
    changes : DataFrame
        One row per report that has one of the same region in an earlier year, compared with the last of them: region,
        year, of_year, doc, of, similarity, kept (share of its characters that were there), new (the rest).
    passages : DataFrame
        What was taken over: doc, start, end, of, of_start, of_end (positions in the cleaned texts of both), length,
        text. Each passage is given once, to the earlier report that has most of it.
    """

    pairs: pd.DataFrame
    changes: pd.DataFrame
    passages: pd.DataFrame
    _column_labels = SIMILARITY_LABELS_ZH

    def _main(self) -> pd.DataFrame:
        return self.pairs

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Similarity):
            return NotImplemented
        return equal_frames(self, other, ("pairs", "changes", "passages"))

    __hash__ = None  # type: ignore[assignment]  # frames may be changed

    def _told(self) -> str:
        return f"{len(self.pairs)} pairs of reports, {len(self.passages)} passages taken over"

    def matrix(self) -> pd.DataFrame:
        """Return similarity as a square table, documents × documents, 1 on the diagonal."""
        import pandas as pd

        docs = list(dict.fromkeys([*self.pairs["of"], *self.pairs["doc"]]))
        table = pd.DataFrame(np.eye(len(docs)), index=docs, columns=docs)
        for doc, of, value in zip(self.pairs["doc"], self.pairs["of"], self.pairs["similarity"], strict=True):
            table.loc[doc, of] = table.loc[of, doc] = value
        return table.sort_index().sort_index(axis=1)


def similarity(
    reports: Sequence[ReportText], *, shortest: int = 20, options: ClusterOptions | None = None
) -> Similarity:
    """Compare every report with every earlier one.

    Parameters
    ----------
    reports : sequence of ReportText
        At least two. They are put in order of their year; without a year, and within one, as given.
    shortest : int
        Fewest characters of a passage, at least 12. What more than a third of the reports have is a stock phrase.
    options : ClusterOptions or None
        Tokenizer and place names.

    Raises
    ------
    OptionError
        If there are fewer than two reports or `shortest` is below 12.

    Examples
    --------
    >>> texts = ["全县发放小额贷款两千万元，修建村组道路十二公里。", "今年发放小额贷款两千万元，修建村组道路十二公里！"]
    >>> known = [ReportText(doc=d, text=t, region="甲县", year=y) for d, t, y in zip("ab", texts, (2015, 2016))]
    >>> found = similarity(known)
    >>> found.passages[["doc", "of", "length"]].values.tolist(), found.changes["kept"].round(2).tolist()
    ([['b', 'a', 21]], [0.88])
    """
    import pandas as pd

    if len(reports) < 2:
        raise OptionError(f"similarity compares reports; {len(reports)} given")
    if shortest < SHINGLE:
        raise OptionError(f"shortest={shortest}: a passage has at least {SHINGLE} characters")
    options = options or ClusterOptions()
    texts = sorted(reports, key=lambda text: text.year if text.year is not None else -1)
    found = passages([text.text for text in texts], shortest)
    rows = []
    for p in found:
        doc, of = texts[p.doc], texts[p.of]
        length = _length(doc, p.start, p.end)
        rows.append((doc.doc, p.start, p.end, of.doc, p.of_start, p.of_end, length, doc.text[p.start : p.end]))
    table = pd.DataFrame(rows, columns=_PASSAGES)
    pairs = _pairs(texts, _cosines(texts, options), table)
    return Similarity(pairs, _changes(texts, pairs, shortest), table)


def _length(text: ReportText, start: int, end: int) -> int:
    return sum(not char.isspace() for char in text.text[start:end])


def _cosines(texts: Sequence[ReportText], options: ClusterOptions) -> np.ndarray:
    plain = [text.text for text in texts]
    # All words count: how often two reports say what all say is part of how alike they are.
    words = PolicyTfidf(options.tokenizer, options.place, max_df=1.0, min_df=1).fit_transform(plain)
    return np.asarray((words @ words.T).todense())


def _pairs(texts: Sequence[ReportText], cosines: np.ndarray, taken: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    lengths = {text.doc: max(1, _length(text, 0, len(text.text))) for text in texts}
    shared = taken.groupby(["doc", "of"])["length"].sum().to_dict()
    rows: list[dict[str, Any]] = []
    for later, text in enumerate(texts):
        for earlier, of in enumerate(texts[:later]):
            rows.append(
                {
                    "doc": text.doc,
                    "of": of.doc,
                    "region": text.region,
                    "of_region": of.region,
                    "year": text.year,
                    "of_year": of.year,
                    "similarity": round(float(cosines[later, earlier]), 6),
                    "taken": round(shared.get((text.doc, of.doc), 0) / lengths[text.doc], 6),
                }
            )
    frame = pd.DataFrame(rows, columns=_PAIRS).astype({"year": "Int64", "of_year": "Int64"})
    return frame.sort_values(["similarity", "doc", "of"], ascending=[False, True, True], ignore_index=True)


def _changes(texts: Sequence[ReportText], pairs: pd.DataFrame, shortest: int) -> pd.DataFrame:
    import pandas as pd

    known = {(row["doc"], row["of"]): row for row in pairs.to_dict("records")}
    last: dict[str, ReportText] = {}
    rows: list[dict[str, Any]] = []
    for text in texts:
        place = text.region_code or text.region
        if place is None or text.year is None:
            continue
        before = last.get(place)
        if before is not None and before.year is not None and before.year < text.year:
            own = passages([before.text, text.text], shortest)
            kept = sum(_length(text, p.start, p.end) for p in own) / max(1, _length(text, 0, len(text.text)))
            rows.append(
                {"region": text.region, "year": text.year, "of_year": before.year, "doc": text.doc, "of": before.doc}
                | {"similarity": known[text.doc, before.doc]["similarity"]}
                | {"kept": round(kept, 6), "new": round(1 - kept, 6)}
            )
        last[place] = text
    return pd.DataFrame(rows, columns=_CHANGES)
