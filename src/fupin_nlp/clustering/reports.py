"""Reports of any kind as texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fupin_nlp.errors import ArgumentError, FupinError, named
from fupin_nlp.model.reporttext import ReportText

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["report_texts", "texts_of"]


def report_texts(reports: Sequence[ReportText] | pd.DataFrame) -> list[ReportText]:
    """Return reports as a list, made from a frame if they come as one.

    Raises
    ------
    FupinError
        If there is none, a frame lacks doc or text, or two reports have one name.
    """
    import pandas as pd

    if isinstance(reports, pd.DataFrame):
        missing = [c for c in ("doc", "text") if c not in reports.columns]
        if missing:
            raise FupinError(f"the frame of reports lacks the columns {missing}")
        reports = [_from_row(row) for row in reports.to_dict("records")]
    texts = list(reports)
    if not texts:
        raise FupinError("there is no report to cluster")
    names = [text.doc for text in texts]
    twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        raise FupinError(f"two reports have one name: {twice[:5]}; records could not be told apart")
    return texts


def _from_row(row: Mapping[Any, Any]) -> ReportText:
    def text(name: str) -> str | None:
        return row[name] if isinstance(row.get(name), str) else None

    year = row.get("year")
    return ReportText(
        doc=str(row["doc"]),
        text=text("text") or "",
        title=text("title") or "",
        region=text("region"),
        region_code=text("region_code"),
        year=int(year) if isinstance(year, (int, float, np.integer)) and year == year else None,
    )


def texts_of(reports: Any) -> list[ReportText]:
    """Return reports of any kind as texts: of a corpus, of reports or one report, of a frame with doc and text.

    Raises
    ------
    ArgumentError
        If something else was given; the message says what is taken.
    """
    import pandas as pd

    if isinstance(reports, pd.DataFrame):
        return report_texts(reports)
    if hasattr(reports, "to_texts"):
        return list(reports.to_texts())
    is_one = isinstance(reports, (str, bytes)) or hasattr(reports, "to_text") or not isinstance(reports, Iterable)
    given = [one.to_text() if hasattr(one, "to_text") else one for one in ([reports] if is_one else reports)]
    for one in given:
        if not isinstance(one, ReportText):
            hint = "; parse(text) makes a report of a text" if isinstance(one, str) else ""
            raise ArgumentError(f"reports are a Corpus, Reports or a frame with doc and text, not {named(one)}{hint}")
    return report_texts(given)
