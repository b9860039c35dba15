"""Frequencies, concordance, keyness, collocates, dispersion, readability: what they mean, and what they refuse."""

from __future__ import annotations

import copy
import math
import pickle
from collections import Counter

import pandas as pd
import pytest

import fupin_nlp as fp
from fupin_nlp.errors import ArgumentError, DataFileError, FailureWarning, FupinWarning, OptionError
from fupin_nlp.words.statistics import g2_of

TEXTS = {
    "云南省_2019": "全省治理污染。发展数字经济，经济增长8%。",
    "云南省_2020": "全省防治污染，减排3万吨。产业兴旺。",
    "贵州省_2019": "全省发展产业，产业兴旺。经济平稳运行。",
}


@pytest.fixture
def corpus():
    return fp.Corpus.from_texts(TEXTS)


def counts(table, *names):
    return [tuple(row) for row in table.frame[list(names)].itertuples(index=False, name=None)]


ENTRIES = [fp.frequencies, fp.readability]
ENTRIES += [lambda given: fp.attention(given, {"环保": ["污染"]}), lambda given: fp.kwic(given, "污染")]
ENTRIES += [lambda given: fp.keyness(given, "year"), lambda given: fp.collocates(given, "污染"), fp.dispersion]


@pytest.mark.parametrize("function", ENTRIES)
@pytest.mark.parametrize("given", ["reports", None, 3, ["a"], b"x"])
def test_every_entry_refuses_what_is_no_corpus(function, given):
    with pytest.raises(ArgumentError, match=r"takes|is made of"):
        function(given)


@pytest.mark.parametrize("function", ENTRIES)
def test_every_entry_refuses_a_corpus_without_reports(function):
    with pytest.raises(OptionError, match="there is no report"):
        function(fp.Corpus())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda c: fp.frequencies(c, by="planet"), "by='planet' is not known; choose among doc, region"),
        (lambda c: fp.frequencies(c, by=["year", "year"]), "names a key twice"),
        (lambda c: fp.frequencies(c, by=3), "by= takes one name or several"),
        (lambda c: fp.frequencies(c, by={"year": 1}), "by= takes one name or several"),
        (lambda c: fp.frequencies(c, stop="的"), "choose among function, report"),
        (lambda c: fp.frequencies(c, stop=[1]), "stop= takes one name or several"),
        (lambda c: fp.frequencies(c, top=0), "top=0: a whole number of at least 1"),
        (lambda c: fp.frequencies(c, least="2"), "least='2'"),
        (lambda c: fp.kwic(c, ""), "is no word"),
        (lambda c: fp.kwic(c, []), "keyword must be a word or several"),
        (lambda c: fp.kwic(c, None), "keyword must be a word or several"),
        (lambda c: fp.kwic(c, "*"), "is no word"),
        (lambda c: fp.kwic(c, "污染、减排"), "looks like several words"),
        (lambda c: fp.kwic(c, "污染", width=0), "width=0"),
        (lambda c: fp.keyness(c, "planet"), "group='planet'"),
        (lambda c: fp.keyness(c, None), "takes a key or"),
        (lambda c: fp.keyness(c, {}), "names what the reports have in common"),
        (lambda c: fp.keyness(c, {"planet": "Mars"}), "cannot be filtered by 'planet'"),
        (lambda c: fp.keyness(c, {"province": "海南省"}), "there is no report"),
        (lambda c: fp.keyness(c[:1], "year"), "one only"),
        (lambda c: fp.dispersion(c[:1]), "needs parts"),
        (lambda c: fp.readability(c, window=1), "window=1"),
        (lambda c: fp.collocates(c, "污染", window=0), "window=0"),
    ],
)
def test_wrong_choices_are_told_in_one_line(corpus, call, message):
    with pytest.raises(fp.FupinError, match=message) as told:
        call(corpus)
    assert "\n" not in str(told.value)


def test_tokens_have_places_in_the_raw_text_whatever_was_repaired():
    raw = "2019年，全縣(xiàn)脫貧(pín)７８００戶。同時，產業(yè)發展。\n"
    report = fp.parse(raw, name="略阳县_2019")
    tokens = report.tokens
    assert [t.word for t in tokens][:7] == ["2019", "年", "，", "全县", "脱贫", "7800", "户"]
    assert [raw[t.start : t.end] for t in tokens][3:7] == ["全縣", "脫貧", "７８００", "戶"]
    assert [t.is_word for t in tokens][:7] == [False, True, False, True, True, False, True]
    assert {t.sentence for t in tokens} == {0, 1}
    assert "".join(t.word for t in tokens) == report.body_text()


PAGE = """首页 > 污染新闻 > 正文
2019年政府工作报告
過去一年，全省大力治理污(wū)染，完成減(jiǎn)排目標，產(chǎn)業(yè)持續(xù)發(fā)展。
今年，我們(men)要繼續(xù)防治污染，改善環(huán)境質量，推動經(jīng)濟增長。
版权所有：某某污染网 ICP备12345号
"""


def test_only_the_body_counts_and_damage_is_repaired():
    report = fp.parse(PAGE, name="云南省_2019")
    frame = fp.kwic(report, "污染").frame
    assert [PAGE[s:e] for s, e in zip(frame["start"], frame["end"], strict=True)] == ["污(wū)染", "污染"]
    assert fp.attention(report, {"环保": ["污染"]}).frame["n"].tolist() == [2]
    assert {"产业", "发展"} <= set(fp.frequencies(report, stop=None).frame["word"])


def test_words_of_a_lexicon_are_words():
    text = "推进无废城建设，排污权贷款发放。"
    lexicon = fp.Lexicon.default().add(words={"无废城": "n", "排污权贷款": "nz"})
    plain, own = fp.parse(text), fp.parse(text, lexicon=lexicon)
    assert not {"无废城", "排污权贷款"} & {t.word for t in plain.tokens}
    assert {("无废城", "n"), ("排污权贷款", "nz")} <= {(t.word, t.pos) for t in own.tokens}
    assert fp.kwic(own, "排污权贷款").frame["keyword"].tolist() == ["排污权贷款"]
    corpus = fp.Corpus.from_texts({"甲": text}, lexicon=lexicon)
    assert "无废城" in set(fp.frequencies(corpus).frame["word"])


def test_frequencies_by_region_and_year(corpus):
    found = fp.frequencies(corpus, by=["region", "year"], stop=None)
    rows = {
        (region, year, word): (n, docs)
        for region, year, word, n, docs in counts(found, "region", "year", "word", "n", "docs")
    }
    assert rows["贵州省", 2019, "产业"] == (2, 1)
    assert rows["云南省", 2020, "产业"] == (1, 1)
    assert set(fp.frequencies(corpus, by="province").frame["province"]) == {"贵州省", "云南省"}
    frame = found.frame
    assert frame["year"].dtype == frame["n"].dtype == "Int64"
    assert frame["pos"].dtype == "category"
    assert frame["per_thousand"].dtype == "float64"
    whole = fp.frequencies(corpus, pos=["v"]).frame
    assert set(whole["pos"].astype(str).str[0]) == {"v"}
    assert set(fp.frequencies(corpus, least=2).frame["n"] >= 2) == {True}


def test_stop_words_are_left_out_of_the_table_and_not_of_the_totals(corpus):
    every, some = fp.frequencies(corpus, stop=None).frame, fp.frequencies(corpus, stop="report").frame
    own = fp.frequencies(corpus, stop=["产业", "污染"]).frame
    assert set(every["words"]) == set(some["words"]) == set(own["words"])
    assert "发展" in set(every["word"]) > set(some["word"])
    assert set(every["word"]) - set(own["word"]) == {"产业", "污染"}


def test_documents_that_cannot_be_read_are_told(corpus, tmp_path):
    (tmp_path / "云南省_2019.txt").write_text(TEXTS["云南省_2019"], encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    folder = fp.Corpus.from_folder(tmp_path)
    with pytest.warns(FailureWarning, match=r"1 documents could not be read, first empty\.txt"):
        found = fp.frequencies(folder)
    assert len(found.frame) > 3
    assert [failure.doc for failure in folder.failed] == ["empty.txt"]
    with pytest.warns(FailureWarning):
        gaps = fp.attention(folder, ["污染"]).gaps
    assert gaps[["reason", "docs"]].values.tolist() == [["not_read", ["empty.txt"]]]
    (tmp_path / "云南省_2019.txt").write_bytes(b"")
    with pytest.raises(OptionError, match="none of 2 documents could be read"):
        fp.frequencies(fp.Corpus.from_folder(tmp_path))


def test_kwic_shows_the_cleaned_text_and_points_at_the_raw():
    raw = "一、成效\n全縣(xiàn)打贏脫貧攻堅戰，實現脫貧7800戶。脫貧不脫政策。\n"
    report = fp.parse(raw, name="略阳县_2019")
    frame = fp.kwic(report, "脱贫", width=4).frame
    assert frame[["left", "keyword", "right"]].values.tolist() == [
        ["战，实现", "脱贫", "7800"],
        ["00户。", "脱贫", "不脱政策"],
    ]
    assert [raw[s:e] for s, e in zip(frame["start"], frame["end"], strict=True)] == ["脫貧", "脫貧"]
    assert set(frame["section"]) == {"成效"}
    assert fp.kwic(report, ["脱贫攻坚*", "政策"]).frame["keyword"].tolist() == ["脱贫攻坚战", "政策"]


@pytest.mark.parametrize(
    ("text", "keyword", "found"),
    [
        ("治理污染。", "污染", ["污染"]),
        ("治理环境污染。", "污染", []),
        ("治理环境污染。", "*污染", ["环境污染"]),
        ("治理污染防治。", "污染*", ["污染"]),
        ("保护生态环境，修复生态系统。", "生态*", ["生态环境", "生态系统"]),
        ("发展数字经济。", "数字经济", ["数字经济"]),
        ("发展数字经济。", "字经", []),
        ("推广5G基站。", "５Ｇ", ["5G"]),
        ("推广5G基站。", "5g", ["5G"]),
        ("實現脫貧。", "脫貧", ["脱贫"]),
        ("中国人民。", "国人", []),
        ("引进PPP项目。", "ppp", ["PPP"]),
    ],
)
def test_keywords_are_found_as_whole_words(text, keyword, found, recwarn):
    assert fp.kwic(fp.parse(text), keyword).frame["keyword"].tolist() == found
    assert bool(recwarn.list) is not bool(found)


def test_a_word_that_is_only_in_others_is_told_with_them():
    with pytest.warns(
        FupinWarning, match=r"污染 is no word of these reports; it is a part of 环境污染 1: \*污染\* finds it"
    ):
        fp.kwic(fp.parse("治理环境污染。"), "污染")


def test_keyness_is_the_textbook_statistic(corpus):
    found = fp.keyness(corpus, {"province": "贵州省"}, stop=None, least=1).frame.set_index("word")
    row = found.loc["产业"]
    a, b, c, d = (int(row[name]) for name in ("n", "n_rest", "words", "words_rest"))
    assert (a, b) == (2, 1)
    cells = [(a, c * (a + b) / (c + d)), (b, d * (a + b) / (c + d))]
    cells += [(c - a, c * (c + d - a - b) / (c + d)), (d - b, d * (c + d - a - b) / (c + d))]
    assert row["g2"] == pytest.approx(2 * sum(o * math.log(o / e) for o, e in cells))
    assert row["log_ratio"] == pytest.approx(math.log2((a / c) / (b / d)))
    assert row["p"] == pytest.approx(math.erfc(math.sqrt(row["g2"] / 2)))
    assert found.loc["污染", "log_ratio"] == pytest.approx(math.log2((0.5 / c) / (2 / d)))
    groups = fp.keyness(corpus, "province", least=1, top=2).frame
    assert groups["group"].value_counts().tolist() == [2, 2]
    assert set(groups["log_ratio"] > 0) == {True}


def test_the_words_of_a_group_are_added_up_once(corpus, monkeypatch):
    added = []
    total = Counter.total
    monkeypatch.setattr(Counter, "total", lambda counts: added.append(len(counts)) or total(counts))
    rows = {}
    for least in (1, 3):
        added.clear()
        rows[least] = len(fp.keyness(corpus, "region", least=least).frame), len(added)
    assert rows[1][0] > rows[3][0] > 0
    assert rows[1][1] == rows[3][1], "however many words are compared"


def test_keyness_tells_regions_of_one_name_apart():
    cells = {"code": ["320106", "350102", "610727"], "text": ["治理污染。", "发展产业。", "建设道路。"]}
    corpus = fp.Corpus.from_frame(pd.DataFrame(cells), text="text", region="code")
    groups = fp.keyness(corpus, "region", least=1).frame["group"].unique().tolist()
    assert groups == ["鼓楼区（320106）", "鼓楼区（350102）", "略阳县"]


@pytest.mark.parametrize("cells", [(0, 0, 5, 10), (3, 10, 0, 0), (0, 10, 0, 10), (5, 50, 10, 100)])
def test_g2_is_nothing_where_nothing_differs(cells):
    assert g2_of(*cells) == 0


def test_collocates_stay_in_the_sentence_and_count_each_place_once():
    text = "治理污染，污染治理，治理，9个，大气。乡村道路。\n污染治理见效，治理污染。污染。\n"
    report = fp.parse(text)
    near = dict(counts(fp.collocates(report, "污染", window=3, stop=None, least=1), "word", "n"))
    assert near == {"治理": 5, "个": 1, "见效": 1}
    narrow = dict(counts(fp.collocates(report, "污染", window=1, stop=None, least=1), "word", "n"))
    assert narrow == {"治理": 4}
    row = fp.collocates(report, "污染", window=3, least=1).frame.set_index("word").loc["治理"]
    words = fp.frequencies(report, stop=None).frame["words"][0]
    expected = 7 * 5 / words
    assert row["expected"] == pytest.approx(expected)
    assert row["mi"] == pytest.approx(math.log2(5 / expected))
    assert row["log_dice"] == pytest.approx(14 + math.log2(2 * 5 / (5 + 5)))


def test_dispersion_is_between_even_and_all_in_one():
    texts = {f"第{i}份": "脱贫。发展产业。" for i in range(4)} | {"末份": "脱贫。建设道路。道路。"}
    frame = fp.dispersion(fp.Corpus.from_texts(texts), ["脱贫", "道路", "没有"], stop=None).frame.set_index("word")
    sizes = [3, 3, 3, 3, 4]
    parts = [n / 16 for n in sizes]
    assert frame.loc["脱贫", "dp"] == pytest.approx(sum(abs(1 / 5 - s) for s in parts) / 2)
    assert frame.loc["道路", "dp"] == pytest.approx(1 - parts[-1])
    assert frame.loc["道路", "dp_norm"] == pytest.approx((1 - 4 / 16) / (1 - 3 / 16))
    assert frame.loc["没有", "n"] == 0
    assert pd.isna(frame.loc["没有", "dp"])
    assert frame.loc["脱贫", "doc_share"] == 1


def test_readability_counts_clauses_and_parts_of_speech():
    text = (
        "全县不断发展产业，并且非常重视教育，因此农民收入持续增加。去年建成道路12公里。目前学校十分整洁，老师也多了。\n"
    )
    row = fp.readability(fp.parse(text), window=10).frame.iloc[0]
    assert (row["sentences"], row["clauses"]) == (3, 6)
    assert row["characters"] == len("".join(c for c in text if c.isalnum()))
    assert row["clause_length"] == pytest.approx(row["characters"] / row["clauses"])
    assert row["fog"] == pytest.approx((row["clause_length"] + row["function_share"]) / 2)
    assert 0 < row["function_share"] < 0.5
    words = [t.word for t in fp.parse(text).tokens if t.is_word]
    windows = [words[i : i + 10] for i in range(len(words) - 9)]
    assert row["mattr"] == pytest.approx(sum(len(set(w)) / 10 for w in windows) / len(windows))
    assert pd.isna(fp.readability(fp.parse(text)).frame["mattr"][0])
    empty = fp.readability(fp.parse("12345")).frame.iloc[0]
    assert empty["sentences"] == 0
    assert pd.isna(empty["fog"])


def test_tables_are_saved_shown_and_carried(corpus, tmp_path):
    found = fp.frequencies(corpus, by="region")
    assert "<table>" in found._repr_html_()
    assert "words" in repr(found)
    assert pickle.loads(pickle.dumps(found)).frame.equals(copy.copy(found).frame)
    for name in ("a.dta", "a.csv", "a.xlsx", "a.jsonl", "a.parquet"):
        assert fp.save(found, tmp_path / name).stat().st_size > 100
    back = pd.read_stata(tmp_path / "a.dta")
    assert back["n"].sum() == found.frame["n"].sum()
    assert pd.read_excel(tmp_path / "a.xlsx").columns[:2].tolist() == ["地区", "区划代码"]


def test_a_table_of_concepts_in_every_form(tmp_path):
    wanted = {"环保": ("污染", "减排"), "创新": ("创新",)}
    toml, yaml, wide, long = (tmp_path / name for name in ("a.toml", "a.yaml", "wide.csv", "long.csv"))
    toml.write_text('"环保" = ["污染", "减排"]\n"创新" = "创新"\n[meta]\nsource = "own"\n', "utf-8")
    yaml.write_text("环保: [污染, 减排]\n创新:\n  - 创新\n", "utf-8")
    wide.write_bytes("环保,创新,备注\n污染,创新,甲\n减排,,\n".encode("gb18030"))
    long.write_text("类别,词语\n环保,污染\n环保,减排\n创新,创新\n", "utf-8-sig")
    for path in (toml, yaml, long):
        assert dict(fp.Dictionary.load(path).concepts) == wanted
        assert fp.Dictionary.of(str(path)) == fp.Dictionary.of(wanted)
    assert dict(fp.Dictionary.load(wide, columns=["环保", "创新"]).concepts) == wanted
    assert pickle.loads(pickle.dumps(fp.Dictionary.of(wanted))) == fp.Dictionary.of(wanted)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.toml", "环保 = []", "a Chinese name needs quotes"),
        ("a.toml", '"环保" = []', "there is no word"),
        ("a.toml", '["环保"]\na = ["b"]', "a list of words is wanted"),
        ("a.toml", '"环保" = [3]', "takes one name or several"),
        ("a.toml", "", "has no concept"),
        ("a.toml", "a = " + "[" * 3000, "cannot be read"),
        ("a.yaml", "- 环保\n- 创新", "concepts with their words are wanted"),
        ("a.yaml", "环保: [污染", "no YAML"),
        ("a.yaml", "!!python/object/apply:os.system ['true']", "no YAML"),
        ("a.yaml", "环保: [污染 防治]", "looks like several words"),
        ("a.csv", "环保,创新\n,\n", "there is no word"),
        ("a.docx", "x", "a dictionary is one of"),
    ],
)
def test_a_broken_dictionary_is_told(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(fp.FupinError, match=message) as told:
        fp.Dictionary.load(path)
    assert "\n" not in str(told.value)


def test_a_missing_dictionary_is_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"gone\.toml") as told:
        fp.attention(fp.parse("污染。"), tmp_path / "gone.toml")
    assert isinstance(told.value, DataFileError)


@pytest.mark.parametrize(
    "given", ["污染", 3, None, {"环保": None}, {"": ["a"]}, {3: ["a"]}, {}, {"环保": [""]}, [None]]
)
def test_what_is_no_dictionary_is_told(given):
    with pytest.raises((ArgumentError, OptionError)):
        fp.attention(fp.parse("污染。"), given)
