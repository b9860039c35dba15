"""Encodings are found, by bytes that are whole, cut, and damaged."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_nlp.errors import OptionError
from fupin_nlp.ingest import ReadOptions, read_bytes
from fupin_nlp.ingest.encoding import decode

SIMPLIFIED = (
    "今年以来，全县新建村级光伏电站36座，带动1250户脱贫户户均增收3000元左右。我们坚持把产业发展摆在首位，"
    "扶持农民专业合作社18家，发放小额贷款2600万元，培训实用技术人员4.2万人次，新修通村公路87公里。"
)
TRADITIONAL = (
    "今年以來，全縣新建村級光伏電站36座，帶動1250戶脫貧戶戶均增收3000元左右。我們堅持把產業發展擺在首位，"
    "扶持農民專業合作社18家，發放小額貸款2600萬元，培訓實用技術人員4.2萬人次，新修通村公路87公里。"
)
ENCODINGS = ["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"]


def text_for(encoding: str) -> str:
    return TRADITIONAL if encoding == "big5" else SIMPLIFIED


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_whole_text(encoding):
    raw = read_bytes(text_for(encoding).encode(encoding), "a.txt")
    assert (raw.text, raw.encoding) == (text_for(encoding), encoding)
    assert "replaced_bytes" not in raw.meta


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("length", [40, 60, 90])
def test_text_cut_anywhere(encoding, length):
    data = text_for(encoding).encode(encoding)[:length]
    assert decode(data).encoding == encoding


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_one_wrong_byte_and_a_cut_end(encoding):
    """Of 40 damaged texts at most one may be taken for another encoding."""
    chance = random.Random(20261122)
    data = text_for(encoding).encode(encoding)
    wrong = 0
    for _ in range(40):
        damaged = bytearray(data[:-1])
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        wrong += decode(bytes(damaged)).encoding != encoding
    assert wrong <= 1


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_byte_order_mark_decides_and_is_no_text(mark, encoding):
    raw = read_bytes(mark + "全市脱贫".encode(encoding), "a.txt")
    assert (raw.text, raw.encoding) == ("全市脱贫", encoding)


def test_the_declared_encoding_of_a_page_is_honoured():
    page = '<html><head><meta charset="gb2312"><title>报告</title></head><body>投入朱镕基</body></html>'
    raw = read_bytes(page.encode("gbk"), "a.html")
    assert raw.text == page
    assert (raw.encoding, raw.meta["declared_encoding"]) == ("gb18030", "gb18030")


def test_a_wrongly_declared_encoding_is_not_believed():
    page = f'<html><head><meta charset="gb2312"></head><body>{SIMPLIFIED}</body></html>'
    assert read_bytes(page.encode("utf-8"), "a.html").text == page
    page = f'<?xml version="1.0" encoding="big5"?><a>{SIMPLIFIED}</a>'
    assert read_bytes(page.encode("gb18030"), "a.xml").encoding == "gb18030"


@pytest.mark.parametrize("name", ["no such codec", "rot13", "base64"])
def test_a_declared_name_that_is_no_text_codec_is_ignored(name):
    page = f'<meta charset="{name}"><p>{SIMPLIFIED}'
    assert read_bytes(page.encode("gb18030"), "a.html").encoding == "gb18030"
    with pytest.raises(OptionError, match="no text codec"):
        ReadOptions(encoding=name)


def test_line_ends_are_not_translated():
    assert read_bytes("一\r\n二\r三\n".encode(), "a.txt").text == "一\r\n二\r三\n"


@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_decode(data):
    found = decode(data, declares=True)
    assert isinstance(found.text, str)
    assert found == decode(data, declares=True)


@given(st.text(min_size=1))
def test_any_text_survives_utf8(text):
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        return
    if "\x00" not in text:
        assert decode(codecs.BOM_UTF8 + data).text == text.removeprefix("\ufeff")


@pytest.mark.parametrize(("damage", "least"), [("whole", 1.0), ("cut", 0.995), ("wrong", 0.985)])
def test_slices_of_other_texts_than_the_rule_was_made_on(damage, least):
    """Slices of 20 to 5,000 bytes of the sample reports in five encodings; docs/evaluation/encodings.md has more."""
    from bench import detection

    from fupin_nlp.report.samples import sample_folder

    texts = detection.texts([str(sample_folder())])
    outcomes = [
        detection.is_right(decode(data).encoding, encoding, data)
        for encoding in ENCODINGS
        for _, data in detection.cases(texts, encoding, damage)
    ]
    assert len(outcomes) > 400
    assert sum(outcomes) >= least * len(outcomes)


def test_a_page_put_together_from_two_encodings_keeps_the_larger_part():
    page = SIMPLIFIED.encode() * 3 + SIMPLIFIED[:20].encode("gb18030") + SIMPLIFIED.encode() * 3
    raw = read_bytes(page, "a.txt")
    assert raw.encoding == "utf-8"
    assert raw.text.count(SIMPLIFIED) == 6
    assert int(raw.meta["replaced_bytes"]) > 0
    page = SIMPLIFIED.encode("gb18030") * 3 + SIMPLIFIED[:20].encode() + SIMPLIFIED.encode("gb18030") * 3
    assert read_bytes(page, "a.txt").encoding == "gb18030"
