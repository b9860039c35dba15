"""Members of zip archives: their names, and archives inside archives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import BinaryIO

import regex

from fupin_nlp.ingest.likeness import chinese_share
from fupin_nlp.ingest.readers.package import open_package, read_entry
from fupin_nlp.ingest.readers.parsed import Limits, Member, Unreadable

__all__ = ["entry_name", "is_office", "list_members", "open_member"]

_DEEPEST = 3  # archives inside archives
_UTF8 = 0x800
_CONTROL = regex.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", regex.VERSION1)


def list_members(file: BinaryIO, limits: Limits) -> list[Member]:
    """Return the files of an archive and of those inside it, named ``inner.zip!a.txt``, in the order of the archive.

    An inner archive that cannot be opened, or lies deeper than the third, is a member itself: reading it tells why.

    Raises
    ------
    Unreadable
        If the archive is broken or is no archive but an Office document, or there are more members than allowed.
    """
    package = open_package(file, limits.max_members)
    if is_office(package):
        raise Unreadable("this is an Office document, no archive")
    return _members(package, limits, (), limits.max_members)


def _members(package: zipfile.ZipFile, limits: Limits, path: tuple[int, ...], most: int) -> list[Member]:
    found: list[Member] = []
    for i, entry in enumerate(package.infolist()):
        if entry.is_dir():
            continue
        name = entry_name(entry)
        inner = _inner(package, entry, name, limits) if len(path) + 1 < _DEEPEST else None
        if inner is None:
            found.append(Member(name, (*path, i)))
        else:
            members = _members(inner, limits, (*path, i), most - len(found))
            found += [Member(f"{name}!{member.name}", member.path) for member in members]
        if len(found) > most:
            raise Unreadable(
                f"the archives in it have more than {limits.max_members:,} members, the limit; split it or raise "
                "ReadOptions.max_members"
            )
    return found


def _inner(package: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limits: Limits) -> zipfile.ZipFile | None:
    """Return an archive inside the archive, None for everything else."""
    if not name.lower().endswith(".zip"):
        return None
    try:
        inner = open_package(io.BytesIO(read_entry(package, entry, limits.max_bytes)), limits.max_members)
    except Unreadable:
        return None
    return None if is_office(inner) else inner


def open_member(package: zipfile.ZipFile, path: Sequence[int], limits: Limits) -> tuple[bytes, str]:
    """Return content and name of a member.

    Raises
    ------
    Unreadable
        If the archive has no such member, or it is broken, protected, or larger than the limit.
    """
    for depth, i in enumerate(path):
        entries = package.infolist()
        if not 0 <= i < len(entries):
            raise Unreadable("the archive has changed: list it again")
        data, name = read_entry(package, entries[i], limits.max_bytes), entry_name(entries[i])
        if depth == len(path) - 1:
            return data, name
        package = open_package(io.BytesIO(data), limits.max_members)
    raise Unreadable("an archive of documents: name one of them")


def is_office(package: zipfile.ZipFile) -> bool:
    """Whether a package is one document and not an archive of several."""
    return any(name in ("[Content_Types].xml", "mimetype") for name in package.namelist())


def entry_name(entry: zipfile.ZipInfo) -> str:
    r"""Return the name of a member as text that leads nowhere: no ``..``, no drive, no control characters.

    Archives from Chinese systems name their files in GBK and do not say so; those of others are in UTF-8 and often do
    not say so either.

    Examples
    --------
    >>> entry = zipfile.ZipInfo("2020/报告.txt".encode("gbk").decode("cp437"))
    >>> entry.flag_bits = 0
    >>> entry_name(entry), entry_name(zipfile.ZipInfo("../../etc/a\nb.txt"))
    ('2020/报告.txt', 'etc/a␊b.txt')
    """
    name = entry.filename
    if not entry.flag_bits & _UTF8 and not name.isascii():
        name = _decoded(name)
    name = _CONTROL.sub(lambda m: chr(0x2400 + ord(m[0])) if ord(m[0]) < 0x20 else "\ufffd", name)
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    if parts and regex.fullmatch("[A-Za-z]:", parts[0]):
        del parts[0]
    return "/".join(parts) or "unnamed"


def _decoded(name: str) -> str:
    """Decode a name that zipfile took for code page 437."""
    try:
        data = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    best, share = name, 0.0
    for encoding in ("gb18030", "big5"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        own = chinese_share("".join(c for c in text if not c.isascii()))
        if own > share:
            best, share = text, own
    return best
