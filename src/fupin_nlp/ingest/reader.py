"""From bytes, files and standard input to raw text."""

from __future__ import annotations

import sys
from pathlib import Path
from types import MappingProxyType

from fupin_nlp.errors import ReadError
from fupin_nlp.ingest.encoding import decode
from fupin_nlp.ingest.formats import UNSUPPORTED, binary_kind, format_of, sniff
from fupin_nlp.ingest.options import ReadOptions
from fupin_nlp.ingest.sources import Source
from fupin_nlp.model import RawText

__all__ = ["read_bytes", "read_file", "read_source"]

_DEFAULT = ReadOptions()


def read_bytes(data: bytes, name: str, *, options: ReadOptions = _DEFAULT) -> RawText:
    """Decode the bytes of a document.

    Parameters
    ----------
    data : bytes
        The content of the file.
    name : str
        The document's name; its suffix tells the format (``.txt``, ``.md``, ``.csv``, ``.html``, ``.xml``), any
        other name is looked at.
    options : ReadOptions
        Size limit, fixed encoding.

    Returns
    -------
    RawText
        The decoded file less its byte order mark. Line ends and markup are left as they are.

    Raises
    ------
    ReadError
        If the document is empty, too large, binary, or of a format that is not supported.

    Examples
    --------
    >>> raw = read_bytes("全市脱贫7800户。".encode("gb18030"), "a.txt")
    >>> raw.text, raw.encoding
    ('全市脱贫7800户。', 'gb18030')
    """
    _check_size(len(data), name, options)
    suffix = Path(name).suffix.lower()
    if suffix in UNSUPPORTED:
        raise ReadError(name, f"{UNSUPPORTED[suffix]}: format not supported yet; save it as text (.txt) or HTML")
    if not data:
        raise ReadError(name, "the file is empty")
    kind = binary_kind(data)
    if kind is not None:
        raise ReadError(name, f"this is {kind}, no text: format not supported yet; save it as text (.txt) or HTML")
    form = format_of(suffix) or sniff(data)
    found = decode(data, encoding=options.encoding, declares=form in ("html", "xml"))
    if not found.text.strip("\x00\u200b\ufeff \t\r\n\u3000\xa0"):
        raise ReadError(name, "the file holds nothing but white space")
    meta = {}
    if found.declared:
        meta["declared_encoding"] = found.declared
    if found.replaced:
        meta["replaced_bytes"] = str(found.replaced)
    return RawText(found.text, name, found.encoding, form, MappingProxyType(meta))


def read_file(path: Path | str, *, name: str | None = None, options: ReadOptions = _DEFAULT) -> RawText:
    """Read a file.

    Parameters
    ----------
    path : Path or str
        The file.
    name : str or None
        Name of the document in the output; the file's own name by default.
    options : ReadOptions
        Size limit, fixed encoding.

    Raises
    ------
    ReadError
        If there is no such file, it cannot be opened, or `read_bytes` refuses it.

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
    path = Path(path)
    doc = path.name if name is None else name
    try:
        if path.is_dir():
            raise ReadError(doc, "this is a folder, not a file")
        if not path.is_file():
            raise ReadError(
                doc, f"there is no file or folder {path}" if not path.exists() else "this is no regular file"
            )
        _check_size(path.stat().st_size, doc, options)
        with path.open("rb") as file:
            # One byte more than allowed: the file may have grown, or be one whose size the system does not know.
            data = file.read(options.max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ReadError(doc, f"cannot be read: {reason}") from error
    suffix = path.suffix.lower()
    if Path(doc).suffix.lower() != suffix and (suffix in UNSUPPORTED or format_of(suffix)):
        raw = read_bytes(data, path.name, options=options)
        return RawText(raw.text, doc, raw.encoding, raw.format, raw.meta)
    return read_bytes(data, doc, options=options)


def read_source(source: Source, *, options: ReadOptions = _DEFAULT) -> RawText:
    """Read what `find_sources` found: a file, or standard input.

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
    if source.path is None:
        return read_bytes(sys.stdin.buffer.read(options.max_bytes + 1), source.doc, options=options)
    return read_file(source.path, name=source.doc, options=options)


def _check_size(size: int, name: str, options: ReadOptions) -> None:
    if size > options.max_bytes:
        raise ReadError(
            name,
            f"the file has more than {options.max_bytes:,} bytes, the limit; split it or raise ReadOptions.max_bytes",
        )
