"""From the bytes of a container to its text, by what the bytes are and not by what the file is called."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import BinaryIO

from fupin_nlp.errors import ReadError
from fupin_nlp.ingest.formats import CONTAINERS, UNSUPPORTED, container_kind
from fupin_nlp.ingest.plain import decode_document
from fupin_nlp.ingest.readers.archive import is_office, list_members, open_member
from fupin_nlp.ingest.readers.docx import read_docx
from fupin_nlp.ingest.readers.package import open_package
from fupin_nlp.ingest.readers.parsed import Limits, Parsed, Unreadable, head_of

__all__ = ["read_container", "read_member"]

_HEAD = 4096
_NAMED = 3


def read_container(file: BinaryIO, suffix: str, limits: Limits) -> Parsed:
    """Return the text of a file.

    Raises
    ------
    Unreadable
        With the reason.
    """
    kind = container_kind(head_of(file, _HEAD), suffix)
    if kind is None:
        return _read_text(file.read(), suffix, limits)
    if kind == "unmarked":
        raise Unreadable(f"this is no {CONTAINERS[suffix]}, or its beginning is broken")
    parsed = _READERS[kind](file, limits)
    if not parsed.text.strip():
        raise Unreadable("the document holds no text")
    return parsed


def read_member(package: zipfile.ZipFile, path: Sequence[int], limits: Limits) -> Parsed:
    """Return the text of a member of an archive.

    Raises
    ------
    Unreadable
        With the reason.
    """
    data, name = open_member(package, path, limits)
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in UNSUPPORTED:
        raise Unreadable(f"{UNSUPPORTED[suffix]}: format not supported; save it as .docx, .pdf, .html or .txt")
    return read_container(io.BytesIO(data), suffix, limits)


def _read_text(data: bytes, suffix: str, limits: Limits) -> Parsed:
    try:
        raw = decode_document(data, "", suffix, limits.encoding)
    except ReadError as error:
        raise Unreadable(error.reason) from error
    return Parsed(raw.text, raw.format, (), dict(raw.meta), raw.encoding)


def _read_zip(file: BinaryIO, limits: Limits) -> Parsed:
    package = open_package(file, limits.max_members)
    names = set(package.namelist())
    if "xl/workbook.xml" in names:
        _need("openpyxl")
        from fupin_nlp.ingest.readers.sheets import read_xlsx

        return read_xlsx(file, package, limits.max_bytes)
    if any(name.startswith("word/") for name in names):
        return read_docx(package, limits)
    if is_office(package):
        raise Unreadable("neither a Word document nor a workbook: format not supported; save it as .docx or .pdf")
    members = list_members(file, limits)
    if not members:
        raise Unreadable("the archive is empty")
    named = ", ".join(member.name for member in members[:_NAMED])
    raise Unreadable(f"an archive of {len(members)} documents ({named} …): give its path, not its content")


def _read_ole(file: BinaryIO, limits: Limits) -> Parsed:
    _need("olefile")
    import olefile

    try:
        ole = olefile.OleFileIO(file)
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise Unreadable(f"the file is broken: {error}") from error
    if ole.exists("WordDocument"):
        from fupin_nlp.ingest.readers.doc import read_doc

        return read_doc(ole)
    if ole.exists("Workbook") or ole.exists("Book"):
        _need("xlrd")
        from fupin_nlp.ingest.readers.sheets import read_xls

        file.seek(0)
        return read_xls(file.read(limits.max_bytes + 1))
    if ole.exists("EncryptedPackage"):
        raise Unreadable("protected by a password; save it without one")
    raise Unreadable("neither a Word document nor a workbook: format not supported; save it as .docx or .pdf")


def _read_pdf(file: BinaryIO, limits: Limits) -> Parsed:
    _need("pdfplumber")
    from fupin_nlp.ingest.readers.pdf import read_pdf

    return read_pdf(file.read(limits.max_bytes + 1))


def _need(package: str) -> None:
    """Refuse the document if the package that reads it is not installed."""
    from importlib.util import find_spec

    if find_spec(package) is None:
        raise Unreadable(f"reading it needs the package {package}: pip install 'fupin-nlp[readers]'")


_READERS: dict[str, Callable[[BinaryIO, Limits], Parsed]] = {"zip": _read_zip, "ole": _read_ole, "pdf": _read_pdf}
