"""The quality gate: it fails when it should, and floors are lowered by nobody's accident."""

from __future__ import annotations

import json

import pytest
from tools import quality_gate as gate

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
    with pytest.raises(SystemExit, match=r"the text of a\.txt must be in one place"):
        run()


def test_ci_needs_the_real_reports(checkout, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit, match="CI needs it"):
        run()
