"""Decisions: the same whatever the machine does, and none where nobody asked for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import fupin_nlp as fp
from fupin_nlp.clean import clean
from fupin_nlp.decide import Models, Proposal, Subject, models
from fupin_nlp.decide.encoding import encode, parts_of
from fupin_nlp.decide.influence import words_behind
from fupin_nlp.decide.network import Arithmetic, forward, layer
from fupin_nlp.decide.numbers import numpy_arithmetic, ready
from fupin_nlp.decide.proposal import is_later
from fupin_nlp.decide.trained import load_trained, save_trained, shipped
from fupin_nlp.errors import DataFileError, MissingDataFileError, OptionError
from fupin_nlp.extract import extract
from fupin_nlp.interpret import propose
from fupin_nlp.interpret.metadata import read_metadata
from fupin_nlp.measures import Taxonomy
from fupin_nlp.model import RawText
from fupin_nlp.report import ReportOptions, parse
from fupin_nlp.report.samples import sample_folder
from fupin_nlp.segment import segment, tokenizer

TEXTS = sorted(sample_folder().glob("20*_*.txt"))


def proposed(text: str, name: str = "text") -> tuple[Subject, list[Proposal]]:
    document = segment(clean(RawText(text, name=name)))
    meta = read_metadata(document.clean)
    return propose(document, extract(document), meta, Taxonomy.load(), tokenizer())


def arrays_of(text: str) -> dict[str, Any]:
    trained = shipped()
    assert trained is not None
    subject, proposals = proposed(text)
    proposals.sort(key=lambda p: p.quantity.start)
    encoded = encode(subject, proposals, trained.vocabulary, tokenizer())
    assert encoded is not None
    return encoded.arrays


def in_double(arrays: dict[str, Any]) -> dict[str, Any]:
    return {name: value.astype(np.float64) if value.dtype == np.float32 else value for name, value in arrays.items()}


def plain_arithmetic() -> Arithmetic:
    """Return arithmetic as it is defined: nothing is written into arrays, sums run number by number."""

    def whole(value: Any) -> Any:  # a quotient is rounded to single precision, as it is in use
        return np.rint(value.astype(np.float32)).astype(np.float64)

    def bounded(value: Any, lowest: float, highest: float) -> Any:
        return np.rint(np.clip(value, lowest, highest))

    def of_layer(vectors: Any, weights: Any, reach: int, bias: Any, real: Any) -> Any:
        return layer(how, vectors, weights, reach, bias, real)

    how = Arithmetic(
        np, whole, bounded, np.add, of_layer, lambda value, _: value, lambda values: np.cumsum(values, axis=0)
    )
    return how


@pytest.mark.parametrize("path", TEXTS[:4], ids=lambda path: path.stem)
def test_sums_are_exact_in_single_precision(path: Path) -> None:
    # What double precision computes without any rounding, single precision computes too: then no order of the sums,
    # no number of threads and no processor can make another decision.
    trained = shipped()
    assert trained is not None
    weights = ready(trained.numbers, trained.exponents)
    arrays = arrays_of(path.read_text(encoding="utf-8"))
    single = forward(numpy_arithmetic(), weights, arrays)
    double = forward(plain_arithmetic(), in_double(weights), in_double(arrays))
    parts = [forward(numpy_arithmetic(), weights, part) for part in parts_of(arrays, 200)]
    for one, other, in_parts in zip(single, double, zip(*parts, strict=True), strict=True):
        assert one.dtype == np.float32
        assert (one == other).all()
        assert (np.concatenate(in_parts) == one).all()
    assert len(parts) > 1


def test_a_document_decides_for_itself() -> None:
    # A passage reads nothing of another one but their mean chances: far texts do not touch the tagger.
    trained = shipped()
    assert trained is not None
    weights = ready(trained.numbers, trained.exponents)
    first, second = "2019年，全县发放小额贷款2036.2万元，惠及贫困户800户。", "新建村组道路12公里，力争年底前全部完工。"
    apart = [forward(numpy_arithmetic(), weights, arrays_of(text)) for text in (first, second)]
    together = forward(numpy_arithmetic(), weights, arrays_of(f"{first}\n{second}"))
    assert len(together.role) == len(apart[0].role) + len(apart[1].role)
    assert np.array_equal(np.argmax(together.entity, 1), np.argmax(np.concatenate([a.entity for a in apart]), 1))


def test_models_off_takes_the_first_proposals() -> None:
    text = TEXTS[0].read_text(encoding="utf-8")
    subject, proposals = proposed(text, TEXTS[0].name)
    report = parse(text, name=TEXTS[0].name, options=ReportOptions(models="off"))
    by_start = {p.quantity.start: p for p in proposals}
    assert len(report.records) == len(proposals)
    for record in report.records:
        assert record.confidence is None
        assert record.doubts == ()
    assert sorted(r.role for r in report.records) == sorted(p.role for p in by_start.values())
    assert Models(None).decide(subject, proposals, False, tokenizer())[0].confidence is None


def test_only_decided_fields_differ_between_on_and_off() -> None:
    text = TEXTS[0].read_text(encoding="utf-8")
    on, off = (parse(text, name="2019.txt", options=ReportOptions(models=m)) for m in ("on", "off"))
    same = (
        "id",
        "start",
        "end",
        "text",
        "value",
        "value_max",
        "unit",
        "bound",
        "period",
        "region",
        "modality",
        "sentence",
    )
    assert [[getattr(r, f) for f in same] for r in on.records] == [[getattr(r, f) for f in same] for r in off.records]


def test_every_record_tells_how_sure_it_is() -> None:
    report = parse(TEXTS[1].read_text(encoding="utf-8"), name=TEXTS[1].name)
    assert all(r.confidence is not None and 0 <= r.confidence <= 1 for r in report.records)
    for record in report.records:
        assert set(record.doubts) <= {"role", "measure", "entity", "action", "period"}
        assert "chance" in record.explain().get("measure", "chance")


@pytest.mark.parametrize(
    ("name", "heading", "later"),
    [
        ("某县_2020.txt", "一、2020年工作安排", True),  # the year that the report bears, under a heading of plans
        ("某县_2020.txt", "一、2020年工作回顾", False),
        ("某县_2021.txt", "一、2020年工作安排", False),
        ("某县_2019.txt", "一、2020年工作回顾", True),
        ("某县.txt", "一、工作安排", None),
    ],
)
def test_whether_a_period_ends_after_a_report_that_is_dated_by_its_year(
    name: str, heading: str, later: bool | None
) -> None:
    subject, proposals = proposed(f"{heading}\n新建道路12公里，惠及300户。", name)
    assert [is_later(proposal, subject.after) for proposal in proposals] == [later] * 2


def test_the_words_that_a_decision_hangs_on_are_told() -> None:
    report = parse("2020年，我县计划培训农民3000人。", name="某县_2019.txt")
    told = report.explain(report.records[0])
    assert told["measure words"].startswith("培训 (without it 0.")
    off = parse("2020年，我县计划培训农民3000人。", name="某县_2019.txt", options=ReportOptions(models="off"))
    assert not [field for field in off.explain(off.records[0]) if field.endswith("words")]


def test_a_figure_inside_another_hangs_on_no_words_of_its_own() -> None:
    subject, proposals = proposed(TEXTS[0].read_text(encoding="utf-8"))
    decisions = models("on").decide(subject, proposals, False, tokenizer())
    for number in range(0, len(proposals), 25):
        told = words_behind(models("on"), subject, proposals, number, decisions[number], tokenizer())
        assert set(told) <= {"role", "measure"}
        assert all(0.03 <= influence.fall <= 1 for words in told.values() for influence in words)


def test_measures_of_ones_own_are_not_decided_by_models(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    shipped_file = Path(fp.__file__).parent / "data" / "measures.toml"
    own.write_text(shipped_file.read_text(encoding="utf-8"), encoding="utf-8")
    text = TEXTS[0].read_text(encoding="utf-8")
    mine = parse(text, options=ReportOptions(measures=own))
    off = parse(text, options=ReportOptions(models="off"))
    assert [r.measure for r in mine.records] == [r.measure for r in off.records]


def test_nothing_proposed_nothing_decided() -> None:
    subject, proposals = proposed("没有数字的一句话。")
    assert models("on").decide(subject, proposals, False, tokenizer()) == []


def test_files_of_models_round_trip_with_the_same_bytes(tmp_path: Path) -> None:
    trained = shipped()
    assert trained is not None
    one, two = tmp_path / "one.npz", tmp_path / "two.npz"
    save_trained(trained, one)
    save_trained(load_trained(one.read_bytes(), "one"), two)
    assert one.read_bytes() == two.read_bytes()
    text = "2019年，全县发放小额贷款2036.2万元。"
    by_file = parse(text, options=ReportOptions(models=one))
    assert by_file.records == parse(text).records


def test_what_is_no_file_of_models_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.npz"
    bad.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(DataFileError, match="no file of models"):
        parse("脱贫7800户。", options=ReportOptions(models=bad))
    with pytest.raises(MissingDataFileError, match="no such file"):
        parse("脱贫7800户。", options=ReportOptions(models=tmp_path / "none.npz"))
    with pytest.raises(OptionError, match="on, off"):
        ReportOptions(models="maybe")


def test_shipped_models_are_small() -> None:
    size = (Path(fp.__file__).parent / "data" / "decisions.npz").stat().st_size
    assert size < 5_000_000
