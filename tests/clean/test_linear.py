"""Time grows with the length of the text, whatever the text is: cleaning as a whole, and each part of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.support.hostile import HOSTILE
from tests.support.timing import grows_in_proportion

from fupin_nlp.clean import clean, explain
from fupin_nlp.clean.body import find_body
from fupin_nlp.clean.damage import find_damage
from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.patch import Context
from fupin_nlp.clean.pipeline import STEPS
from fupin_nlp.model import Alignment, RawText

# The first is long enough for what is slow by itself; what takes no time there is tried with the next ones.
LENGTHS = (2_000, 8_000, 24_000)

PARTS: dict[str, Callable[[str, str], object]] = {
    **{name: lambda text, form, find=find: find(Facts(text), Context(form, "auto")) for name, find in STEPS.items()},
    "body": lambda text, _form: find_body(Facts(text)),
    "damage": lambda text, _form: find_damage(Facts(text), [], Alignment.identity()),
}


def in_proportion(
    work: Callable[[str, str], object], piece: str, form: str, lengths: tuple[int, ...] = LENGTHS
) -> bool:
    return grows_in_proportion(lambda length: work(piece * (length // len(piece)), form), *lengths)


@pytest.fixture(scope="module", autouse=True)
def _tables_are_loaded():
    clean(RawText("今年以来，全縣產(chǎn)業(yè)扶貧，帶動貧\n困戶總?cè)丝?640人"))


@pytest.mark.parametrize("name", HOSTILE)
def test_cleaning_and_explaining(name):
    piece, form = HOSTILE[name]
    assert in_proportion(lambda text, form: explain(clean(RawText(text, format=form))), piece, form)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_on_every_text(part):
    slow = [name for name, (piece, form) in HOSTILE.items() if not in_proportion(PARTS[part], piece, form, LENGTHS[:2])]
    assert slow == []


def test_quadratic_time_is_noticed():
    assert not in_proportion(lambda text, _form: [text[:i].count("b") for i in range(0, len(text), 2)], "a", "txt")
    assert in_proportion(lambda text, _form: [c.isdigit() for c in text], "a", "txt")
