"""The two engines of patterns match alike."""

from __future__ import annotations

import pytest

from fupin_nlp.errors import DataFileError
from fupin_nlp.extract import grammar
from fupin_nlp.ingest import find_sources, read_source
from fupin_nlp.lexicon import patterns
from fupin_nlp.report.samples import sample_folder


@pytest.fixture
def both(monkeypatch):
    chosen = grammar.number_pattern.__wrapped__()
    monkeypatch.setattr(patterns, "RE_IS_SOUND", False)
    portable = grammar.number_pattern.__wrapped__()
    assert type(portable).__module__.split(".")[0] in ("regex", "_regex")
    return chosen, portable


def test_numbers_match_alike_at_every_place_of_the_samples(both):
    texts = [read_source(s).text for s in find_sources([sample_folder()]) if s.skipped is None]
    texts += ["4万多元 1亿2千万 数百名 五六百户 2,000 2 000 二点五亿 １２３万 几十万 3.5千瓦 余额 万余"]
    for text in texts:
        for place in range(len(text)):
            quick, slow = (pattern.match(text, place) for pattern in both)
            assert (quick and (quick.span(), quick.groupdict())) == (slow and (slow.span(), slow.groupdict()))


@pytest.mark.parametrize("sound", [True, False])
def test_an_invalid_pattern_is_named(monkeypatch, sound):
    monkeypatch.setattr(patterns, "RE_IS_SOUND", sound)
    with pytest.raises(DataFileError, match="pattern 'broken' is not valid"):
        patterns.compile_quick("broken", "(")
