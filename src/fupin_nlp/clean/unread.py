"""How many figures stand in the parts of a text that are not read because they are not the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

import regex

from fupin_nlp.lexicon.units import units
from fupin_nlp.model import CleanText

__all__ = ["figures_left_out"]

_NUMBER: Final = regex.compile(r"(?<![\d.A-Za-z/:-])\d[\d,.]*+[十百千万亿]{0,3}+[多余几]?", regex.VERSION1)
_DATES: Final = frozenset("年月日时分秒号页楼")


def figures_left_out(cleaned: CleanText) -> Mapping[str, int]:
    r"""Return reason → how many numbers with a unit the parts hold that were left out for it, dates aside.

    Examples
    --------
    >>> from fupin_nlp.clean import clean
    >>> from fupin_nlp.model import RawText
    >>> text = "今年以来，全市脱贫7800户，投入资金300万元，各项工作取得明显成效。\n相关阅读\n2018年贷款超600亿元\n"
    >>> figures_left_out(clean(RawText(text)))
    {'list of other documents': 1}
    """
    counts: Counter[str] = Counter()
    text = cleaned.text
    for part in cleaned.left_out:
        for number in _NUMBER.finditer(text, part.start, part.end):
            behind = number.end()
            if text[behind : behind + 1] not in _DATES and units().match(text, behind) is not None:
                counts[part.reason] += 1
    return dict(counts)
