"""Text formats: decode, and refuse what is no text."""

from __future__ import annotations

from types import MappingProxyType

from fupin_nlp.errors import ReadError
from fupin_nlp.ingest.encoding import decode
from fupin_nlp.ingest.formats import binary_kind, format_of, sniff
from fupin_nlp.model import RawText

__all__ = ["decode_document"]

_EMPTY = "\x00\u200b\ufeff \t\r\n\u3000\xa0"


def decode_document(data: bytes, name: str, suffix: str, encoding: str | None) -> RawText:
    """Return the text of a file that is no container.

    Raises
    ------
    ReadError
        If it is empty or binary.

    Examples
    --------
    >>> decode_document("全市脱贫".encode("gb18030"), "a.txt", ".txt", None).encoding
    'gb18030'
    """
    if not data:
        raise ReadError(name, "the file is empty")
    kind = binary_kind(data)
    if kind is not None:
        raise ReadError(name, f"this is {kind}, no text: format not supported; save it as .docx, .pdf, .html or .txt")
    form = format_of(suffix) or sniff(data)
    found = decode(data, encoding=encoding, declares=form in ("html", "xml"))
    if not found.text.strip(_EMPTY):
        raise ReadError(name, "the file holds nothing but white space")
    meta = {}
    if found.declared:
        meta["declared_encoding"] = found.declared
    if found.replaced:
        meta["replaced_bytes"] = str(found.replaced)
    return RawText(found.text, name, found.encoding, form, MappingProxyType(meta))
