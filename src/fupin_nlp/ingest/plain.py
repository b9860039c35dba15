"""Text formats: decode, and refuse what is no text."""

from __future__ import annotations

from types import MappingProxyType

from fupin_nlp.errors import ReadError
from fupin_nlp.ingest.encoding import codec_name, decode
from fupin_nlp.ingest.formats import binary_kind, format_of, sniff
from fupin_nlp.ingest.mail import is_mail, text_part
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
    meta: dict[str, str] = {}
    form = format_of(suffix) or sniff(data)
    if is_mail(data):
        data, encoding, form = _of_mail(data, name, encoding)
        meta["container"] = "mail"
    declares = form in ("html", "xml") or (form == "txt" and sniff(data) != "txt")
    found = decode(data, encoding=encoding, declares=declares)
    if not found.text.strip(_EMPTY):
        raise ReadError(name, "the file holds nothing but white space")
    if found.declared:
        meta["declared_encoding"] = found.declared
    if found.replaced:
        meta["replaced_bytes"] = str(found.replaced)
    if found.mixed:
        meta["mixed_encodings"] = "utf-8,gb18030"
    return RawText(found.text, name, found.encoding, form, MappingProxyType(meta))


def _of_mail(data: bytes, name: str, encoding: str | None) -> tuple[bytes, str | None, str]:
    """Return the text of a mail as bytes, the codec that is certain, and the format."""
    part = text_part(data)
    if part is None:
        raise ReadError(name, "a mail or web archive without a part of text; save the page as .html or .txt")
    declared = codec_name(part.charset) if part.charset else None
    if encoding is None and declared is not None and declared != "ascii":
        try:
            part.data.decode(declared)
        except UnicodeDecodeError:
            declared = None  # it is found out instead
        encoding = declared
    return part.data, encoding, part.form
