"""Wrong arguments, missing input and own results are told, in one line, with what was passed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import fupin_nlp as fp
from fupin_nlp.errors import (
    ArgumentError,
    DataFileError,
    FupinError,
    FupinWarning,
    MissingInputError,
    OptionError,
    ReadError,
)

TEXT = "2019年，略阳县脱贫7800户，发放小额贷款3亿元。"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "略阳县_2019.txt").write_text(TEXT, encoding="utf-8")
    (folder / "洋县_2019.txt").write_text("2019年，发放贷款2亿元。", encoding="utf-8")
    return folder


@pytest.mark.parametrize("given", [None, float("nan"), 3, b"text", ["a"], Path("a.txt"), pd.Series(["a"])])
def test_parse_takes_one_text(given):
    with pytest.raises(ArgumentError, match="parse takes") as told:
        fp.parse(given)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("given", [None, 3, ["a.txt"], ("a.txt", "b.txt")])
def test_read_takes_one_path(given):
    with pytest.raises(ArgumentError, match="read takes a path or bytes"):
        fp.read(given)


@pytest.mark.parametrize("text", [TEXT, TEXT * 50, "第一行\n第二行", "x" * 3000])
def test_a_text_in_the_place_of_a_path_is_told_shortly(text):
    with pytest.raises(FileNotFoundError, match=r"fupin_nlp\.parse takes texts") as told:
        fp.read(text)
    assert len(str(told.value)) < 150
    assert "\n" not in str(told.value)


def test_read_of_a_folder_and_of_nothing(folder):
    with pytest.raises(ReadError, match=r"Corpus\.from_folder reads folders"):
        fp.read(folder)
    with pytest.raises(FileNotFoundError, match=r"略阳_2019\.txt: there is no file .*; do you mean 略阳县_2019\.txt\?"):
        fp.read(folder / "略阳_2019.txt")


@pytest.mark.parametrize("call", [fp.Corpus.from_folder, lambda path: fp.run(path, "out.csv")])
def test_missing_input_is_a_missing_file(call, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for path in ("nope", folder / "nope.txt", [folder, "nope"], "nope/*.txt", str(folder / "*.pdf"), [["nope"]]):
        with pytest.raises(FileNotFoundError, match=r"nope|\*\.pdf"):
            call(path)
    with pytest.raises(OptionError):
        call([])
    with pytest.raises(OptionError):
        call("")
    for wrong in (None, 3, [None], b"in"):
        with pytest.raises(ArgumentError, match="a path must be"):
            call(wrong)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "a.py").write_text("")
    with pytest.raises(ReadError, match=r"there is no document in it; passed over: a\.py \(unknown suffix"):
        call(tmp_path / "empty")
    assert not (tmp_path / "out.csv").exists()


def test_paths_are_taken_as_they_are_meant(folder, tmp_path):
    wanted = ["洋县_2019.txt", "略阳县_2019.txt"]
    ways = (
        str(folder),
        folder,
        [folder],
        (str(folder),),
        f"{folder}/*.txt",
        [f"{folder}/洋*", f"{folder}/略*"],
        iter([folder]),
    )
    for given in ways:
        assert list(fp.Corpus.from_folder(given).docs) == wanted
    for given in (str(folder), folder, [str(folder)], f"{folder}/*.txt"):
        assert fp.run(given, tmp_path / "o.csv").documents == 2
    (folder / "a[1].txt").write_text(TEXT, encoding="utf-8")
    assert fp.Corpus.from_folder(folder / "a[1].txt").docs == ("a[1].txt",)


def test_analyses_take_one_report_or_say_what_they_take(folder):
    report = fp.parse("2019年，全县地区生产总值增长7.8%，发放小额贷款3亿元。", name="兰考县_2020.txt")
    assert fp.compare(report).frame["region"].tolist() == ["兰考县"]
    assert len(fp.panel(report, "地区生产总值增速").frame) == 1
    assert len(fp.panel(report.to_frame(), "地区生产总值增速").frame) == 1
    assert fp.compare(pd.Series([report])).frame["region"].tolist() == ["兰考县"]
    assert fp.compare(r for r in [report]).frame["region"].tolist() == ["兰考县"]
    for function in (fp.compare, fp.cluster, fp.panel):
        for given in (str(folder), folder, None, 3, [report, "x"], ["a", "b"]):
            with pytest.raises(ArgumentError, match=r"takes|is made of"):
                function(given)


def test_two_texts_without_names_are_two_documents():
    texts = ["2020年，略阳县发放贷款3亿元。", "2020年，兰考县发放贷款5亿元。"]
    reports = pd.Series(texts).map(fp.parse)
    assert set(fp.compare(reports, by="region").frame["region"]) == {"略阳县", "兰考县"}
    assert reports[0].doc == fp.parse(texts[0]).doc != reports[1].doc
    assert reports[0].year == 2020


def test_a_missing_taxonomy_is_told_before_anything_is_read(folder):
    options = fp.ReportOptions(measures=folder / "gone.toml")
    with pytest.raises(FileNotFoundError, match=r"gone\.toml") as told:
        fp.Corpus.from_folder(folder, options=options).to_frame()
    assert isinstance(told.value, DataFileError)


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_a_run_does_not_read_what_an_earlier_one_wrote(folder, form):
    first = fp.run(folder, folder / f"records.{form}")
    second = fp.run(folder, folder / f"records2.{form}")
    assert (first.documents, second.documents, second.records) == (2, 2, first.records)
    assert {source.skipped for source in fp.Corpus.from_folder(folder).skipped} == {"a result that fupin wrote"}


def test_all_own_results_are_known(folder, tmp_path):
    corpus = fp.Corpus.from_folder(folder)
    out = folder / "out"
    out.mkdir()
    for form in ("csv", "xlsx"):
        fp.compare(corpus, by=["region", "measure"]).save(out / f"comparison.{form}")
        fp.compare(corpus, by="region", entity="贷款").save(out / f"sums.{form}")
        fp.compare(corpus, by="region").save(out / f"zh.{form}", labels="zh")
        fp.panel(corpus).save(out / f"panel.{form}")
        fp.panel(corpus).save(out / f"panel_zh.{form}", labels="zh")
        fp.cluster(corpus, k=2).save(out / f"clusters.{form}")
        fp.save(corpus.to_frame(), out / f"records.{form}")
        fp.save(corpus.to_frame(labels="zh"), out / f"records_zh.{form}")
        fp.save(corpus.documents, out / f"documents.{form}")
    corpus.to_frame().to_csv(out / "by_pandas.csv")
    fp.annotation.export(corpus, out / "sheet.xlsx")
    fp.annotation.export(corpus, out / "tasks.json")
    from fupin_nlp.cli.pages import write_page

    write_page(corpus, out / "page.html")
    again = fp.Corpus.from_folder(folder)
    assert again.docs == corpus.docs
    assert {source.skipped for source in again.skipped} <= {"a result that fupin wrote", "unknown suffix '.json'"}
    for name in ("records.csv", "comparison.xlsx", "page.html"):
        with pytest.raises(ReadError, match="a result that fupin wrote"):
            fp.read(out / name)
        with pytest.raises(ReadError, match="a result that fupin wrote"):
            fp.Corpus.from_folder(out / name)


def test_hidden_files_are_not_read(folder):
    (folder / ".略阳县_2020.txt").write_text(TEXT, encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "a.txt").write_text(TEXT, encoding="utf-8")
    assert len(fp.Corpus.from_folder(folder)) == 2


def test_every_error_of_reading_is_an_os_error_of_the_library():
    assert issubclass(ReadError, (OSError, FupinError))
    assert issubclass(MissingInputError, (ReadError, FileNotFoundError))
    error = ReadError("a.txt", "the file is empty")
    assert (str(error), error.name, error.reason, error.errno) == (
        "a.txt: the file is empty",
        "a.txt",
        "the file is empty",
        None,
    )


@pytest.mark.parametrize("given", ["folder", None, 3, ["a", "b"], [None]])
def test_a_corpus_is_made_of_reports(given):
    with pytest.raises(ArgumentError, match=r"a corpus is made of .*from_texts"):
        fp.Corpus(given)


def test_plots_take_a_corpus_and_say_what_they_take(folder):
    pytest.importorskip("altair")
    corpus = fp.Corpus.from_folder(folder)
    assert fp.plot.measure_profile(corpus).to_dict() == fp.plot.measure_profile(corpus.to_frame()).to_dict()
    with pytest.raises(ArgumentError, match="heat_map takes a table, a Corpus"):
        fp.plot.heat_map("folder")


@pytest.mark.parametrize("text", ["2020年，略阳县脱贫3户。", "没有数字。", "脱贫3户，投入5万元。"])
def test_a_page_is_written_of_however_few_records(tmp_path, text):
    from fupin_nlp.cli.pages import write_page

    write_page(fp.Corpus([fp.parse(text, name="a.txt")]), tmp_path / "a.html")
    assert "a.txt" in (tmp_path / "a.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("asked", "first", "never"),
    [
        ("GDP", "地区生产总值", "5G基站"),
        ("gdp增速", "地区生产总值增速", "5G基站"),
        ("GDP增长", "地区生产总值增速", "5G基站"),
        ("地区生产总值增长率", "地区生产总值增速", "5G基站"),
        ("人均gdp", "人均地区生产总值", "人均体育场地面积"),
        ("城镇新增就业人数", "城镇新增就业", "新增学位"),
        ("5G", "5G基站", "PM2.5浓度"),
    ],
)
def test_an_unknown_indicator_is_met_by_what_it_is_called_here(asked, first, never):
    report = fp.parse("2019年，全县地区生产总值增长7.8%。", name="兰考县_2020.txt")
    with pytest.raises(OptionError, match=rf"unknown indicator '{asked}'; do you mean {first}[,?]") as told:
        fp.panel(report, asked)
    assert never not in str(told.value)


def test_a_name_that_is_like_none_sends_to_the_list():
    with pytest.raises(OptionError, match=r"unknown indicator 'XYZ'; fupin_nlp\.indicators\(\) lists"):
        fp.panel(fp.parse("脱贫3户。"), ["XYZ"])


@pytest.mark.parametrize("choice", [{"unit": "元"}, {"kind": "flow"}, {"unit": "元", "kind": "flow"}])
@pytest.mark.parametrize("by", ["measure", "region", ["region", "year"]])
def test_who_asks_for_a_sum_without_a_subject_is_told_how(by, choice):
    report = fp.parse("2019年，全县发放小额贷款2亿元，投入产业扶贫资金3亿元。", name="略阳县_2019.txt")
    with pytest.warns(fp.errors.FupinWarning, match=r"not added up; by=\[.*'entity'\] adds those of one entity"):
        found = fp.compare(report, by=by, **choice).frame
    assert found["sum"].isna().all()
    keys = [by, "entity"] if isinstance(by, str) else [*by, "entity"]
    sums = fp.compare(report, by=keys, **choice).frame
    assert sorted(sums["sum"]) == [2e8, 3e8]
    assert len(fp.compare(report, by=by).frame) == len(found)


def test_a_misspelt_argument_is_an_error(tmp_path):
    (tmp_path / "a.txt").write_text("脱贫3户。", encoding="utf-8")
    (tmp_path / "a.csv").write_text("省份,正文\n云南省,脱贫3户。\n", encoding="utf-8")
    with pytest.raises(TypeError, match="regoin"):
        fp.read(tmp_path / "a.txt", regoin="云南省")
    with pytest.raises(ArgumentError, match=r"there is no argument regoin=; .* region, "):
        fp.read_table(tmp_path / "a.csv", text="正文", regoin="省份")
    with pytest.raises(ArgumentError, match=r"there is no argument province=; .* region, "):
        fp.Corpus.from_frame(pd.DataFrame({"正文": ["脱贫3户。"]}), text="正文", province="省份")


@pytest.mark.parametrize("given", ["reports/略阳县_2019.txt", r"C:\报告\略阳县.docx", "略阳县.PDF", "all.zip"])
def test_a_path_in_the_place_of_a_text_is_told(given):
    with pytest.warns(FupinWarning, match=r"like a path, not like a text: fupin_nlp\.read reads files"):
        report = fp.parse(given)
    assert not report.records


@pytest.mark.parametrize(
    "given", ["", "脱贫3户。", "详见附件：\n名单.docx", "见名单.docx。", "增长5%。" * 60 + "a.txt"]
)
def test_a_text_that_names_a_file_is_a_text(given, recwarn):
    fp.parse(given)
    assert not [warning for warning in recwarn if issubclass(warning.category, FupinWarning)]
