"""Quantities are frozen, however they were made."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from fupin_nlp.extract import extract
from fupin_nlp.model import Quantity
from fupin_nlp.model.quantity import QuantityDraft
from fupin_nlp.report import parse


def test_every_field_of_an_extracted_quantity_is_set_and_frozen() -> None:
    report = parse("2019年，发放小额贷款近4万多元，新建道路12公里，出勤率98%以上、95%，占三分之一。")
    quantities = extract(report.document)
    assert len(quantities) == 5
    for quantity in quantities:
        assert type(quantity) is Quantity
        values = {f.name: getattr(quantity, f.name) for f in fields(quantity)}
        assert quantity == Quantity(**values)
        assert hash(quantity) == hash(Quantity(**values))
        assert not hasattr(quantity, "__dict__")
        for name in values:
            with pytest.raises(FrozenInstanceError):
                setattr(quantity, name, None)


def test_a_draft_takes_any_field_until_it_is_finished() -> None:
    draft = QuantityDraft.__new__(QuantityDraft)
    draft.unit = "户"
    quantity = draft.finished()
    assert quantity is draft
    assert type(quantity) is Quantity
    with pytest.raises(FrozenInstanceError):
        del quantity.unit
