"""Changes of a text that mean nothing leave its records as they are."""

from __future__ import annotations

import pytest

import fupin_nlp
from tests.support.metamorphic import FORMAT_CHANGES, LIKE_NAME, TEXT_CHANGES, difference
from tests.support.places import ROOT

SAMPLES = ("2018_略阳县", "2021_兰考县", "教育体育工作总结和要点")
DIFFERS = {".csv": "a table has no headings", "characters of Hong Kong (s2hk) and back": "words are cut otherwise"}
"""Changes after which fields may differ, with the reason; no record may be lost or come in addition."""


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    paths = [next((ROOT / "corpus").glob(f"{stem}*.txt")) for stem in SAMPLES]
    return {path.stem: fupin_nlp.read(path).body_text() for path in paths}


@pytest.mark.parametrize("name", [*TEXT_CHANGES, *FORMAT_CHANGES])
def test_a_change_that_means_nothing_changes_nothing(name: str, texts: dict[str, str]) -> None:
    for stem, text in texts.items():
        found = difference(text, stem, {**TEXT_CHANGES, **FORMAT_CHANGES}[name])
        assert found.records > 20
        assert (found.lost, found.added) == (0, 0), found.examples[:5]
        if name not in DIFFERS:
            assert found.changed.keys() <= {LIKE_NAME}, found.examples[:5]
            assert found.changed.total() <= 1, found.examples[:5]
