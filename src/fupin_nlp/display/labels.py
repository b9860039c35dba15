"""Chinese words for what the pages show of a record."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

from fupin_nlp.model.period import told
from fupin_nlp.model.record import LABELS_ZH, ROLE_LABELS_ZH

__all__ = [
    "BOUND_LABELS_ZH",
    "KIND_LABELS_ZH",
    "amount",
    "digits",
    "doubtful",
    "hover",
    "is_missing",
    "period",
    "role_of",
    "trust",
]

BOUND_LABELS_ZH: Mapping[str, str] = MappingProxyType({"exact": "确切", "about": "约", "over": "超过", "under": "不到"})
# Whose code is doubtful is doubtful itself: readers of a page see 措施, not its code.
_DOUBTFUL_ZH: Mapping[str, str] = MappingProxyType({**LABELS_ZH, "measure": LABELS_ZH["measure_label"]})
KIND_LABELS_ZH: Mapping[str, str] = MappingProxyType(
    {"level": "水平", "change": "变化", "flow": "流量", "share": "比重", "rate": "比率"}
)


def is_missing(value: object) -> bool:
    """Whether a cell is empty: None, an empty text or list, NaN or another missing value of pandas.

    Examples
    --------
    >>> is_missing(float("nan")), is_missing(0), is_missing("")
    (True, False, True)
    """
    if value is None:
        return True
    if isinstance(value, (str, list, tuple, dict)):
        return not value
    # NaN and NaT differ from themselves; pandas.NA answers neither yes nor no.
    try:
        return bool(value != value)
    except TypeError:
        return True


def role_of(record: Mapping[str, Any]) -> str:
    """Return the role's code, ``background`` for one that is not known (it becomes the name of a class)."""
    role = record.get("role")
    return role if isinstance(role, str) and role in ROLE_LABELS_ZH else "background"


# From the first number on, figures are given in the second with its name, where four decimals keep every digit.
_LARGE = ((1e12, 1e12, "万亿"), (1e8, 1e8, "亿"), (1e6, 1e4, "万"))


def digits(value: float) -> str:
    """Return a number as people read it and nothing lost: large ones in 万, 亿 or 万亿, fractions to six digits.

    Examples
    --------
    >>> digits(1234.5), digits(2.0), digits(300000), digits(20362000)
    ('1,234.5', '2', '300,000', '2,036.2万')
    >>> digits(3e12), digits(3375793000000), digits(123456789)
    ('3万亿', '33,757.93亿', '12,345.6789万')
    """
    number = float(value)
    for least, factor, name in _LARGE:
        short = number / factor
        if abs(number) >= least and abs(round(short, 4) - short) < 1e-9 * abs(short):
            return f"{short:,.4f}".rstrip("0").rstrip(".") + name
    return f"{int(number):,}" if number == int(number) else f"{number:,.6f}".rstrip("0")


def amount(record: Mapping[str, Any]) -> str:
    """Return bound, value and unit as one text.

    Examples
    --------
    >>> amount({"value": 40000, "unit": "元", "bound": "over"})
    '40,000元以上'
    >>> amount({"value": 4.5, "value_max": 5, "unit": "%"})
    '4.5～5%'
    >>> amount({"value": None, "unit": "人"})
    '不明（人）'
    """
    unit = "" if is_missing(record.get("unit")) else str(record["unit"])
    if is_missing(record.get("value")):
        return f"不明（{unit}）" if unit else "不明"
    text = digits(record["value"])
    if not is_missing(record.get("value_max")):
        text += "～" + digits(record["value_max"])
    bound = str(record.get("bound"))
    if bound == "over":  # of 5%以上 超过 would leave out 5% itself
        return f"{text}{unit}以上"
    return ("" if bound == "exact" else BOUND_LABELS_ZH.get(bound, "")) + text + unit


def period(record: Mapping[str, Any]) -> str:
    """Return the period of a record as dates, with its words where these say it otherwise.

    Examples
    --------
    >>> period({"period": "今年", "period_start": "2016-01-01", "period_end": "2017-01-01"}), period({"period": "近期"})
    ('2016年（今年）', '近期')
    """
    words = "" if is_missing(record.get("period")) else str(record["period"])
    dates = told(record.get("period_start"), record.get("period_end"))
    return dates if words in ("", dates) else f"{dates}（{words}）" if dates else words


def trust(record: Mapping[str, Any]) -> str:
    """Return how far a record can be trusted, and which of its fields are doubtful.

    Examples
    --------
    >>> trust({"confidence": 0.62, "doubts": ["role", "entity"]}), trust({"confidence": 0.9, "doubts": []})
    ('62%，存疑：性质、对象', '90%')
    """
    doubts = doubtful(record.get("doubts"))
    return f"{float(record['confidence']):.0%}" + (f"，存疑：{doubts}" if doubts else "")


def doubtful(given: object) -> str:
    """Return the names of doubtful fields, as a list or as a cell of a table has them.

    Examples
    --------
    >>> doubtful("role; measure"), doubtful("role、action"), doubtful(["entity"]), doubtful(None)
    ('性质、措施', '性质、动作', '对象', '')
    """
    if isinstance(given, str):
        fields = given.replace("; ", "、").split("、")  # as a file and as a table hold it
    else:
        fields = [] if is_missing(given) else list(cast("list[str]", given))
    return "、".join(_DOUBTFUL_ZH.get(name, name) for name in fields)


def hover(record: Mapping[str, Any]) -> str:
    """Return what is shown when the mouse rests on a record: one line for each field that is known.

    Examples
    --------
    >>> print(hover({"value": 3, "unit": "座", "entity": "便民桥", "role": "achieved"}))
    数值：3座
    对象：便民桥
    性质：已完成
    """
    lines = [f"数值：{amount(record)}"]
    for name in ("entity", "action", "role", "measure_label", "period", "region", "per", "base", "indicator"):
        value = period(record) if name == "period" else record.get(name)
        if not is_missing(value):
            shown = ROLE_LABELS_ZH.get(str(value), str(value)) if name == "role" else str(value)
            lines.append(f"{LABELS_ZH[name]}：{shown}")
    if not is_missing(record.get("confidence")):
        lines.append(f"置信度：{trust(record)}")
    if record.get("certain") is False:
        lines.append("注意：原文此处残缺，数字不可引用")
    return "\n".join(lines)
