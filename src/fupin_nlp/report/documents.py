"""The table of documents: what each is, how much it holds, what is damaged, and why some could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupin_nlp.lexicon.levels import levels_of
from fupin_nlp.model.record import ROLE_LABELS_ZH, ROLES
from fupin_nlp.report.attempt import Failure
from fupin_nlp.report.frame import as_dates, as_text
from fupin_nlp.report.report import Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DOCUMENT_LABELS_ZH", "documents_frame", "failure_row", "rows_frame", "stored_row"]

DOCUMENT_LABELS_ZH: Mapping[str, str] = MappingProxyType(
    {
        "doc": "文件",
        "title": "标题",
        "date": "日期",
        "date_precision": "日期精度",
        "year": "年份",
        "region": "地区",
        "region_code": "区划代码",
        "province": "省份",
        "city": "城市",
        "issuer": "发布机构",
        "author": "作者",
        "source": "来源",
        "given": "外部给定",
        "format": "格式",
        "encoding": "编码",
        "characters": "字符数",
        "body_characters": "正文字符数",
        "sentences": "句数",
        "records": "记录数",
        **ROLE_LABELS_ZH,
        "uncertain": "不可靠",
        "findings": "矛盾",
        "repairs": "修复处",
        "damage": "残缺处",
        "error": "错误",
    }
)
_COUNTS = (
    "characters",
    "body_characters",
    "sentences",
    "records",
    *ROLES,
    "uncertain",
    "findings",
    "repairs",
    "damage",
)


def documents_frame(outcomes: Iterable[Report | Failure]) -> pd.DataFrame:
    """Return one row a document, in their order.

    Returns
    -------
    DataFrame
        Columns as `DOCUMENT_LABELS_ZH`: metadata, counts of characters, sentences, records (all, by role, uncertain),
        ``findings`` that contradict one another, ``repairs`` and what stayed ``damage``; ``given`` names what was told
        beside the text, ``error`` why a document has no records. ``date`` is the first day that it can be, and
        ``date_precision`` (year, month, day) tells how much of it is known.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> report = parse("脱贫7800户。", region="略阳县", date=2019)
    >>> frame = documents_frame([report, Failure("a.txt", "read", "is empty")])
    >>> frame["region"][0], frame["date_precision"][0], frame["given"][0], frame["error"][1]
    ('略阳县', 'year', 'region, date', 'read: is empty')
    """
    return rows_frame(_row(outcome) for outcome in outcomes)


def rows_frame(given: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows as the table of documents; what a row does not tell is missing.

    Examples
    --------
    >>> rows_frame([{"doc": "a.txt", "records": 3}])[["doc", "records"]].values.tolist()
    [['a.txt', 3]]
    """
    import pandas as pd

    rows = list(given)
    columns = {}
    for name in DOCUMENT_LABELS_ZH:
        values = [row.get(name) for row in rows]
        if name == "date":
            columns[name] = as_dates(values)
        else:
            is_number = name in _COUNTS or name == "year"
            columns[name] = pd.Series(values, dtype="Int64") if is_number else as_text(values)
    return pd.DataFrame(columns)


def failure_row(failure: Failure) -> dict[str, Any]:
    """Return the row of a document that could not be read.

    Examples
    --------
    >>> failure_row(Failure("a.txt", "read", "the file is empty"))
    {'doc': 'a.txt', 'error': 'read: the file is empty'}
    """
    return {"doc": failure.doc, "error": f"{failure.stage}: {failure.reason}"}


def stored_row(row: Mapping[str, Any], counts: Counter[str]) -> dict[str, Any]:
    """Return the row of a document from that of a store, and how many of its records there are of a role.

    Examples
    --------
    >>> row = dict.fromkeys(("date", "region", "region_code", "year")) | {"damage": [], "sentences": ["脱贫。"]}
    >>> found = stored_row(row | {"given": {"region": "略阳县"}}, Counter(achieved=2))
    >>> found["achieved"], found["sentences"], found["given"]
    (2, 1, 'region')
    """
    date = row["date"]
    levels = levels_of(row["region"], row["region_code"], row["year"])
    return {
        **row,
        **{name: counts[name] for name in (*ROLES, "uncertain", "findings")},
        "date_precision": ("year", "month", "day")[date.count("-")] if date else None,
        "province": levels.province,
        "city": levels.city,
        "damage": len(row["damage"]),
        "sentences": len(row["sentences"]),
        "given": _given(row["given"] or {}),
    }


def _given(given: Mapping[str, Any]) -> str | None:
    return ", ".join(name for name in ("region", "date", "title") if given.get(name)) or None


def _row(outcome: Report | Failure) -> dict[str, Any]:
    if isinstance(outcome, Failure):
        return failure_row(outcome)
    given = outcome.raw.given
    plain = ("doc", "title", "date", "year", "region", "region_code", "province", "city", "issuer", "author", "source")
    roles = Counter(record.role for record in outcome.records)
    return {
        **{name: getattr(outcome, name) for name in plain},
        **{role: roles[role] for role in ROLES},
        "date_precision": outcome.meta.date.precision if outcome.meta.date else None,
        "given": _given({name: getattr(given, name) for name in ("region", "date", "title")}),
        "format": outcome.raw.format,
        "encoding": outcome.raw.encoding,
        "characters": len(outcome.raw.text),
        "body_characters": sum(span.end - span.start for span in outcome.clean.body),
        "sentences": len(outcome.document.sentences),
        "records": len(outcome.records),
        "uncertain": sum(not record.certain for record in outcome.records),
        "findings": len(outcome.findings),
        "repairs": len(outcome.clean.edits),
        "damage": len(outcome.clean.damage),
    }
