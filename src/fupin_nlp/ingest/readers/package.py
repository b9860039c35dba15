"""Zip packages with limits: Office documents and archives."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
import zlib
from typing import BinaryIO

from fupin_nlp.ingest.readers.parsed import Unreadable

__all__ = ["check_package", "open_package", "read_entry", "read_xml", "refuse_entities", "too_dense"]

_DENSE_FROM = 1024 * 1024  # small entries may be as dense as they like
_DENSEST = 500
"""Times that an entry may grow. Office files of plain text grow 3 to 20 times, one sentence repeated 8,000
times 280 times; deflate ends at 1,032, which is what bombs are made of."""


def open_package(file: BinaryIO, max_members: int) -> zipfile.ZipFile:
    """Open a zip file whose list of members can be trusted to be of sane length.

    Raises
    ------
    Unreadable
        If the file is broken, or has more members than allowed.
    """
    try:
        package = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise Unreadable(f"the zip archive or Office document is broken: {error}") from error
    count = len(package.infolist())
    if count > max_members:
        raise Unreadable(
            f"the archive has {count:,} members, the limit is {max_members:,}; split it or raise "
            "ReadOptions.max_members"
        )
    return package


def too_dense(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry grows as only bombs do."""
    return entry.file_size > max(_DENSE_FROM, _DENSEST * entry.compress_size)


def check_package(package: zipfile.ZipFile, max_bytes: int) -> None:
    """Refuse an Office document that would unpack to more than its limit, or grows as only bombs do.

    The limit of what it unpacks to is four times `max_bytes`: the XML of a document is several times its text.
    """
    total = sum(entry.file_size for entry in package.infolist())
    if total > 4 * max_bytes:
        raise Unreadable(
            f"unpacks to {total:,} bytes, the limit is {4 * max_bytes:,} (four times ReadOptions.max_bytes): "
            "perhaps a zip bomb"
        )
    for entry in package.infolist():
        if too_dense(entry):
            raise Unreadable(
                f"{entry.filename} in it unpacks from {entry.compress_size:,} to {entry.file_size:,} bytes: a zip bomb"
            )


def read_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo | str, limit: int) -> bytes:
    """Return the bytes of a member, never more than the limit, whatever the archive says about it."""
    try:
        info = package.getinfo(entry) if isinstance(entry, str) else entry
        if info.flag_bits & 1:
            raise Unreadable("protected by a password; save it without one")
        if info.file_size > limit:
            raise Unreadable(f"unpacks to {info.file_size:,} bytes, the limit is {limit:,} (ReadOptions.max_bytes)")
        if too_dense(info):
            raise Unreadable(f"unpacks from {info.compress_size:,} to {info.file_size:,} bytes: a zip bomb")
        with package.open(info) as file:
            data = file.read(limit + 1)
    except KeyError as error:
        raise Unreadable(f"the file is broken: it has no part {entry}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Unreadable(f"the file is broken: {error}") from error
    if len(data) > limit:
        raise Unreadable(f"unpacks to more than {limit:,} bytes, the limit (ReadOptions.max_bytes)")
    return data


def read_xml(package: zipfile.ZipFile, name: str, limit: int) -> ET.Element:
    """Return the root of an XML part.

    A document type is refused before parsing: Office parts may not have one, and entities that grow, or read other
    files, are declared there.
    """
    data = read_entry(package, name, limit)
    _refuse_entities(data, name)
    parser = ET.XMLParser()  # the document type was refused, and expat limits what entities may grow to
    try:
        parser.feed(data)
        return parser.close()
    except ET.ParseError as error:
        raise Unreadable(f"the file is broken: {name} in it is no XML ({error})") from error


def refuse_entities(package: zipfile.ZipFile, limit: int) -> None:
    """Refuse a document with a document type in any of its XML parts, before another parser sees them."""
    for entry in package.infolist():
        if entry.filename.endswith((".xml", ".rels")):
            _refuse_entities(read_entry(package, entry, limit), entry.filename)


def _refuse_entities(data: bytes, name: str) -> None:
    plain = data.replace(b"\x00", b"") if b"\x00" in data else data  # UTF-16
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Unreadable(f"{name} in it declares entities, which no Office program does: refused")
