"""Gold of the project and of others: it is well-formed, and our score is the one that was agreed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tools.gold import TRAINING, library_records, train_groups

from fupin_nlp.errors import ReadError
from fupin_nlp.ingest import read_file
from fupin_nlp.measures import Taxonomy
from fupin_nlp.model.record import ROLES
from fupin_nlp.report.evaluate import compare_rows
from fupin_nlp.report.goldset import read_gold, read_group

OWN = read_gold(TRAINING)
LABELS = {
    "role": set(ROLES),
    "bound": {"exact", "about", "over", "under"},
    "measure": set(Taxonomy.load().codes),
}


@pytest.mark.parametrize("group", OWN, ids=lambda group: group.name)
def test_the_training_gold_is_well_formed(group) -> None:
    for document in group.documents:
        raw = read_file(document.path).text
        for row in document.rows:
            place = f"{document.name}:{row['start']}"
            assert raw[row["start"] : row["end"]] == row["text"], place
            assert isinstance(row["optional"], bool), place
            for field, labels in LABELS.items():
                assert row[field], place
                assert set(row[field]) <= labels, place
            for field in ("entity", "action", "period", "region"):
                assert row[field], place
                assert all(answer is None or answer for answer in row[field]), place


def test_the_page_of_the_training_gold_counts_it() -> None:
    page = (TRAINING / "README.md").read_text(encoding="utf-8")
    total = [0, 0, 0]
    for group in OWN:
        counts = [len(group.documents), len(group.rows), sum(row["optional"] for row in group.rows)]
        total = [a + b for a, b in zip(total, counts, strict=True)]
        assert f"| {group.name} | {' | '.join(map(str, counts))} |" in page
    assert f"| **all** | {' | '.join(map(str, total))} |" in page


def write(folder: Path, name: str, text: str | None = "培训120人。") -> None:
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    if text is not None:
        (folder / "texts" / name).write_text(text, encoding="utf-8")
    row = {"doc": f"somewhere/{name}", "start": 2, "end": 6, "text": "120人"}
    (folder / name).with_suffix(".jsonl").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")


def test_a_folder_is_a_group_or_a_collection_of_groups(tmp_path: Path) -> None:
    for group, names in (("plans", "ba"), ("news", "c")):
        for name in names:
            write(tmp_path / group, f"{name}.txt")
    found = read_gold(tmp_path)
    assert [(g.name, [d.name for d in g.documents]) for g in found] == [
        ("news", ["c.txt"]),
        ("plans", ["a.txt", "b.txt"]),
    ]
    assert read_gold(tmp_path / "plans") == (read_group(tmp_path / "plans"),) == found[1:]
    assert [len(g.rows) for g in found] == [1, 2]


def test_gold_that_cannot_be_used_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no gold: expected"):
        read_gold(tmp_path / "absent")
    (tmp_path / "empty" / "texts").mkdir(parents=True)
    with pytest.raises(ReadError, match="no gold rows: expected"):
        read_gold(tmp_path / "empty")
    write(tmp_path / "lost", "a.txt", text=None)
    with pytest.raises(ReadError, match=r"a\.txt: the text of gold rows must be in one place, found nothing below"):
        read_gold(tmp_path / "lost")
    write(tmp_path / "lost", "a.txt")
    (tmp_path / "lost" / "texts" / "old").mkdir()
    (tmp_path / "lost" / "texts" / "old" / "a.txt").write_text("", encoding="utf-8")
    with pytest.raises(ReadError, match="must be in one place"):
        read_gold(tmp_path / "lost")


def test_our_score_is_that_of_the_agreed_scorer(eval_dir: Path, tmp_path: Path) -> None:
    groups = train_groups()
    assert {"a", "b", "c", "w"} < {group.name for group in groups}
    files = {"gold": tmp_path / "gold.jsonl", "pred": tmp_path / "pred.jsonl"}
    documents = [document for group in groups for document in group.documents[:3]]
    gold = [row for document in documents for row in document.rows]
    predicted = [row for document in documents for row in library_records(document.path)]
    for name, rows in (("gold", gold), ("pred", predicted)):
        files[name].write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    command = [sys.executable, str(eval_dir / "score.py"), "--json"]
    for name, path in files.items():
        command += [f"--{name}", str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    ours = compare_rows(predicted, gold)
    rates = ours.rates() | {"f1": ours.found_f1, "precision": ours.precision, "recall": ours.recall}
    counts = {"gold": ours.gold, "missed": ours.missed, "wrong_value": ours.wrong_value, "spurious": ours.extra}
    assert {name: told[name] for name in counts} == counts
    assert {name: round(rates[name], 4) for name in told if name not in counts} == {
        name: value for name, value in told.items() if name not in counts
    }
