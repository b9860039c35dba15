"""The quality gate: it fails when it should, and floors are lowered by nobody's accident."""

from __future__ import annotations

import json

import pytest
from tools import quality_gate as gate
from tools.intervals import intervals

from fupin_nlp.errors import ReadError
from fupin_nlp.report.evaluate import compare_rows

TEXT = "全县投入资金100万元，解决120户饮水困难，脱贫30户。"


def gold_rows():
    answers = {"bound": ["exact"], "role": ["achieved"], "measure": ["outcome"], "entity": ["户"], "action": [None]}
    for text, value, unit in (("100万元", 1000000, "元"), ("120户", 120, "户"), ("30户", 30, "户")):
        start = TEXT.index(text)
        place = {"doc": "a.txt", "start": start, "end": start + len(text), "text": text, "value": value, "unit": unit}
        yield {**place, **answers, "value_max": None, "period": [None], "region": [None], "optional": False}


def predictions(*, wrong=0, missing=0):
    rows = [
        {**row, "bound": "exact", "role": "achieved", "measure": "outcome", "entity": "户", "action": None}
        | {"period": None, "region": None}
        for row in gold_rows()
    ]
    for row in rows[:wrong]:
        row["role"] = "target"
    return rows[missing:]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    folder = tmp_path / "corpus" / "gold"
    folder.mkdir(parents=True)
    (tmp_path / "corpus" / "a.txt").write_text(TEXT, encoding="utf-8")
    lines = [json.dumps(row, ensure_ascii=False) for row in gold_rows()]
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(gate, "ROOT", tmp_path)
    monkeypatch.setattr(gate, "ERRORS_OF_NOISE", 0)
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.toml")
    monkeypatch.setattr(gate, "RECORDS_OF_NOISE", 0.5)
    monkeypatch.setenv("FUPIN_EVAL_DIR", str(tmp_path / "absent"))
    monkeypatch.delenv("CI", raising=False)
    return tmp_path


def run(*arguments, **change):
    return gate.main(arguments, extract=lambda path: predictions(**change))


def test_without_floors_the_gate_asks_for_them(checkout, capsys):
    assert run() == 1
    assert "no floors are pinned" in capsys.readouterr().out


def test_pinned_floors_hold_and_a_loss_fails(checkout, capsys):
    assert run("--raise") == 0
    assert run() == 0
    assert run(wrong=1) == 1
    assert "corpus: role 0.6667 is below its floor 1.0000" in capsys.readouterr().out
    assert run(missing=1) == 1


def test_raise_takes_what_is_higher_and_never_lowers(checkout):
    assert run("--raise", wrong=1) == 0
    assert gate.read_floors(gate.FLOORS)["corpus"]["floors"]["role"] == pytest.approx(0.6666)
    assert run("--raise") == 0
    before = gate.FLOORS.read_bytes()
    with pytest.raises(SystemExit, match="lowering a floor needs --lower"):
        run("--raise", wrong=1)
    assert gate.FLOORS.read_bytes() == before
    assert run("--lower", wrong=1) == 0
    assert run(wrong=1) == 0


def test_a_rate_within_the_margin_passes_and_keeps_its_floor(checkout, monkeypatch):
    assert run("--raise") == 0
    monkeypatch.setattr(gate, "RECORDS_OF_NOISE", 1.5)
    assert run(wrong=1) == 0
    assert run("--raise", wrong=1) == 0
    assert gate.read_floors(gate.FLOORS)["corpus"]["floors"]["role"] == 1.0


def test_changed_gold_must_be_pinned_anew(checkout, capsys):
    assert run("--raise") == 0
    (checkout / "corpus" / "a.txt").write_text(TEXT + "完。", encoding="utf-8")
    assert run() == 1
    assert "the gold is not the one that the floors were pinned for" in capsys.readouterr().out
    assert run("--raise") == 0
    assert run() == 0


def test_a_document_without_text_is_an_error(checkout):
    (checkout / "corpus" / "a.txt").unlink()
    with pytest.raises(ReadError, match=r"a\.txt: the text of gold rows must be in one place"):
        run()


def test_ci_needs_the_real_reports(checkout, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit, match="CI needs it"):
        run()


@pytest.fixture
def reserved(checkout, monkeypatch):
    """A collection that is only scored: two groups of one document each."""
    for group in ("x", "y"):
        folder = checkout / "eval" / "gold" / "check" / group
        (folder / "texts").mkdir(parents=True)
        (folder / "texts" / f"{group}.txt").write_text(TEXT, encoding="utf-8")
        lines = [json.dumps(row | {"doc": f"{group}.txt"}, ensure_ascii=False) for row in gold_rows()]
        (folder / f"{group}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    real = checkout / "eval" / "gold"
    (real / "texts").mkdir()
    (real / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    (real / "a.jsonl").write_text((checkout / "corpus" / "gold" / "a.jsonl").read_text(encoding="utf-8"), "utf-8")
    monkeypatch.setenv("FUPIN_EVAL_DIR", str(checkout / "eval"))
    return checkout


def run_with(*arguments, wrong_in=()):
    def extract(path):
        return [row | {"doc": path.name} for row in predictions(wrong=int(path.stem in wrong_in))]

    return gate.main(arguments, extract=extract)


def test_every_group_of_check_has_floors_of_its_own(reserved, capsys):
    assert run_with("--raise") == 0
    assert set(gate.read_floors(gate.FLOORS)) == {"check", "check/x", "check/y", "corpus", "shared"}
    assert run_with() == 0
    capsys.readouterr()
    assert run_with(wrong_in=("y",)) == 1
    failed = [line for line in capsys.readouterr().out.split("\n") if line.startswith("FAILED")]
    assert "FAILED check/y: role 0.6667 is below its floor 1.0000 by more than the margin 0.1667" in failed
    assert any(line.startswith("FAILED check: role 0.8333") for line in failed)
    assert not any("check/x" in line for line in failed)


def test_no_problem_of_check_is_ever_shown(reserved, capsys):
    run_with("--problems", "99", wrong_in=("a", "x", "y"))
    shown = capsys.readouterr().out
    assert "role       a.txt:6  100万元  expected achieved, got target" in shown
    assert not any(name in shown for name in ("x.txt", "y.txt", "role       x", "role       y"))


def test_small_groups_have_the_margin_of_their_standard_error(reserved, monkeypatch):
    assert run_with("--raise") == 0
    monkeypatch.setattr(gate, "ERRORS_OF_NOISE", 1.0)
    (measured,) = (gate.measure(s, lambda p: bad(p, "y")) for s in gate.reserved_sets() if s.name == "check")
    error = measured.intervals["role"].error
    assert gate.margin(measured, "role") == pytest.approx(max(error, 0.5 / 6))
    assert error > 0.1


def bad(path, *names):
    return [row | {"doc": path.name} for row in predictions(wrong=int(path.stem in names))]


def test_intervals_are_the_same_twice_and_hold_the_rate():
    documents = [compare_rows(predictions(wrong=wrong), list(gold_rows())) for wrong in (0, 1, 2, 0, 1)]
    first = intervals(documents)
    assert first == intervals(documents)
    role = first["role"]
    assert role.rate == pytest.approx(11 / 15)
    assert role.low < role.rate < role.high
    found = first["found_f1"]
    assert (found.rate, found.low, found.high, found.error) == (1.0, 1.0, 1.0, 0.0)
