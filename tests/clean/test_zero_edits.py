"""What is not damaged comes through without an edit: real reports, and rows of the suite of ftfy."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from tests.support.places import ROOT

from fupin_nlp.clean import clean, explain
from fupin_nlp.ingest import find_sources, read_file
from fupin_nlp.model import CleanText, RawText

FULL_WIDTH = frozenset("０１２３４５６７８９％．－＋ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ")
UNDAMAGED_SAMPLES = (
    *("2018_略阳县", "2019_晴隆县", "2019_略阳县", "2021_兰考县", "2022_兰考县", "2026_赣州市"),
    *("doc_0413", "fp_20061115", "news_20180622_1147", "教育体育工作总结和要点"),
)


def steps(cleaned: CleanText) -> Counter[str]:
    return Counter(edit.step for edit in cleaned.edits)


def documents(folder: Path, least: int) -> list[CleanText]:
    found = [clean(read_file(source.path)) for source in find_sources([folder]) if source.path.suffix == ".txt"]
    assert len(found) >= least
    return found


def check_width_only(cleaned: CleanText) -> None:
    """Full-width digits are narrowed; nothing else happens."""
    assert set(steps(cleaned)) <= {"width"}, (cleaned.raw.name, explain(cleaned)[:5])
    assert all(FULL_WIDTH & set(edit.before) for edit in cleaned.edits)


@pytest.mark.parametrize(("folder", "number"), [("provincial_2026", 19), ("district_gb18030", 6)])
def test_government_reports(folder, number, eval_dir):
    for cleaned in documents(eval_dir / "reports" / folder, number):
        check_width_only(cleaned)


def test_excerpts(eval_dir):
    for cleaned in documents(eval_dir / "gold" / "texts", 7):
        name = cleaned.raw.name
        if name.startswith("x16"):
            befores = Counter(edit.before for edit in cleaned.edits)
            assert set(steps(cleaned)) == {"invisible"}
            assert set(befores) == {"<U+00A0>", "\r"}
        else:
            check_width_only(cleaned)
        if name.startswith("x13"):
            (damage,) = cleaned.damage
            assert (damage.kind, cleaned.text[damage.start : damage.end]) == ("lost_character", "?")
        else:
            assert cleaned.damage == ()


def test_traditional_address_in_markup(eval_dir):
    cleaned = clean(read_file(eval_dir / "reports" / "hongkong" / "pa2025_traditional_chinese.xml"))
    assert set(steps(cleaned)) <= {"markup", "script", "width"}


def test_whole_rows_of_the_suite_of_ftfy(eval_dir):
    rows = [json.loads(line) for line in (eval_dir / "suites" / "ftfy.jsonl").read_text("utf-8").split("\n") if line]
    whole = [row["input"] for row in rows if row["input"] == row["expected"]["fixed"]]
    assert len(whole) > 20
    touched = {text: explain(c) for text in whole if set(steps(c := clean(RawText(text)))) - {"width", "script"}}
    assert touched == {}


@pytest.mark.parametrize("stem", UNDAMAGED_SAMPLES)
def test_samples_without_damage(stem):
    (path,) = (p for p in (ROOT / "corpus").glob("*.txt") if p.stem.startswith(stem))
    assert clean(read_file(path)).edits == ()


def test_the_clean_copies_of_the_samples():
    paths = sorted((ROOT / "corpus" / "clean").glob("*.clean"))
    assert len(paths) > 5
    for path in paths:
        assert clean(RawText(path.read_text(encoding="utf-8"))).edits == (), path.name
