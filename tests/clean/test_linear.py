"""Time grows with the length of the text, whatever the text is: cleaning as a whole, and each part of it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from tests.support.hostile import HOSTILE

from fupin_nlp.clean import clean, explain
from fupin_nlp.clean.body import find_body
from fupin_nlp.clean.damage import find_damage
from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.patch import Context
from fupin_nlp.clean.pipeline import STEPS
from fupin_nlp.model import Alignment, RawText

# Each doubling may take 2.9 times as long where linear time takes 2 and quadratic time 4; a machine that is busy with
# other work is given five chances, and what takes no time at all is not judged.
LENGTHS = (8_000, 24_000)
TIMES, MOST = 4, 8.5
NOTHING = 0.04
CHANCES = 5

PARTS: dict[str, Callable[[str, str], object]] = {
    **{name: lambda text, form, find=find: find(Facts(text), Context(form, "auto")) for name, find in STEPS.items()},
    "body": lambda text, _form: find_body(Facts(text)),
    "damage": lambda text, _form: find_damage(Facts(text), [], Alignment.identity()),
}


def seconds(work: Callable[[str, str], object], text: str, form: str) -> float:
    start = time.process_time()
    work(text, form)
    return time.process_time() - start


def grows_faster(work: Callable[[str, str], object], piece: str, form: str, lengths: tuple[int, ...] = LENGTHS) -> bool:
    """Whether four times the text takes more than linear time, at every try; longer texts where short take none."""
    for length in lengths:
        short, long = (piece * (n // len(piece)) for n in (length, length * TIMES))
        least_short = least_long = float("inf")
        for _ in range(CHANCES):
            least_long = min(least_long, seconds(work, long, form))
            if least_long <= NOTHING:
                break
            least_short = min(least_short, seconds(work, short, form))
            if least_long <= MOST * least_short:
                return False
        else:
            return True
    return False


@pytest.fixture(scope="module", autouse=True)
def _tables_are_loaded():
    clean(RawText("今年以来，全縣產(chǎn)業(yè)扶貧，帶動貧\n困戶總?cè)丝?640人"))


@pytest.mark.parametrize("name", HOSTILE)
def test_cleaning_and_explaining(name):
    piece, form = HOSTILE[name]
    assert not grows_faster(lambda text, form: explain(clean(RawText(text, format=form))), piece, form)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_on_every_text(part):
    slow = [name for name, (piece, form) in HOSTILE.items() if grows_faster(PARTS[part], piece, form, LENGTHS[:1])]
    assert slow == []


def test_quadratic_time_is_noticed():
    assert grows_faster(lambda text, _form: [text[:i].count("b") for i in range(0, len(text), 2)], "a", "txt")
    assert not grows_faster(lambda text, _form: [c.isdigit() for c in text], "a", "txt")
