"""What users call and hold behaves alike in the pure and in the compiled form; `make compiled` runs this with both."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import pickle
import pydoc

import numpy as np
import pytest

import fupin_nlp as fp
from fupin_nlp.clean import CleanOptions, clean, replay
from fupin_nlp.errors import OptionError
from fupin_nlp.extract import NumberError, extract, parse_number, read_numeral
from fupin_nlp.interpret import interpret
from fupin_nlp.interpret.period.dates import PartialDate
from fupin_nlp.measures import MeasureContext, Taxonomy, classify, classify_each
from fupin_nlp.model import RawText
from fupin_nlp.segment import segment, tokenizer

TEXT = "2020年，全县发放小额贷款2036.2万元，新建村组道路12公里，贫困发生率降至0.6%。"
STAGES = ("clean", "segment", "extract", "measures", "interpret")  # the tree of `scope` is for the stages behind it
CONSTANTS = {"PARTS", "MeasureCache"}
PUBLIC = [(s, n) for s in STAGES for n in importlib.import_module(f"fupin_nlp.{s}").__all__ if n not in CONSTANTS]


class Text(str):
    __slots__ = ()


@pytest.fixture(scope="module")
def report():
    return fp.parse(TEXT, name="略阳县_2020.txt")


@pytest.mark.parametrize(("stage", "name"), PUBLIC)
def test_help_and_signature_are_there(stage, name):
    found = getattr(importlib.import_module(f"fupin_nlp.{stage}"), name)
    assert found.__module__.startswith(f"fupin_nlp.{stage}")
    assert inspect.getdoc(found)
    assert inspect.getsource(found)
    assert name in pydoc.render_doc(found)
    assert issubclass(found, Exception) if name.endswith("Error") else inspect.signature(found)


@pytest.mark.parametrize("kind", [str, Text, np.str_])
def test_every_kind_of_text_is_text(report, kind):
    assert [r.to_dict() for r in fp.parse(kind(TEXT), name=kind("略阳县_2020.txt")).records] == [
        r.to_dict() for r in report.records
    ]
    assert clean(RawText(kind(TEXT))).text == TEXT
    assert parse_number(kind("十二")) == 12
    assert read_numeral(kind("160多万")).bound == "over"
    assert tokenizer(kind("jieba")).cut(kind("贷款五万")) == ["贷款", "五万"]
    assert replay(kind("abc"), []) == "abc"
    assert classify(MeasureContext(entity=kind("卫生院")), Taxonomy.load()).code == "health"


def test_switches_and_sequences_are_what_behaves_like_them(report):
    cleaned = clean(RawText("全縣發放"), CleanOptions(script=0, body=np.bool_(True), width=np.int64(1)))
    assert cleaned.text == "全縣發放"
    taxonomy = Taxonomy.load()
    assert classify(MeasureContext(clause="新增2家", heading=["卫生"]), taxonomy).code == "health"
    contexts = iter([MeasureContext(entity="卫生院")])
    assert [d.code for d in classify_each(list(contexts), taxonomy)] == ["health"]
    quantities = extract(segment(clean(RawText(TEXT))))
    given = (report.meta, taxonomy, tokenizer())
    assert interpret(report.document, list(quantities), *given) == interpret(report.document, quantities, *given)
    assert replay("abc", list(report.clean.edits)) == "abc"


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: parse_number("二二十"), NumberError),
        (lambda: parse_number(12), AttributeError),
        (lambda: read_numeral(12), TypeError),
        (lambda: tokenizer(5), OptionError),
        (lambda: tokenizer(None), OptionError),
        (lambda: tokenizer("jieba").cut(5), AttributeError),
        (lambda: CleanOptions(opencc="x"), OptionError),
        (lambda: CleanOptions(text_column=5), OptionError),
        (lambda: CleanOptions(True), TypeError),
        (lambda: Taxonomy.load().label(5), KeyError),
        (lambda: Taxonomy.load(5), TypeError),
        (lambda: clean(None), AttributeError),
        (lambda: clean(RawText(TEXT), None), AttributeError),
        (lambda: clean(RawText(5)), TypeError),
        (lambda: clean(RawText(TEXT), opt=1), TypeError),
        (lambda: segment(None), AttributeError),
        (lambda: extract(None), AttributeError),
        (lambda: classify("新增2家", Taxonomy.load()), AttributeError),
        (lambda: classify(MeasureContext(entity=5), Taxonomy.load()), TypeError),
    ],
)
def test_errors_are_of_one_class(call, error):
    with pytest.raises(error) as caught:
        call()
    assert issubclass(caught.type, error) if error is NumberError else caught.type is error


def test_number_errors_travel():
    error = pickle.loads(pickle.dumps(NumberError("x")))
    assert isinstance(error, fp.FupinError)
    assert isinstance(error, ValueError)
    assert str(error) == "x"


@pytest.mark.parametrize(
    "value", [CleanOptions(script=False), fp.ReportOptions(), PartialDate(2020, 3), MeasureContext(entity="医院")]
)
def test_values_are_copied_and_travel(value):
    for made in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert made == value
        assert repr(made) == repr(value)
        assert hash(made) == hash(value)


def test_records_are_copied_with_their_evidence(report):
    for record in report.records:
        made = copy.copy(record)
        assert made == record
        assert made.explain() == record.explain()
        assert dict(copy.copy(record.evidence)) == dict(record.evidence)
        assert 5 not in record.evidence
        with pytest.raises(KeyError):
            record.evidence["no such field"]


def test_what_is_frozen_stays_so(report):
    for value, name in ((CleanOptions(), "body"), (report.meta, "title"), (PartialDate(2020), "year")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, name, None)
    with pytest.raises(AttributeError):
        report.records[0].evidence.other = 1
    with pytest.raises((AttributeError, TypeError)):
        Taxonomy.load().other = 1
    assert dataclasses.replace(report.meta, title="题").title == "题"
    assert copy.copy(report.meta) == report.meta
    assert [field.name for field in dataclasses.fields(Taxonomy)][:2] == ["measures", "fallback"]


def test_dates_are_ordered():
    assert sorted([PartialDate(2020, 3), PartialDate(2019), PartialDate(2020, 2, 29)])[-1] == PartialDate(2020, 3)
    with pytest.raises(ValueError, match="month"):
        PartialDate(2020, 0, 5)


def test_the_form_is_told():
    from fupin_nlp.interpret import interpreter
    from fupin_nlp.version import spelled

    assert fp.compiled() is not interpreter.__file__.endswith(".py")
    assert spelled() == fp.__version__ + (" (compiled)" if fp.compiled() else "")
