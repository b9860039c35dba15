"""Records are frozen, however they were made."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from fupin_nlp.model import Record
from fupin_nlp.model.record import RecordDraft
from fupin_nlp.report import parse

REPORT = parse("2019年，力争发放小额贷款4万多元，新建道路12公里，其中硬化8公里。新建道路12公里。")


def test_every_field_of_an_interpreted_record_is_set_and_frozen() -> None:
    assert len(REPORT.records) == 4
    for record in REPORT.records:
        assert type(record) is Record
        values = {f.name: getattr(record, f.name) for f in fields(record)}
        assert record == Record(**values)
        assert hash(record) == hash(Record(**values))
        for name in values:
            with pytest.raises(FrozenInstanceError):
                setattr(record, name, None)
        assert replace(record, unit="米").unit == "米"
        assert not hasattr(record, "__dict__")


def test_a_draft_takes_any_field_until_it_is_finished() -> None:
    draft = RecordDraft.__new__(RecordDraft)
    for field in fields(Record):
        setattr(draft, field.name, getattr(REPORT.records[0], field.name))
    record = draft.finished()
    assert record is draft
    assert type(record) is Record
    assert record == REPORT.records[0]
    with pytest.raises(FrozenInstanceError):
        del record.unit
