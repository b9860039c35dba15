"""Reports, corpora and the analyses of a corpus."""

from __future__ import annotations

import dataclasses
import sys

import pandas as pd
import pytest

import fupin_nlp as fp
from fupin_nlp.clean import CleanOptions
from fupin_nlp.errors import DataFileError, OptionError, ReadError
from fupin_nlp.ingest import ReadOptions
from fupin_nlp.model.columns import COLUMN_LABELS_ZH, COLUMNS
from fupin_nlp.report import attempt as attempt_module
from fupin_nlp.report import held as held_module
from fupin_nlp.report.attempt import Failure
from fupin_nlp.report.samples import sample_folder

TEXT = "2019年，全县发放小额贷款2036.2万元，惠及农户1200户。力争2020年新增贷款500万元。"


@pytest.fixture(scope="module")
def samples():
    return fp.Corpus.from_folder(sample_folder())


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "洋县_2019.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(TEXT.encode("gb18030"))
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / ".hidden").write_bytes(b"x")
    return tmp_path


def test_a_report_is_the_same_from_file_bytes_and_text(folder):
    path = folder / "b" / "洋县_2019.txt"
    reports = [
        fp.read(path),
        fp.read(str(path)),
        fp.read(TEXT.encode("utf-16"), name=path.name),
        fp.parse(TEXT, name=path.name),
    ]
    assert len({report.records for report in reports}) == 1
    assert {report.raw.encoding for report in reports} == {"utf-8", "utf-16-le", "str"}
    report = reports[0]
    assert (report.doc, report.region, report.region_code, report.date) == ("洋县_2019.txt", "洋县", "610723", "2019")
    assert [r.text for r in report.achievements] == ["2036.2万元", "1200户"]
    assert all(report.raw.text[r.start : r.end] == r.text for r in report.records)
    assert repr(report) == "<Report '洋县_2019.txt': 洋县, 2019, 3 records>"


def test_what_would_take_too_much_memory_is_refused_with_what_to_do():
    def limited(**limits):
        return fp.ReportOptions(read=ReadOptions(**limits))

    def told(text, **limits):
        with pytest.raises(ReadError) as error:
            fp.parse(text, name="a.txt", options=limited(**limits))
        return str(error.value).split("; ")

    assert len(fp.parse(TEXT, options=limited(max_figures=3, max_characters=len(TEXT))).records) == 3
    advice = "split it into its reports or chapters, or raise ReadOptions.max_"
    assert told(TEXT, max_figures=2) == ["a.txt: the text has 3 figures, more than 2, the limit", f"{advice}figures"]
    assert told("3 " * 30, max_figures=1) == [
        "a.txt: the text has more than 10 numbers, ten times the limit of figures",
        f"{advice}figures",
    ]
    assert told(TEXT, max_characters=len(TEXT) - 1) == [
        f"a.txt: the text has {len(TEXT)} characters, more than {len(TEXT) - 1}, the limit",
        f"{advice}characters",
    ]


def test_a_report_explains_its_records():
    report = fp.parse(TEXT, name="洋县_2019.txt")
    told = report.explain(report.records[0])
    assert told == report.explain(report.records[0].id)
    assert {"rule", "entity", "role", "measure", "period", "region"} <= set(told)
    with pytest.raises(OptionError, match=r"ids run from 洋县_2019\.txt#0"):
        report.explain("洋县_2019.txt#99")


def test_every_field_of_every_record_that_was_decided_is_explained(samples):
    asked = {"entity", "role", "measure", "period", "region"}
    for report in samples:
        for record in report.records:
            told = record.explain()
            silent = {name for name in asked if getattr(record, name) and name not in told}
            # A measure without a cue and a role of the plain case have nothing that decided them.
            assert silent <= {"measure"}, (record.id, silent)
            assert ("part_of" in told, "damage" in told) == (record.part_of is not None, bool(record.damage))


def test_a_unit_that_does_not_stand_beside_its_number_has_a_source():
    text = "分别提高3.9、5.7个百分点，惠及6434万农村人口，发放贷款5万元。"
    assert [r.unit_from for r in fp.parse(text).records] == ["neighbour", None, "noun", None]
    cells = [r for r in fp.read(sample_folder() / "t20240118_5561203.html").records if r.unit_from == "head"]
    assert [(r.text, r.value) for r in cells[:2]] == [("74", 74), ("43200", 432_000_000)]


def test_frames_have_the_columns_of_the_record(samples):
    report = fp.parse(TEXT)
    assert tuple(report.to_frame().columns) == COLUMNS
    assert list(report.to_frame(labels="zh").columns) == [COLUMN_LABELS_ZH[name] for name in COLUMNS]
    assert tuple(fp.parse("没有数字。").to_frame().columns) == COLUMNS
    dtypes = samples.to_frame().dtypes.astype(str)
    assert dtypes[["value", "value_max", "start", "certain"]].tolist() == ["float64", "float64", "int64", "bool"]
    with pytest.raises(OptionError, match="choose one of en, zh"):
        report.to_frame(labels="fr")


def test_a_notebook_shows_the_text_with_its_records_marked():
    shown = fp.parse("<b>发放</b>小额贷款3万元。")._repr_html_()
    assert "3万元</mark>" in shown or ">3万元<" in shown
    assert "<b>发放" not in shown


def test_options_reach_the_stages():
    traditional = "全縣發放貸款３萬元。"
    assert fp.parse(traditional).clean.text == "全县发放贷款3万元。"
    kept = fp.parse(traditional, options=fp.ReportOptions(clean=CleanOptions(script=False)))
    assert kept.clean.text == "全縣發放貸款3萬元。"
    with pytest.raises(fp.FupinError, match="more than 10 bytes"):
        fp.read(TEXT.encode(), options=fp.ReportOptions(read=ReadOptions(max_bytes=10)))
    with pytest.raises(OptionError, match="auto, jieba, rjieba"):
        fp.ReportOptions(tokenizer="hanlp")


def test_an_own_taxonomy_is_read_once_and_again_when_it_changes(tmp_path, monkeypatch):
    from importlib.resources import files

    from fupin_nlp.measures import taxonomy

    text = files("fupin_nlp").joinpath("data/measures.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(text.replace("金融扶贫", "贷款业务"), encoding="utf-8")
    built = []
    monkeypatch.setattr(taxonomy, "_build", lambda name, build=taxonomy._build: built.append(name) or build(name))
    options = fp.ReportOptions(measures=own)
    assert {fp.parse(TEXT, options=options).records[0].measure_label for _ in range(3)} == {"贷款业务"}
    assert len(built) == 1
    own.write_text(text.replace("金融扶贫", "贷款与担保"), encoding="utf-8")
    assert fp.parse(TEXT, options=options).records[0].measure_label == "贷款与担保"
    with pytest.raises(DataFileError, match="gone"):
        fp.parse(TEXT, options=fp.ReportOptions(measures=tmp_path / "gone.toml"))


@pytest.mark.parametrize("text", ["\ud8005万元", "发放贷款5万元\udc00。", "經(jīng)濟\ud800增長5%", "\ude00\ud83d"])
def test_half_a_character_is_refused_with_a_way_out(text):
    with pytest.raises(fp.FupinError, match=r"a\.txt: the text holds half a character \(U\+D[89A-F]") as refused:
        fp.parse(text, name="a.txt")
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert "text.encode('utf-16', 'surrogatepass').decode('utf-16', 'replace')" in str(refused.value)
    assert fp.parse(whole).raw.text == whole


def test_half_a_character_costs_one_document(folder, monkeypatch):
    real = attempt_module.read_source

    def read(source, **options):
        raw = real(source, **options)
        return dataclasses.replace(raw, text=raw.text + "\ud800") if source.doc == "a.txt" else raw

    monkeypatch.setattr(attempt_module, "read_source", read)
    corpus = fp.Corpus.from_folder(folder)
    assert [(f.doc, f.stage) for f in corpus.failures] == [("a.txt", "read"), ("empty.txt", "read")]
    assert "half a character" in corpus.failures[0].reason


def test_a_corpus_lists_what_failed_and_what_was_passed_over(folder):
    corpus = fp.Corpus.from_folder(folder)
    assert [report.doc for report in corpus] == ["a.txt", "b/洋县_2019.txt"]
    assert [(f.doc, f.stage) for f in corpus.failures] == [("empty.txt", "read")]
    assert str(corpus.failures[0]) == "empty.txt: read: the file is empty"
    assert [(s.doc, s.skipped) for s in corpus.skipped] == [(".hidden", "hidden file")]
    assert len(corpus) == 3
    assert corpus.to_frame()["doc"].unique().tolist() == ["a.txt", "b/洋县_2019.txt"]


def test_a_corpus_reads_nothing_until_it_is_asked(folder, monkeypatch):
    read = []
    real = attempt_module.read_source
    monkeypatch.setattr(attempt_module, "read_source", lambda s, **options: read.append(s.doc) or real(s, **options))
    corpus = fp.Corpus.from_folder(folder)
    assert (read, repr(corpus)) == ([], "<Corpus of 3 documents: not read yet>")
    assert next(iter(corpus.outcomes())).doc == "a.txt"
    assert read == ["a.txt"]
    assert len(corpus.reports) == 2
    assert (corpus.reports, corpus.failures) == (corpus.reports, corpus.failures)
    assert (read.count("a.txt"), read.count("empty.txt")) == (2, 1)
    assert repr(corpus) == "<Corpus of 3 documents: 2 read, 1 failed>"


def test_a_mistake_in_the_library_costs_one_document(folder, monkeypatch):
    real = held_module.parse

    def parse(raw, *, options):
        if raw.name == "a.txt":
            raise IndexError("out of range")
        return real(raw, options=options)

    monkeypatch.setattr(held_module, "parse", parse)
    corpus = fp.Corpus.from_folder(folder)
    assert [report.doc for report in corpus.reports] == ["b/洋县_2019.txt"]
    failure = corpus.failures[0]
    assert (failure.doc, failure.stage) == ("a.txt", "interpret")
    assert "IndexError: out of range (test_report.py:" in failure.reason
    assert "please report it" in failure.reason


def test_progress_is_shown_only_where_somebody_looks(folder, capsys, monkeypatch):
    fp.Corpus.from_folder(folder).to_frame()
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    fp.Corpus.from_folder(folder, progress=False).to_frame()
    assert capsys.readouterr() == ("", "")
    fp.Corpus.from_folder(folder).to_frame()
    told = capsys.readouterr()
    assert (told.out, "reports" in told.err) == ("", True)


def test_compare_counts_every_achievement_of_a_corpus_once(samples):
    frame = samples.to_frame()
    found = fp.compare(samples, by=["region", "measure"])
    achieved = set(frame.loc[frame["role"] == "achieved", "id"])
    listed = [record for records in found.frame["records"] for record in records]
    assert sorted(listed) == sorted(set(listed))
    assert set(listed) | set(found.left_out["id"]) == achieved
    assert set(found.frame["region"].dropna()) >= {"兰考县", "略阳县", "临县"}
    # Records that name no place are their report's.
    assert fp.compare(frame, by="region").frame["n"].sum() == found.frame["n"].sum()


def test_compare_takes_reports_and_frames(samples):
    few = samples.reports[:3]
    assert fp.compare(few, by="doc").frame["doc"].tolist() == [report.doc for report in few]
    with pytest.raises(OptionError, match="unknown options"):
        fp.compare(samples, colour="red")


def test_a_report_that_is_there_twice_counts_once():
    text = "".join(f"2019年，第{n}期，发放小额贷款{n}00万元，惠及农户{n}20户，修建便民桥{n}座。" for n in range(2, 9))
    reports = [fp.parse(text, name=name) for name in ("洋县_2019.txt", "洋县_2019_copy.txt")]
    both = fp.compare(reports, by="region", entity="小额贷款")
    one = fp.compare(reports[:1], by="region", entity="小额贷款")
    assert both.frame["sum"].tolist() == one.frame["sum"].tolist() != []
    assert set(both.left_out["reason"]) >= {"duplicate_report"}


def test_cluster_of_a_corpus_is_the_same_every_time(samples):
    first, second = fp.cluster(samples, k=4), fp.cluster(list(samples), k=4)
    pd.testing.assert_frame_equal(first.reports, second.reports)
    assert first.reports["doc"].tolist() == [report.doc for report in samples]
    assert first.clusters["size"].sum() == len(samples)
    assert all(label for label in first.clusters["label"])


def test_panel_of_a_corpus(samples):
    found = fp.panel(samples, ["地区生产总值增速"])
    assert set(found.frame["indicator"]) == {"地区生产总值增速"}
    assert set(found.frame["region"]) >= {"兰考县", "赣州市"}
    pd.testing.assert_frame_equal(fp.panel(samples.to_frame(), ["地区生产总值增速"]).frame, found.frame)
    with pytest.raises(OptionError, match="unknown indicator '生产总值增速'; do you mean 地区生产总值增速"):
        fp.panel(samples, ["生产总值增速"])


def test_failures_are_plain_values():
    assert Failure("a", "read", "b") == Failure("a", "read", "b")
