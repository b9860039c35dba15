"""A text with its records highlighted, for a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from fupin_nlp.display.labels import hover, role_of
from fupin_nlp.model.record import ROLE_LABELS_ZH
from fupin_nlp.model.safe import escape

__all__ = ["highlight"]


def highlight(raw_text: str, records: Iterable[Mapping[str, Any]], *, title: str = "", limit: int = 60_000) -> str:
    """Return an HTML fragment: the text with its records highlighted by role.

    Resting the mouse on a record shows value, unit, bound, entity, action, role, measure, period and region. No
    script is needed. Everything is escaped, direction marks and control characters are made visible. Long texts
    scroll. A record whose position does not fit the text is not marked, but counted below the text.

    Parameters
    ----------
    raw_text : str
        The raw text that the records refer to.
    records : iterable of mapping
        ``Record.to_dict()`` of each record, or rows of the frame.
    title : str
        Shown above the text.
    limit : int
        Code points that are shown at most; what is left off is told below the text.

    Returns
    -------
    str
        One ``div`` with its own style; it needs nothing from the page it stands in.

    Examples
    --------
    >>> html = highlight("建成便民桥3座", [{"start": 5, "end": 7, "text": "3座", "value": 3, "unit": "座",
    ...                                     "role": "achieved"}])
    >>> '<mark class="achieved" title="数值：3座' in html
    True
    """
    rows = sorted(records, key=lambda r: (int(r["start"]), int(r["end"])))
    body, shown, misplaced = _marked(raw_text, rows, limit)
    notes = _notes(len(raw_text) - limit, len(rows) - shown - misplaced, misplaced)
    style = files("fupin_nlp.display").joinpath("notebook.css").read_text(encoding="utf-8")
    head = f'<p class="fupin-title">{escape(title)}</p>' if title else ""
    return (
        f'<div class="fupin-text" lang="zh"><style>{style}</style>{head}{_legend(rows)}'
        f'<div class="fupin-body" tabindex="0" role="region" aria-label="标出记录的原文" dir="ltr">{body}</div>'
        f"{notes}</div>"
    )


def _marked(text: str, rows: Sequence[Mapping[str, Any]], limit: int) -> tuple[str, int, int]:
    """Return the marked text, how many records were marked and how many do not fit it."""
    parts: list[str] = []
    at = shown = misplaced = 0
    stop = min(limit, len(text))
    for row in rows:
        start, end = int(row["start"]), int(row["end"])
        if start < at or end <= start or end > len(text) or text[start:end] != row.get("text", text[start:end]):
            misplaced += 1
        elif end <= stop:
            certain = "" if row.get("certain", True) else " uncertain"
            parts.append(escape(text[at:start]))
            parts.append(
                f'<mark class="{role_of(row)}{certain}" title="{escape(hover(row))}">{escape(text[start:end])}</mark>'
            )
            at, shown = end, shown + 1
    parts.append(escape(text[at:stop]))
    return "".join(parts), shown, misplaced


def _legend(rows: Sequence[Mapping[str, Any]]) -> str:
    counts = dict.fromkeys(ROLE_LABELS_ZH, 0)
    for row in rows:
        counts[role_of(row)] += 1
    marks = " ".join(
        f'<mark class="{role}">{ROLE_LABELS_ZH[role]}</mark> {count}' for role, count in counts.items() if count
    )
    return f'<p class="fupin-legend">{len(rows)} 条记录　{marks}</p>'


def _notes(cut: int, cut_records: int, misplaced: int) -> str:
    notes = []
    if cut > 0:
        notes.append(f"后面还有 {cut:,} 个字符、{cut_records:,} 条记录没有显示。")
    if misplaced:
        notes.append(f"有 {misplaced:,} 条记录的位置与原文不符或相互重叠，没有标出。")
    return f'<p class="fupin-note">{"".join(notes)}</p>' if notes else ""
