"""The command that tells what is lost without each branch and each word list."""

from __future__ import annotations

import json
from textwrap import dedent

import pytest
from tools import ablation
from tools.ablation import COMPLETE, FIELDS, Effect, Switch, branches, count, effect, fold_of


def test_every_branch_of_a_module_is_found_but_those_of_types(tmp_path, monkeypatch):
    monkeypatch.setattr(ablation, "SOURCES", tmp_path)
    module = tmp_path / "one.py"
    text = """
        if TYPE_CHECKING:
            import pandas
        def f(x):
            if x > 1:
                return 1
            elif x < 0:
                return 2
        if __name__ == "__main__":
            f(0)
    """
    module.write_text(dedent(text), encoding="utf-8")
    assert list(branches(module)) == [Switch("one", "x > 1", 5, 4), Switch("one", "x < 0", 7, 4)]


def test_gains_and_losses_are_counted_by_field_and_fold():
    before = {"a": {"complete 1", "role 1", "role 5"}, "b": {"complete 9", "role 9"}}
    after = {"a": {"role 1", "role 5", "role 7"}, "b": {"complete 3", "complete 9", "role 9", "role 3"}}
    found = effect(before, after, COMPLETE)
    assert (found.gained, found.lost) == (1, 1)
    assert found.folds_lost == int(fold_of("a") != fold_of("b"))
    assert {name: change for name, change in found.fields.items() if change} == {"role": 2}
    assert effect(before, before, "role") == Effect(fields=dict.fromkeys(FIELDS, 0))
    assert count(after, range(ablation.FOLDS), "role") == 5


@pytest.fixture
def gold(tmp_path):
    text = "比9月份加快1.0个百分点。建成占地面积300亩的安置点。"
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(text, encoding="utf-8")
    rows = []
    for written, value, unit, kind in (("1.0个百分点", 1, "百分点", "change"), ("300亩", 300, "亩", "level")):
        place = {"doc": "a.txt", "start": text.index(written), "end": text.index(written) + len(written)}
        rows.append({**place, "text": written, "value": value, "value_max": None, "unit": unit, "kind": [kind]})
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return tmp_path


def kinds(switches, gold):
    return {place for place in ablation.run(switches, gold)["a.txt"] if place.startswith("kind")}


def test_a_branch_that_is_off_is_never_taken_and_a_list_that_is_off_is_never_found(gold):
    (points,) = [s for s in branches(ablation.PACKAGE / "interpret" / "kind.py") if "_POINTS" in s.what]
    (stock,) = [s for s in ablation.word_lists("kinds.toml") if s.what == "stock"]
    assert kinds([], gold) == {"kind 6", "kind 20"}
    assert kinds([points], gold) == {"kind 20"}
    assert kinds([points, stock], gold) == set()


def test_what_the_library_cannot_do_without_is_told(gold, monkeypatch, capsys):
    broken = Switch("fupin_nlp.model.record", "no such group")
    monkeypatch.setattr(ablation, "module_files", lambda part: [gold / part])
    monkeypatch.setattr(ablation, "branches", lambda path: [broken, Switch("kinds.toml", "stock")])
    without = {"a.txt": {"kind 6"}}
    monkeypatch.setattr(
        ablation,
        "run",
        lambda off, gold: None if broken in off else without if off else {"a.txt": {"kind 6", "kind 20"}},
    )
    assert ablation.main(["any", "--gold", str(gold), "--by", "kind", "-o", str(gold / "out.tsv")]) == 0
    rows = [line.split("\t") for line in (gold / "out.tsv").read_text(encoding="utf-8").split("\n")[1:-1]]
    assert rows[0][1] == "does not work without"
    assert rows[1][:3] == ["kinds.toml [stock]", "0", "1"]
    assert f"fold {fold_of('a.txt')}: " in capsys.readouterr().out


def test_what_is_not_there_is_an_error():
    with pytest.raises(SystemExit, match="no module or package nothing"):
        ablation.module_files("nothing")
    with pytest.raises(SystemExit, match=r"no data file nothing\.toml"):
        list(ablation.word_lists("nothing.toml"))
    with pytest.raises(SystemExit):
        ablation.main([])
