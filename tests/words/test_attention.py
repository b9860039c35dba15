"""Attention: what counts, what the panel holds, what is missing and told."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

import fupin_nlp as fp
from fupin_nlp.errors import ArgumentError, FupinWarning, OptionError
from fupin_nlp.words import ATTENTION_GAPS_ZH

TEXTS = {
    "云南省_2019": "全省治理污染。发展数字经济，经济增长8%。",
    "云南省_2021": "全省防治污染，减排3万吨。产业兴旺。",
    "贵州省_2019": "全省发展产业，产业兴旺。经济平稳运行。",
}


def count(text, entries):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FupinWarning)
        found = fp.attention(fp.parse(text), {"c": entries}, by=None)
    return int(found.frame["n"][0])


@pytest.mark.parametrize(
    ("text", "entries", "n"),
    [
        ("发展数字经济。", ["经济", "数字经济"], 1),
        ("发展数字经济和民营经济。", ["经济", "数字经济"], 2),
        ("发展数字经济。", ["数字", "经济"], 2),
        ("推进生态环境保护工作。", ["生态环境", "环境保护工作"], 1),
        ("治理污染，治理污染。", ["污染", "污染"], 2),
        ("治理环境污染。", ["污染"], 0),
        ("治理环境污染。", ["污染", "*污染"], 1),
        ("治理环境污染。", ["环境污染", "*污染", "*污染*"], 1),
        ("治理污染。", ["污染", "*污染"], 1),
        ("人民生活改善。", ["民生"], 0),
        ("保障民生。", ["民生"], 1),
        ("發展數字經濟。", ["数字经济"], 1),
        ("发展数字经济。", ["數字經濟"], 1),
        ("建设５Ｇ基站，5g应用。", ["5G"], 2),
        ("增长5%。", ["5"], None),
    ],
)
def test_words_are_matched_on_words_the_longest_first_overlaps_once(text, entries, n):
    if n is None:
        with pytest.raises(fp.FupinError, match="is no word"):
            count(text, entries)
    else:
        assert count(text, entries) == n


def test_a_concept_does_not_hang_on_what_else_is_asked_for():
    report = fp.parse("发展数字经济，经济增长8%。")
    alone = fp.attention(report, {"经济": ["经济"]}, by=None).frame
    both = fp.attention(report, {"经济": ["经济"], "数字": ["数字经济"]}, by=None).frame
    assert alone["n"].tolist() == [2]
    assert both["n"].tolist() == [2, 1]


def test_the_panel_is_balanced_and_gaps_are_listed_and_missing():
    found = fp.attention(fp.Corpus.from_texts(TEXTS), {"环保": ["污染", "减排"], "经济": ["经济", "数字经济"]})
    frame = found.frame
    assert len(frame) == 2 * 3 * 2
    assert frame.groupby(["region", "concept"], observed=True)["year"].apply(list).map(tuple).unique().tolist() == [
        (2019, 2020, 2021)
    ]
    rows = frame.set_index(["region", "year", "concept"])
    assert rows.loc[("云南省", 2021, "环保"), ["n", "mentions", "docs"]].tolist() == [2, 1, 1]
    assert rows.loc[("贵州省", 2019, "环保"), "n"] == 0
    empty = rows.loc[("云南省", 2020, "环保")]
    assert empty[["n", "words", "per_thousand", "docs", "text_share"]].isna().all()
    gaps = found.gaps
    assert gaps[["region", "year", "reason"]].values.tolist() == [
        ["贵州省", 2020, "no_report"],
        ["贵州省", 2021, "no_report"],
        ["云南省", 2020, "no_report"],
    ]
    assert set(gaps["reason"]) <= set(ATTENTION_GAPS_ZH)
    types = frame.dtypes.astype(str)
    assert types[["year", "n", "per_thousand", "concept"]].tolist() == ["Int64", "Int64", "float64", "category"]


def test_shares_are_of_words_sentences_and_characters():
    report = fp.parse("治理污染。发展产业，产业兴旺。", name="云南省_2019")
    row = fp.attention(report, {"环保": ["污染"]}).frame.iloc[0]
    assert (row["words"], row["sentences"], row["characters"]) == (6, 2, 15)
    assert row["per_thousand"] == pytest.approx(1000 / 6)
    assert row["sentence_share"] == 0.5
    assert row["text_share"] == pytest.approx(5 / 15)


def test_several_reports_of_a_cell_are_added_up():
    texts = {"云南省_2019_甲": "治理污染。", "云南省_2019_乙": "防治污染，治理污染。"}
    row = fp.attention(fp.Corpus.from_texts(texts), {"环保": ["污染"]}).frame.iloc[0]
    assert (row["docs"], row["n"], row["mentions"]) == (2, 3, 2)


def test_reports_without_region_or_year_are_told_and_listed():
    corpus = fp.Corpus.from_texts({"云南省_2019": "治理污染。", "无名": "防治污染。"})
    with pytest.warns(FupinWarning, match=r"1 reports do not tell .* first 无名 \(region、year\)"):
        found = fp.attention(corpus, ["污染"])
    assert found.frame["n"].tolist() == [1]
    assert found.gaps[["reason", "docs"]].values.tolist() == [["no_key", ["无名"]]]
    assert fp.attention(corpus, ["污染"], by=None).frame["n"].tolist() == [2]


def test_two_places_of_one_name_are_two_units():
    cells = {"code": ["320106", "350102"], "year": [2020, 2020], "text": ["治理污染。", "防治污染，减少污染。"]}
    corpus = fp.Corpus.from_frame(pd.DataFrame(cells), text="text", region="code", date="year")
    frame = fp.attention(corpus, ["污染"]).frame
    assert frame[["region", "region_code", "n"]].values.tolist() == [["鼓楼区", "320106", 1], ["鼓楼区", "350102", 2]]


def test_what_did_not_count_is_told():
    report = fp.parse("治理环境污染、大气污染，防治环境污染。推进污染防治。", name="云南省_2019")
    with pytest.warns(FupinWarning, match=r"污染 counts 1 times, 3 times it is only a part of other words: 环境污染 2"):
        found = fp.attention(report, {"环保": ["污染", "防治"]})
    words = found.words.set_index("word")
    assert words.loc["污染", ["n", "inside", "inside_words"]].tolist() == [1, 3, "环境污染 2; 大气污染 1"]
    assert words.loc["防治", ["n", "inside"]].tolist() == [2, 0]
    nested = fp.attention(report, {"环保": ["污染*", "*污染"]}).words
    assert nested["n"].sum() == 4


@pytest.mark.parametrize("by", [None, [], "region", ["province", "year"], "city", ["doc"], "year", "issuer"])
def test_every_key_makes_rows(by):
    corpus = fp.Corpus.from_texts({"略阳县_2019": "治理污染。", "洋县_2020": "防治污染。"})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FupinWarning)
        found = fp.attention(corpus, ["污染"], by=by)
    assert found.frame["n"].sum() + (2 if by == "issuer" else 0) == 2


def test_it_goes_to_stata_and_back_to_a_chart(tmp_path):
    found = fp.attention(fp.Corpus.from_texts(TEXTS), {"环保": ["污染", "减排"]})
    back = pd.read_stata(found.save(tmp_path / "a.dta"))
    assert back["year"].tolist() == [2019, 2020, 2021] * 2
    assert back["n"].isna().sum() == 3
    with pd.read_stata(tmp_path / "a.dta", iterator=True) as file:
        assert file.variable_labels()["per_thousand"] == "每千词"
    chart = fp.plot.attention(found).to_dict()
    assert chart["facet"]["field"] == "concept"
    assert fp.plot.attention(fp.attention(fp.Corpus.from_texts(TEXTS), ["污染"], by="region"), "n").to_dict()
    with pytest.raises(fp.FupinError, match="choose one of per_thousand"):
        fp.plot.attention(found, "beauty")


def test_a_word_cloud_is_the_same_each_time_and_has_chinese_glyphs(tmp_path):
    found = fp.frequencies(fp.Corpus.from_texts(TEXTS))
    one, two = (fp.plot.word_cloud(found, size=(300, 200)) for _ in range(2))
    assert one.tobytes() == two.tobytes()
    assert fp.plot.save(one, tmp_path / "cloud.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(OptionError, match="a picture of points"):
        fp.plot.save(one, tmp_path / "cloud.svg")
    with pytest.raises(ArgumentError, match="a chart or the picture"):
        fp.plot.save("cloud", tmp_path / "cloud.png")
    other = fp.plot.word_cloud(found.frame.assign(word="贫困"), size=(300, 200))
    boxes = fp.plot.word_cloud(found.frame.assign(word="\ue000\ue001"), size=(300, 200))
    assert other.tobytes() != boxes.tobytes()
    with pytest.raises(fp.FupinError, match="needs the columns"):
        fp.plot.word_cloud(found.frame[["word"]])
