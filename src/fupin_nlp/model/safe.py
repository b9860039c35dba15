"""Text of documents made safe to stand in a picture and in HTML, and small tables of it.

Everything that comes from a document passes through one of these functions. A report may hold script tags, quotes or
direction marks that turn the text around them; none of it may act in the reader's browser.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

__all__ = ["DIRECTION", "HIDDEN", "escape", "table_html", "visible"]

DIRECTION = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
# Tab, line feed and carriage return lay out the text and stay.
_CONTROL = tuple(c for c in range(0x20) if c not in (0x09, 0x0A, 0x0D))

# One character becomes one character: positions in the shown text stay positions in the text.
HIDDEN: Mapping[int, str] = MappingProxyType(
    dict.fromkeys((*DIRECTION, 0xFEFF, 0x2028, 0x2029, *range(0x80, 0xA0)), "□")
    | {c: chr(0x2400 + c) for c in _CONTROL}
    | {0x7F: "␡"}
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
)
_LONGEST = 60  # characters of a cell; the whole is shown when the mouse rests on it
_STYLE = (
    ".fupin-table{font-size:.92em;max-width:100%;overflow:auto}"
    ".fupin-table table{border-collapse:collapse}"
    ".fupin-table th,.fupin-table td{text-align:left;vertical-align:top}"
    ".fupin-table th,.fupin-table td{padding:.2em .6em;border-bottom:1px solid #8884}"
    ".fupin-table caption{text-align:left;font-weight:600;padding:.2em 0}"
)


def visible(text: str) -> str:
    r"""Return the text with direction marks, control characters and lone surrogates made visible.

    Tabs and line breaks are left alone; the length does not change.

    Examples
    --------
    >>> visible("投入\u202e12万元\x00")
    '投入□12万元␀'
    """
    return text.translate(HIDDEN)


def escape(text: object) -> str:
    """Return the text safe for an element's content and for a quoted attribute; None gives an empty text.

    Examples
    --------
    >>> escape('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return "" if text is None else html.escape(visible(str(text)), quote=True)


def table_html(heads: Sequence[str], rows: Iterable[Sequence[object]], *, caption: str = "", note: str = "") -> str:
    """Return a small table for a notebook; it takes the colours of the page, light or dark.

    Parameters
    ----------
    heads : sequence of str
        Of the columns; none for a table of names and values.
    rows : iterable of sequence
        Cells; None is empty. A long text is cut, and shown whole when the mouse rests on it.
    caption, note : str
        Above and below.

    Examples
    --------
    >>> html = table_html(["地区"], [["<略阳县>"]], caption="1 row")
    >>> "<td>&lt;略阳县&gt;</td>" in html, "<caption>1 row</caption>" in html
    (True, True)
    """
    head = f"<thead><tr>{''.join(f'<th>{escape(name)}</th>' for name in heads)}</tr></thead>" if heads else ""
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    told = f"<caption>{escape(caption)}</caption>" if caption else ""
    below = f"<p>{escape(note)}</p>" if note else ""
    return (
        f'<div class="fupin-table" lang="zh"><style>{_STYLE}</style><table>{told}{head}<tbody>{body}</tbody></table>'
        f"{below}</div>"
    )


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    if len(text) <= _LONGEST:
        return f"<td>{escape(text)}</td>"
    return f'<td title="{escape(text)}">{escape(text[:_LONGEST])}…</td>'
