"""The registry of formats: which suffix is read as what, and which formats are known but not read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType

from fupin_nlp.ingest.encoding import is_wide_text

__all__ = [
    "CONTAINERS",
    "FORMATS",
    "MAILS",
    "UNSUPPORTED",
    "binary_kind",
    "container_kind",
    "format_of",
    "is_named_as_document",
    "sniff",
]

# suffix → format that `RawText.format` names; these are text
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        ".txt": "txt",
        ".text": "txt",
        ".md": "md",
        ".markdown": "md",
        ".csv": "csv",
        ".html": "html",
        ".htm": "html",
        ".xhtml": "html",
        ".shtml": "html",
        ".xml": "xml",
    }
)

# suffix → name for messages; these are parsed in a process of their own, as what they turn out to be
CONTAINERS: Mapping[str, str] = MappingProxyType(
    {
        ".doc": "Word document",
        ".docm": "Word document",
        ".docx": "Word document",
        ".et": "WPS workbook",
        ".pdf": "PDF",
        ".wps": "WPS document",
        ".xls": "Excel workbook",
        ".xlsm": "Excel workbook",
        ".xlsx": "Excel workbook",
        ".zip": "zip archive",
    }
)

# suffixes of mail and web archives, which are text with a page in it
MAILS = frozenset({".eml", ".mht", ".mhtml"})

# suffix → name for the message: documents that a folder may hold and that must not be passed over in silence
UNSUPPORTED: Mapping[str, str] = MappingProxyType(
    {
        ".7z": "7z archive",
        ".epub": "EPUB",
        ".odt": "OpenDocument",
        ".ofd": "OFD",
        ".rar": "RAR archive",
        ".rtf": "rich text",
    }
)

# Programs save web pages and tables of text under these names, too.
_MAY_BE_TEXT = frozenset({".doc", ".et", ".wps", ".xls"})
_PDF_WITHIN = 1024  # where readers of PDF look for its mark
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MAGIC = (
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
    """Return the text format that a suffix stands for, or None.

    Examples
    --------
    >>> format_of(".HTM"), format_of(".pdf")
    ('html', None)
    """
    return FORMATS.get(suffix.lower())


def is_named_as_document(path: PurePath | str) -> bool:
    """Whether the suffix is one of documents: read as text, unpacked, or refused with what to do.

    Examples
    --------
    >>> is_named_as_document("略阳县_2019.DOCX"), is_named_as_document("photo.png"), is_named_as_document("增长5.2")
    (True, False, False)
    """
    suffix = PurePath(path).suffix.lower()
    return suffix in FORMATS or suffix in CONTAINERS or suffix in MAILS or suffix in UNSUPPORTED


def container_kind(head: bytes, suffix: str = "") -> str | None:
    r"""Return what kind of container a file is by its first bytes, or None if it is text.

    Parameters
    ----------
    head : bytes
        The first 1,024 bytes of the file, or more.
    suffix : str
        Of the file's name; a file that is called a container and has no mark of one is ``unmarked``.

    Returns
    -------
    str or None
        ``pdf``, ``zip`` (Office documents too), ``ole`` (those of 1997), ``unmarked``, None.

    Examples
    --------
    >>> container_kind(b"PK\x03\x04..."), container_kind("全市".encode()), container_kind(b"<html>", ".doc")
    ('zip', None, None)
    >>> container_kind(b"<html>", ".docx")
    'unmarked'
    """
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_OLE):
        return "ole"
    if b"%PDF-" in head[:_PDF_WITHIN] and (
        suffix == ".pdf" or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-")
    ):
        return "pdf"
    return "unmarked" if suffix in CONTAINERS and suffix not in _MAY_BE_TEXT else None


def binary_kind(data: bytes) -> str | None:
    """Return what kind of binary file this is, or None if it may be text.

    UTF-16 text is full of NUL bytes, most of them on one side, but for 一 (U+4E00) and its like; what reads as Chinese
    in it is text. Other data with many NUL bytes is binary.
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
    if nul <= len(head) // 1000 or one_sided or is_wide_text(head):
        return None
    return "binary data (many NUL bytes)"


def sniff(data: bytes) -> str:
    """Return the format of a file without a telling name: ``html``, ``xml`` or ``txt``."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    if head.startswith(b"<?xml"):
        return "html" if b"<html" in head else "xml"
    return "txt"
