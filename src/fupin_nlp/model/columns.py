"""The columns of the table of records: the fields of the record, and what its document is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fupin_nlp.model.record import FIELDS, LABELS_ZH

__all__ = ["COLUMNS", "COLUMN_LABELS_ZH", "DOCUMENT_COLUMNS"]

DOCUMENT_COLUMNS: tuple[str, ...] = ("title", "date", "year", "report_region")
COLUMNS: tuple[str, ...] = (*FIELDS, *DOCUMENT_COLUMNS)
COLUMN_LABELS_ZH: Mapping[str, str] = MappingProxyType(
    {**LABELS_ZH, "title": "标题", "date": "报告日期", "year": "报告年份", "report_region": "报告地区"}
)
