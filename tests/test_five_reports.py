"""The five poverty reports: whose they are and when they were written."""

from __future__ import annotations

from pathlib import Path

import pytest

import fupin_nlp as fp

FIVE = {
    "000_6cb5b2569662715f.txt": ("绥化市", "231200", "2006-10-19"),
    "001_b31d1e671862a430.txt": ("四平市", "220300", None),
    "002_17511d932450716b.txt": ("定州市", "130682", "2020"),
    "003_7d0275d985b904b7.txt": ("汉中市", "610700", "2014-12"),
    "004_c6c9a2fd5c7e7d85.txt": ("富锦市", "230882", "2018-05-17"),
}


@pytest.mark.parametrize("name", FIVE)
def test_region_and_date(eval_dir: Path, name: str) -> None:
    report = fp.read(eval_dir / "reports" / "fupin" / name)
    assert (report.region, report.region_code, report.date) == FIVE[name], report.explain()
    assert "region" in report.explain()


def test_a_place_that_its_report_never_names_is_found_by_its_townships(eval_dir: Path) -> None:
    report = fp.read(eval_dir / "reports" / "fupin" / "002_17511d932450716b.txt")
    assert "定州" not in report.raw.text
    assert report.region == "定州市"
    assert report.explain()["region"].startswith("定州市, townships: ")


def test_the_report_of_2014_tells_of_2014_and_2015(eval_dir: Path) -> None:
    report = fp.read(eval_dir / "reports" / "fupin" / "003_7d0275d985b904b7.txt")
    years = {r.period_end[:4] for r in report.records if r.period_end is not None}
    assert {"2014", "2015"} <= years, sorted(years)


def test_a_county_that_moved_keeps_its_code_of_then_and_has_that_of_now(eval_dir: Path) -> None:
    report = fp.parse("2014年，公主岭市培训301人。", name="公主岭市_2014.txt")
    assert [(r.region_code, r.region_code_now) for r in report.records] == [("220381", "220184")]
    for record in fp.read(eval_dir / "reports" / "fupin" / "000_6cb5b2569662715f.txt").records:
        if record.region == "绥化市":
            assert record.region_code == record.region_code_now == "231200"
