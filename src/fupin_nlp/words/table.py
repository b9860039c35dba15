"""The tables of words: their columns, how they are shown and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupin_nlp.report.frame import as_text
from fupin_nlp.report.labelled import Labelled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["WORD_LABELS_ZH", "WordTable", "frame_of"]

WORD_LABELS_ZH: Mapping[str, str] = MappingProxyType(
    {
        "doc": "文件",
        "region": "地区",
        "region_code": "区划代码",
        "province": "省份",
        "city": "城市",
        "year": "年份",
        "issuer": "发布机构",
        "title": "标题",
        "group": "组别",
        "concept": "概念",
        "word": "词",
        "pos": "词性",
        "n": "次数",
        "n_rest": "其余次数",
        "docs": "文件数",
        "words": "总词数",
        "words_rest": "其余总词数",
        "per_thousand": "每千词",
        "per_thousand_rest": "其余每千词",
        "mentions": "提及句数",
        "sentences": "句数",
        "sentence_share": "句子占比",
        "mention_characters": "提及句字数",
        "characters": "字数",
        "text_share": "文本占比",
        "overlapped": "被更长词覆盖",
        "inside": "在别的词内",
        "inside_words": "所在词",
        "left": "左侧",
        "keyword": "关键词",
        "right": "右侧",
        "section": "章节",
        "start": "起点",
        "end": "终点",
        "expected": "期望次数",
        "mi": "互信息",
        "log_dice": "logDice",
        "g2": "对数似然G2",
        "p": "p值",
        "log_ratio": "对数比",
        "doc_share": "文件占比",
        "dp": "离散度DP",
        "dp_norm": "标准化DP",
        "clauses": "分句数",
        "sentence_length": "句均字数",
        "sentence_words": "句均词数",
        "clause_length": "分句均字数",
        "word_length": "词均字数",
        "function_share": "副词连词占比",
        "fog": "综合可读性",
        "mattr": "移动平均型例比",
        "reason": "缺因",
    }
)
_COUNTS = frozenset(
    {"n", "n_rest", "docs", "words", "words_rest", "mentions", "sentences", "mention_characters", "characters"}
    | {"overlapped", "inside", "start", "end", "clauses", "year"}
)
_TEXTS = frozenset({"doc", "region", "region_code", "province", "city", "issuer", "title", "word", "inside_words"})
_TEXT = _TEXTS | {"left", "keyword", "right", "section"}
_CATEGORIES = frozenset({"concept", "pos", "group", "reason"})


def frame_of(rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Return rows as a table: counts and years nullable integers, closed lists categories, texts, else numbers.

    Examples
    --------
    >>> frame = frame_of([("脱贫", "v", 3, 1.5), ("全县", None, None, None)], ["word", "pos", "n", "per_thousand"])
    >>> frame.dtypes.astype(str).tolist()[1:], frame["n"].isna().tolist()
    (['category', 'Int64', 'float64'], [False, True])
    """
    import pandas as pd

    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pd.DataFrame({name: _column(name, list(cells[i])) for i, name in enumerate(columns)})


def _column(name: str, values: list[Any]) -> pd.Series[Any]:
    import pandas as pd

    if name in _COUNTS:
        return pd.Series(values, dtype="Int64")
    if name in _CATEGORIES:
        known = dict.fromkeys(value for value in values if value is not None)
        return pd.Series(pd.Categorical(values, categories=list(known)))
    if name in _TEXT:
        return as_text(values)
    if values and isinstance(next((v for v in values if v is not None), None), (list, tuple)):
        return pd.Series(values, dtype="object")
    return pd.Series(values, dtype="float64")


@dataclass(frozen=True, eq=False, repr=False)
class WordTable(Labelled):
    """A table of words; `to_frame` and `save` give it under Chinese or English headings.

    Attributes
    ----------
    frame : DataFrame
        Columns as the function says that made it; `WORD_LABELS_ZH` has their Chinese names.
    what : str
        What the rows are.
    """

    frame: pd.DataFrame
    what: str
    _column_labels = WORD_LABELS_ZH

    def _main(self) -> pd.DataFrame:
        return self.frame

    def _told(self) -> str:
        return f"{len(self.frame):,} {self.what}"
