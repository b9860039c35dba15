"""Scores of blind batches: only added, never repeated, and nothing of the texts is shown."""

from __future__ import annotations

import json
import re

import pytest
from tools import blind

TEXT = "全县投入资金100万元，解决120户饮水困难，脱贫30户。"
ANSWERS = {"bound": ["exact"], "role": ["achieved"], "measure": ["outcome"], "entity": ["户"], "action": [None]}
ANSWERS |= {"value_max": None, "period": [None], "region": [None], "optional": False}


def rows(name):
    for text, value, unit in (("100万元", 1000000, "元"), ("120户", 120, "户"), ("30户", 30, "户")):
        start = TEXT.index(text)
        yield {
            "doc": name,
            "start": start,
            "end": start + len(text),
            "text": text,
            "value": value,
            "unit": unit,
        } | ANSWERS


@pytest.fixture
def batch(tmp_path, monkeypatch):
    folder = tmp_path / "b7"
    (folder / "texts").mkdir(parents=True)
    for name in ("a.txt", "b.txt"):
        (folder / "texts" / name).write_text(TEXT, encoding="utf-8")
    lines = [json.dumps(row, ensure_ascii=False) for name in ("a.txt", "b.txt") for row in rows(name)]
    (folder / "b7.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "ABOUT.tsv").write_text("file\tgenre\na.txt\tnews\nb.txt\tplan\n", encoding="utf-8")
    monkeypatch.setattr(blind, "PAGE", tmp_path / "blind.md")
    monkeypatch.setattr(blind, "SCORES", tmp_path / "blind.tsv")
    return folder


def predictions(folder, *, wrong, confidence=None):
    given = [
        {**row, "bound": "exact", "role": "achieved", "measure": "outcome", "entity": "户", "action": None}
        | {"period": None, "region": None, "confidence": confidence}
        for name in ("a.txt", "b.txt")
        for row in rows(name)
    ]
    for row in given[:wrong]:
        row["role"] = "case"
    path = folder.parent / "given.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in given), encoding="utf-8")
    return ["--predicted", str(path)]


def test_scores_are_added_by_genre_and_the_first_one_stays(batch, capsys):
    assert blind.main([str(batch), *predictions(batch, wrong=2), "--state", "one"]) == 0
    first = blind.SCORES.read_text(encoding="utf-8")
    assert blind.main([str(batch), *predictions(batch, wrong=0, confidence=0.5), "--state", "two"]) == 0
    assert blind.SCORES.read_text(encoding="utf-8").startswith(first)
    scores = blind.read_scores(blind.SCORES)
    assert [(s["state"], s["genre"], s["rows"], s["role"], s["record_f1"], s["surest_70"]) for s in scores] == [
        ("one", "all", "6", "0.667", "0.667", ""),
        ("one", "news", "3", "0.333", "0.333", ""),
        ("one", "plan", "3", "1.000", "1.000", ""),
        ("two", "all", "6", "1.000", "1.000", "1.000"),
        ("two", "news", "3", "1.000", "1.000", "1.000"),
        ("two", "plan", "3", "1.000", "1.000", "1.000"),
    ]
    text = blind.PAGE.read_text(encoding="utf-8")
    assert len(re.findall(r"^\| 20\d\d-\d\d-\d\d \| b7 \|", text, re.MULTILINE)) == 2
    assert not re.search("[一-鿿]", text + capsys.readouterr().out)


def test_a_score_is_not_repeated_in_the_same_state(batch):
    blind.main([str(batch), *predictions(batch, wrong=2), "--state", "one"])
    before = blind.SCORES.read_bytes()
    with pytest.raises(SystemExit, match="b7 was scored in the state one"):
        blind.main([str(batch), *predictions(batch, wrong=0), "--state", "one"])
    assert blind.SCORES.read_bytes() == before


def test_without_predictions_the_library_reads_the_texts(batch, monkeypatch):
    monkeypatch.setattr(blind, "imported_state", lambda: "now")
    assert blind.main([str(batch)]) == 0
    assert blind.read_scores(blind.SCORES)[0]["found_f1"] == "1.000"


def test_every_text_has_a_genre(batch):
    (batch / "ABOUT.tsv").write_text("file\tgenre\na.txt\tnews\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"does not name b\.txt"):
        blind.main([str(batch), *predictions(batch, wrong=0), "--state", "one"])
    (batch / "ABOUT.tsv").unlink()
    with pytest.raises(SystemExit, match=r"ABOUT\.tsv is missing"):
        blind.main([str(batch), *predictions(batch, wrong=0), "--state", "one"])


def test_the_page_is_that_of_the_scores():
    assert blind.PAGE.read_text(encoding="utf-8") == blind.page(blind.read_scores(blind.SCORES))
