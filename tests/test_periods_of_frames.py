"""Periods of records as intervals."""

from __future__ import annotations

import pandas as pd
import pytest

import fupin_nlp as fp
from fupin_nlp.errors import OptionError

TEXT = "2019年，全县脱贫300户。2020年5月，新建公路12公里。到2025年，全县培训2000人次。全县有3个乡。"


@pytest.mark.parametrize("labels", ["en", "zh"])
def test_intervals_are_those_of_the_dates(labels):
    report = fp.parse(TEXT, name="甲县_2020.txt")
    when = fp.periods(report.to_frame(labels=labels))
    assert str(when.dtype).startswith("interval[datetime64")
    for record, interval in zip(report.records, when, strict=True):
        if record.period_start is None or record.period_end is None:
            assert pd.isna(interval)
        else:
            assert (interval.left.date().isoformat(), interval.right.date().isoformat()) == (
                record.period_start,
                record.period_end,
            )
            assert interval.closed == "left"


def test_filtered_frames_keep_their_index_and_group():
    frame = fp.parse(TEXT, name="甲县_2020.txt").to_frame()
    some = frame[frame["unit"] != "户"]
    when = fp.periods(some)
    assert when.index.equals(some.index)
    assert frame.assign(when=fp.periods(frame)).groupby("when", observed=True).size().sum() == when.notna().sum() + 1


def test_no_records_and_other_frames():
    assert len(fp.periods(fp.parse("没有数字。").to_frame())) == 0
    with pytest.raises(OptionError, match="period_start"):
        fp.periods(pd.DataFrame({"a": [1]}))
