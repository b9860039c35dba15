"""Cells of panels of real reports that were checked against the text; see docs/evaluation/panel.md."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from fupin_nlp.analysis import panel
from fupin_nlp.comparison import Panel
from fupin_nlp.report import Corpus, read
from tests.support.cases import case_parameters
from tests.support.places import evaluation_folder, why_no_evaluation_data

pytestmark = pytest.mark.skipif(why_no_evaluation_data() is not None, reason=str(why_no_evaluation_data()))


EXCERPTS = "gold/train/c/texts"


@lru_cache(maxsize=3)
def corpus_of(folder: str) -> Corpus:
    if folder == EXCERPTS:  # other texts lie beside those of the state council
        return Corpus([read(path) for path in sorted((evaluation_folder() / folder).glob("c*_全国_*.txt"))])
    return Corpus.from_folder(evaluation_folder() / "reports" / folder, progress=False)


@lru_cache(maxsize=3)
def panel_of(folder: str) -> Panel:
    return panel(corpus_of(folder))


@lru_cache(maxsize=3)
def spans_of(folder: str) -> dict[str, list[Any]]:
    return {record.id: [record.doc, record.start, record.end] for report in corpus_of(folder) for record in report}


def cells_of(case: dict[str, Any]) -> Any:
    frame = panel_of(case["folder"]).frame
    rows = frame[frame["indicator"] == case["indicator"]]
    if "doc" in case:
        ids = rows["result_id"].where(rows["result_id"].notna(), rows["target_id"])
        rows = rows[ids.str.startswith(case["doc"])]
    else:
        rows = rows[rows["region"] == case["region"]]
    if case["year"] is None:
        return rows[rows["year"].isna() & (rows["target_to"] == case["target_to"])]
    return rows[rows["year"] == case["year"]]


@pytest.mark.parametrize("case", case_parameters("checked"))
def test_cell_is_as_in_the_text(case: dict[str, Any]) -> None:
    rows = cells_of(case)
    assert len(rows) == 1
    row = rows.iloc[0]
    for name in ("target", "target_max", "target_bound", "result"):
        if case.get(name) is not None:
            assert row[name] == case[name], name
    for side, span in case.get("spans", {}).items():
        assert spans_of(case["folder"])[row[f"{side}_id"]] == span, side
    if "target_max" in case and case["target_max"] is None:
        assert row["target_max"] != row["target_max"]


def test_targets_meet_results_where_the_next_report_is_there() -> None:
    found = panel_of("district_gb18030")
    joined = found.frame.dropna(subset=["target", "result", "year"])
    assert sorted(set(joined["year"])) == [2014, 2015, 2018]
    gaps = found.gaps[found.gaps["indicator"] == "地区生产总值增速"]
    assert gaps[["year", "reason"]].to_numpy().tolist() == [
        ["2011", "no_target"],
        ["2011–2015", "no_target"],
        ["2012", "no_result"],
        ["2013", "no_target"],
        ["2016", "no_result"],
        ["2017", "no_figure"],
        ["2019", "no_result"],
    ]
