"""The cleaning stage: the steps in order, their log, and what is known about the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from fupin_nlp.clean.body import Page, find_body
from fupin_nlp.clean.damage import find_damage
from fupin_nlp.clean.delimited import other_columns
from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.members import other_members
from fupin_nlp.clean.nature import nature_of
from fupin_nlp.clean.options import CleanOptions
from fupin_nlp.clean.page import page_furniture
from fupin_nlp.clean.patch import Context, Patch, apply_patches, edits_of
from fupin_nlp.clean.sheets import head_key
from fupin_nlp.clean.steps import (
    byteshift,
    doubled,
    escapes,
    indents,
    invisible,
    markup,
    mojibake,
    notes,
    numbers,
    pages,
    punctuation,
    script,
    twins,
    width,
    wraps,
)
from fupin_nlp.model import Alignment, CleanText, Edit, LeftOut, RawText, Span

__all__ = ["STEPS", "TABLES", "clean"]

# The order matters: what is written out in ASCII first, for it may be markup; markup before everything that looks at
# neighbours; mojibake before control characters, which are bytes of it; lost line ends before
# what looks at lines; pages and wraps before shifted bytes and notes, which a break may divide; shifted bytes before
# notes, of which they are a by-product; width before numbers, which look for ASCII digits; script last, on whole words.
STEPS: Mapping[str, Callable[[Facts, Context], list[Patch]]] = MappingProxyType(
    {
        "escapes": escapes.find,
        "markup": markup.find,
        "mojibake": mojibake.find,
        "invisible": invisible.find,
        "doubled": doubled.find,
        "twins": twins.find,
        "indents": indents.find,
        "pages": pages.find,
        "wraps": wraps.find,
        "byteshift": byteshift.find,
        "notes": notes.find,
        "punctuation": punctuation.find,
        "width": width.find,
        "numbers": numbers.find,
        "script": script.find,
    }
)

_DEFAULT = CleanOptions()
# Formats of which every line is data, and none the menu of a page.
TABLES = frozenset({"csv", "json", "xls", "xlsx"})


def clean(raw: RawText, options: CleanOptions = _DEFAULT) -> CleanText:
    """Undo the damage of a document and find out which parts of it are the report.

    Parameters
    ----------
    raw : RawText
        What the reading stage gave.
    options : CleanOptions
        Which steps run.

    Returns
    -------
    CleanText
        The text with its alignment to the raw text, the log of edits, the spans of the body, what is left out with
        its reason, the damage that stays, and in `meta` what the page says about itself (``title``, ``date_line``,
        ``source``, ``author``, ``issuer``, ``url``), the engine of the script conversion (``opencc``), and as what a
        text was read that its name does not tell (``read_as``: ``html``, ``md``, ``json``, ``bbcode``, ``xml``). A text
        without damage comes back as it is, with no edit.

    Examples
    --------
    >>> clean(RawText("全市投入２ 000万元。")).text
    '全市投入2000万元。'
    """
    facts = Facts(raw.text)
    alignment = Alignment.identity()
    edits: list[Edit] = []
    form = raw.format
    for name, find in STEPS.items():
        if name == "markup" and form == "txt" and options.markup:
            form = nature_of(facts.text)
        context = Context(form, options.opencc, options.text_column)
        if not getattr(options, name):
            continue
        patches = find(facts, context)
        if patches:
            edits += edits_of(name, facts.text, patches, alignment)
            text, step = apply_patches(facts.text, patches)
            facts = Facts(text)
            alignment = alignment.then(step)
    text = facts.text
    page = _page(raw, facts, (alignment, edits, form), options) if options.body else None
    meta = dict(page.meta) if page else {}
    if form != raw.format:
        meta["read_as"] = form
    if any(edit.step == "script" for edit in edits):
        meta["opencc"] = script.engine_name(options.opencc)
    return CleanText(
        raw=raw,
        text=text,
        alignment=alignment,
        edits=tuple(edits),
        body=page.body if page else ((Span(0, len(text)),) if text else ()),
        left_out=page.left_out if page else (),
        damage=find_damage(facts, edits, alignment),
        meta=MappingProxyType(meta),
    )


def _page(raw: RawText, facts: Facts, done: tuple[Alignment, list[Edit], str], options: CleanOptions) -> Page:
    """Divide the clean text into the report and the rest; the markup of a web page helps, and the heads of columns."""
    alignment, edits, form = done
    parts: list[LeftOut] = []
    if form == "html" and not any(edit.step == "escapes" for edit in edits):
        parts = page_furniture(raw.text)
    elif form == "csv" and options.markup:
        parts = other_columns(raw.text, options.text_column)
    elif form == "json":
        parts = other_members(raw.text, options.text_column)
    furniture = [LeftOut(*alignment.to_target(part.start, part.end), part.reason) for part in parts]
    # The text of a report in a cell is a page like any other; without such text, every line of a table is data.
    is_table = form in TABLES and not furniture
    return find_body(facts, table=is_table, heads=_running_heads(edits), furniture=furniture)


def _running_heads(edits: list[Edit]) -> frozenset[str]:
    """Return the lines that were taken out between two halves of a sentence."""
    found = (line.strip() for e in edits if e.step == "wraps" and e.before.strip() for line in e.before.splitlines())
    return frozenset(key for line in found if (key := head_key(line)))
