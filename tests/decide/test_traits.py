"""Traits: where phrases stand, what they are called, and sums that do not hang on their order."""

from __future__ import annotations

import numpy as np
import pytest

from fupin_nlp.decide import Proposal
from fupin_nlp.decide.proposal import Choice
from fupin_nlp.decide.trained import shipped
from fupin_nlp.decide.traits import (
    TRAIT_STEPS,
    Setting,
    TraitTable,
    measure_traits,
    names_of,
    phrase_traits,
    role_traits,
)
from tests.decide.test_models import proposed

TEXT = "全县投入资金2.3亿元，改造危房120户、修建水渠35公里。"


def figures(text: str = TEXT) -> tuple[Setting, list[Proposal]]:
    subject, proposals = proposed(text)
    proposals.sort(key=lambda p: p.quantity.start)
    return Setting(subject.text, proposals), proposals


def choice(value: str | None) -> Choice:
    return Choice(value, 0.9, None, True)


@pytest.mark.parametrize(
    ("figure", "phrase", "place"),
    [
        (0, "资金", "left 0 0 0"),  # directly before it
        (1, "危房", "left 0 0 0"),
        (1, "资金", "left 1 1 3"),  # behind a mark, and a figure between
        (2, "危房", "left 0 1 3"),
        (0, "危房", "right 1 0 2"),
        (2, "贫困户", "nowhere"),
    ],
)
def test_where_a_phrase_stands(figure, phrase, place):
    setting, proposals = figures()
    found = setting.place(phrase, proposals[figure])[0]
    assert (names_of(found)[0] if found[0] == "place" else found[0]) == place


def test_the_nearest_occurrence_counts():
    setting, (first, second) = figures("资金投入后，下达资金300万元，资金到户率100%。")
    assert names_of(setting.place("资金", first)[0])[0] == "left 0 0 0"
    assert setting.place("资金", second)[1][1:3] == ("left", "元，")


def test_what_stands_beside_a_phrase():
    setting, proposals = figures()
    assert setting.place("危房", proposals[1])[1] == ("beside", "left", "改造", "", "")
    assert names_of(("beside", "left", "改造", "", "")) == [
        "left behind 造", "left before ", "behind 改造", "before ", "left gap ",
    ]  # fmt: skip


def test_candidates_have_traits_of_their_own():
    setting, proposals = figures()
    of_phrase, of_nothing = phrase_traits(setting, proposals[1], ["危房", None], "改造")
    assert ("phrase", "危房") in of_phrase
    assert next(name for trait in of_nothing for name in names_of(trait)) == "nothing of 户"
    assert {trait[0] for trait in of_phrase} == {"phrase", "of unit", "place", "beside"}


def test_roles_know_the_words_behind_and_measures_the_name():
    _, proposals = figures()
    role = role_traits(proposals[1], choice("危房"), choice("改造"), ["目标", "目标", "2020年"])
    assert [trait for trait in role if trait[0] == "behind"] == [("behind", "目标"), ("behind", "0")]
    assert ("phrase", "危房") in measure_traits(proposals[1], choice("危房"), choice("改造"))


def test_sums_are_exact_whatever_comes_first():
    rng = np.random.default_rng(0)
    names = tuple(f"behind w{i}" for i in range(200))
    table = TraitTable(names, rng.integers(-32767, 32767, (200, 5)).astype(np.int16))
    row = [("behind", f"w{i}") for i in rng.integers(0, 250, 1000)]  # some are not known
    expected = np.zeros(5)
    for _, word in row:
        if f"behind {word}" in names:
            expected += table.steps[names.index(f"behind {word}")].astype(float) / TRAIT_STEPS
    for order in (row, row[::-1], sorted(row)):
        assert (table.sums([order, []]) == [expected, np.zeros(5)]).all()
    assert (table.sums([row] * 300) == [expected] * 300).all()  # more than are added up at a time


def test_the_shipped_tables_fit_the_names_that_are_asked():
    trained = shipped()
    assert trained is not None
    chooser = trained.chooser
    columns = {"role": len(chooser.roles), "measure": len(chooser.measures), "entity": 2, "action": 2}
    assert {field: table.steps.shape for field, table in chooser.traits.items()} == {
        field: (len(chooser.traits[field].names), count) for field, count in columns.items()
    }
    setting, proposals = figures()
    told = [trait for row in phrase_traits(setting, proposals[1], ["危房"], None) for trait in row]
    known = set(chooser.traits["entity"].names)
    assert any(name in known for trait in told for name in names_of(trait))
