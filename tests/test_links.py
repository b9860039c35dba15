"""Links between records: parts of a total, and figures that are told twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fupin_nlp as fp
from fupin_nlp import Report
from fupin_nlp.interpret.parts import _Group, link_parts
from fupin_nlp.interpret.repeats import link_repeats
from fupin_nlp.report import ReportOptions
from tests.support.cases import case_parameters
from tests.support.timing import grows_in_proportion

LINKS = ("part_of", "repeat_of")


def names(report: Report) -> dict[str, str]:
    """Return id → the quantity as written, with its number where it occurs more than once."""
    seen: Counter[str] = Counter()
    told = {}
    for record in report.records:
        seen[record.clean] += 1
        told[record.id] = record.clean if seen[record.clean] == 1 else f"{record.clean}#{seen[record.clean]}"
    return told


@pytest.mark.parametrize("case", case_parameters("links", ("synthetic", "negative")))
def test_a_written_case_has_these_links_and_no_others(case: dict[str, Any]) -> None:
    report = fp.parse(case["text"], options=ReportOptions(models="off"))
    told = names(report)
    assert set(LINKS) & set(case), "the case expects nothing"
    for field in set(LINKS) & set(case):
        assert {told[r.id]: told[to] for r in report.records if (to := getattr(r, field))} == case[field]
        assert set(case[field]) | set(case[field].values()) <= set(told.values())


@pytest.mark.parametrize("case", case_parameters("links", ("wild",)))
def test_a_real_report(case: dict[str, Any], eval_dir: Path) -> None:
    report = fp.read(eval_dir / "reports" / case["doc"])
    record = next(r for r in report.records if (r.start, r.end) == (case["start"], case["end"]))
    starts = {r.id: r.start for r in report.records}
    assert starts.get(getattr(record, case["field"])) == case["link"]


def test_the_people_trained_in_a_county_equal_their_six_parts(eval_dir: Path) -> None:
    report = fp.read(eval_dir / "reports" / "fupin" / "001_b31d1e671862a430.txt")
    total = next(r for r in report.records if r.clean == "301人")
    parts = [r.value for r in report.records if r.part_of == total.id]
    assert len(parts) == 6
    assert sum(p for p in parts if p is not None) == total.value


def test_a_figure_that_returns_counts_once_per_meaning(eval_dir: Path) -> None:
    report = fp.read(eval_dir / "reports" / "fupin" / "000_6cb5b2569662715f.txt")
    counted = [(r.unit, r.entity) for r in report.records if r.value == 7800 and r.repeat_of is None]
    assert sorted(unit for unit, _ in counted) == ["个", "名", "对"], counted


def test_links_lead_backwards_to_records_that_are_there_and_never_in_a_ring() -> None:
    text = "共有80人、80人，共160人，其中80人、80人，共计160人，其中100人、60人。投入50万元、30万元、80万元。" * 3
    report = fp.parse(text)
    by_id = {r.id: r for r in report.records}
    for record in report.records:
        seen, above = {record.id}, record.part_of
        while above is not None:
            assert above not in seen
            seen.add(above)
            above = by_id[above].part_of
    for record in report.records:
        if record.repeat_of is not None:
            assert by_id[record.repeat_of].repeat_of is None
            assert by_id[record.repeat_of].start < record.start


@pytest.mark.parametrize("clause", ["其中5人，", "共10人，", "5个项目，", "其中100人、50人、50人，"])
def test_a_text_of_nothing_but_numbers_takes_time_in_proportion(clause: str) -> None:
    def linked(count: int) -> None:
        records = fp.parse("共100人，" + clause * 5).records
        many = [replace(records[n % len(records)], id=f"text#{n}", part_of=None, repeat_of=None) for n in range(count)]
        width = len(clause)
        places = [(0, 0, 0, 6 + n * width, 6 + n * width + 2) for n in range(count)]
        text = "共100人，" + clause * count
        link_repeats(link_parts(many, places, text))

    assert grows_in_proportion(linked, 800)


@given(st.lists(st.integers(0, 6), min_size=3, max_size=9), st.data())
def test_whether_figures_add_up_is_told_without_a_walk(numbers: list[int], data: st.DataObject) -> None:
    values = [Decimal(n) for n in numbers]
    group = _Group(
        list(range(len(values))), values, ["achieved"] * len(values), [*accumulate(values, initial=Decimal())]
    )
    total = data.draw(st.integers(0, len(values) - 1))
    reach = data.draw(st.integers(2, 9))
    behind = range(total + 1, min(total + 1 + reach, len(values)))
    before = range(total - 1, max(0, total - reach) - 1, -1)
    for candidates in (behind, before):
        # What calls it has looked at the first two already.
        if len(candidates) > 1 and values[candidates[0]] < values[total]:
            assert group.may_run(total, candidates) == bool(group.run(total, candidates))
