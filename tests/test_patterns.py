"""The two engines of patterns match alike."""

from __future__ import annotations

import pytest

from fupin_nlp.errors import DataFileError
from fupin_nlp.extract import grammar
from fupin_nlp.ingest import find_sources, read_source
from fupin_nlp.lexicon import patterns
from fupin_nlp.report.samples import sample_folder
from fupin_nlp.segment import sentences


@pytest.fixture
def both(monkeypatch):
    def of(make):
        chosen = make.__wrapped__()
        with monkeypatch.context() as context:
            context.setattr(patterns, "RE_IS_SOUND", False)
            portable = make.__wrapped__()
        assert type(portable).__module__.split(".")[0] in ("regex", "_regex")
        return chosen, portable

    return of


def sample_texts():
    texts = [read_source(s).text for s in find_sources([sample_folder()]) if s.skipped is None]
    return [*texts, "4万多元 1亿2千万 数百名 五六百户 2,000 2 000 二点五亿 １２３万 几十万 3.5千瓦 余额 万余 翻番 过半"]


def test_numbers_match_alike_at_every_place_of_the_samples(both):
    engines = both(grammar.number_pattern)
    for text in sample_texts():
        for place in range(len(text)):
            quick, slow = (pattern.match(text, place) for pattern in engines)
            assert (quick and (quick.span(), quick.groupdict())) == (slow and (slow.span(), slow.groupdict()))


@pytest.mark.parametrize("make", [grammar.candidate_pattern, grammar.fraction_pattern, sentences._ends])
def test_both_engines_find_alike_in_the_samples(both, make):
    for text in sample_texts():
        quick, slow = ([(m.span(), m.groupdict()) for m in pattern.finditer(text)] for pattern in both(make))
        assert quick == slow


def test_an_arabic_candidate_is_the_numeral_that_begins_there():
    candidate, number = grammar.candidate_pattern(), grammar.number_pattern()
    for text in sample_texts():
        for place in candidate.finditer(text):
            start, numeral = place.start(), number.match(text, place.start())
            rest = place["rest"] if place["plain"] is None else place["plain"]
            if rest is not None:
                assert (start, place.end(), place["tail"]) == (*numeral.span(), numeral["tail"])
                assert text[start] + rest == numeral["arabic"]
            else:
                assert place.end() == start + 1
                assert not text[start].isdigit()


@pytest.mark.parametrize("sound", [True, False])
def test_an_invalid_pattern_is_named(monkeypatch, sound):
    monkeypatch.setattr(patterns, "RE_IS_SOUND", sound)
    with pytest.raises(DataFileError, match="pattern 'broken' is not valid"):
        patterns.compile_quick("broken", "(")
