"""Pictures of words: attention over the years, clouds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin_nlp.errors import DependencyError, OptionError
from fupin_nlp.model.safe import visible
from fupin_nlp.plot.base import Table, altair, need, places, shown, styled
from fupin_nlp.plot.font import font_path

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["attention", "word_cloud"]

_FIGURES = {"per_thousand": "每千词次数", "n": "次数", "sentence_share": "句子占比", "text_share": "文本占比"}
_PLACES = ("region", "province", "city", "doc", "issuer")
_MOST = 12  # lines that can be told apart
_SHARES = ("sentence_share", "text_share")


def attention(found: Table, figure: str = "per_thousand", *, limit: int = _MOST) -> Any:
    """Draw how much is said of each concept: a chart for each, over the years a line for each region.

    Without years among the keys there is a bar for each region instead. A year without a report leaves a gap in the
    line.

    Parameters
    ----------
    found : Attention or DataFrame
        What `fupin_nlp.attention` returns, or its ``frame``.
    figure : {"per_thousand", "n", "sentence_share", "text_share"}
        What is drawn.
    limit : int
        Lines of a chart at most, those with the most words; the subtitle says how many are left off.

    Returns
    -------
    altair.Chart

    Raises
    ------
    OptionError
        If `figure` is not among the choices, columns are missing, or there is no row.
    DependencyError
        If the extra ``plot`` is not installed.

    Examples
    --------
    >>> from fupin_nlp.report import Corpus
    >>> from fupin_nlp.words import attention as count
    >>> texts = {"云南省_2019": "治理污染。发展经济。", "云南省_2020": "防治污染。"}
    >>> chart = attention(count(Corpus.from_texts(texts), {"环保": ["污染"]}))
    >>> chart.to_dict()["title"]["text"]
    '每千词次数'
    """
    if figure not in _FIGURES:
        raise OptionError(f"figure={figure!r}: choose one of {', '.join(_FIGURES)}")
    frame = need(found, ["concept", "words", figure], "attention")
    place = next((name for name in _PLACES if name in frame.columns), None)
    named = places(frame, place) if place else frame["concept"].map(lambda _: "全部")
    frame = frame.assign(concept=shown(frame["concept"]), place=named)
    size = frame.groupby("place")["words"].sum()
    kept = sorted(size.index, key=lambda name: (-size[name], name))[:limit]
    left = len(size) - len(kept)
    frame = frame[frame["place"].isin(kept)]
    columns = ["concept", "place", figure, *(["year"] if "year" in frame.columns else [])]
    values = frame[columns].astype({figure: "float64"})
    alt = altair()
    tip = [name for name in columns if name != "place" or place]
    base = alt.Chart(values).encode(tooltip=tip)
    share = "%" if figure in _SHARES else ",.2~f"
    axis = alt.Axis(format=share)
    if "year" in columns:
        chart = base.mark_line(point=True).encode(
            x=alt.X("year:O", title="年份", axis=alt.Axis(labelAngle=0)),
            y=alt.Y(f"{figure}:Q", title=_FIGURES[figure], axis=axis),
            color=alt.Color("place:N", title=None, sort=sorted(kept)),
        )
    else:
        chart = base.mark_bar().encode(
            x=alt.X(f"{figure}:Q", title=_FIGURES[figure], axis=axis), y=alt.Y("place:N", title=None, sort="-x")
        )
    drawn = chart.properties(width=230, height=170).facet(
        alt.Facet("concept:N", sort=list(dict.fromkeys(values["concept"]))), columns=3
    )
    return styled(drawn, _FIGURES[figure], f"另有 {left} 个未画出" if left else "")


def word_cloud(found: Table, *, most: int = 150, size: tuple[int, int] = (900, 600)) -> Image:
    """Draw the most frequent words, the more frequent the larger, with a Chinese font.

    A cloud shows what is there and not how much of it: for a paper take the table.

    Parameters
    ----------
    found : WordTable or DataFrame
        What `fupin_nlp.frequencies` returns; rows of one word in several groups are added up.
    most : int
        Words at most.
    size : tuple of int
        Width and height in pixels.

    Returns
    -------
    PIL.Image.Image
        A notebook shows it; ``save("cloud.png")`` writes it. The same words give the same picture.

    Raises
    ------
    OptionError
        If columns are missing or there is no word.
    DependencyError
        If the extra ``words`` is not installed.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> from fupin_nlp.words import frequencies
    >>> word_cloud(frequencies(parse("脱贫攻坚，产业扶贫，易地搬迁。")), size=(300, 200)).size
    (300, 200)
    """
    frame = need(found, ["word", "n"], "word_cloud")
    counts = frame.groupby("word")["n"].sum()
    words = {visible(str(word)): int(n) for word, n in sorted(counts.items(), key=lambda i: (-i[1], str(i[0])))[:most]}
    try:
        from wordcloud import WordCloud
    except ImportError as error:
        raise DependencyError("word clouds need wordcloud: pip install 'fupin-nlp[words]'") from error
    cloud = WordCloud(
        font_path=str(font_path()),
        width=size[0],
        height=size[1],
        max_words=most,
        background_color="white",
        prefer_horizontal=1.0,  # upright Chinese words are hard to read on their side
        random_state=0,
    )
    picture: Image = cloud.generate_from_frequencies(words).to_image()
    return picture
