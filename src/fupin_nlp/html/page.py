"""The report page: one file that shows findings, targets, reports, records and clusters without a network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from fupin_nlp.display.safe import script_json
from fupin_nlp.errors import OptionError
from fupin_nlp.html import parts
from fupin_nlp.html.findings import Finding, findings
from fupin_nlp.html.payload import payload, record_rows
from fupin_nlp.html.tables import Links, frame_table
from fupin_nlp.html.targets import figures, targets
from fupin_nlp.html.title import summary_of, title_of
from fupin_nlp.html.view import STABILITY, ClusterView, ReportView
from fupin_nlp.model.safe import escape
from fupin_nlp.plot.font import font_face

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PageOptions", "page"]

_SCRIPTS = ("data.js", "table.js", "targets.js", "reader.js", "main.js")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """What can be chosen about a page.

    Attributes
    ----------
    title : str
        Heading and title of the page; without it one is made of the reports.
    note : str
        Shown at the foot of the page (source, date, version).
    failures : tuple of (str, str)
        Documents that could not be read, with the reason.
    embed_font : bool
        Put the Chinese glyphs that the page uses into it, for readers without a Chinese font (needs the extra
        ``plot``; adds about 0.2 kB for each distinct character).
    words : mapping of str to str
        Code → Chinese word for the cells of the comparison (why records were left out, directions).
    tables : mapping of str to DataFrame
        Heading → table, shown in a section of their own (words, attention).
    limit : int
        Rows that tables show at most.

    Raises
    ------
    OptionError
        If `limit` is below 1.
    """

    title: str = ""
    note: str = ""
    failures: tuple[tuple[str, str], ...] = ()
    embed_font: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    limit: int = 200

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise OptionError(f"limit must be at least 1, not {self.limit}")


def page(
    views: Sequence[ReportView],
    records: pd.DataFrame | None = None,
    *,
    comparison: pd.DataFrame | None = None,
    panel: pd.DataFrame | None = None,
    clusters: Sequence[ClusterView] = (),
    options: PageOptions = PageOptions(),
) -> str:
    """Return a self-contained page of reports and their records.

    The page needs no network and forbids it to itself. It shows the findings in words, the targets of indicators beside
    their results where a panel is given, the number of records by region and measure, the comparison and the clusters
    where given, each report with its records highlighted in the raw or the cleaned text, and a table of the records
    that can be searched, filtered, sorted and downloaded. It follows the reader's choice of light or dark, and fits
    a phone. Everything that comes from a document is escaped.

    Parameters
    ----------
    views : sequence of ReportView
        The reports in the order in which they are shown.
    records : DataFrame or None
        Rows of the table, columns as in ``Report.to_frame(labels="en")``; None takes the records of the views.
    comparison : DataFrame or None
        A comparison, row by row as it is; a cell that lists ids of records leads to them.
    panel : DataFrame or None
        Targets and results, the ``frame`` of a `Panel`.
    clusters : sequence of ClusterView
        Clusters of the reports.
    options : PageOptions
        Title, notes, font.

    Returns
    -------
    str
        The whole file; write it as UTF-8. Same input, same text.

    Raises
    ------
    OptionError
        If two views have the same `doc`, or a frame lacks columns that are needed.
    DependencyError
        If the font is to be embedded and the extra ``plot`` is not installed.

    Examples
    --------
    >>> view = ReportView(doc="a.txt", raw="建成桥3座", clean="建成桥3座", title="样例")
    >>> page([view]).startswith("<!DOCTYPE html>")
    True
    """
    docs = [view.doc for view in views]
    if len(set(docs)) < len(docs):
        raise OptionError(
            f"each report needs a doc of its own; twice: {sorted({d for d in docs if docs.count(d) > 1})}"
        )
    rows = record_rows(views, records)
    data, misplaced = payload(views, rows)
    ids = {str(row["id"]): i for i, row in enumerate(rows)}
    shown = figures(panel, ids) if panel is not None else {}
    data["targets"] = targets(shown)
    title = options.title or title_of(views)
    body = Template(_asset("body.html")).substitute(
        title=escape(title),
        summary=escape(summary_of(views, len(rows))),
        notes=_notes(options, misplaced),
        note=escape(options.note),
        findings=_findings(findings(shown, rows, {view.region for view in views})),
        cards=parts.cards(views, rows),
        bars=parts.bars(rows),
        reports=parts.report_list(views, rows),
        cross=parts.cross_table(rows, options.limit),
        comparison=_comparison(comparison, Links(rows=ids, words=options.words), options.limit),
        targets=_asset("targets.html") if data["targets"] else "",
        clusters=_clusters(clusters, views),
        words=_tables(options),
        data=script_json(data),
    )
    return _document(title, body, options.embed_font)


def _asset(name: str) -> str:
    return files("fupin_nlp.html").joinpath("assets", name).read_text(encoding="utf-8")


def _document(title: str, body: str, embed_font: bool) -> str:
    style = _asset("page.css")
    script = '(() => {\n"use strict";\n' + "".join(_asset(name) for name in _SCRIPTS) + "})();\n"
    if embed_font:
        style += font_face(body + script + style)
    return Template(_asset("page.html")).substitute(
        title=escape(title), policy=_policy(style, script), style=style, body=body, script=script
    )


def _policy(style: str, script: str) -> str:
    """Return the content security policy: nothing is loaded, and only this style and this script are obeyed."""
    allowed = {kind: _hash(text) for kind, text in (("script-src", script), ("style-src", style))}
    rules = ["default-src 'none'", *(f"{kind} '{value}'" for kind, value in allowed.items())]
    return "; ".join([*rules, "font-src data:", "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _notes(options: PageOptions, misplaced: int) -> str:
    notes = []
    if misplaced:
        notes.append(f'<p class="warn">有 {misplaced:,} 条记录与报告原文对不上，只列在表中，阅读视图没有标出。</p>')
    if options.failures:
        items = "".join(f"<li><b>{escape(doc)}</b>：{escape(reason)}</li>" for doc, reason in options.failures)
        summary = f"<summary>{len(options.failures):,} 个文件没有读成</summary>"
        notes.append(f'<details class="warn">{summary}<ul>{items}</ul></details>')
    return "".join(notes)


def _comparison(frame: pd.DataFrame | None, links: Links, limit: int) -> str:
    if frame is None or frame.empty:
        return ""
    return (
        "<details><summary><h3>比较</h3></summary>"
        '<div class="scroll tall" tabindex="0" role="region" aria-label="比较表">'
        f'<table class="frame cards-when-narrow">{frame_table(frame, links, limit)}</table></div></details>'
    )


def _tables(options: PageOptions) -> str:
    parts = [
        f'<h3>{escape(name)}</h3><div class="scroll tall" tabindex="0" role="region" aria-label="{escape(name)}">'
        f'<table class="frame cards-when-narrow">{frame_table(frame, Links(rows={}), options.limit)}</table></div>'
        for name, frame in options.tables.items()
    ]
    if not parts:
        return ""
    return f'<section id="words" aria-labelledby="h-words"><h2 id="h-words">用词</h2>{"".join(parts)}</section>'


def _findings(found: Sequence[Finding]) -> str:
    if not found:
        return ""
    items = parts.finding_list(found)
    return (
        f'<section id="findings" aria-labelledby="h-findings"><h2 id="h-findings">要点</h2><ul>{items}</ul></section>'
    )


def _clusters(groups: Sequence[ClusterView], views: Sequence[ReportView]) -> str:
    if not groups:
        return ""
    told = f'<p class="note">{STABILITY}：去掉五分之一报告后该类重现的程度，1 为完全相同。</p>'
    told = told if any(group.note.startswith(STABILITY) for group in groups) else ""
    return (
        '<section id="clusters" aria-labelledby="h-clusters"><h2 id="h-clusters">聚类</h2>'
        f"{told}"
        f'<div class="clusters">{parts.clusters(groups, views)}</div></section>'
    )
