"""Counts are those of a slow count in plain Python, on twenty reports and more."""

from __future__ import annotations

import pytest

import fupin_nlp as fp
from fupin_nlp.ingest import find_sources
from fupin_nlp.report import Corpus
from fupin_nlp.report.samples import sample_folder
from tests.support.places import evaluation_folder, why_no_evaluation_data
from tests.words import reference

DICTIONARY = {
    "环保": ["污染", "*污染*", "减排", "生态*", "绿色", "生态环境", "生态环境保护"],
    "经济": ["经济", "数字经济", "民营经济", "经济社会", "经济社会发展", "高质量发展"],
    "扶贫": ["扶贫", "脱贫", "脱贫攻坚", "*贫困*", "产业扶贫"],
    "none": ["元宇宙遗址"],
}


@pytest.fixture(scope="module")
def reports():
    """Return the sample reports, and the real ones of nineteen provinces where they are at hand."""
    folders = [sample_folder()]
    if why_no_evaluation_data() is None:
        folders.append(evaluation_folder() / "reports" / "provincial_2026")
    corpora = [Corpus(find_sources([folder]), options=fp.ReportOptions(models="off")) for folder in folders]
    read = [reading for corpus in corpora for reading in corpus.readings()]
    assert len(read) >= (20 if len(folders) > 1 else 16)
    return corpora, read


def whole(corpora):
    return corpora[0] if len(corpora) == 1 else corpora[0] + corpora[1]


def test_frequencies_are_those_of_the_reference(reports):
    corpora, read = reports
    expected, total = reference.frequencies(read)
    frame = fp.frequencies(whole(corpora), stop=None).frame
    rows = zip(frame["word"], frame["n"], frame["docs"], strict=True)
    assert {word: (n, docs) for word, n, docs in rows} == expected
    assert set(frame["words"]) == {total}
    assert frame["per_thousand"].sum() == pytest.approx(1000)


def test_attention_is_that_of_the_reference(reports):
    corpora, read = reports
    counts, (words, sentences, characters) = reference.attention(read, DICTIONARY)
    with pytest.warns(fp.errors.FupinWarning, match="only a part of other words"):
        frame = fp.attention(whole(corpora), DICTIONARY, by=None).frame
    found = frame.set_index("concept")
    for concept, expected in counts.items():
        assert found.loc[concept, ["n", "mentions", "mention_characters"]].tolist() == expected
    assert counts["环保"][0] > 0 < counts["经济"][0]
    assert found.loc["none", ["n", "mentions", "text_share"]].tolist() == [0, 0, 0.0]
    for name, expected in (("words", words), ("sentences", sentences), ("characters", characters)):
        assert set(found[name]) == {expected}


def test_every_report_by_itself_is_that_of_the_reference(reports):
    _, read = reports
    for reading in read[:6]:
        report = fp.parse(reading.raw, options=fp.ReportOptions(models="off"))
        expected, _ = reference.frequencies([report])
        frame = fp.frequencies(report, stop=None).frame
        assert dict(zip(frame["word"], frame["n"], strict=True)) == {w: n for w, (n, _) in expected.items()}
        words = [token.word for token in report.tokens]
        assert words == [word for line in reference.sentences(report) for word in line if not word.isspace()]


def test_a_corpus_that_was_read_and_one_that_was_not_give_the_same():
    fresh = Corpus.from_folder(sample_folder())
    read = Corpus.from_folder(sample_folder(), options=fp.ReportOptions(models="off"))
    assert len(read.reports) == 16
    one, two = (fp.frequencies(corpus, by=["region", "year"]).frame for corpus in (fresh, read))
    assert one.equals(two)
    assert fp.kwic(fresh, "脱贫").frame.equals(fp.kwic(read, "脱贫").frame)
    assert "not read yet" in repr(fresh)
