"""Whether a figure is one that may be added at all: flow or stock, named or general."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from fupin_nlp.lexicon.indicators import indicators
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern

__all__ = ["batch_of", "is_cumulative", "is_general", "kind_in_sums", "sums_words"]

_STOCK: Final = {"endings", "before", "alone", "flow_verbs"}


def _is_stock(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == _STOCK and all(word_list(words) for words in value.values())


def _is_flow(value: Any) -> bool:
    keys = {"names", "cumulative", "spans", "batches"}
    return isinstance(value, dict) and set(value) == keys and all(word_list(words) for words in value.values())


def _is_general(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"heads"} and word_list(value["heads"])


@dataclass(frozen=True, slots=True)
class SumsWords:
    """The word lists of ``sums.toml``."""

    endings: tuple[str, ...]
    before: Pattern
    alone: frozenset[str]
    flow_verbs: frozenset[str]
    general: frozenset[str]
    flow_names: Pattern
    cumulative: Pattern
    spans: Pattern
    batch: Pattern


@lru_cache(maxsize=1)
def sums_words() -> SumsWords:
    """Return the words that keep figures out of a sum."""
    data = load_toml("sums.toml", {"stock": _is_stock, "flow": _is_flow, "general": _is_general})
    stock, flow = data["stock"], data["flow"]
    return SumsWords(
        tuple(stock["endings"]),
        compile_pattern("stock before", alternatives(stock["before"])),
        frozenset(stock["alone"]),
        frozenset(stock["flow_verbs"]),
        frozenset(data["general"]["heads"]),
        compile_pattern("flow names", alternatives(flow["names"])),
        compile_pattern("cumulative", alternatives(flow["cumulative"])),
        compile_pattern("spans", alternatives(flow["spans"])),
        compile_pattern("batch", rf"第[0-9一二三四五六七八九十]++{alternatives(flow['batches'])}"),
    )


def is_general(entity: str | None) -> bool:
    """Tell whether an entity is a general word (项目, 企业), whose figures are of different things.

    Examples
    --------
    >>> is_general("项目"), is_general("农村公路")
    (True, False)
    """
    return entity in sums_words().general


def batch_of(head: str | None) -> str | None:
    """Return the batch that a figure is of (第二批), the last one named in the sentence before it; None for none.

    Examples
    --------
    >>> batch_of("第一批培训30人，第二批培训"), batch_of("培训"), batch_of(None)
    ('第二批', None, None)
    """
    found = sums_words().batch.findall(head) if head else ()
    return found[-1] if found else None


def is_cumulative(sentence: str, before: str | None) -> bool:
    """Tell whether a figure is a total since a day that its sentence does not tell (累计建成高标准农田4128万亩).

    Examples
    --------
    >>> is_cumulative("累计建成农田3万亩。", "累计建成农田"), is_cumulative("全年累计培训3万人。", "全年累计培训")
    (True, False)
    """
    words = sums_words()
    return before is not None and bool(words.cumulative.search(before)) and not words.spans.search(sentence)


def kind_in_sums(kind: str, entity: str | None, indicator: str | None, action: str | None, before: str | None) -> str:
    """Return the kind of a figure as the rules of sums see it.

    What is a level by its name (贷款余额), by its indicator (地区生产总值) or by the words before the number
    (总数186家) is a level whatever verb governs it. A level of an indicator that counts only what was done
    (城镇新增就业达5487人) is a flow.

    Parameters
    ----------
    kind : str
        The kind of the record.
    entity : str or None
        The normalised entity.
    indicator, action : str or None
        As the record has them.
    before : str or None
        What stands between the last mark and the number.

    Examples
    --------
    >>> kind_in_sums("flow", "贷款余额", None, "贷款", None), kind_in_sums("flow", "上市公司", None, "新增", "总数")
    ('level', 'level')
    >>> kind_in_sums("flow", "地区生产总值", "地区生产总值", "完成", None)
    'level'
    >>> kind_in_sums("flow", "贷款余额", None, "贷款", None), kind_in_sums("flow", "公路", None, "新建", None)
    ('level', 'flow')
    >>> kind_in_sums("level", "城镇新增就业", "城镇新增就业", "达到", "达到")
    'flow'
    """
    known = indicators().by_name.get(indicator or "")
    if (
        kind == "level"
        and known is not None
        and known.kinds[0] == "flow"
        and sums_words().flow_names.search(known.name)
    ):
        return "flow"
    if kind != "flow":
        return kind
    if known is not None and known.growth_of is None:
        return "level" if known.kinds[0] == "level" else kind
    words = sums_words()
    if entity is not None and entity.endswith(words.endings) and not (action or "").startswith("新"):
        return "level"
    if before is not None:
        if words.before.search(before):
            return "level"
        if before.strip() in words.alone and action in words.flow_verbs:
            return "level"
    return kind
