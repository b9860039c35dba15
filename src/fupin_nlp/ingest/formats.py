"""The registry of formats: which suffix is read as what, and which formats are known but not read yet."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["FORMATS", "UNSUPPORTED", "binary_kind", "format_of", "sniff"]

# suffix → format that `RawText.format` names
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "txt",
        ".text": "txt",
        ".md": "txt",
        ".csv": "csv",
        ".html": "html",
        ".htm": "html",
        ".xhtml": "html",
        ".shtml": "html",
        ".xml": "xml",
    }
)

# suffix → name for the message: documents that a folder may hold and that must not be passed over in silence
UNSUPPORTED: Mapping[str, str] = MappingProxyType(
    {
        ".doc": "Word 97",
        ".docx": "Word",
        ".epub": "EPUB",
        ".mht": "web archive",
        ".mhtml": "web archive",
        ".odt": "OpenDocument",
        ".pdf": "PDF",
        ".rtf": "rich text",
        ".wps": "WPS",
        ".xls": "Excel 97",
        ".xlsx": "Excel",
        ".zip": "zip archive",
    }
)

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "rich text"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b\x08", "gzip data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
)


def format_of(suffix: str) -> str | None:
    """Return the format that a suffix stands for, or None.

    Examples
    --------
    >>> format_of(".HTM"), format_of(".pdf")
    ('html', None)
    """
    return FORMATS.get(suffix.lower())


def binary_kind(data: bytes) -> str | None:
    """Return what kind of binary file this is, or None if it may be text.

    UTF-16 text is full of NUL bytes, but all on one side; other data with many of them is binary.
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    head = data[:65536]
    nul = head.count(0)
    if not nul or head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    one_sided = min(even, odd) == 0 or max(even, odd) >= 20 * min(even, odd)
    if nul <= len(head) // 1000 or one_sided:
        return None
    return "binary data (many NUL bytes)"


def sniff(data: bytes) -> str:
    """Return the format of a file without a telling name: ``html``, ``xml`` or ``txt``."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "xml" if head.startswith(b"<?xml") else "txt"
