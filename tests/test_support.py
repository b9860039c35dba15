"""The helpers of the tests and the check for duplicated code do what they promise."""

from __future__ import annotations

import json

import pytest
from tools import duplication

from tests.support import cases, places

ROW = {"id": "a", "source": "written for this test", "text": "5户"}


@pytest.fixture
def topic(tmp_path, monkeypatch):
    monkeypatch.setattr(cases, "CASES", tmp_path)
    folder = tmp_path / "topic"
    folder.mkdir()

    def write(origin, *rows):
        (folder / f"{origin}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    return write


def test_cases_know_their_origin_and_known_failures_must_fail(topic):
    topic("synthetic", ROW)
    topic("known_failures", {**ROW, "id": "b", "note": "not yet"})
    assert [(row["id"], row["origin"]) for row in cases.read_cases("topic")] == [
        ("a", "synthetic"),
        ("b", "known_failures"),
    ]
    plain, failing = cases.case_parameters("topic")
    assert (plain.id, list(plain.marks)) == ("a", [])
    assert [(mark.name, mark.kwargs) for mark in failing.marks] == [("xfail", {"reason": "not yet", "strict": True})]


@pytest.mark.parametrize(
    ("rows", "message"),
    [([], "no cases"), ([ROW, ROW], "occurs twice"), ([{"id": "a"}], "without id or source")],
)
def test_careless_cases_are_refused(topic, rows, message):
    topic("wild", *rows)
    with pytest.raises(ValueError, match=message):
        cases.read_cases("topic")


def test_absent_evaluation_data_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("FUPIN_EVAL_DIR", str(tmp_path))
    assert "no reports and no gold" in places.why_no_evaluation_data()
    for part in ("reports", "gold"):
        (tmp_path / part).mkdir()
    assert places.why_no_evaluation_data() is None
    monkeypatch.delenv("FUPIN_EVAL_DIR")
    assert places.evaluation_folder() == places.ROOT.parent / "shared"


CODE = '''
def total(rows):
    """Add up."""
    result = 0
    for row in rows:
        # only what counts
        if row.certain and row.value is not None:
            result += row.value * row.factor
        elif row.part_of:
            result -= row.value
        else:
            result = max(result, row.value)
    names = [row.name for row in rows if row.value > 3]
    places = {row.place: row.value for row in rows}
    assert names or places, "nothing to add"
    return result, sorted(names), places
'''


def duplicates_of(tmp_path, first, second, *options):
    (tmp_path / "one.py").write_text(first, encoding="utf-8")
    (tmp_path / "two.py").write_text(second, encoding="utf-8")
    return duplication.main([*options, str(tmp_path)])


def test_a_copy_is_found_whatever_its_comments_and_names(tmp_path, capsys):
    assert duplicates_of(tmp_path, CODE, CODE.replace("# only what counts", "")) == 1
    assert "one.py:2-16" in capsys.readouterr().out
    renamed = CODE.replace("row", "entry").replace("result", "amount").replace("3", "7")
    assert duplicates_of(tmp_path, CODE, renamed) == 1
    assert "lines, shape" in capsys.readouterr().out


def test_imports_tables_and_short_likenesses_are_none(tmp_path):
    imports = "\n".join(f"import module{n}" for n in range(20))
    table = "T = {\n" + "\n".join(f'    "k{n}": {n},' for n in range(20)) + "\n}\n"
    assert duplicates_of(tmp_path, f"{imports}\n{table}", f"{imports}\n{table.replace('k', 'j')}") == 0
    short = "\n".join(CODE.split("\n")[:5]) + "\n        pass\n"
    assert duplicates_of(tmp_path, CODE, short) == 0


def test_no_files_is_a_wrong_call(tmp_path):
    assert duplication.main([str(tmp_path)]) == 2
