"""How alike reports are, as a square of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fupin_nlp.display.labels import is_missing
from fupin_nlp.errors import ArgumentError, OptionError, named
from fupin_nlp.plot.base import altair, label, styled
from fupin_nlp.report import Corpus

if TYPE_CHECKING:
    import pandas as pd

    from fupin_nlp.clustering import Similarity

__all__ = ["report_names", "similarity"]

_ORDERS = ("region", "alike")
_STEP = 22  # pixels of a cell
_NUMBERED = 20  # reports up to which cells have room for their number


def similarity(given: Similarity | Corpus, *, order: str = "region", limit: int = 60) -> Any:
    """Draw how alike each pair of reports is, and how much one took over from the other.

    Parameters
    ----------
    given : Similarity or Corpus
        Of a corpus the similarity is measured first.
    order : {"region", "alike"}
        Reports by region and year, or so that those which are alike stand beside each other.
    limit : int
        Reports that are drawn at most, the first in that order; the subtitle says how many are left off.

    Returns
    -------
    altair.LayerChart
        Above and below the diagonal stands the same figure: the cosine of the words, from 0 to 1.

    Raises
    ------
    OptionError
        If `order` is neither, or there are fewer than two reports.
    ArgumentError
        If it is neither a similarity nor a corpus.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> texts = {2015: "发放小额贷款两千万元。", 2016: "发放小额贷款三千万元。", 2017: "新建村组道路五公里。"}
    >>> corpus = Corpus([parse(text, name=f"洋县_{year}.txt") for year, text in texts.items()])
    >>> chart = similarity(corpus).to_dict()
    >>> chart["title"]["text"], sorted({row["name"] for row in next(iter(chart["datasets"].values()))})
    ('报告的相似度', ['洋县 2015', '洋县 2016', '洋县 2017'])
    """
    from fupin_nlp.analysis import similarity as similarity_of
    from fupin_nlp.clustering import Similarity

    if order not in _ORDERS:
        raise OptionError(f"order={order!r} is not known; choose among {', '.join(_ORDERS)}")
    if not isinstance(given, (Similarity, Corpus)):
        raise ArgumentError(f"similarity draws a Similarity or a Corpus, not {named(given)}")
    found = similarity_of(given) if isinstance(given, Corpus) else given
    matrix = found.matrix()
    names = _names(found.pairs)
    docs = sorted(matrix.index, key=lambda doc: names[doc]) if order == "region" else _alike(matrix)
    rest = len(docs) - limit
    subtitle = "词语 TF-IDF 的余弦，0 为毫无相同，1 为相同" + (f"；另有 {rest} 份报告未画出" if rest > 0 else "")
    return styled(_square(found.pairs, matrix, docs[:limit], names), "报告的相似度", subtitle)


def report_names(docs: Sequence[str], regions: Sequence[Any], years: Sequence[Any]) -> dict[str, str]:
    """Return what stands for each document: region and year where these tell the documents apart, else its name.

    Examples
    --------
    >>> report_names(["a.txt", "b.txt", "c.txt"], ["甲县", "甲县", None], [2015, 2016, None])
    {'a.txt': '甲县 2015', 'b.txt': '甲县 2016', 'c.txt': 'c.txt'}
    >>> report_names(["a.txt", "b.txt"], ["甲县", "乙县"], [2015, 2015])
    {'a.txt': '甲县', 'b.txt': '乙县'}
    """
    known = [year for year in years if not is_missing(year)]
    one_year = len(set(known)) <= 1 and len(known) == len(docs)
    names: dict[str, str] = {}
    for doc, region, year in zip(docs, regions, years, strict=True):
        when = "" if is_missing(year) or one_year else f" {int(year)}"
        names[doc] = label(doc if is_missing(region) else f"{region}{when}")
    counts = list(names.values())
    return {doc: name if counts.count(name) == 1 else label(doc) for doc, name in names.items()}


def _names(pairs: pd.DataFrame) -> dict[str, str]:
    later = zip(pairs["doc"], pairs["region"], pairs["year"], strict=True)
    earlier = zip(pairs["of"], pairs["of_region"], pairs["of_year"], strict=True)
    rows = {doc: (region, year) for doc, region, year in [*later, *earlier]}
    return report_names(list(rows), [region for region, _ in rows.values()], [year for _, year in rows.values()])


def _alike(matrix: pd.DataFrame) -> list[str]:
    """Return the documents so that alike ones are neighbours: the leaves of a tree of them."""
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    if len(matrix) < 3:
        return list(matrix.index)
    distances = squareform((1 - matrix.to_numpy()).clip(0), checks=False)
    return [str(matrix.index[i]) for i in leaves_list(linkage(distances, "average", optimal_ordering=True))]


def _square(pairs: pd.DataFrame, matrix: pd.DataFrame, docs: Sequence[str], names: dict[str, str]) -> Any:
    import pandas as pd

    alt = altair()
    taken = {frozenset((row["doc"], row["of"])): row["taken"] for row in pairs.to_dict("records")}
    cosines = matrix.loc[list(docs), list(docs)].to_numpy(dtype=float)
    rows = [
        {
            "name": names[one],
            "other": names[other],
            "similarity": round(float(cosines[i, j]), 4),
            "taken": f"{100 * taken.get(frozenset((one, other)), 0):.1f}%",
        }
        for i, one in enumerate(docs)
        for j, other in enumerate(docs)
        if i != j
    ]
    data = pd.DataFrame(rows)
    order = [names[doc] for doc in docs]
    middle = (data["similarity"].min() + data["similarity"].max()) / 2
    base = alt.Chart(data).encode(
        x=alt.X("other:N", title=None, sort=order, axis=alt.Axis(labelAngle=-90, orient="top")),
        y=alt.Y("name:N", title=None, sort=order),
        tooltip=[
            alt.Tooltip("name:N", title="报告"),
            alt.Tooltip("other:N", title="对照报告"),
            alt.Tooltip("similarity:Q", title="相似度"),
            alt.Tooltip("taken:N", title="后一份沿用前一份的文字"),
        ],
    )
    cells = base.mark_rect().encode(
        color=alt.Color("similarity:Q", title="相似度（0—1）", scale=alt.Scale(scheme="tealblues"))
    )
    layers = [cells]
    size = _STEP
    if len(docs) <= _NUMBERED:
        ink = alt.condition(alt.datum.similarity > middle, alt.value("white"), alt.value("#1b1f24"))
        layers.append(base.mark_text(fontSize=10).encode(text=alt.Text("similarity:Q", format=".2f"), color=ink))
        size = _STEP + 8
    return alt.layer(*layers).properties(width=alt.Step(size), height=alt.Step(_STEP))
