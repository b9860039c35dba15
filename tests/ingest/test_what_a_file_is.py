"""Content decides what a file is: one report in every dress gives the same values, or it is said that none is read."""

from __future__ import annotations

import base64
import html
import json
import quopri
import urllib.parse

import pytest

from fupin_nlp.clean import clean
from fupin_nlp.model import RawText
from fupin_nlp.report.report import parse, read_report

TEXT = (
    "青山县2019年扶贫工作总结\n2019年，全县上下一心，脱贫3000户，发放小额贷款1.25亿元，贫困发生率降至0.58%。\n"
    "全县新建公路320公里，改造危房1580户，培训5600人次。\n"
)
VALUES = [3000.0, 125000000.0, 0.58, 320.0, 1580.0, 5600.0]
PAGE = "<div>" + "".join(f"<p>{line}</p>" for line in TEXT.split("\n")) + "</div>"
GBK = TEXT.encode("gb18030")


def written(form: str) -> str:
    """Return the text with every character that is no ASCII in this form."""
    return "".join(char if char.isascii() else form.format(ord(char)) for char in TEXT)


def in_bytes(form: str, codec: str) -> str:
    return "".join(char if char.isascii() else "".join(form % b for b in char.encode(codec)) for char in TEXT)


def iso_2022_cn() -> bytes:
    parts = [
        char.encode() if char.isascii() else b"\x0e" + bytes(b & 0x7F for b in char.encode("gb2312")) + b"\x0f"
        for char in TEXT
    ]
    return b"\x1b$)A" + b"".join(parts)


def mail(body: str, charset: str, transfer: str, kind: str) -> bytes:
    head = (
        f"From: a@example.com\nSubject: =?utf-8?B?5oC757uT?=\nMIME-Version: 1.0\n"
        f'Content-Type: {kind}; charset="{charset}"\nContent-Transfer-Encoding: {transfer}\n\n'
    )
    encode = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes, "8bit": bytes}[transfer]
    return head.encode() + encode(body.encode(charset))


def archive() -> bytes:
    return (
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
        b'Content-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: base64\n\n'
        + base64.encodebytes(f"<html><body>{PAGE}</body></html>".encode("gb2312"))
        + b"--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n"
    )


def values(report) -> list[float]:
    assert all(report.raw.text[r.start : r.end] == r.text for r in report.records)
    return [float(r.value) for r in report.records if r.value is not None and r.unit != "年"]


ENCODED = {
    **{
        codec: TEXT.encode(codec)
        for codec in ("gb18030", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "hz", "utf-7")
    },
    "iso-2022-cn": iso_2022_cn(),
    "quoted-printable": quopri.encodestring(TEXT.encode()),
    "quoted-printable GBK": quopri.encodestring(GBK),
    "percent": urllib.parse.quote(TEXT).encode(),
    "percent GBK": urllib.parse.quote(GBK).encode(),
    "octal": in_bytes("\\%03o", "utf-8").encode(),
    "octal GBK": in_bytes("\\%03o", "gbk").encode(),
    "hexadecimal": in_bytes("\\x%02x", "utf-8").encode(),
    "repr": repr(GBK).encode(),
    "first half UTF-8": TEXT[:60].encode() + TEXT[60:].encode("gb18030"),
    "second half UTF-8": TEXT[:60].encode("gb18030") + TEXT[60:].encode(),
    "lines in turn": b"".join(
        line.encode("gb18030" if i % 2 else "utf-8") for i, line in enumerate(TEXT.splitlines(keepends=True))
    ),
}


@pytest.mark.parametrize("name", list(ENCODED))
def test_encodings(name):
    report = read_report(ENCODED[name], name="a.txt")
    assert values(report) == VALUES
    assert not report.damage


@pytest.mark.parametrize("written_in", ["utf-8", "gb18030"])
@pytest.mark.parametrize(
    "read_as",
    ["latin-1", "mac_roman", "cp437", "cp850", "cp866", "koi8-r", "iso8859-2", "iso8859-15", "mac_cyrillic", "cp775"],
)
def test_decoded_as_another_writing_system(written_in, read_as):
    assert values(parse(TEXT.encode(written_in).decode(read_as))) == VALUES


@pytest.mark.parametrize("written_in", ["utf-8", "gb18030"])
@pytest.mark.parametrize("read_as", ["cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "shift_jis", "cp949", "big5"])
def test_bytes_lost_on_the_way_are_reported(written_in, read_as):
    report = parse(TEXT.encode(written_in).decode(read_as, "replace"))
    assert values(report) == VALUES or report.damage
    assert set(values(report)) <= set(VALUES)


@pytest.mark.parametrize("times", [2, 3, 4])
def test_utf8_encoded_again_and_again(times):
    text = TEXT
    for _ in range(times - 1):
        text = text.encode().decode("latin-1")
    assert values(parse(text)) == VALUES


DRESSED = {
    "entities": TEXT.encode("ascii", "xmlcharrefreplace").decode(),
    "hexadecimal entities": written("&#x{:X};"),
    "entities for all": "".join(f"&#{ord(char)};" for char in TEXT),
    "entities escaped": TEXT.encode("ascii", "xmlcharrefreplace").decode().replace("&", "&amp;"),
    "\\u": written("\\u{:04x}"),
    "%u": written("%u{:04X}"),
    "\\u{}": written("\\u{{{:x}}}"),
    "<U+>": written("<U+{:04X}>"),
    "Python": ascii(TEXT),
    "page": PAGE,
    "page in capitals": PAGE.upper(),
    "escaped page": html.escape(PAGE),
    "page escaped twice": html.escape(html.escape(PAGE)),
    "spans, a line each": "\n".join(f"<span>{line}</span>" for line in TEXT.split("\n")),
    "breaks": TEXT.replace("\n", "<br>\n"),
    "xml": '<?xml version="1.0" encoding="UTF-8"?><doc><p>' + TEXT.replace("\n", "</p><p>") + "</p></doc>",
    "forum": f"[size=3]{TEXT.replace('3000', '[b]3000[/b]').replace('5600', '[color=red]5600[/color]')}[/size]",
    "markdown": "# 总结\n\n" + TEXT.replace("3000", "**3000**").replace("5600", "__5600__").replace("320", "*320*"),
    "markdown 2": f"# 总\n\n## 一\n\n- {TEXT}".replace("3000", "`3000`").replace("5600", "~~5600~~"),
    "json": json.dumps({"title": "总结", "content": TEXT}),
    "json, not escaped": json.dumps({"id": 7, "正文": TEXT}, ensure_ascii=False),
    "json of strings": json.dumps([TEXT, "完"]),
    "json lines": json.dumps({"a": "一", "text": TEXT}) + "\n",
    "nested json": json.dumps({"data": {"list": [{"content": TEXT}]}}),
}


@pytest.mark.parametrize("name", list(DRESSED))
def test_markup_and_dumps(name):
    for report in (parse(DRESSED[name]), read_report(DRESSED[name].encode(), name="a.txt")):
        assert values(report) == VALUES


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
def test_mail(kind, charset, transfer):
    report = read_report(mail(TEXT if kind == "text/plain" else PAGE, charset, transfer, kind), name="a.txt")
    assert values(report) == VALUES
    assert report.raw.meta["container"] == "mail"


@pytest.mark.parametrize("name", ["a.mht", "a.doc", "a.txt", "a.html", "a"])
def test_web_archive(name):
    assert values(read_report(archive(), name=name)) == VALUES


@pytest.mark.parametrize(
    "text",
    [
        base64.b64encode(TEXT.encode()).decode(),
        json.dumps(json.dumps({"content": TEXT})),
        "The county built 320 kilometres of roads and trained 5600 persons in the course of the year.",
        "Уезд построил 320 километров дорог и обучил 5600 человек в течение года.",
    ],
)
def test_what_no_reading_makes_chinese_is_reported(text):
    report = parse(text)
    assert "undecoded" in report.damage.kinds
    assert not [r for r in report.records if r.certain]


@pytest.mark.parametrize(
    "text",
    [
        "投资增长<5%，其中a<b且c>d，脱贫3000户。",
        "王**、李**和138****1234两户脱贫，人均收入3*5元。",
        "网址为http://example.com/?q=%E6%8A%95%E8%B5%84，共3处。",
        "见[附件]第3条，[1]投资12万元。",
        "A&B公司投资12万元，R&D经费5%。",
        "参数：x=3，y=12，共20户。",
        "C:\\users\\新建文件夹，共12个。",
        "第一章 总则\n# 号文件共3件。",
        "2019年GDP为1.2亿元，CPI上涨2%，PPI下降1%。",
        "﹡注：含3户。\n*注：不含5户。",
    ],
)
def test_signs_of_plain_text_stay(text):
    cleaned = clean(RawText(text))
    assert not [edit for edit in cleaned.edits if edit.step in ("escapes", "markup")]
    assert "read_as" not in cleaned.meta
    assert "undecoded" not in {damage.kind for damage in cleaned.damage}
