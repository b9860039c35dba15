"""Whether a period lies before or behind the day of the report, and what that contradicts."""

from __future__ import annotations

from typing import Literal, TypeAlias

from fupin_nlp.interpret.period.dates import PartialDate

__all__ = ["Calendar", "calendar_of", "contradiction"]

Calendar: TypeAlias = Literal["past", "running", "to come"]


def calendar_of(start: str | None, end: str | None, report: PartialDate | None) -> Calendar | None:
    """Return where a period lies, seen from the report; None where either is not known.

    Parameters
    ----------
    start, end : str or None
        ISO dates, half-open, as of a record.
    report : PartialDate or None
        When the report was given. One of which only the year is known lies in all of it.

    Examples
    --------
    >>> day = PartialDate(2020, 1, 15)
    >>> calendar_of("2019-01-01", "2020-01-01", day), calendar_of("2020-01-01", "2021-01-01", day)
    ('past', 'running')
    >>> calendar_of("2021-01-01", "2026-01-01", day), calendar_of(None, None, day) is None
    ('to come', True)
    """
    if report is None or (start is None and end is None):
        return None
    if end is not None and end <= report.first.isoformat():
        return "past"
    return "to come" if start is not None and start >= report.after.isoformat() else "running"


def contradiction(role: str, calendar: Calendar | None) -> str | None:
    """Return what a role and the calendar contradict: an aim whose time was over, a result that is yet to come.

    Examples
    --------
    >>> contradiction("target", "past"), contradiction("achieved", "running") is None
    ('its period ended before the report', True)
    """
    if role == "target" and calendar == "past":
        return "its period ended before the report"
    return "its period begins after the report" if role == "achieved" and calendar == "to come" else None
