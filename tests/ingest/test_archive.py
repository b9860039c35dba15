"""Members of archives: their names in all encodings, archives inside archives, limits."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from tests.support import office
from tests.support.office import TITLE
from tests.support.timing import processor_seconds

from fupin_nlp.errors import ReadError
from fupin_nlp.ingest import ReaderProcess, ReadOptions, find_sources, read_file, read_source

TEXT = "今年以来，全县脱贫7800户。"


def packed(tmp_path: Path, files: dict[str, bytes | str], name: str = "a.zip") -> Path:
    path = tmp_path / name
    path.write_bytes(office.zipped(files))
    return path


def renamed(data: bytes, ascii_name: str, name: bytes) -> bytes:
    """Return an archive in which a name is these bytes, of the same number, without the mark of UTF-8."""
    assert len(ascii_name) == len(name)
    return data.replace(ascii_name.encode(), name)


def docs(path: Path, **options) -> dict[str, str | None]:
    return {s.doc: s.skipped for s in find_sources([path], **options)}


def test_members_are_documents(tmp_path):
    path = packed(
        tmp_path, {"b.txt": TEXT, "deep/a.html": f"<p>{TEXT}</p>", "c.docx": office.docx([TITLE]), "empty/": ""}
    )
    sources = find_sources([path])
    assert [s.doc for s in sources] == ["a.zip!b.txt", "a.zip!c.docx", "a.zip!deep/a.html"]
    with ReaderProcess() as process:
        raws = [read_source(s, process=process) for s in sources]
        assert process.starts == 1
    assert [(raw.name, raw.format, raw.encoding, raw.text) for raw in raws] == [
        ("a.zip!b.txt", "txt", "utf-8", TEXT),
        ("a.zip!c.docx", "docx", "str", TITLE + "\n"),
        ("a.zip!deep/a.html", "html", "utf-8", f"<p>{TEXT}</p>"),
    ]
    assert read_source(sources[0]).text == TEXT  # without a process that is shared


def test_archives_in_folders_and_beside_files_of_the_same_name(tmp_path):
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    packed(tmp_path / "1", {"x.txt": TEXT})
    packed(tmp_path / "2", {"x.txt": TEXT})
    assert list(docs(tmp_path)) == ["1/a.zip!x.txt", "2/a.zip!x.txt"]
    found = find_sources([tmp_path / "1" / "a.zip", tmp_path / "2" / "a.zip"])
    assert [s.doc for s in found] == ["1/a.zip!x.txt", "2/a.zip!x.txt"]
    assert [read_source(s).text for s in found] == [TEXT, TEXT]


def test_two_members_of_one_name_are_both_read(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("x.txt", "甲")
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("x.txt", "乙")
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    found = find_sources([tmp_path / "a.zip"])
    assert len({s.doc for s in found}) == 2
    assert {read_source(s).text for s in found} == {"甲", "乙"}


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "big5", "utf-8 marked"])
def test_names_of_members(tmp_path, encoding):
    name = "2020年工作總結.txt" if encoding == "big5" else "2020年工作总结.txt"
    if encoding == "utf-8 marked":
        data = office.zipped({name: TEXT})
    else:
        stored = name.encode(encoding)
        ascii_name = "x" * len(stored)
        data = renamed(office.zipped({ascii_name: TEXT}), ascii_name, stored)
    (tmp_path / "a.zip").write_bytes(data)
    (source,) = find_sources([tmp_path / "a.zip"])
    assert source.doc == f"a.zip!{name}"
    assert read_source(source).text == TEXT


@pytest.mark.parametrize(
    ("name", "doc"),
    [
        ("../../etc/a.txt", "etc/a.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("C:\\Windows\\a.txt", "Windows/a.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("a\nb\x1b[31m.txt", "a␊b␛[31m.txt"),
        ("./a//b.txt", "a/b.txt"),
        ("..", "unnamed"),
    ],
)
def test_names_that_would_lead_elsewhere_lead_nowhere(tmp_path, name, doc):
    found = docs(packed(tmp_path, {name: TEXT}))
    assert list(found) == [f"a.zip!{doc}"]
    assert [p.name for p in tmp_path.rglob("*")] == ["a.zip"]


def test_what_is_passed_over_in_an_archive(tmp_path):
    path = packed(
        tmp_path, {"__MACOSX/._a.txt": b"\x00", "x.py": "pass", "a.txt": TEXT, ".git/b.txt": TEXT, "c.rar": "Rar!"}
    )
    assert docs(path) == {
        "a.zip!.git/b.txt": "hidden file",
        "a.zip!__MACOSX/._a.txt": "hidden file",
        "a.zip!a.txt": None,
        "a.zip!c.rar": None,
        "a.zip!x.py": "unknown suffix '.py'",
    }
    with pytest.raises(ReadError, match=r"a\.zip!c\.rar: RAR archive: format not supported"):
        read_source(next(s for s in find_sources([path]) if s.doc.endswith("rar")))


def test_archives_inside_archives(tmp_path):
    deepest = office.zipped({"d.txt": TEXT})
    inner = office.zipped({"c.txt": TEXT, "three.zip": office.zipped({"four.zip": deepest, "e.txt": TEXT})})
    path = packed(tmp_path, {"two.zip": inner, "broken.zip": b"PK\x03\x04", "b.txt": TEXT})
    found = find_sources([path])
    assert [s.doc for s in found] == [
        "a.zip!b.txt",
        "a.zip!broken.zip",
        "a.zip!two.zip!c.txt",
        "a.zip!two.zip!three.zip!e.txt",
        "a.zip!two.zip!three.zip!four.zip",
    ]
    outcomes = []
    for source in found:
        try:
            outcomes.append(read_source(source).text)
        except ReadError as error:
            outcomes.append(error.reason)
    assert [outcomes[i] for i in (0, 2, 3)] == [TEXT] * 3
    assert "broken" in outcomes[1]
    assert "an archive of 1 documents (d.txt …)" in outcomes[4]


def test_a_broken_archive_is_a_document_that_fails(tmp_path):
    path = packed(tmp_path, {"a.txt": TEXT})
    path.write_bytes(path.read_bytes()[:-20])
    (source,) = find_sources([path])
    assert (source.doc, source.member, source.skipped) == ("a.zip", (), None)
    with pytest.raises(ReadError, match=r"a\.zip: the zip archive or Office document is broken"):
        read_source(source)


def test_one_broken_member_does_not_spoil_the_others(tmp_path):
    data = bytearray(office.zipped({"a.txt": TEXT * 30, "b.txt": TEXT}))
    data[60] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(bytes(data))
    a, b = find_sources([tmp_path / "a.zip"])
    with pytest.raises(ReadError, match=r"a\.zip!a\.txt: the file is broken"):
        read_source(a)
    assert read_source(b).text == TEXT


def test_an_archive_that_changed_since_it_was_listed(tmp_path):
    path = packed(tmp_path, {"a.txt": TEXT, "b.txt": TEXT})
    with ReaderProcess() as process:
        sources = find_sources([path], process=process)
        assert read_source(sources[1], process=process).text == TEXT
        packed(tmp_path, {"a.txt": "甲"})
        with pytest.raises(ReadError, match="the archive has changed"):
            read_source(sources[1], process=process)
        assert read_source(sources[0], process=process).text == "甲"


def test_an_archive_given_as_one_document_says_what_to_do(tmp_path):
    path = packed(tmp_path, {"a.txt": TEXT, "b.txt": TEXT})
    with pytest.raises(ReadError, match=r"an archive of 2 documents \(a\.txt, b\.txt …\): give its path"):
        read_file(path)
    packed(tmp_path, {}, "empty.zip")
    with pytest.raises(ReadError, match="the archive is empty"):
        read_source(find_sources([tmp_path / "empty.zip"])[0])


def test_a_word_document_that_is_called_an_archive(tmp_path):
    (tmp_path / "a.zip").write_bytes(office.docx([TITLE]))
    (source,) = find_sources([tmp_path / "a.zip"])
    assert read_source(source).text == TITLE + "\n"


def test_number_of_members_has_a_limit(tmp_path):
    path = packed(tmp_path, {f"{i}.txt": TEXT for i in range(30)})
    few = ReadOptions(max_members=29)
    (source,) = find_sources([path], options=few)
    with pytest.raises(ReadError, match="30 members, the limit is 29"):
        read_source(source, options=few)
    nested = packed(
        tmp_path, {f"{i}.zip": office.zipped({f"{j}.txt": TEXT for j in range(9)}) for i in range(9)}, "n.zip"
    )
    (source,) = find_sources([nested], options=few)
    assert source.doc == "n.zip"


def test_thousands_of_members_are_read_in_time_that_grows_with_their_number(tmp_path):
    path = packed(tmp_path, {f"{i}.txt": f"第{i}份" for i in range(2000)})
    begun = processor_seconds()
    with ReaderProcess() as process:
        texts = {read_source(s, process=process).text for s in find_sources([path], process=process)}
    # The process has ended, so that what it worked counts. Measured: 1.5 s; opening the archive anew for each member
    # would take 60.
    assert processor_seconds() - begun < 20
    assert len(texts) == 2000
