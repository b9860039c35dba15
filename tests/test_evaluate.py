"""The evaluation: its rules, and its agreement with the scorer that lies beside the gold."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from fupin_nlp.errors import FupinError, ReadError
from fupin_nlp.report.evaluate import compare_rows, evaluate, read_rows
from fupin_nlp.report.matching import same_phrase
from fupin_nlp.report.scoresheet import confusion_table, problem_lines, scoresheet

LABELS = ("bound", "role", "measure", "entity", "action", "period", "region")


def gold_row(start, end, value, unit="户", *, optional=False, **labels):
    row = {"doc": "a.txt", "start": start, "end": end, "text": "x" * (end - start), "value": value}
    defaults = {"bound": ["exact"], "role": ["achieved"], "measure": ["outcome", "other"], "entity": ["贫困户"]}
    rest = {"action": ["脱贫", None], "period": [None], "region": ["青冈县"], "optional": optional}
    return {**row, "value_max": None, "unit": unit, **defaults, **rest, **labels}


def perfect(gold):
    return {**gold, **{field: gold[field][0] for field in LABELS}}


def test_perfect_prediction_scores_one():
    gold = [gold_row(0, 4, 120), gold_row(10, 14, 7), gold_row(20, 24, 3, optional=True)]
    result = compare_rows([perfect(row) for row in gold], gold)
    assert (result.found_f1, result.record_f1, result.gold, result.predicted) == (1.0, 1.0, 2, 2)
    assert result.problems == ()
    assert set(result.rates()) == {"found_f1", "record_f1", "entity_exact", *LABELS}
    assert set(result.rates().values()) == {1.0}


def test_optional_gold_is_neither_asked_for_nor_punished():
    gold = [gold_row(0, 4, 120), gold_row(20, 24, 3, optional=True)]
    for predicted in ([perfect(gold[0])], [perfect(row) for row in gold]):
        result = compare_rows(predicted, gold)
        assert (result.found_f1, result.gold, result.extra) == (1.0, 1, 0)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"value": 121}, "value"),
        ({"value": None}, "value"),
        ({"value_max": 130}, "value"),
        ({"unit": "人"}, "value"),
        ({"bound": "over"}, "bound"),
        ({"role": None}, "role"),
        ({"entity": "学校"}, "entity"),
        ({"action": "修建"}, "action"),
        ({"period": "2014年"}, "period"),
        ({"region": None}, "region"),
        ({"start": 40, "end": 44}, "missed"),
    ],
)
def test_each_kind_of_error_is_counted_once(change, kind):
    gold = gold_row(0, 4, 120)
    result = compare_rows([{**perfect(gold), **change}], [gold])
    expected = {"missed": 1, "extra": 1} if kind == "missed" else {kind: 1}
    assert result.problems_by_kind() == dict(sorted(expected.items()))
    is_record_field = kind in {"bound", "role", "measure", "entity"}
    assert result.found_f1 == (0.0 if kind in {"value", "missed"} else 1.0)
    assert result.record_f1 == (0.0 if kind in {"value", "missed"} or is_record_field else 1.0)


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [(10, 14, True), (8, 12, True), (8, 16, True), (10, 18, True), (10, 19, False), (14, 18, False), (12, 16, True)],
)
def test_span_fits_by_half_of_the_union_or_two_characters(start, end, fits):
    result = compare_rows([{**perfect(gold_row(10, 14, 120)), "start": start, "end": end}], [gold_row(10, 14, 120)])
    assert bool(result.found) is fits


def test_of_two_fitting_predictions_the_right_one_counts_and_the_other_is_extra():
    gold = gold_row(10, 14, 120)
    wrong, right = {**perfect(gold), "start": 9, "value": 20}, perfect(gold)
    result = compare_rows([wrong, right], [gold])
    assert (result.found, result.extra, result.wrong_value) == (1, 1, 0)


@pytest.mark.parametrize(
    ("unit", "accepted"), [("块钱", "元"), ("元/月", "元"), ("个百分点", "百分点"), ("％", "%"), ("km", "公里")]
)
def test_spellings_of_a_unit_are_one(unit, accepted):
    gold = gold_row(0, 4, 5, unit=accepted)
    assert compare_rows([{**perfect(gold), "unit": unit}], [gold]).found == 1
    assert compare_rows([{**perfect(gold), "unit": "亩"}], [gold]).found == 0


def test_fields_that_only_some_gold_holds_are_compared_there():
    gold = gold_row(0, 4, 120, kind=["flow"], period_start="2014-01-01", certain=True)
    given = {**perfect(gold), "kind": "level", "period_start": "2014-01-01", "certain": True}
    result = compare_rows([given], [gold])
    assert result.accuracy("kind") == 0.0
    assert result.accuracy("period_start") == result.accuracy("certain") == 1.0
    assert "indicator" not in result.rates()


@pytest.mark.parametrize(
    ("wanted", "link", "accuracy"),
    [
        (0, "a#0", 1.0),
        (0, None, 0.0),
        (None, "a#0", 0.0),
        (0, "a#9", 0.0),
        (None, "a#9", 0.0),
        (10, "a#0", 0.0),
        ([None, 0], "a#0", 1.0),
    ],
)
def test_links_are_compared_by_the_record_they_lead_to(wanted, link, accuracy):
    gold = [gold_row(0, 4, 120, part_of=None), gold_row(10, 14, 7, part_of=wanted)]
    given = [perfect(gold[0]) | {"id": "a#0"}, perfect(gold[1]) | {"id": "a#1", "part_of": link}]
    result = compare_rows(given, gold)
    assert (result.asked["part_of"], result.accuracy("part_of")) == (1, accuracy)


def test_documents_without_gold_are_left_out_and_folders_of_doc_do_not_matter():
    gold = gold_row(0, 4, 120)
    given = [{**perfect(gold), "doc": "sub/a.txt"}, {**perfect(gold), "doc": "other.txt"}]
    assert compare_rows(given, [gold]).predicted == 1


def test_confusion_counts_the_answer_against_the_accepted_one():
    gold = [gold_row(0, 4, 1, role=["target"]), gold_row(10, 14, 2), gold_row(20, 24, 3)]
    given = [perfect(gold[0]) | {"role": "achieved"}, perfect(gold[1]), perfect(gold[2])]
    result = compare_rows(given, gold)
    assert result.confusion["role"] == {("target", "achieved"): 1, ("achieved", "achieved"): 2}
    assert confusion_table(result, "role").splitlines()[1:] == ["achieved               2", "target                 1"]


def test_scoresheet_and_problem_lines_name_place_and_answers():
    gold = gold_row(7, 11, 120)
    result = compare_rows([{**perfect(gold), "value": 12, "value_max": 20}], [gold])
    assert problem_lines(result.problems) == ["value      a.txt:7  xxxx  expected 120 户, got 12..20 户"]
    assert "     1  value      span fits, number or unit differ" in scoresheet(result)


def test_no_gold_is_an_error():
    with pytest.raises(FupinError, match="no gold record"):
        compare_rows([], [])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"doc": "a"}\n', "line 1 is no record"),
        (b'\n{"doc"', "line 2 is no JSON"),
        (b"\xff\xfe", "UTF-8"),
        (None, "no such file"),
    ],
)
def test_broken_files_are_named_with_the_line(tmp_path, content, message):
    path = tmp_path / "rows.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReadError, match=message):
        read_rows(path)


def test_a_folder_without_records_is_an_error(tmp_path):
    with pytest.raises(ReadError, match=r"holds no \.jsonl file"):
        evaluate([tmp_path], [tmp_path])


def test_same_phrase_is_symmetric_where_both_are_given():
    words = ["贫困村", "建档立卡贫困村", "村组道路", "乡村道路", "户", "贫困户", "小额贷款", "贷款"]
    for one in words:
        assert same_phrase(one, [one])
        for two in words:
            assert same_phrase(one, [two]) is same_phrase(two, [one])


def damaged(rows, seed):
    """Return predictions made from gold with shifts, losses, doubles and wrong answers; the same for the same seed."""
    chance = random.Random(seed)
    out = []
    for gold in rows:
        if chance.random() < 0.1:
            continue
        row = perfect(gold)
        shift = chance.choice([0, 0, 0, -3, -1, 1, 2, 5])
        row["start"], row["end"] = max(0, row["start"] + shift), row["end"] + chance.choice([0, 0, shift, 3])
        if chance.random() < 0.15:
            row["value"] = chance.choice([None, 0, row["value"] * 10, "many"])
        if chance.random() < 0.1:
            row["unit"] = chance.choice(["户", "元/月", "", None, "km"])
        for field in LABELS:
            if chance.random() < 0.25:
                other = perfect(chance.choice(rows))[field]
                row[field] = chance.choice([None, "", other, str(other)[-2:], f"全部{other}"])
        if row["end"] > row["start"]:
            out.append(row)
        if chance.random() < 0.1:
            out.append({**row, "start": row["start"] + 1, "end": row["end"] + 1})
    chance.shuffle(out)
    return out


@pytest.mark.parametrize("seed", range(6))
def test_agrees_with_the_scorer_of_the_evaluation_data(eval_dir: Path, tmp_path: Path, seed: int):
    gold_files = sorted((eval_dir / "gold").glob("*.jsonl"))
    gold = [row for path in gold_files for row in read_rows(path)]
    predicted = list(map(perfect, gold)) if seed == 0 else damaged(gold, seed)
    pred_file = tmp_path / "pred.jsonl"
    pred_file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in predicted), encoding="utf-8")
    command = [sys.executable, str(eval_dir / "score.py"), "--json", "--pred", str(pred_file), "--gold"]
    answer = subprocess.run([*command, *map(str, gold_files)], capture_output=True, check=True, text=True).stdout
    theirs = json.loads(answer)
    ours = evaluate([pred_file], [eval_dir / "gold"])
    assert {
        "gold": ours.gold,
        "precision": round(ours.precision, 4),
        "recall": round(ours.recall, 4),
        "f1": round(ours.found_f1, 4),
        "record_f1": round(ours.record_f1, 4),
        "missed": ours.missed,
        "wrong_value": ours.wrong_value,
        "spurious": ours.extra,
        **{field: round(ours.accuracy(field), 4) for field in (*LABELS, "entity_exact")},
    } == theirs
    assert (theirs["f1"] == 1.0) is (seed == 0)
