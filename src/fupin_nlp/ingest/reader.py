"""From bytes, files and standard input to raw text."""

from __future__ import annotations

import errno
import sys
from contextlib import nullcontext
from os import stat_result
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from fupin_nlp.errors import MissingInputError, ReadError, unreadable
from fupin_nlp.ingest.formats import CONTAINERS, UNSUPPORTED, container_kind, format_of
from fupin_nlp.ingest.names import legible
from fupin_nlp.ingest.options import ReadOptions
from fupin_nlp.ingest.paths import one_line
from fupin_nlp.ingest.plain import decode_document
from fupin_nlp.ingest.process import ReaderProcess
from fupin_nlp.ingest.source import Source
from fupin_nlp.model import RawText

__all__ = ["read_bytes", "read_file", "read_source", "standard_input"]

_DEFAULT = ReadOptions()
_HEAD = 4096
_NO_FILE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EBADF, errno.ELOOP})


def read_bytes(
    data: bytes, name: str, *, options: ReadOptions = _DEFAULT, process: ReaderProcess | None = None
) -> RawText:
    """Decode the bytes of a document.

    Parameters
    ----------
    data : bytes
        The content of the file.
    name : str
        The document's name; its suffix tells the format of text files, any other name is looked at. Word documents,
        workbooks and PDF are known by their content, whatever they are called.
    options : ReadOptions
        Limits, fixed encoding.
    process : ReaderProcess or None
        The process that reads containers; without one, one is started for this document alone.

    Returns
    -------
    RawText
        Of text formats the decoded file less its byte order mark: line ends and markup are left as they are. Of
        containers the text that is in it, with the places (page, cell, paragraph) that it comes from.

    Raises
    ------
    ReadError
        If the document is empty, too large, binary, broken, of a format that is not supported, or the package that
        reads it is not installed.

    Examples
    --------
    >>> raw = read_bytes("全市脱贫7800户。".encode("gb18030"), "a.txt")
    >>> raw.text, raw.encoding
    ('全市脱贫7800户。', 'gb18030')
    """
    _check_size(len(data), name, options)
    return _read(data, name, _suffix(name), options, process)


def read_file(
    path: Path | str,
    *,
    name: str | None = None,
    options: ReadOptions = _DEFAULT,
    process: ReaderProcess | None = None,
) -> RawText:
    """Read a file.

    Parameters
    ----------
    path : Path or str
        The file.
    name : str or None
        Name of the document in the output; the file's own name by default.
    options : ReadOptions
        Limits, fixed encoding.
    process : ReaderProcess or None
        The process that reads containers; without one, one is started for this document alone.

    Raises
    ------
    MissingInputError
        If there is no such file; it is a FileNotFoundError, too.
    ReadError
        If it cannot be opened, or `read_bytes` refuses it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "绥化.txt")
    ...     _ = path.write_bytes("全市脱贫7800户。".encode("utf-16"))
    ...     raw = read_file(path)
    >>> raw.name, raw.encoding, raw.text
    ('绥化.txt', 'utf-16-le', '全市脱贫7800户。')
    """
    path = path if isinstance(path, Path) else Path(path)
    doc = legible(path.name) if name is None else name
    suffix = path.suffix.lower()
    try:
        status = _status(path)
        if status is None and not path.is_symlink():
            raise MissingInputError(doc, f"there is no file or folder {one_line(path)}")
        if status is None or not S_ISREG(status.st_mode):
            raise ReadError(doc, _why_no_file(path))
        data: bytes | Path = path
        with path.open("rb") as file:
            if suffix != ".zip" or container_kind(file.read(_HEAD)) != "zip":  # only its members have a size limit
                file.seek(0)
                data = _content(file, status.st_size, doc, options)
    except ReadError:
        raise
    except (OSError, ValueError) as error:
        raise unreadable(doc, error) from error
    known = suffix in UNSUPPORTED or suffix in CONTAINERS or format_of(suffix) is not None
    return _read(data, doc, suffix if known else _suffix(doc), options, process)


def _status(path: Path) -> stat_result | None:
    """Return what the system says about a file, None if there is none."""
    try:
        return path.stat()
    except ValueError:  # no name of a file
        return None
    except OSError as error:
        if error.errno in _NO_FILE:
            return None
        raise


def _content(file: BinaryIO, size: int, doc: str, options: ReadOptions) -> bytes:
    """Return what is in a file of this size, as far as is known: it may have grown, or the system does not know."""
    _check_size(size, doc, options)
    # One byte more than there should be tells; to ask for the limit would take the memory for it, and time.
    data = file.read(size + 1)
    if len(data) > size:
        data += file.read(options.max_bytes + 1 - len(data))
        _check_size(len(data), doc, options)
    return data


def read_source(source: Source, *, options: ReadOptions = _DEFAULT, process: ReaderProcess | None = None) -> RawText:
    """Read what `find_sources` found: a file, a member of an archive, or standard input.

    Parameters
    ----------
    source : Source
        The document.
    options : ReadOptions
        Limits, fixed encoding.
    process : ReaderProcess or None
        The process that reads containers. Whoever reads many documents gives one, which then serves all of them.

    Raises
    ------
    ReadError
        If it cannot be read, or was skipped.

    Examples
    --------
    >>> read_source(Source("a.bin", Path("a.bin"), skipped="unknown suffix '.bin'"))
    Traceback (most recent call last):
        ...
    fupin_nlp.errors.ReadError: a.bin: skipped: unknown suffix '.bin'
    """
    if source.skipped is not None:
        raise ReadError(source.doc, f"skipped: {source.skipped}")
    if source.refused is not None:
        raise ReadError(source.doc, source.refused)
    if source.raw is not None:
        if not source.raw.text.strip():
            raise ReadError(source.doc, "there is no text: it is empty, or its cell holds no text")
        return source.raw
    if source.path is None:
        return read_bytes(standard_input(source.doc, options=options), source.doc, options=options, process=process)
    if source.member:
        with _process(options, process) as reader:
            return reader.read(source.path, source.doc, member=source.member)
    return read_file(source.path, name=source.doc, options=options, process=process)


def standard_input(name: str, *, options: ReadOptions = _DEFAULT) -> bytes:
    """Return what comes over standard input; of more than `ReadOptions.max_bytes` one byte too many.

    Raises
    ------
    ReadError
        If it is closed, cannot be read, or something without bytes stands in its place.

    Examples
    --------
    >>> import io, sys
    >>> before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO("脱贫3户。".encode()))
    >>> standard_input("stdin").decode()
    '脱贫3户。'
    >>> sys.stdin = before
    """
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None or stream.closed:
        raise ReadError(name, "standard input is closed; name a file, or give it something to read")
    try:
        return bytes(stream.read(options.max_bytes + 1))
    except (OSError, ValueError) as error:
        raise ReadError(name, f"standard input cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _read(data: bytes | Path, name: str, suffix: str, options: ReadOptions, process: ReaderProcess | None) -> RawText:
    """Read content that is within the limit; of archives only the path is known."""
    if suffix in UNSUPPORTED:
        raise ReadError(name, f"{UNSUPPORTED[suffix]}: format not supported; save it as .docx, .pdf, .html or .txt")
    if data == b"":
        raise ReadError(name, "the file is empty")
    if isinstance(data, bytes) and container_kind(data[:_HEAD], suffix) is None:
        return decode_document(data, name, suffix, options.encoding)
    with _process(options, process) as reader:
        return reader.read(data, name, suffix=suffix)


def _process(options: ReadOptions, process: ReaderProcess | None) -> nullcontext[ReaderProcess] | ReaderProcess:
    return ReaderProcess(options) if process is None else nullcontext(process)


def _why_no_file(path: Path) -> str:
    if path.is_dir():
        return "this is a folder, not a file"
    return "this is no regular file" if path.exists() else "a link that leads nowhere"


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()


def _check_size(size: int, name: str, options: ReadOptions) -> None:
    if size > options.max_bytes:
        raise ReadError(
            name,
            f"the file has more than {options.max_bytes:,} bytes, the limit; split it or raise ReadOptions.max_bytes",
        )
