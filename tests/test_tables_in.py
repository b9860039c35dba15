"""Tables and lists of texts: each row is a report, what is given wins, nothing is lost without a word."""

from __future__ import annotations

import datetime
import json
import warnings

import numpy as np
import pandas as pd
import pytest

import fupin_nlp as fp
from fupin_nlp.errors import ArgumentError, FailureWarning, FupinWarning, MissingInputError, OptionError, ReadError
from fupin_nlp.model.given import Given

TEXTS = ["去年全省脱贫3万户。\n二、今年目标\n力争脱贫2万户。", "去年全省脱贫4万户。", "去年全省脱贫5万户。"]
TABLE = pd.DataFrame({"省份": ["云南省", "贵州", "海南"], "年份": [2019, 2020, 2021], "正文": TEXTS})
COLUMNS = {"text": "正文", "region": "省份", "date": "年份"}


def rows(corpus):
    return [(report.doc, report.region, report.region_code, report.year, len(report)) for report in corpus]


WANTED = [
    ("云南省_2019", "云南省", "530000", 2019, 2),
    ("贵州_2020", "贵州省", "520000", 2020, 1),
    ("海南_2021", "海南省", "460000", 2021, 1),
]


def test_each_row_is_a_report_with_its_own_region_and_year():
    corpus = fp.Corpus.from_frame(TABLE, **COLUMNS)
    assert rows(corpus) == WANTED
    frame = corpus.to_frame()
    assert frame["period_start"].dt.year.tolist()[0] == 2018
    assert frame["report_region"].tolist() == ["云南省", "云南省", "贵州省", "海南省"]
    assert corpus[0].explain()["region"] == "云南省, given: 云南省"
    assert corpus[0].explain()["date"] == "2019, given: 2019"
    assert [record.role for record in corpus[0]] == ["achieved", "target"]  # the lines of the text are kept


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx", ".jsonl", ".dta"])
def test_the_same_table_in_a_file_gives_the_same_reports(tmp_path, suffix):
    path = tmp_path / f"t{suffix}"
    columns = COLUMNS
    if suffix == ".csv":
        TABLE.to_csv(path, index=False, encoding="gb18030")
    elif suffix == ".tsv":
        TABLE.to_csv(path, index=False, sep="\t")
    elif suffix == ".xlsx":
        TABLE.to_excel(path, index=False)
    elif suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in TABLE.to_dict("records")), encoding="utf-8")
    else:
        TABLE.set_axis(["province", "year", "text"], axis=1).to_stata(path, write_index=False, version=118)
        columns = {"text": "text", "region": "province", "date": "year"}
    corpus = fp.read_table(path, **columns)
    assert rows(corpus) == WANTED
    assert [report.raw.text for report in corpus] == TEXTS


def test_rows_without_text_are_failures_not_losses():
    table = pd.DataFrame({"t": ["脱贫3户。", None, "", 12.5, float("nan")]})
    corpus = fp.Corpus.from_frame(table, text="t")
    assert (len(corpus), len(corpus.reports), len(corpus.failures)) == (5, 1, 4)
    assert {failure.reason for failure in corpus.failures} == {
        "there is no text: it is empty, or its cell holds no text"
    }
    assert corpus.docs == ("row_1", "row_2", "row_3", "row_4", "row_5")
    with pytest.raises(ReadError, match="row_2: there is no text"):
        corpus["row_2"]


def test_missing_cells_are_read_from_the_text_and_equal_names_are_told_apart():
    table = pd.DataFrame(
        {
            "t": ["脱贫3户。", "脱贫4户。", "2018年，略阳县脱贫5户。"],
            "r": ["洋县", "洋县", None],
            "d": [2019.0, 2019.0, None],
        }
    )
    corpus = fp.Corpus.from_frame(table, text="t", region="r", date="d")
    assert corpus.docs == ("洋县_2019", "洋县_2019#2", "row_3")
    assert (corpus[2].region, corpus[2].year) == ("略阳县", 2018)
    named = fp.Corpus.from_frame(table.assign(n=["a", "b", "c"]), text="t", name="n", region="r")
    assert named.docs == ("a", "b", "c")


def test_several_columns_tell_the_region_together():
    table = pd.DataFrame(
        {"p": ["江苏省", "福建省"], "c": ["南京市", "福州市"], "x": ["鼓楼区", "鼓楼区"], "t": ["脱贫3户。"] * 2}
    )
    corpus = fp.Corpus.from_frame(table, text="t", region=["p", "c", "x"])
    assert [report.region_code for report in corpus] == ["320106", "350102"]
    assert corpus.documents[["province", "city"]].values.tolist() == [["江苏省", "南京市"], ["福建省", "福州市"]]


@pytest.mark.parametrize(
    ("region", "name", "code"),
    [
        ("云南", "云南省", "530000"),
        (530000, "云南省", "530000"),
        ("53", "云南省", "530000"),
        ("江苏省南京市", "南京市", "320100"),
        (["内蒙古", "呼伦贝尔"], "呼伦贝尔市", "150700"),
        ("全国", "全国", "000000"),
        ("某某经济开发区", "某某经济开发区", None),
        ("鼓楼区", "鼓楼区", None),  # several bear the name, and nothing tells which
    ],
)
def test_a_given_region_wins_and_an_unknown_one_stays_as_it_is(region, name, code):
    report = fp.parse("2018年，略阳县脱贫3户。", region=region)
    assert (report.region, report.region_code) == (name, code)
    assert report.explain()["region"].startswith(f"{name}, given: ")


def test_given_regions_that_mean_no_place_are_told_once():
    cells = {"省": ["云南省", "云南生", "云南生", "鼓楼区"], "文": ["脱贫3户。"] * 4}
    corpus = fp.Corpus.from_frame(pd.DataFrame(cells), text="文", region="省")
    with pytest.warns(FupinWarning, match=r"3 documents have a region without a code.*: 云南生、鼓楼区; ") as told:
        codes = corpus.documents["region_code"].isna().tolist()
    assert (codes, len(told)) == ([False, True, True, True], 1)
    assert len(corpus.to_frame()) == 4, "nothing is told again, or lost"


def test_regions_that_are_known_or_read_are_not_told(recwarn):
    frame = pd.DataFrame({"省": ["云南", "全国", None], "文": ["脱贫3户。", "脱贫4户。", "某某开发区脱贫5户。"]})
    assert len(fp.Corpus.from_frame(frame, text="文", region="省").documents) == 3
    assert not recwarn.list


def test_the_text_settles_a_given_region_of_several_bearers():
    assert fp.parse("徐州市鼓楼区脱贫3户。", region="鼓楼区").region_code == "320302"


@pytest.mark.parametrize(
    ("date", "told"),
    [
        (2020, "2020"), ("2020", "2020"), ("2020年度", "2020"), (2020.0, "2020"), (np.int64(2020), "2020"),
        ("2020年5月", "2020-05"), ("2020-05", "2020-05"), (202005, "2020-05"), (pd.Period("2020-05"), "2020-05"),
        ("2020/5/17", "2020-05-17"), ("20200517", "2020-05-17"), (datetime.date(2020, 5, 17), "2020-05-17"),
        (pd.Timestamp("2020-05-17"), "2020-05-17"), ("2020-05-17 08:30:00", "2020-05-17"),
        (None, None), (float("nan"), None), (pd.NaT, None), (pd.NA, None), ("", None), (" ", None),
    ],
)  # fmt: skip
def test_dates_are_taken_as_tables_hold_them(date, told):
    assert Given.of(date=date).date == told


@pytest.mark.parametrize("date", ["abc", 12, "2020-13", "2020-02-30", True, [2020], 3000, "2019-2020", b"2020"])
def test_what_is_no_date_is_refused(date):
    with pytest.raises(OptionError, match="date="):
        fp.parse("脱贫3户。", date=date)


def test_a_wrong_date_of_a_table_names_its_row():
    with pytest.raises(OptionError, match="the table, row 2: date='soon' is no date"):
        fp.Corpus.from_frame(TABLE.assign(年份=[2019, "soon", 2021]), **COLUMNS)


def test_a_more_exact_date_of_the_text_that_lies_in_the_given_one_stays():
    text = "——2020年1月12日在省第十三届人民代表大会第三次会议上\n去年脱贫3户。"
    assert fp.parse(text, date=2020).date == "2020-01-12"
    assert fp.parse(text, date=2021).date == "2021"
    assert fp.parse(text, date="2020-03").date == "2020-03"


def test_a_missing_column_is_told_with_those_there_are():
    with pytest.raises(OptionError, match="there is no column '正 文'; do you mean '正文'"):
        fp.Corpus.from_frame(TABLE, text="正 文")
    with pytest.raises(TypeError, match="colour"):
        fp.Corpus.from_frame(TABLE, text="正文", colour="年份")
    with pytest.raises(OptionError, match="no row"):
        fp.Corpus.from_frame(TABLE.head(0), text="正文")
    with pytest.raises(ArgumentError, match=r"read_table takes a file"):
        fp.Corpus.from_frame("t.csv", text="正文")


def test_texts_with_metadata_in_any_shape():
    told = {"region": ["云南省", "贵州", "海南"], "date": [2019, 2020, 2021]}
    shapes = [told, pd.DataFrame(told), [dict(zip(told, row, strict=True)) for row in zip(*told.values(), strict=True)]]
    for metadata in shapes:
        assert [row[1:] for row in rows(fp.Corpus.from_texts(TEXTS, metadata))] == [row[1:] for row in WANTED]
    assert fp.Corpus.from_texts({"略阳县_2019": "脱贫3户。"})[0].region == "略阳县"
    assert fp.Corpus.from_texts(pd.Series(TEXTS))[1].records[0].value == 40000
    with pytest.raises(OptionError, match="of 1 texts only"):
        fp.Corpus.from_texts(TEXTS, [{"region": "云南省"}])
    with pytest.raises(OptionError, match="more than 3 texts"):
        fp.Corpus.from_texts(TEXTS, [{}] * 4)
    with pytest.raises(OptionError, match="metadata 'colour' is not known"):
        fp.Corpus.from_texts(TEXTS, [{"colour": 1}] * 3)
    with pytest.raises(ArgumentError, match="text 2 is nan"):
        fp.Corpus.from_texts(["脱贫3户。", float("nan")])
    with pytest.raises(ArgumentError, match="several texts"):
        fp.Corpus.from_texts("脱贫3户。")


def test_a_stream_is_drawn_one_by_one_and_not_kept():
    drawn = []

    def stream():
        for n in range(1, 6):
            drawn.append(n)
            yield f"第{n}批脱贫{n}户。"

    reports = fp.Corpus.from_texts(stream()).iter()
    assert drawn == []
    assert next(reports).records[0].text == "1户"
    assert drawn == [1]
    assert [report.records[0].text for report in reports] == ["2户", "3户", "4户", "5户"]
    kept = fp.Corpus.from_texts(stream())
    assert (len(kept), len(kept.to_frame()), len(kept.to_frame())) == (5, 5, 5)


def test_what_a_stream_passes_over_is_told():
    with pytest.warns(FailureWarning, match="passed over: text-"):
        assert len(list(fp.Corpus.from_texts(["脱贫3户。", ""]).iter())) == 1


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_table_of_texts_that_is_read_as_one_report_is_told(tmp_path, suffix):
    path = tmp_path / f"各省{suffix}"
    TABLE.to_csv(path, index=False) if suffix == ".csv" else TABLE.to_excel(path, index=False)
    with pytest.warns(FailureWarning, match=r"1 of 1 documents could not be read.*read_table\(path, text='正文'\)"):
        assert fp.Corpus.from_folder(tmp_path).to_frame().empty
    with pytest.raises(ReadError, match=r"read_table\(path, text='正文'\)"):
        fp.read(path)


def test_a_table_of_figures_is_not_taken_for_texts(tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("指标,2019年,单位\n脱贫户数,300,户\n贷款,200,万元\n道路,12,公里\n", encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fp.read(path)


def test_a_table_that_is_missing_or_none(tmp_path):
    with pytest.raises(MissingInputError, match=r"gone\.csv"):
        fp.read_table(tmp_path / "gone.csv", text="正文")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    with pytest.raises(ReadError, match="no table that can be read"):
        fp.read_table(tmp_path / "a.pdf", text="正文")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04broken")
    with pytest.raises(ReadError, match=r"b\.xlsx"):
        fp.read_table(tmp_path / "b.xlsx", text="正文")
    (tmp_path / "c.csv").write_text('正文,年份\n"脱贫3户。,2019\n', encoding="utf-8")
    with pytest.raises(ReadError, match=r"c\.csv: no table"):
        fp.read_table(tmp_path / "c.csv", text="正文")


def test_the_command_line_reads_a_table_as_the_library_does(tmp_path):
    from click.testing import CliRunner

    from fupin_nlp.cli.commands import cli

    path, out = tmp_path / "t.csv", tmp_path / "records.csv"
    TABLE.to_csv(path, index=False)
    options = ["--text-column", "正文", "--region-column", "省份", "--date-column", "年份"]
    for more in ([], ["--jobs", "2"]):
        done = CliRunner().invoke(cli, ["extract", str(path), "-o", str(out), *options, *more])
        assert (done.exit_code, done.stderr) == (0, f"4 records of 3 documents in {out}\n")
        frame = pd.read_csv(out)
        assert frame["report_region"].tolist() == ["云南省", "云南省", "海南省", "贵州省"]  # in the order of the names
    lines = CliRunner().invoke(cli, ["extract", str(path), *options]).stdout.splitlines()
    assert [json.loads(line)["doc"] for line in lines] == frame["doc"].tolist()
    wrong = CliRunner().invoke(cli, ["extract", str(path), "--date-column", "年份"])
    assert (wrong.exit_code, "name them by --text-column" in wrong.stderr) == (2, True)
    told = CliRunner().invoke(cli, ["extract", str(path), "-o", str(tmp_path / "b.csv")])
    assert (told.exit_code, "--text-column 正文" in told.stderr) == (1, True)
    panel = CliRunner().invoke(cli, ["compare", str(path), "--by", "region", *options])
    assert (panel.exit_code, "云南省" in panel.stdout) == (0, True)
