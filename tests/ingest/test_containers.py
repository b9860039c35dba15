"""Word, PDF, Excel and old Office documents give the text that was put into them, with its places."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support import office
from tests.support.office import CAPTION, PARAGRAPHS, TABLE, TITLE, docx_with, paragraph

import fupin_nlp
from fupin_nlp.errors import ReadError
from fupin_nlp.ingest import ReaderProcess, ReadOptions, read_bytes
from fupin_nlp.ingest.readers import dispatch, pdf, pdf_layout
from fupin_nlp.ingest.readers.dispatch import read_container
from fupin_nlp.ingest.readers.doc import read_doc
from fupin_nlp.ingest.readers.parsed import Limits, Unreadable
from fupin_nlp.report.report import read_report

BLOCKS = (TITLE, *PARAGRAPHS, CAPTION, TABLE)
TEXT = "\n".join((TITLE, *PARAGRAPHS, CAPTION, "项目\t中央资金\t省级资金", "道路\t120\t80.5", "饮水\t45\t")) + "\n"
SOURCE = Path(fupin_nlp.__file__).parents[1]
LIMITS = Limits(1 << 26, 1000)


@pytest.fixture(scope="module")
def process() -> Iterator[ReaderProcess]:
    with ReaderProcess() as process:
        yield process


def text_of(data: bytes, suffix: str = "") -> str:
    return read_container(io.BytesIO(data), suffix, LIMITS).text


def place_of(raw, words: str) -> str | None:
    return raw.locator(raw.text.index(words))


@pytest.mark.parametrize(("make", "name"), [(office.docx, "a.docx"), (lambda b: office.pdf([b]), "a.pdf")])
def test_paragraphs_and_tables_in_their_order(make, name, process):
    raw = read_bytes(make(BLOCKS), name, process=process)
    assert raw.text == TEXT
    assert (raw.format, raw.encoding, raw.name) == (name[2:], "str", name)


def test_old_word_document(process):
    """Deleted (800) and hidden (999) text and the address of a link are not there; antiword shows 800860户."""
    raw = read_bytes(office.old_word(), "a.doc", process=process)
    assert raw.text == TEXT.replace("饮水\t", "饮水 工程\t") + "全年救助860户。\n详见附件。\n"
    assert (raw.format, place_of(raw, "80.5"), place_of(raw, "860户")) == ("doc", "表1 第2行第3列", "第5段")


def test_places_of_a_word_document(process):
    raw = read_bytes(office.docx(BLOCKS), "a.docx", process=process)
    places = [place_of(raw, words) for words in (TITLE, "420名", "中央资金", "45")]
    assert places == ["第1段", "第3段", "表1 第1行第2列", "表1 第3行第2列"]


def test_records_tell_their_place_and_the_head_of_a_table_reaches_its_cells():
    for name, data in {"青山县2020.docx": office.docx(BLOCKS), "青山县2020.doc": office.old_word()}.items():
        report = read_report(data, name=name)
        cells = [(int(r.value), r.unit, r.locator) for r in report.records if r.rule == "table_head"]
        assert cells == [
            (1200000, "元", "表1 第2行第2列"),
            (805000, "元", "表1 第2行第3列"),
            (450000, "元", "表1 第3行第2列"),
        ]
        assert all(report.raw.text[r.start : r.end] == r.text for r in report.records)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "<w:p><w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>",
            "新增",
        ),
        (f"<w:sdt><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>", "控件"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>见</w:t></w:r></w:p>", "见"),
        ("<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p>", "一\n二\t三"),
        ("<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>", "链接"),
        ("<w:p><w:r><w:instrText>PAGE 7</w:instrText></w:r><w:r><w:t>八</w:t></w:r></w:p>", "八"),
        (
            f"<w:p><w:r><w:t>锚</w:t><w:pict><w:txbxContent>{paragraph('框')}</w:txbxContent></w:pict></w:r></w:p>",
            "锚\n框",
        ),
        (
            "<w:p><w:ruby><w:rt><w:r><w:t>jīng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>經</w:t></w:r></w:rubyBase></w:ruby></w:p>",
            "經",
        ),
    ],
)
def test_what_word_wraps_around_text(body, text):
    assert text_of(docx_with(body)) == text + "\n"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_merged_cells_give_their_words_to_all_and_their_numbers_to_one():
    wide, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        cell("资金情况（单位：万元）", '<w:gridSpan w:val="3"/>'),
        cell("项目", down) + cell("资金", wide),
        cell("", on) + cell("中央") + cell("省级"),
        cell("合计") + cell("200", wide),
    ]
    body = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    assert text_of(docx_with(body)) == "资金情况（单位：万元）\n项目\t资金\t资金\n项目\t中央\t省级\n合计\t200\t\n"


def test_numbers_that_word_writes_before_paragraphs():
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    legal = level.format(1, "decimal", "%1.%2").replace("</w:lvl>", "<w:isLgl/></w:lvl>")
    levels = level.format(0, "chineseCounting", "%1、") + legal + level.format(2, "bullet", "●")
    numbering = (
        f'<w:abstractNum w:abstractNumId="3">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>'
    )
    at = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    body = "".join(
        paragraph(t, at.format(n)) for t, n in (("甲", 0), ("子", 1), ("丑", 1), ("点", 2), ("乙", 0), ("寅", 1))
    )
    styled = paragraph("丙", '<w:pStyle w:val="h"/>')
    styles = '<w:style w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    text = text_of(docx_with(body + styled, numbering=numbering, styles=styles))
    assert text.split() == ["一、甲", "1.1子", "1.2丑", "点", "二、乙", "2.1寅", "三、丙"]
    based = (
        '<w:style w:styleId="b"><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr><w:basedOn w:val="h"/></w:style>'
    )
    below = paragraph("丁", '<w:pStyle w:val="b"/>')
    text = text_of(docx_with(styled + below, numbering=numbering, styles=styles + based))
    assert text.split() == ["一、丙", "1.1丁"]


@pytest.mark.parametrize(
    ("properties", "part"),
    [("", None), ('<w:pStyle w:val="h"/>', "styles"), ('<w:numPr><w:numId w:val="1"/></w:numPr>', "numbering")],
)
def test_lists_and_styles_are_read_for_the_paragraphs_that_have_them(properties, part):
    data = docx_with(paragraph("正文", properties), numbering="<broken", styles="<broken numPr")
    if part is None:
        assert text_of(data) == "正文\n"
    else:
        with pytest.raises(Unreadable, match=rf"word/{part}\.xml in it is no XML"):
            text_of(data)


def test_notes_follow_the_text():
    note = (
        f'<w:footnote w:type="separator">{paragraph("线")}</w:footnote><w:footnote>{paragraph("指6家。")}</w:footnote>'
    )
    raw = read_bytes(docx_with(paragraph("正文"), footnotes=note), "a.docx")
    assert (raw.text, place_of(raw, "6家")) == ("正文\n指6家。\n", "脚注1")


@pytest.mark.parametrize("make", [office.xlsx, office.xls])
def test_workbooks(make, process):
    raw = read_bytes(make({"资金": TABLE, "人员": [("培训", 4200)]}), "任意名字", process=process)
    assert raw.text == "项目\t中央资金\t省级资金\n道路\t120\t80.5\n饮水\t45\t\n培训\t4200\n"
    assert [place_of(raw, words) for words in ("80.5", "45", "4200")] == ["资金!C2", "资金!B3", "人员!B1"]


def test_numbers_of_a_workbook_are_those_that_are_shown():
    rows = [("率", 0.125, 3.5, 1e20, 0.1 + 0.2)]
    assert text_of(office.xlsx({"a": rows}, formats={"B1": "0.0%", "C1": '0.00"万元"'})).split("\t")[1:] == [
        "12.5%",
        "3.5万元",
        "100000000000000000000",
        "0.3\n",
    ]
    assert text_of(office.xls({"a": rows}, formats={(0, 1): "0.0%"})).split("\t")[1] == "12.5%"


def test_a_merged_title_of_a_sheet_stands_alone():
    data = office.xlsx({"a": [("资金（单位：万元）", None, None), *TABLE]}, merged=["A1:C1"])
    assert text_of(data).startswith("资金（单位：万元）\n项目\t中央资金")


def test_pdf_paragraphs_go_on_over_pages_and_page_furniture_is_left_out():
    long = PARAGRAPHS[0] * 3
    first, second = long[: 28 * 9 - 2], long[28 * 9 - 2 :]
    pages = [[first], ["续" + second], [PARAGRAPHS[1]]]
    data = office.pdf(pages, head="青山县文件")
    raw = read_bytes(data, "a.pdf")
    assert "青山县文件" not in raw.text
    assert "— 1 —" not in raw.text
    assert raw.meta == {"pages": "3", "page_furniture": "6"}
    assert (place_of(raw, long[:9]), raw.locator(len(first) + 3), place_of(raw, "一是压实")) == (
        "第1页",
        "第2页",
        "第3页",
    )


def test_a_line_that_is_full_goes_on_across_the_page():
    text = PARAGRAPHS[0]
    cut = 28 * 2 - 2  # two full lines, the first of them indented
    raw = read_bytes(office.pdf([[text[:cut]], [text[cut : cut + 28]]]), "a.pdf")
    assert raw.text == text[: cut + 28] + "\n"
    assert [raw.locator(0), raw.locator(cut - 1), raw.locator(cut)] == ["第1页", "第1页", "第2页"]


def test_pdf_without_text_layer():
    with pytest.raises(ReadError, match=r"a\.pdf: no text layer: .*OCR"):
        read_bytes(office.pdf_without_text(), "a.pdf")


@pytest.mark.parametrize("lost", ["\ue001\ue7aa\uf123", "青", "鍏ㄥ競鑴辫传", "\ufffd"])
def test_pdf_with_a_broken_font_map(lost):
    text = (lost * 100)[:200]
    with pytest.raises(Unreadable, match="font map is broken"):
        pdf._refuse_without_text([[pdf_layout.Line(text, 0, 0, 0, 10, 1)]])


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".pdf", ".xls", ".docx", ".txt", ".dat", ""])
def test_content_and_not_the_name_decides(suffix, process):
    assert read_bytes(office.docx([TITLE]), f"a{suffix}", process=process).format == "docx"


def test_web_pages_and_text_that_programs_call_documents():
    page = f"<html><body><p>{PARAGRAPHS[0]}</p></body></html>"
    raw = read_bytes(page.encode("gb18030"), "a.doc")
    assert (raw.text, raw.format, raw.encoding) == (page, "html", "gb18030")
    assert read_bytes("项目\t金额\n".encode(), "a.xls").format == "txt"


def test_what_is_protected_by_a_password():
    data = bytearray(office.zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = data.rindex(mark)
        data[position + at] |= 1
    with pytest.raises(ReadError, match="password"):
        read_bytes(bytes(data), "a.docx")
    protected = bytearray(office.old_word())
    fib = protected.index(struct.pack("<H", 0xA5EC), 512)
    protected[fib + 0x0B] |= 1
    with pytest.raises(ReadError, match="password"):
        read_bytes(bytes(protected), "a.doc")


@pytest.mark.parametrize("make", [lambda: office.docx(BLOCKS), lambda: office.xlsx({"a": TABLE}), office.old_word])
@pytest.mark.parametrize("part", [0.3, 0.7, 0.97])
def test_cut_documents_are_refused_and_not_read_in_part(make, part, process):
    data = make()
    with pytest.raises(ReadError, match=r"broken|neither a Word document"):
        read_bytes(data[: int(len(data) * part)], "a.doc", process=process)
    assert process.read(office.docx([TITLE]), "b.docx").text == TITLE + "\n"


class _Streams:
    """The streams of an old Word file, without the file."""

    def __init__(self, **streams: bytes) -> None:
        self._streams = streams

    def exists(self, name: str) -> bool:
        return name in self._streams

    def openstream(self, name: str) -> io.BytesIO:
        return io.BytesIO(self._streams[name])


def old_word_streams(pieces: list[str], encodings: list[str]) -> _Streams:
    """Return a document of these pieces, each in its encoding, and no properties."""
    document = bytearray(0x400)
    struct.pack_into("<HH", document, 0, 0xA5EC, 0xC1)
    starts, places = [0], []
    for text, encoding in zip(pieces, encodings, strict=True):
        narrow = encoding == "cp1252"
        places.append(2 * len(document) | 0x40000000 if narrow else len(document))
        document += text.encode(encoding)
        starts.append(starts[-1] + len(text))
    table = struct.pack(f"<{len(starts)}I", *starts) + b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    clx = b"\x01\x03\x00abc" + b"\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<I", document, 0x4C, starts[-1])
    struct.pack_into("<II", document, 0x1A2, 0, len(clx))
    return _Streams(WordDocument=bytes(document), **{"0Table": clx})


def test_pieces_of_an_old_word_document_in_both_widths():
    streams = old_word_streams(
        ["Caf\xe9 “12” – ", "全市脱贫\r", "7800户\x0b。\r"], ["cp1252", "utf-16-le", "utf-16-le"]
    )
    assert read_doc(streams).text == "Café “12” – 全市脱贫\n7800户\n。\n"


def test_readers_of_containers_see_no_network_and_no_other_file(monkeypatch):
    """An external part of a document (a linked picture, a template on a server) is named in it and never fetched."""
    relation = (
        '<Relationships><Relationship Id="1" Type="x/attachedTemplate" Target="http://127.0.0.1:9/t.dotm" '
        'TargetMode="External"/></Relationships>'
    )
    data = office.zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/_rels/document.xml.rels": relation,
            "word/document.xml": zipfile.ZipFile(io.BytesIO(docx_with(paragraph("正文")))).read("word/document.xml"),
        }
    )
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("connected"))
    assert text_of(data) == "正文\n"


def test_a_missing_package_is_told_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for data, package in ((office.pdf([[TITLE]]), "pdfplumber"), (office.old_word(), "olefile")):
        with pytest.raises(Unreadable, match=rf"needs the package {package}: pip install 'fupin-nlp\[readers\]'"):
            read_container(io.BytesIO(data), "", LIMITS)
    assert dispatch.read_container(io.BytesIO(office.docx([TITLE])), "", LIMITS).text == TITLE + "\n"


def test_reading_works_in_a_script_that_does_not_guard_its_main_part(tmp_path: Path):
    (tmp_path / "a.docx").write_bytes(office.docx([TITLE]))
    (tmp_path / "zipfile.py").write_text("raise SystemExit('the folder of documents is no place for code')")
    code = "from fupin_nlp.ingest import read_file\nprint(ascii(read_file('a.docx').text))\n"
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == (ascii(TITLE + "\n") + "\n", "")


def test_options_reach_the_process():
    with pytest.raises(ReadError, match="2 members, the limit is 1"):
        read_bytes(office.docx_with(""), "a.docx", options=ReadOptions(max_members=1))


def test_a_title_in_two_centred_lines_is_one():
    first = pdf_layout.Line("青山县2020年巩固拓展脱贫攻坚成果同乡村振兴", 100, 495, 80, 22, 1)
    second = pdf_layout.Line("有效衔接工作总结", 210, 385, 115, 22, 1)
    assert pdf.joins(first, second, (90, 505), indented=True)
    assert not pdf.joins(first, second._replace(left=122, right=300), (90, 505), indented=True)  # an indented paragraph
    assert not pdf.joins(first._replace(left=220, right=375), second, (90, 505), indented=True)  # two short lines
