"""The tree of a document: which lines open a list, where lists end, what is inherited in them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fupin_nlp as fp
from fupin_nlp.clean import clean
from fupin_nlp.model import RawText
from fupin_nlp.scope import Attribute, Node, Tree, build_tree
from fupin_nlp.scope.marks import mark_at, opens_list, speaks_of
from fupin_nlp.segment import segment
from tests.support.timing import grows_in_proportion

GOALS = "主要目标是："


def tree_of(text: str) -> Tree:
    return build_tree(segment(clean(RawText(text))))


def opening_of(tree: Tree, words: str) -> str | None:
    """Return the title of the opening that governs the sentence with some words."""
    opening = tree.opening_at(tree.starts[tree.sentence_at(tree.text.index(words))])
    return opening.title if opening else None


@pytest.mark.parametrize(
    "items",
    [
        "1.脱贫3000户。\n2.就业5000人。\n",
        "1．脱贫3000户；\n2．就业5000人。\n",
        "（一）脱贫3000户。\n（二）就业5000人。\n",
        "（1）脱贫3000户；\n（2）就业5000人。\n",
        "一是脱贫3000户。\n二是就业5000人。\n",
        "第一，脱贫3000户。\n第二，就业5000人。\n",
        "——脱贫3000户。\n——就业5000人。\n",
        "●脱贫3000户\n●就业5000人\n",
        "①脱贫3000户；\n②就业5000人。\n",
        "脱贫3000户；\n就业5000人。\n",
        "1.脱贫。脱贫3000户。\n2.就业。就业5000人。\n",
        "1.在30个村组织建档立卡，\n脱贫3000户。\n2.开办40期培训班，\n就业5000人。\n",
    ],
)
def test_an_opening_governs_its_list_and_no_more(items: str) -> None:
    tree = tree_of(f"2019年回顾略。\n{GOALS}\n{items}全县上年投入资金6000万元。\n")
    assert opening_of(tree, "3000户") == GOALS
    assert opening_of(tree, "5000人") == GOALS
    assert opening_of(tree, "6000万元") is None
    assert opening_of(tree, "2019年") is None


def test_the_last_item_may_have_as_many_paragraphs_as_those_before() -> None:
    tree = tree_of(
        "主要目标是：\n1.脱贫。脱贫3000户。\n分两年做。\n2.就业。就业5000人。\n投入6000万元。\n二、回顾\n建房4间。\n"
    )
    assert opening_of(tree, "6000万元") == GOALS
    assert opening_of(tree, "4间") is None


def around(tree: Tree, position: int) -> list[Node]:
    nodes = [tree.block_at(position)]
    while nodes[-1].parent is not None:
        nodes.append(nodes[-1].parent)
    return nodes


def test_a_list_ends_where_its_marks_begin_anew() -> None:
    tree = tree_of("主要目标是：\n1.脱贫3000户。\n2.就业5000人。\n1.修路40公里。\n")
    assert opening_of(tree, "5000人") == GOALS
    assert opening_of(tree, "40公里") is None


def test_a_list_ends_at_a_heading_of_higher_rank() -> None:
    tree = tree_of("一、目标\n主要目标是：\n1.脱贫3000户。\n2.就业5000人。\n二、回顾\n修路40公里。\n")
    assert opening_of(tree, "5000人") == GOALS
    assert opening_of(tree, "40公里") is None


def test_headings_of_a_list_lie_in_it_and_deeper_ones_are_closer() -> None:
    tree = tree_of("今年要抓好以下工作：\n一、产业\n（一）去年成效\n建基地30个。\n二、教育\n资助500人。\n")
    assert opening_of(tree, "500人") == "今年要抓好以下工作："
    assert opening_of(tree, "30个") is None  # 去年成效 stands between
    assert [node.kind for node in around(tree, tree.text.index("30个"))] == [
        "section",
        "section",
        "opening",
        "document",
    ]


@pytest.mark.parametrize(
    "line", ["各位代表：", "尊敬的各位领导：", "县教育局：", "记者说：", "单位：", "控制在4%以下。"]
)
def test_what_opens_no_list(line: str) -> None:
    assert not opens_list(line)


@pytest.mark.parametrize(
    "line", ["主要目标是：", "任务分解如下：", "主要做了以下工作。", "一年来，主要抓了九个方面工作。", "包括:"]
)
def test_what_opens_a_list(line: str) -> None:
    assert opens_list(line)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2020年全县经济社会发展的预期目标为：", "plan"),
        ("为实现上述目标，要重点抓好以下八个方面工作：", "plan"),
        ("到2025年，力争实现：", "plan"),
        ("现将目标任务完成情况报告如下：", "review"),
        ("一年来，我们主要做了以下工作。", "review"),
        ("各学段资助标准如下：", "rule"),
        ("在取得成绩的同时，还存在以下问题：", None),
        ("全县共有以下单位：", None),
        ("重要的是：", None),
        ("主要做法是：", None),
    ],
)
def test_what_an_opening_speaks_of(line: str, said: str | None) -> None:
    assert speaks_of(line) == said


def test_marks_count_and_years_are_no_marks() -> None:
    assert [mark_at(m, 0).number for m in ("十二、", "（三）", "⑤", "12.", "二是", "●")] == [12, 3, 5, 12, 2, 0]  # type: ignore[union-attr]
    assert all(mark_at(text, 0) is None for text in ("2019年", "3.5万元", "三年来", "十一五", "一要把"))


def test_what_is_closer_overrides() -> None:
    tree = tree_of("一、2019年工作回顾\n脱贫300户。\n（一）产业\n建基地30个。\n二、打算\n修路4公里。\n")
    years = Attribute[str]()
    chapter = next(block for block in tree.blocks if block.title == "2019年工作回顾")
    years.attach(chapter, "2019年")
    within = tree.block_at(tree.text.index("30个"))
    assert within.title == "产业"
    assert years.at(within, within.start) == "2019年"
    years.attach(within, "2018年", start=tree.text.index("建基地"))
    assert years.at(within, within.start) == "2019年"
    assert years.at(within, tree.text.index("30个")) == "2018年"
    assert years.at(tree.block_at(tree.text.index("4公里")), tree.text.index("4公里")) is None


def check_nesting(tree: Tree) -> None:
    assert tree.blocks[0].parent is None
    assert [b.start for b in tree.blocks] == sorted(b.start for b in tree.blocks)
    for block in tree.blocks[1:]:
        parent = block.parent
        assert isinstance(parent, Node)
        assert parent.start <= block.start <= block.end <= parent.end, (block, parent)


LINES = [
    "一、产业", "（一）教育", "1.就业", "2.就业。新增3人。", "一是修路5公里。二是建桥2座。", "——脱贫3户。", "●建房4间",
    "主要目标是：", "主要做了以下工作。", "投入5万元。", "投入，", "各位代表：", "", "第一，办学。",
    "这五年，脱贫3户；",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_nodes_lie_in_their_parents_whatever_the_lines(lines: list[str]) -> None:
    tree = tree_of("\n".join(lines))
    check_nesting(tree)
    for sentence in range(len(tree.sentences)):
        nodes = around(tree, tree.starts[sentence])
        assert nodes[-1].kind == "document"
        assert all(b.start <= a.start and a.end <= b.end for a, b in pairwise(nodes))


@pytest.mark.parametrize("unit", ["主要目标是：\n", "1.建房\n", "——脱贫3户，\n", "一是修路。", "目标如下：\n投入，\n"])
def test_building_grows_with_the_length_of_the_text(unit: str) -> None:
    assert grows_in_proportion(lambda count: tree_of(unit * count), 1000, 4000)


def test_a_list_of_goals_is_one_of_targets_under_its_headings_too() -> None:
    text = "今年要抓好以下工作：\n一、产业\n（一）基地\n建设基地3个。\n二、去年工作回顾\n资助学生5人。\n"
    report = fp.parse(text, options=fp.ReportOptions(models="off"))
    assert [record.role for record in report.records] == ["target", "achieved"]


@pytest.mark.parametrize(("heading", "period"), [("一、就业", "2022年1-9月"), ("一、2021年遗留问题", "2021年")])
def test_the_period_of_an_opening_goes_down_to_a_heading_with_a_date(heading: str, period: str) -> None:
    report = fp.parse(f"现将2022年1-9月完成情况通报如下：\n{heading}\n（一）城镇\n新增就业3000人。\n")
    assert [record.period for record in report.records] == [period]


def test_an_aim_whose_time_is_over_is_flagged() -> None:
    text = "一、工作安排\n2018年，计划修路4公里。\n2020年，计划建房50套。\n"
    report = fp.parse(text, name="略阳县_2020-03-01.txt")
    assert ["but its period" in record.evidence["period"] for record in report.records] == [True, False]
