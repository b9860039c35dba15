"""Likeness of reports against hand-counted cases and a slow reference in plain Python."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import numpy as np
import pytest

from fupin_nlp.clustering import ClusterOptions, cluster, similarity
from fupin_nlp.clustering.passages import Passage, passages
from fupin_nlp.model.reporttext import ReportText

WORDS = ClusterOptions(tokenizer=str.split, place=None, cues=lambda text: {}, labels={})
CHARACTERS = "扶贫产业道路学校医院水电林草牧渔工农商贸文体教科卫村镇县市区建修造改扩增减投补发放送帮结对户人口收入"


def reports(*texts: str, region: str | None = "甲县", first: int = 2015) -> list[ReportText]:
    return [ReportText(doc=f"d{i}", text=t, region=region, year=first + i) for i, t in enumerate(texts)]


def slow_cosines(texts: list[str]) -> list[list[float]]:
    """Cosine of TF-IDF: 1 + log of the frequency, times log((1 + n) / (1 + df)) + 1."""
    bags = [Counter(text.split()) for text in texts]
    n = len(texts)
    df = Counter(word for bag in bags for word in bag)
    rows = [{w: (1 + math.log(c)) * (math.log((1 + n) / (1 + df[w])) + 1) for w, c in bag.items()} for bag in bags]
    norms = [math.sqrt(sum(v * v for v in row.values())) for row in rows]
    return [
        [sum(v * b.get(w, 0.0) for w, v in a.items()) / (x * y) for b, y in zip(rows, norms, strict=True)]
        for a, x in zip(rows, norms, strict=True)
    ]


def test_pairs_are_those_of_the_slow_reference() -> None:
    random = np.random.default_rng(1)
    words = ["医院", "医保", "公路", "桥梁", "学校", "教师", "贷款", "搬迁"]
    texts = [" ".join(random.choice(words, 9)) for _ in range(7)]
    found = similarity(reports(*texts), options=WORDS)
    expected = slow_cosines(texts)
    assert len(found.pairs) == 21
    for row in found.pairs.to_dict("records"):
        later, earlier = int(row["doc"][1]), int(row["of"][1])
        assert later > earlier
        assert row["similarity"] == pytest.approx(expected[later][earlier], abs=1e-6)
    assert found.pairs["similarity"].is_monotonic_decreasing


def test_the_matrix_holds_every_pair_once_on_each_side() -> None:
    texts = ["医院 医保", "医院 公路", "公路 桥梁", "学校 教师"]
    matrix = similarity(reports(*texts), options=WORDS).matrix()
    assert list(matrix.index) == list(matrix.columns) == ["d0", "d1", "d2", "d3"]
    np.testing.assert_allclose(matrix.to_numpy(), slow_cosines(texts), atol=1e-6)


def test_likeness_by_hand() -> None:
    # 医院 is in both texts, each other word in one of the two.
    found = similarity(reports("医院 医保", "医院 公路"), options=WORDS).pairs.iloc[0]
    rare = math.log(3 / 2) + 1
    assert found["similarity"] == pytest.approx(1 / (1 + rare**2), abs=1e-6)
    assert found["taken"] == 0


OLD = "新建农村公路二百三十公里，改造危房一千二百户"
NEW = "发放小额贷款三千万元，培训贫困劳动力五百人次"


def test_changes_compare_with_the_last_report_of_the_region() -> None:
    texts = [*reports(f"一是{OLD}。", f"二是{OLD}，{NEW}。"), *reports(f"乙县{NEW}。", region="乙县", first=2016)]
    changes = similarity(texts := [ReportText(doc=f"r{i}", text=t.text, region=t.region, year=t.year)
                                   for i, t in enumerate(texts)]).changes  # fmt: skip
    assert changes[["region", "year", "of_year", "doc", "of"]].to_numpy().tolist() == [["甲县", 2016, 2015, "r1", "r0"]]
    row = changes.iloc[0]
    # 是 and the whole of OLD stand in the report before.
    assert row["kept"] == pytest.approx((len(OLD) + 1) / len(texts[1].text), abs=1e-6)
    assert row["kept"] + row["new"] == pytest.approx(1)


def test_a_year_without_a_report_is_passed_over_and_two_of_one_year_are_no_change() -> None:
    texts = [
        ReportText(doc="a", text=f"{OLD}。", region="甲县", year=2015),
        ReportText(doc="b", text=f"{OLD}！", region="甲县", year=2018),
        ReportText(doc="c", text=f"{OLD}？", region="甲县", year=2018),
        ReportText(doc="d", text=f"{OLD}", region=None, year=2019),
        ReportText(doc="e", text=f"{OLD}", region="甲县", year=None),
    ]
    changes = similarity(texts).changes
    assert changes[["doc", "of", "of_year"]].to_numpy().tolist() == [["b", "a", 2015]]


def test_changes_take_the_shortest_passage_that_was_asked_for() -> None:
    short = "改造危房一千二百户发放贷款"
    texts = reports(f"甲乙丙丁{short}戊己庚辛", f"子丑寅卯{short}辰巳午未")
    assert similarity(texts, shortest=20).changes["kept"].tolist() == [0.0]
    assert similarity(texts, shortest=12).changes["kept"].tolist() == [pytest.approx(len(short) / 21, abs=1e-6)]


def test_a_passage_that_goes_on_where_another_one_ends_is_not_lost() -> None:
    first, middle, last = OLD, "完善乡村卫生室与文化广场建设", NEW + "，建成光伏电站三十六座，惠及群众一万二千人"
    texts = [f"{first}{middle}甲", f"乙{middle}{last}", f"{first}{middle}{last}"]
    found = passages(texts, 20)
    assert [(p.of, texts[2][p.start : p.end]) for p in found if p.doc == 2] == [(0, first + middle), (1, last)]
    for p in found:
        assert texts[p.doc][p.start : p.end] == texts[p.of][p.of_start : p.of_end]


def longest_common(a: str, b: str) -> int:
    """Length of the longest common stretch of two texts, by comparing every pair of places."""
    row, best = [0] * (len(b) + 1), 0
    for char in a:
        above, row = row, [0] * (len(b) + 1)
        for j, other in enumerate(b, 1):
            if char == other:
                row[j] = above[j - 1] + 1
                best = max(best, row[j])
    return best


def test_passages_are_sound_and_the_longest_ones_are_found() -> None:
    random = np.random.default_rng(7)

    def words(count: int) -> str:
        return "".join(random.choice(list(CHARACTERS), count))

    shared = [words(n) for n in (60, 75, 90)]
    texts = [words(30) + shared[0] + words(20), words(10) + shared[1] + words(40) + shared[2]]
    texts.append(words(15) + shared[2] + "\n " + words(12) + shared[0] + words(9) + shared[1])
    found = passages(texts, 20)
    told = [(p.of, p.end - p.start) for p in found if p.doc == 2]
    assert told == [(1, 90), (0, 60), (1, 75)]
    for p in found:
        one, other = texts[p.doc][p.start : p.end], texts[p.of][p.of_start : p.of_end]
        assert "".join(one.split()) == "".join(other.split())
        assert len(one) <= longest_common(texts[p.doc], texts[p.of])
    ends = [(p.start, p.end) for p in found if p.doc == 2]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(ends))


@pytest.mark.parametrize("shortest", [12, 15, 20, 33])
def test_no_passage_of_the_shortest_length_is_missed(shortest: int) -> None:
    random = np.random.default_rng(shortest)

    def words(count: int) -> str:
        return "".join(random.choice(list(CHARACTERS), count))

    for _ in range(60):
        shared = words(shortest)
        texts = [words(25) + shared + words(25), words(9) + shared + words(14)]
        found = passages(texts, shortest)
        assert any(texts[1][p.start : p.end].find(shared) >= 0 for p in found)
        assert not passages([words(25) + shared[1:] + words(25), texts[1]], shortest + 2)


def test_both_places_of_a_passage_count_blanks_of_their_own_text() -> None:
    one = f"前言。\n{OLD}。"
    two = f"{OLD[:9]}\n  {OLD[9:]}！"
    [found] = passages([one, two], 20)
    assert isinstance(found, Passage)
    assert one[found.of_start : found.of_end] == OLD
    assert two[found.start : found.end] == f"{OLD[:9]}\n  {OLD[9:]}"


def test_the_share_taken_counts_characters_without_blanks() -> None:
    texts = reports(f"一是{OLD}。", f" 二 是 {OLD} 。{NEW}")
    row = similarity(texts).pairs.iloc[0]
    taken = len(OLD) + 2  # 是 in front and 。 behind
    assert row["taken"] == pytest.approx(taken / (len(OLD) + 3 + len(NEW)), abs=1e-6)


def test_representative_sentences_are_those_most_like_the_mean_of_the_cluster() -> None:
    common = "医院 医保 住院 报销 门诊 药品"
    texts = [
        ReportText(doc="a", text=f"{common} 体检。公路 医院 隧道 桥梁 通车 硬化。"),
        ReportText(doc="b", text=f"{common} 医生。学校 教师 课程 校舍 入学 医保。"),
        ReportText(doc="c", text="公路 桥梁 隧道 通车 硬化 供水。"),
        ReportText(doc="d", text="公路 桥梁 隧道 通车 电网 供水。"),
    ]
    found = cluster(texts, by="topic", k=2, options=WORDS)
    health = next(row for row in found.clusters.to_dict("records") if "a" in row["docs"])
    assert health["docs"] == ["a", "b"]
    assert set(health["sentences"][:2]) == {f"{common} 体检。", f"{common} 医生。"}
