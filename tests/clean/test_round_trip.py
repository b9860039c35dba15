"""Damage made from clean text is undone: characters and numbers, by kind and grade."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

import pytest
import regex
from tests.support.damage import GRADES, damage_with_notes, decode_leniently, double_commas, insert_notes_in_bytes

from fupin_nlp.clean import clean
from fupin_nlp.ingest import find_sources, read_file
from fupin_nlp.model import RawText

TRADITIONAL = """扶貧開發領導小組召開會議，總結全縣脫貧攻堅工作。
今年以來，各鄉鎮堅持把產業發展擺在首位，扶持農民專業合作社18家，發放小額貸款2600萬元，帶動1250戶貧困戶增收。
縣委、縣政府組織機關單位與貧困村結成幫扶對子，選派駐村幹部320名，實現每個貧困村都有幫扶單位、每戶貧困戶都有責任人。
我們繼續實施農村危房改造工程，完成改造任務480戶，總投資1450萬元；新修通村公路87公里，解決了2.3萬人的飲水問題。
在教育方面，資助貧困家庭學生4200人次，發放助學金630萬元，對因學致貧的家庭實行優先救助。
在醫療方面，為貧困人口購買補充醫療保險，報銷比例達到90%，因災、因殘返貧的群眾得到及時救助。
技能培訓共舉辦36期，參加培訓的農民5100人，轉移就業3700人，人均月收入超過2800元。
下一步，我們將進一步壓實責任，鞏固脫貧成果，確保邊緣戶不返貧，讓廣大群眾過上更好的生活。
"""
NUMBER = regex.compile(r"\d[\d,.]*\d|\d")


def truth_of(text: str) -> str:
    return clean(RawText(text)).text


def errors(expected: str, found: str) -> int:
    blocks = SequenceMatcher(None, expected, found, autojunk=False).get_matching_blocks()
    return max(len(expected), len(found)) - sum(b.size for b in blocks)


def wrong_numbers(expected: str, cleaned) -> Counter:
    """Numbers that are not in the expected text and that no damage report covers."""
    found = Counter(
        m[0]
        for m in NUMBER.finditer(cleaned.text)
        if not any(d.start <= m.start() and m.end() <= d.end for d in cleaned.damage)
    )
    return found - Counter(NUMBER.findall(expected))


@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize("toneless", [False, True], ids=["toned", "toneless"])
@pytest.mark.parametrize(("shift", "script"), [(False, "traditional"), (True, "traditional"), (False, "simplified")])
def test_notes(grade, toneless, shift, script):
    text = TRADITIONAL if script == "traditional" else truth_of(TRADITIONAL)
    cleaned = clean(RawText(damage_with_notes(text, grade, seed=7, shift=shift, toneless=toneless)))
    expected = truth_of(TRADITIONAL)
    assert errors(expected, cleaned.text) <= len(expected) * 0.001
    assert not wrong_numbers(expected, cleaned)


@pytest.mark.parametrize("grade", GRADES)
def test_shift_in_simplified_text(grade):
    """Simplified text has no trail byte below 0x80: a run lasts to the next ASCII character and loses many pairs.

    What is lost cannot always be told; but it is named.
    """
    expected = truth_of(TRADITIONAL)
    cleaned = clean(RawText(damage_with_notes(expected, grade, seed=7)))
    assert not wrong_numbers(expected, cleaned)
    found = SequenceMatcher(None, expected, cleaned.text, autojunk=False).get_opcodes()
    silent = [
        op for op in found if op[0] != "equal" and not any(d.start <= op[4] and op[3] <= d.end for d in cleaned.damage)
    ]
    assert silent == []
    assert errors(expected, cleaned.text) < 0.02 * len(expected)


def test_dropped_pairs_one_after_the_other():
    """政府服务 = D5FE B8AE B7FE CEF1: FEB8, AEB7 and FECE are no characters: the place is named."""
    whole = "各级政府服务企业的能力不断增强。"
    damaged = decode_leniently(insert_notes_in_bytes(whole, {"骷": "kū"}))
    assert not set("政府服务") & set(damaged)
    alone = clean(RawText(damaged))
    at = alone.text.index("企业")
    assert any(d.start < at <= d.end for d in alone.damage)


def test_commas_alone():
    expected = truth_of(TRADITIONAL)
    assert clean(RawText(double_commas(expected, seed=3))).text == expected


@pytest.mark.parametrize(
    ("text", "pair", "note"),
    [
        ("該縣總人口的比例較大", "側", "cè"),
        ("面對面實打實算收入，心貼心謀出路", "驅", "qū"),
        ("因為聽覺障礙", "驗", "yàn"),
        ("有的因學致貧", "驅", "qū"),
        ("全縣應急處置能力全國領先", "幹", "gàn"),
    ],
)
def test_one_pair_across_two_characters(text, pair, note):
    damaged = decode_leniently(insert_notes_in_bytes(text, {pair: note}))
    assert damaged != text
    assert clean(RawText(damaged)).text == truth_of(text)


@pytest.mark.parametrize("number", ["1640", "8", "2,300", "3.5"])
def test_a_number_that_lost_its_first_character_is_flagged(number):
    damaged = decode_leniently(insert_notes_in_bytes(f"全鎮總人口{number}人", {"側": "cè"}))
    assert f"?{number[1:]}人" in damaged
    cleaned = clean(RawText(damaged))
    assert cleaned.text == f"全镇总人口?{number[1:]}人"
    (damage,) = cleaned.damage
    assert damage.start == cleaned.text.index("?")
    if len(number) > 1:
        assert (damage.kind, damage.end) == ("swallowed_digit", cleaned.text.index("人", damage.start))
        assert number in damage.candidates
    else:
        assert damage.kind == "lost_character"


@pytest.mark.parametrize("grade", GRADES)
def test_real_reports_in_traditional_script(grade, eval_dir):
    """Character error below 0.1 % and no wrong number, on reports converted to traditional script and damaged."""
    from opencc_pyo3 import OpenCC

    convert = OpenCC("s2t").convert
    total = wrong = 0
    for source in find_sources([eval_dir / "reports" / "fupin"]):
        if source.doc[:3] not in ("000", "003", "004"):
            continue  # the other two are damaged already
        text = convert(read_file(source.path).text).encode("gbk", "ignore").decode("gbk")
        expected = truth_of(text)
        cleaned = clean(RawText(damage_with_notes(text, grade, seed=7)))
        total += len(expected)
        wrong += errors(expected, cleaned.text)
        assert not wrong_numbers(expected, cleaned)
    assert wrong < 0.001 * total


@pytest.mark.parametrize(
    ("damaged", "numeral"),
    [("重要指示批示?jǐn)暗谝灰?yì)题(tí)制(zhì)度", "一一"), ("文化旅游等?rèn)蛞?yì)级(jí)产(chǎn)业(yè)集群", "一")],
)
def test_a_numeral_that_was_chosen_by_its_reading_is_flagged(damaged, numeral):
    """Both 一 and 议 or 亿 are read yì: a numeral that did not stand in the damaged text is never certain."""
    cleaned = clean(RawText(damaged))
    assert numeral in cleaned.text
    start = cleaned.text.index(numeral)
    assert any(d.start < start + len(numeral) and start < d.end for d in cleaned.damage)
