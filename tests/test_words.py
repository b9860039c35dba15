"""Words of many stretches are those of each alone, and the short ways give what the patterns give."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fupin_nlp.interpret import clause
from fupin_nlp.interpret import tidy as module
from fupin_nlp.interpret import words as words_module
from fupin_nlp.interpret.tidy import tidy
from fupin_nlp.interpret.words import Words
from fupin_nlp.segment import tokenizer
from fupin_nlp.segment.tokens import ENGINES

LETTERS = "建成光伏电站扶贫率会化解为年五“”（）2019.-_%A \u3000"
LINES = st.lists(st.text(alphabet=LETTERS, max_size=12), min_size=1, max_size=6)
OPENINGS = [
    *("", "", "1.", "３、", "级重点", "每个", "各个", "全市", "我省", "全年", "本年度", "其中", "当中", "同时", "此外"),
    *("另外", "截至目前", "目前", "共有", "共培训", "“十四五”期间", "十四五", "已有人", "累计人数", "各类", "各种"),
    *(
        "一批",
        "有关",
        "相关",
        "、",
        "的",
        "是",
        "以",
        "个",
        "市县两级",
        "“老旧小区改造提升行动”",
        "·",
        "—",
        " ",
        "强的",
    ),
]
MIDDLES = ["", "扶贫", "项目", "资金“", "老旧小区改造提升", "高质量发展的", "企业、学校", "等农户", "水平高的学校"]
CLOSINGS = [
    *("", "", "总数", "总共", "合计", "共", "人数共", "企业等", "率均达", "人数已达", "跨", "迈过", "连跨", "、", "的"),
    *("是", "了", "为", "在", "从", "由", "和", "与", "各", "及", "惠及", "方面", "情况", "-", "数", "面", "过"),
]
PHRASES = st.tuples(
    st.sampled_from(OPENINGS),
    st.lists(st.sampled_from(MIDDLES), max_size=5).map("".join),
    st.lists(st.sampled_from(CLOSINGS), max_size=2).map("".join),
).map("".join)


@pytest.mark.parametrize("engine", [engine for engine in ENGINES if engine != "auto"])
@settings(deadline=None)  # the first call loads the dictionary
@given(lines=LINES)
def test_lines_are_cut_as_if_alone(engine: str, lines: list[str]) -> None:
    cutter = tokenizer(engine)
    joined: list[str] = []
    for line in lines:
        joined += [*cutter.cut(line), "\n"]
    assert cutter.cut_lines(lines) == joined[:-1]


@settings(deadline=None)  # the first call loads the dictionary
@given(lines=LINES)
def test_pieces_are_those_of_each_stretch(lines: list[str]) -> None:
    text = "，".join(lines)
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    words = Words(text, tokenizer())
    pieces = words.pieces(starts, lines)
    assert pieces == [words.piece(at, at + len(line)) for at, line in zip(starts, lines, strict=True)]
    assert all(len(piece) == len(classes) for piece, classes, _ in pieces)


def _by_patterns(phrase: str) -> str | None:
    """Return what all patterns make of a phrase, each tried on it."""
    phrase = module._PHRASES.behind.sub("", module._PHRASES.before.sub("", phrase.strip()))
    phrase = module._without_modifiers(phrase)
    if phrase.count("“") != phrase.count("”"):
        phrase = phrase.replace("“", "").replace("”", "")
    return phrase.strip(module._LOOSE) or None


@settings(max_examples=1000)
@given(PHRASES)
def test_first_looks_pass_nothing_over(phrase: str) -> None:
    assert tidy(phrase) == _by_patterns(phrase)


PARTS_OF_WHOLE_WORDS = [
    "20",
    "1",
    "19",
    "年",
    "月",
    "日",
    "以来",
    "底",
    "末",
    "初",
    "近",
    "来",
    "/",
    "每",
    "人",
    "均",
    "今",
    "上",
]
PARTS_OF_WHOLE_WORDS += [
    "年底",
    "十",
    "五",
    "四",
    "“",
    "”",
    "规划",
    "时期",
    "县",
    "国家",
    "级",
    "及",
    "以上",
    "两",
    "累计",
    "（",
    "）",
]


@settings(max_examples=2000)
@given(st.lists(st.sampled_from(PARTS_OF_WHOLE_WORDS), min_size=1, max_size=6).map("".join))
def test_first_look_finds_every_whole_word(line: str) -> None:
    for match in words_module._WHOLE.finditer(line):
        assert words_module._MAYBE_WHOLE.search(match.group()), match.group()


def test_clause_marks_begin_with_any_blank() -> None:
    listed = re.compile(f"[{clause._BLANKS}]")
    blanks = [c for c in map(chr, range(sys.maxunicode + 1)) if re.match(r"\s", c)]
    assert [c for c in map(chr, range(sys.maxunicode + 1)) if listed.match(c)] == blanks
