"""Reports and records as rows of the tables of a store, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from fupin_nlp.model import Damage, RawText, Record
from fupin_nlp.model.finding import FINDING_COLUMNS, Finding
from fupin_nlp.model.given import Given
from fupin_nlp.model.record import FIELDS
from fupin_nlp.model.reporttext import ReportText
from fupin_nlp.report.report import Report

__all__ = [
    "RAW_COLUMNS",
    "TEXT_COLUMNS",
    "finding_of",
    "raw_of",
    "record_of",
    "report_row",
    "report_text",
]

# What `raw_of` and `report_text` need of a row.
RAW_COLUMNS = ("doc", "raw", "encoding", "format", "places", "given")
TEXT_COLUMNS = ("doc", "text", "title", "region", "region_code", "year", "date", "headings", "sentences")


def report_row(report: Report) -> dict[str, Any]:
    """Return what the table ``reports`` holds of a report, but for its origin, hash and key.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> row = report_row(parse("2019年，全县脱贫7800户。", name="略阳县.txt"))
    >>> row["doc"], row["region"], row["records"], row["sentences"]
    ('略阳县.txt', '略阳县', 1, ['2019年，全县脱贫7800户。'])
    """
    text = report.to_text()
    return {
        "doc": report.doc,
        "format": report.raw.format,
        "encoding": report.raw.encoding,
        "title": report.title,
        "region": report.region,
        "region_code": report.region_code,
        "date": report.date,
        "year": text.year,
        "issuer": report.meta.issuer,
        "characters": len(report.raw.text),
        "body_characters": len(text.text),
        "records": len(report.records),
        "damage": [_damage_words(damage, report) for damage in report.damage],
        "headings": list(text.headings),
        "sentences": list(text.sentences),
        "text": text.text,
        "raw": report.raw.text,
        "places": [{"position": position, "place": place} for position, place in report.raw.places],
        "given": asdict(report.raw.given) if report.raw.given else None,
    }


def report_text(row: Mapping[str, Any]) -> ReportText:
    """Return what the analyses need of a report, from its row.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> report = parse("2019年，全县脱贫7800户。", name="略阳县.txt")
    >>> report_text(report_row(report)) == report.to_text()
    True
    """
    return ReportText(
        doc=row["doc"],
        text=row["text"],
        title=row["title"] or "",
        region=row["region"],
        region_code=row["region_code"],
        year=row["year"],
        date=row["date"],
        headings=tuple(row["headings"]),
        sentences=tuple(row["sentences"]),
    )


def raw_of(row: Mapping[str, Any]) -> RawText:
    """Return the raw text of a report, from its row."""
    places = tuple((place["position"], place["place"]) for place in row["places"])
    given = Given(**(row["given"] or {}))
    return RawText(row["raw"], row["doc"], row["encoding"], row["format"], places=places, given=given)


def record_of(row: Mapping[str, Any]) -> Record:
    """Return a record from its row; the evidence behind it is not in the row.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> record = parse("2019年，全县脱贫7800户。", name="略阳县.txt").records[0]
    >>> record_of(record.to_dict()) == record
    True
    """
    values = {name: row[name] for name in FIELDS}
    for name in ("value", "value_max"):
        values[name] = None if row[name] is None else Decimal(repr(row[name]))
    for name in ("modality", "damage", "doubts"):
        values[name] = tuple(row[name])
    return Record(**values)


def finding_of(row: Mapping[str, Any]) -> Finding:
    """Return a finding from its row."""
    values = {name: row[name] for name in FINDING_COLUMNS}
    for name in ("expected", "found"):
        values[name] = None if row[name] is None else Decimal(repr(row[name]))
    return Finding(**{**values, "records": tuple(row["records"])})


def _damage_words(damage: Damage, report: Report) -> str:
    """Return a damage in words, with its place in the raw text."""
    place = report.clean.raw_span(damage.start, damage.end)
    return f"{damage.kind} at {place.start}-{place.end}: {damage.note}"
