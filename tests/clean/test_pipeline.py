"""What holds for every text: replay, positions, options, damage reports."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fupin_nlp.clean import CleanOptions, clean, explain, replay
from fupin_nlp.clean.explanation import STEP_NOTES, Places
from fupin_nlp.clean.pipeline import STEPS
from fupin_nlp.errors import FupinError, OptionError
from fupin_nlp.model import RawText

# Pieces that the steps react to, so that random texts reach their branches.
CHARACTERS = (
    "經濟業(（)）jīng,，。、;:?？0123456789 \u3000\u00a0１２％．－亳州全市脱贫户因總cè丝诘谋壤^"
    "著名乾覆<>&;pb/\r\n\t\ufffd锟斤拷"
)
STRINGS = (
    *("(jīng)", "?cè)", "?qū)W", "<U+00A0>", "&nbsp;", "<p>", "</p>", "<!--", "-->", "<script>"),
    *(
        "2 000万元",
        "產(chǎn)業(yè)",
        ",。",
        ",,",
        "— 5 —",
        "\n3/9\n",
        "第 3 页 共 9 页",
        "\n",
        "\n\n",
        "⼈",
        "&ldquo;",
        "\\n",
    ),
    *(
        "今年以来，全县坚持产业扶贫，",
        "贫\n困户",
        "3\n500万元",
        "1，200户",
        "编者按：",
        "网友评论\n",
        "来源：某网 2020-06-12\n",
    ),
)
PIECES = st.sampled_from([*CHARACTERS, *STRINGS])
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=60).map("".join))


def check(raw: RawText) -> None:
    cleaned = clean(raw)
    assert replay(raw.text, cleaned.edits) == cleaned.text
    position = 0
    for part in sorted([*cleaned.body, *cleaned.left_out], key=lambda p: p.start):
        assert part.start == position
        position = part.end
    assert position == len(cleaned.text)
    last = 0
    for at in range(len(cleaned.text)):
        start, end = cleaned.raw_span(at, at + 1)
        assert last <= start <= end <= len(raw.text)
        last = start
    touched = [(e.start, e.end) for e in cleaned.edits]
    for at, char in enumerate(cleaned.text):
        start, end = cleaned.raw_span(at, at + 1)
        if not any(s <= start < e or s < end <= e for s, e in touched):
            assert raw.text[start:end] == char
    for damage in cleaned.damage:
        assert 0 <= damage.start < damage.end <= len(cleaned.text)
    told = "\n".join(explain(cleaned))
    places = Places(raw.text)
    assert all(places.of(edit.start) in told and edit.step in told for edit in cleaned.edits)
    assert all(places.of(cleaned.raw_span(d.start, d.end).start) in told for d in cleaned.damage)
    assert all(part.reason in told for part in cleaned.left_out)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(["txt", "html", "xml", "csv"]))
def test_any_text(text, form):
    check(RawText(text, format=form))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_cleaning_twice_is_cleaning_once(text):
    once = clean(RawText(text))
    assert clean(RawText(once.text)).text == once.text


def test_cleaning_twice_a_fragment_beside_a_traditional_character():
    """One note and no byte is no evidence, before and after the conversion of the character beside it."""
    once = clean(RawText("濟?qu)?"))
    assert clean(RawText(once.text)).text == once.text


def test_a_step_that_is_switched_off_leaves_no_edit():
    text = "產(chǎn)業(yè)１２戶,,增收,。農戶,,滿意,。投入2 000萬元\u200b"
    everything = {e.step for e in clean(RawText(text)).edits}
    assert everything == {"notes", "punctuation", "width", "numbers", "script", "invisible"}
    for step in STEPS:
        steps = {e.step for e in clean(RawText(text), CleanOptions(**{step: False})).edits}
        assert steps == everything - {step}


def test_every_step_has_its_note():
    assert list(STEP_NOTES) == list(STEPS)


def test_unknown_engine_lists_the_choices():
    with pytest.raises(OptionError, match="auto, opencc-pyo3, opencc-python-reimplemented"):
        CleanOptions(opencc="google")


def test_replay_refuses_another_text():
    cleaned = clean(RawText("產(chǎn)業(yè)"))
    with pytest.raises(FupinError, match="does not belong"):
        replay("全然不同的一段文字", cleaned.edits)


def test_a_swallowed_digit_is_damage_and_never_a_number():
    cleaned = clean(RawText("該鎮總?cè)丝?640人"))
    (damage,) = cleaned.damage
    assert damage.kind == "swallowed_digit"
    assert cleaned.text[damage.start : damage.end] == "?640"
    assert "1640" in damage.candidates
    assert "640" in damage.candidates


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("1个学科进入前1?。医疗", "lost_character", "?"),
        ("投入\ufffd\ufffd万元", "replacement_character", "\ufffd\ufffd"),
        ("内容锟斤拷锟斤拷如下", "mojibake", "锟斤拷锟斤拷"),
        ("标题烫烫烫", "mojibake", "烫烫烫"),
        ("原因?????不明", "mojibake", "?????"),
    ],
)
def test_what_cannot_be_repaired_is_reported(text, kind, part):
    cleaned = clean(RawText(text))
    assert cleaned.text == text
    assert [(d.kind, text[d.start : d.end]) for d in cleaned.damage] == [(kind, part)]


@pytest.mark.parametrize("text", ["你是谁?", "真的有300?", "什么？？", "为何?因为3?5不明"[:3]])
def test_questions_are_no_damage(text):
    assert clean(RawText(text)).damage == ()


def test_both_engines_give_the_same_text():
    text = (
        "全縣著力發展產業，著名專家反覆論證，群眾瞭解政策，乾果豐收，沿著公路推著車，回覆率達95%，覆蓋率100%，"
        "乾隆年間，於是乎藉此機會，徵收裏程，"
        "麼麽隻隻乾乾淨淨，顯著提高，看著聽著，接著說，"
        "幹部隊伍，后來居上，鍾愛鐘錶，颱風臺灣，製造發髮，準備准許，複雜復興，範圍范姓，餘款余某。"
    )
    fast = clean(RawText(text), CleanOptions(opencc="opencc-pyo3"))
    portable = clean(RawText(text), CleanOptions(opencc="opencc-python-reimplemented"))
    assert fast.text == portable.text
    assert fast.meta["opencc"] == "opencc-pyo3"
    assert portable.meta["opencc"] == "opencc-python-reimplemented"


def test_a_run_that_cannot_be_put_back_is_reported_and_no_number_behind_it_is_taken_for_whole():
    text = "產(chǎn)業(yè)發(fā)展，甲?zzā)乙丙三百万元后?640人，丁有80人。"
    cleaned = clean(RawText(text))
    marked = [(d.kind, cleaned.text[d.start : d.end]) for d in cleaned.damage]
    assert ("swallowed_digit", "?640") in marked
    assert any("三百万元" in part for kind, part in marked if kind == "lost_character")
    assert not any("80" in part for _, part in marked)


@pytest.mark.parametrize("text", ["这是什么?can)不知道，有300人", "多少?640人左右", "为什么?why)，什么?not)是"])
def test_questions_beside_letters_are_no_shifted_run(text):
    cleaned = clean(RawText(text))
    assert (cleaned.text, cleaned.damage) == (text, ())
