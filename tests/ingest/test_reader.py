"""Files that cannot be read say why; the others keep every character."""

from __future__ import annotations

import os
import pickle

import pytest

from fupin_nlp.errors import FupinError, OptionError, ReadError
from fupin_nlp.ingest import ReadOptions, find_sources, read_bytes, read_file, read_source


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "empty"),
        (b" \r\n\t\n ", "a.txt", "white space"),
        ("\u3000\ufeff\n".encode(), "a.txt", "white space"),
        (b"%PDF-1.7 ...", "a.txt", "PDF"),
        (b"PK\x03\x04....", "report", "zip archive or Office"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.txt", "picture"),
        (bytes(range(256)) * 40 + bytes(4000) + b"ab\x00\x00" * 500, "a.txt", "binary"),
        (b"whatever", "a.docx", "this is no Word document"),
        (b"whatever", "A.PDF", "this is no PDF"),
        (b"whatever", "a.rtf", "rich text: format not supported; save it as"),
        (b"{\\rtf1 whatever}", "a.doc", "this is rich text"),
    ],
)
def test_refusal_names_file_and_reason(data, name, reason):
    with pytest.raises(ReadError, match=reason) as caught:
        read_bytes(data, name)
    assert caught.value.name == name
    assert str(caught.value).startswith(f"{name}: ")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_file_over_the_limit_is_not_read(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(2 * 1024**4)  # sparse: two terabytes that take no place
    with pytest.raises(ReadError, match="67,108,864 bytes, the limit"):
        read_file(path)
    small = ReadOptions(max_bytes=10)
    with pytest.raises(ReadError, match="10 bytes, the limit"):
        read_bytes(b"x" * 11, "a.txt", options=small)
    assert read_bytes(b"x" * 10, "a.txt", options=small).text == "x" * 10


def test_a_limit_must_be_positive():
    with pytest.raises(OptionError, match="positive"):
        ReadOptions(max_bytes=0)


def test_missing_folder_and_unreadable_paths(tmp_path):
    with pytest.raises(ReadError, match="there is no file"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="folder"):
        read_file(tmp_path)
    with pytest.raises(FupinError):
        read_file("bad\x00name.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ReadError, match="no regular file"):
        read_file(tmp_path / "pipe.txt")


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.TXT", b"<p>x</p>", "txt"),
        ("a.md", b"# x", "md"),
        ("a.csv", b"a,b", "csv"),
        ("a.htm", b"<p>x</p>", "html"),
        ("a.xml", b"<a/>x", "xml"),
        ("stdin", b"\n<!DOCTYPE html><p>x", "html"),
        ("stdin", b"<?xml version='1.0'?><a>x</a>", "xml"),
        ("stdin", b"x < y", "txt"),
    ],
)
def test_format_by_suffix_and_by_looking(name, data, form):
    assert read_bytes(data, name).format == form


def test_the_format_comes_from_the_file_when_the_document_has_another_name(tmp_path):
    (tmp_path / "page.html").write_text("<p>x</p>")
    raw = read_file(tmp_path / "page.html", name="document 7")
    assert (raw.name, raw.format) == ("document 7", "html")


def test_a_skipped_source_says_so(tmp_path):
    (tmp_path / "x.py").write_text("pass")
    (source,) = find_sources([tmp_path])
    with pytest.raises(ReadError, match="skipped: unknown suffix"):
        read_source(source)
