"""compare, cluster, panel, report, evaluate: tables on the terminal and in files."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from fupin_nlp.batch import run
from fupin_nlp.cli.terminal import width_of
from fupin_nlp.report.samples import sample_folder


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """A store of the sample reports: read once, and of the same tables as their folder (tests/batch/test_store.py)."""
    store = tmp_path_factory.mktemp("samples") / "samples.duckdb"
    run([sample_folder()], store)
    return store


@pytest.fixture
def growth(tmp_path):
    folder = tmp_path / "growth"
    folder.mkdir()
    plan = "2019年政府工作报告\n2018年，全县地区生产总值增长7.2%。\n2019年，力争地区生产总值增长8%以上。\n"
    result = "2020年政府工作报告\n2019年，全县地区生产总值增长7.6%。\n"
    (folder / "2019_洋县_政府工作报告.txt").write_text(plan, encoding="utf-8")
    (folder / "2020_洋县_政府工作报告.txt").write_text(result, encoding="utf-8")
    return folder


def test_compare_counts_by_two_keys(fupin, reports):
    done = fupin("compare", reports)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines() if line.split()}
    assert int(lines["洋县"][0]) == sum(int(n) for n in lines["洋县"][1:] if n != "·") == 2
    assert set(lines) >= {"地区", "洋县", "略阳县", "西乡县", "勉县"}


def test_compare_sums_an_entity(fupin, reports, tmp_path):
    out = tmp_path / "loans.csv"
    done = fupin("compare", reports, "--by", "region,year", "--entity", "小额贷款", "-o", out)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"1 rows in {out}\n")
    row = pd.read_csv(out).iloc[0]
    assert (row["region"], str(row["year"]), row["sum"], row["unit"]) == ("洋县", "2019", 20362000, "元")
    shown = fupin("compare", reports, "--by", "region,year", "--entity", "小额贷款").stdout
    assert "2036.2万" in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["compare", "--by", "planet"], "by='planet' is not known; choose among region, year"),
        (["compare", "--by", ","], "by names each key once"),
        (["compare", "--entity", "贷款", "--indicator", "人口"], "entity and indicator cannot be compared at once"),
        (["compare", "--role", "hope"], "'hope' is not one of"),
        (["cluster", "-k", "many"], "'many' is neither a number of at least 1 nor auto"),
        (["cluster", "-k", "0"], "'0' is neither a number of at least 1 nor auto"),
        (["cluster", "-k", "9"], "there are only 4 reports with content"),
        (["cluster", "--by", "colour"], "'colour' is not one of"),
        (["panel", "--indicator", "幸福"], "unknown indicator"),
        (["panel", "-o", "a.docx"], "format 'docx' cannot be written"),
    ],
)
def test_wrong_choices_end_with_2(fupin, reports, arguments, message):
    done = fupin(arguments[0], reports, *arguments[1:])
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


def test_nothing_to_analyse(fupin, tmp_path):
    empty = fupin("compare", tmp_path)
    assert (empty.exit_code, "there is no document in it" in empty.stderr) == (2, True)
    missing = fupin("cluster", tmp_path / "nowhere")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert missing.stderr.startswith("Error: nowhere: there is no file or folder")


def test_failures_are_named_and_the_rest_is_compared(fupin, reports):
    (reports / "empty.txt").write_bytes(b"")
    done = fupin("compare", reports)
    assert (done.exit_code, done.stderr) == (1, "failed: empty.txt: read: the file is empty\n")
    assert "洋县" in done.stdout


def test_cluster_puts_every_report_in_a_cluster(fupin, samples, tmp_path):
    out = tmp_path / "clusters.xlsx"
    assert fupin("cluster", samples, "-k", "4", "-o", out).exit_code == 0
    frame = pd.read_excel(out, engine="openpyxl")
    assert (len(frame), frame["类"].nunique()) == (16, 4)
    shown = fupin("cluster", samples, "-k", "4").stdout
    assert all(doc in shown for doc in frame["文件"])


@pytest.mark.parametrize("columns", [80, 100])
@pytest.mark.parametrize(
    "arguments",
    [
        ("cluster", "-k", "4"),
        ("compare",),
        ("compare", "--by", "region,year", "--indicator", "地区生产总值增速"),
        ("compare", "--by", "year,entity"),
        ("panel",),
    ],
    ids=" ".join,
)
def test_tables_fit_the_terminal(fupin, monkeypatch, samples, arguments, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    done = fupin(arguments[0], samples, *arguments[1:])
    assert done.exit_code == 0
    assert [line for line in done.stdout.splitlines() if width_of(line) > columns] == []
    assert len(done.stdout.splitlines()) > 3


def test_kinds_and_directions_are_said_in_chinese(fupin, samples):
    shown = fupin("compare", samples, "--by", "year,entity").stdout
    assert "流量" in shown
    assert not {"flow", "level", "rate", "change", "down", "up"} & set(shown.split())


def test_gaps_of_a_panel_go_to_a_file(fupin, growth, tmp_path):
    out = tmp_path / "gaps.csv"
    assert fupin("panel", growth, "--gaps", out).exit_code == 0
    frame = pd.read_csv(out, encoding="utf-8-sig")
    assert frame.columns.tolist() == ["region", "region_code", "indicator", "year", "reason", "ids"]
    assert "no_target" in set(frame["reason"])


def test_panel_sets_the_target_beside_the_result_of_the_next_report(fupin, growth, tmp_path):
    out = tmp_path / "growth.dta"
    done = fupin("panel", growth, "--indicator", "地区生产总值增速", "-o", out)
    assert done.exit_code == 0
    frame = pd.read_stata(out).set_index("year")
    assert frame.loc[2019, ["region", "target", "target_bound", "result", "difference"]].tolist() == [
        "洋县", 8.0, "over", 7.6, -0.4,
    ]  # fmt: skip
    with pd.io.stata.StataReader(out) as reader:
        assert reader.variable_labels()["target"] == "目标值"
    shown = fupin("panel", growth)
    assert re.search(r"洋县 +2019 +地区生产总值增速 +超过 +8 +7\.6 +-0\.4", shown.stdout)
    assert "no_target 1" in shown.stderr


def test_report_writes_a_page(fupin, reports, tmp_path):
    out = tmp_path / "page.html"
    done = fupin("report", reports, "-o", out)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"4 reports in {out}\n")
    page = out.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "洋县" in page


def test_report_of_fewer_reports_than_can_be_clustered(fupin, reports, tmp_path):
    out = tmp_path / "page.html"
    assert fupin("report", reports / "洋县_2019.txt", "-o", out).exit_code == 0
    assert out.is_file()


def test_report_shows_words_and_concepts_when_asked_for(fupin, reports, tmp_path):
    out, concepts = tmp_path / "page.html", tmp_path / "concepts.toml"
    concepts.write_text('"经济" = ["生产总值", "经济"]', "utf-8")
    assert fupin("report", reports, "-o", out, "--words", "--dictionary", concepts).exit_code == 0
    page = out.read_text("utf-8")
    assert "<h3>词频</h3>" in page
    assert '<td data-name="概念">经济</td>' in page
    concepts.write_text("= no toml", "utf-8")
    assert fupin("report", reports, "-o", out, "--dictionary", concepts).exit_code == 2


def test_a_folder_that_cannot_be_written_to(fupin, reports, tmp_path):
    for command in ("report", "extract", "compare"):
        done = fupin(command, reports, "-o", tmp_path / "no" / "such" / "a.csv")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "cannot be written: No such file or directory; choose another place with -o" in done.stderr


def test_evaluate_counts_what_is_right_and_what_is_not(fupin, tmp_path):
    gold = sorted((sample_folder() / "gold").glob("*.jsonl"))[0]
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    # Gold lists every answer that is right; a prediction is one of them.
    right = [{k: v[0] if isinstance(v, list) and v else v for k, v in row.items()} for row in rows]
    right[0]["role"] = "case" if right[0]["role"] != "case" else "target"
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in right), encoding="utf-8")
    done = fupin("evaluate", predicted, gold, "--problems")
    assert done.exit_code == 0
    assert f"found {len(rows)}  missed 0  wrong value 0  extra 0" in done.stdout
    assert re.search(rf"^role +{len(rows) - 1} +{len(rows)} ", done.stdout, re.MULTILINE)
    assert re.search(r"^ +1 +role", done.stdout, re.MULTILINE)
    told = [line for line in done.stdout.splitlines() if line.startswith("role ") and right[0]["text"] in line]
    assert len(told) == 1


def test_evaluate_tells_a_file_that_is_no_gold(fupin, tmp_path):
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{", encoding="utf-8")
    done = fupin("evaluate", broken, broken)
    assert (done.exit_code, done.stdout) == (2, "")
    assert str(broken) in done.stderr
    assert fupin("evaluate", tmp_path / "no", broken).exit_code == 2


def test_an_own_taxonomy_is_followed_everywhere(fupin, reports, tmp_path):
    own = tmp_path / "own.toml"
    from importlib.resources import files

    text = files("fupin_nlp").joinpath("data/measures.toml").read_text(encoding="utf-8")
    own.write_text(text.replace("金融扶贫", "钱的事情"), encoding="utf-8")
    shown = fupin("compare", reports, "--measures", own, "--by", "measure").stdout
    assert "钱的事情" in shown
    assert "金融扶贫" not in shown
    assert "钱的事情" in fupin("cluster", reports, "--measures", own, "-k", "4").stdout
