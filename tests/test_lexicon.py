"""What a user adds to the lexicon is known where he gives it, and nowhere else; what is wrong is told."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import fupin_nlp as fp
from fupin_nlp.errors import ArgumentError, DataFileError, OptionError

PAGE = Path(__file__).parents[1] / "docs" / "own-knowledge.md"
TEXT = (
    "2021年，沿江生态新区减排大气污染物3万污染当量，化学需氧量排放量降至2.5万吨，蓝天日数达到300天，"
    "新增碳汇林3万亩，建成无废城市项目5个，排污权交易120笔。"
)


@pytest.fixture
def file(tmp_path):
    """The example of the page, as a file."""
    path = tmp_path / "environment.toml"
    path.write_text(re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)[1], encoding="utf-8")
    return path


def told(report):
    return {r.text: (r.unit, r.indicator, r.measure, r.region) for r in report.records}


def test_the_example_of_the_page_does_what_the_page_says(file):
    plain, own = told(fp.parse(TEXT)), told(fp.parse(TEXT, lexicon=file))
    assert "3万污染当量" not in plain
    assert own["3万污染当量"][0] == "污染当量"
    assert own["2.5万吨"][1:] == ("化学需氧量排放量", "ecology", "沿江生态新区")
    assert own["300天"][1] == "空气优良天数"
    assert own["3万亩"][2] == "carbon"
    assert own["5个"][2] == "ecology"
    assert {region for *_, region in plain.values()} == {None}
    assert {region for *_, region in own.values()} == {"沿江生态新区"}
    assert fp.parse(TEXT, lexicon=file).city == "武汉市"
    assert told(fp.parse(TEXT)) == plain  # nothing stays behind


def test_every_way_of_reading_takes_it(file, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    pd.DataFrame({"t": [TEXT], "n": ["a.txt"]}).to_csv(tmp_path / "t.csv", index=False)
    lexicon = fp.Lexicon.load(file)
    wanted = told(fp.parse(TEXT, lexicon=lexicon))
    frame = pd.read_csv(tmp_path / "t.csv")
    ways = [
        fp.read(folder / "a.txt", lexicon=lexicon),
        fp.read(folder / "a.txt", options=fp.ReportOptions(lexicon=str(file))),
        fp.Corpus.from_folder(folder, lexicon=file)[0],
        fp.Corpus.from_texts([TEXT], lexicon=file)[0],
        fp.Corpus.from_frame(frame, text="t", name="n", lexicon=lexicon)[0],
        fp.read_table(tmp_path / "t.csv", text="t", name="n", lexicon=lexicon)[0],
        pickle.loads(pickle.dumps(fp.Corpus.from_folder(folder, lexicon=file)))[0],
    ]
    assert [told(report) for report in ways] == [wanted] * len(ways)
    for jobs in (1, 2):
        done = fp.run(folder, tmp_path / "o.csv", lexicon=file, options=fp.BatchOptions(jobs=jobs))
        assert pd.read_csv(done.output)["text"].tolist() == list(wanted)
    from fupin_nlp.cli.commands import cli

    shown = CliRunner().invoke(cli, ["extract", str(folder), "--lexicon", str(file)])
    assert (shown.exit_code, shown.stdout.count("沿江生态新区") > 0, "污染当量" in shown.stdout) == (0, True, True)


def test_runs_with_other_lexicons_are_other_runs(file, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    first = fp.run(folder, tmp_path / "o.csv", lexicon=file)
    assert first.fingerprint.key != fp.run(folder, tmp_path / "p.csv").fingerprint.key
    assert first.fingerprint.key == fp.run(folder, tmp_path / "q.csv", lexicon=fp.Lexicon.load(file)).fingerprint.key


def test_analyses_of_reports_know_what_they_were_read_with(file):
    report = fp.parse(TEXT, lexicon=file)
    assert "化学需氧量排放量" in fp.panel(report).frame["indicator"].tolist()
    assert len(fp.panel(report, "化学需氧量排放量").frame) == 1
    with pytest.raises(OptionError, match="unknown indicator"):
        fp.panel(fp.parse(TEXT), "化学需氧量排放量")


def test_the_lists_show_what_is_known_and_what_was_added(file):
    lexicon = fp.Lexicon.load(file)
    for function, name in ((fp.units, "污染当量"), (fp.indicators, "化学需氧量排放量"), (fp.measures, "carbon")):
        assert name not in function().iloc[:, 0].tolist()
        assert name in function(lexicon).iloc[:, 0].tolist()
    assert "化学需氧量排放量增速" in fp.indicators(file)["indicator"].tolist()
    assert len(fp.regions("鼓楼区")) >= 4
    assert fp.regions("530000")["name"].tolist() == ["云南省"]
    assert fp.regions("襄樊市", 2006)["code"].tolist() == ["420600"]
    assert len(fp.regions("和平")) == 0
    assert fp.regions("沿江生态新区", lexicon=lexicon)["city"].tolist() == ["武汉市"]
    assert len(fp.regions("沿江生态新区")) == 0
    with pytest.raises(ArgumentError, match="regions takes a name"):
        fp.regions(None)


def test_a_lexicon_does_not_change_and_equal_ones_are_equal():
    first = fp.Lexicon.default()
    second = first.add(words=["排污权"])
    assert (first, second.key) == (fp.Lexicon.default(), fp.Lexicon.default().add(words="排污权").key)
    assert second != first
    assert second.add(units={"污染当量": "physical"}).added.words == {"排污权": "n"}
    assert repr(second) == "<Lexicon: the library's and 1 words>"
    assert hash(second) == hash(pickle.loads(pickle.dumps(second)))
    record = fp.parse("脱贫3户。").records[0]
    assert fp.parse("脱贫3户。", lexicon=second).records[0] == record


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"units": {"污染当量": "weight"}}, "units: 污染当量: dimension 'weight' is not known; choose among money"),
        ({"units": ["污染当量"]}, "units: 污染当量: dimension is missing"),
        (
            {"units": {"甲": {"dimension": "mass", "peer": "斗"}}},
            "units: 甲: peer '斗' must be a unit of the same dimension",
        ),
        ({"units": {"甲": {"dimension": "mass", "factor": "x"}}}, "units: 甲: factor must be a number"),
        ({"units": {"甲": {"dimension": "mass", "factor": -1}}}, "units: 甲: factor '-1' must be positive"),
        ({"units": {"甲": {"dimension": "mass", "colour": 1}}}, "units: 甲: the key 'colour' is not known"),
        ({"units": {"元": {"surfaces": ["人"]}}}, "units: '人' is written for"),
        ({"regions": {"甲区": "12"}}, "regions: 甲区: code must have six digits or letters, not '12'"),
        ({"regions": {"兰考县": "4201Z9"}}, "regions: 兰考县: it is known already, with the code 410225"),
        ({"regions": {"甲区": {"code": "4201Z9", "level": "town"}}}, "regions: 甲区: level 'town' is not known"),
        ({"words": ["a b"]}, "words: 'a b': a name is not empty and has no blanks"),
        ({"words": {"排污权": "名词"}}, "words: 排污权: the part of speech must be letters"),
        ({"indicators": {"甲": "光年"}}, "indicators: 甲: the unit '光年' is not known; add it to units"),
        ({"indicators": {"甲": "千米"}}, "the unit that is written so is 公里"),
        ({"indicators": {"甲": {}}}, "indicators: 甲: units is missing"),
        ({"indicators": {"甲": {"units": "吨", "kinds": "sum"}}}, "kinds must be among"),
        ({"measures": {"carbon": ["碳汇"]}}, "measures: carbon: label is missing"),
        ({"measures": {"双碳": ["碳汇"]}}, "a code is made of English letters"),
        ({"measures": {"ecology": {"label": "x"}}}, "measures: ecology: words is missing"),
        ({"measures": {"ecology": ["碳"]}}, "must have two characters or more"),
    ],
)
def test_a_wrong_entry_is_told_at_once(entries, message):
    with pytest.raises(OptionError, match=re.escape(message)) as told:
        fp.Lexicon.default().add(**entries)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("entries", [{"units": 3}, {"words": [3]}, {"words": None}])
def test_what_are_no_entries_is_told(entries):
    with pytest.raises(ArgumentError):
        fp.Lexicon.default().add(**entries)


def test_a_wrong_file_is_told_with_its_name(tmp_path):
    path = tmp_path / "own.toml"
    with pytest.raises(FileNotFoundError, match=r"gone\.toml: there is no such file"):
        fp.parse("脱贫3户。", lexicon=tmp_path / "gone.toml")
    for content, message in (
        ("words = [", "cannot be read as TOML"),
        ('colours = ["red"]', "the table 'colours' is not known; there are units, regions"),
        ('[units."污染当量"]\ndimension = "weight"', "units: 污染当量: dimension 'weight'"),
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(DataFileError, match=re.escape(message)) as told:
            fp.Lexicon.load(path)
        assert str(told.value).startswith(str(path))
    with pytest.raises(ArgumentError, match="lexicon= takes a Lexicon or the path"):
        fp.parse("脱贫3户。", lexicon=3)
