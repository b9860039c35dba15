"""The tables of a store and the types of their columns; ``docs/store.md`` tells what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fupin_nlp.model.record import FIELDS

__all__ = ["ORDER", "SCHEMA_VERSION", "TABLES", "columns_sql"]

# Goes up with every change that makes an older store unreadable.
SCHEMA_VERSION = 3

_RECORD_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "start": "BIGINT",
        "end": "BIGINT",
        "value": "DOUBLE",
        "value_max": "DOUBLE",
        "modality": "VARCHAR[]",
        "measure_scores": "MAP(VARCHAR, DOUBLE)",
        "certain": "BOOLEAN",
        "damage": "VARCHAR[]",
        "confidence": "DOUBLE",
        "doubts": "VARCHAR[]",
    }
)

_REPORTS = {
    "doc": "VARCHAR",
    "origin": "VARCHAR",
    "sha256": "VARCHAR",
    "key": "VARCHAR",
    "format": "VARCHAR",
    "encoding": "VARCHAR",
    "title": "VARCHAR",
    "region": "VARCHAR",
    "region_code": "VARCHAR",
    "date": "VARCHAR",
    "year": "BIGINT",
    "issuer": "VARCHAR",
    "characters": "BIGINT",
    "body_characters": "BIGINT",
    "records": "BIGINT",
    "damage": "VARCHAR[]",
    "headings": "VARCHAR[]",
    "sentences": "VARCHAR[]",
    "text": "VARCHAR",
    "raw": "VARCHAR",
    "places": "STRUCT(position BIGINT, place VARCHAR)[]",
    "given": "STRUCT(region VARCHAR, date VARCHAR, title VARCHAR)",
}
_FAILURES = {
    "doc": "VARCHAR",
    "origin": "VARCHAR",
    "sha256": "VARCHAR",
    "key": "VARCHAR",
    "stage": "VARCHAR",
    "reason": "VARCHAR",
}
_FINDINGS = {
    "kind": "VARCHAR",
    "doc": "VARCHAR",
    "records": "VARCHAR[]",
    "message": "VARCHAR",
    "expected": "DOUBLE",
    "found": "DOUBLE",
    "unit": "VARCHAR",
    "severity": "VARCHAR",
}
_RUNS = {
    "run": "BIGINT",
    "version": "VARCHAR",
    "python": "VARCHAR",
    "compiled": "BOOLEAN",
    "tokenizer": "VARCHAR",
    "opencc": "VARCHAR",
    "data": "VARCHAR",
    "options": "VARCHAR",
    "documents": "BIGINT",
    "unchanged": "BIGINT",
    "failed": "BIGINT",
    "records": "BIGINT",
}

# table → column → DuckDB type
TABLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "reports": MappingProxyType(_REPORTS),
        "records": MappingProxyType({name: _RECORD_TYPES.get(name, "VARCHAR") for name in FIELDS}),
        "failures": MappingProxyType(_FAILURES),
        "findings": MappingProxyType(_FINDINGS),
        "runs": MappingProxyType(_RUNS),
    }
)

# The order in which the rows of a table are given.
ORDER: Mapping[str, str] = MappingProxyType(
    {
        "reports": "doc",
        "records": 'doc, start, "end"',
        "failures": "doc",
        "findings": "doc, kind, records, message",
        "runs": "run",
    }
)


def columns_sql(table: str) -> str:
    """Return the columns of a table as they stand in CREATE TABLE.

    Examples
    --------
    >>> columns_sql("failures").split(", ")[:2]
    ['"doc" VARCHAR', '"origin" VARCHAR']
    """
    return ", ".join(f'"{name}" {kind}' for name, kind in TABLES[table].items())
