"""Training on a few documents: it runs, gets better at them, and gives the same bytes twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from fupin_nlp.decide.trained import load_trained, save_trained, shipped
from fupin_nlp.ingest import read_file
from fupin_nlp.report.goldset import read_gold
from fupin_nlp.training.card import card_page
from fupin_nlp.training.course import learn, learnt_before
from fupin_nlp.training.folds import folds_of
from fupin_nlp.training.rounding import whole_numbers
from fupin_nlp.training.samples import Read, labelled, sample

TRAINING = Path(__file__).parents[2] / "training"
DOCUMENTS = 6


@pytest.fixture(scope="module")
def reads() -> list[Read]:
    group = read_gold(TRAINING / "h")[0]
    return [labelled(read_file(d.path), d.rows, group.name) for d in group.documents[:DOCUMENTS]]


def test_gold_rows_find_their_proposals(reads: list[Read]) -> None:
    rows = sum(len(d.rows) for d in read_gold(TRAINING / "h")[0].documents[:DOCUMENTS])
    joined = sum(answer is not None for read in reads for answer in read.answers)
    assert joined > 0.9 * rows


def test_targets_mark_names_that_are_accepted(reads: list[Read]) -> None:
    trained = shipped()
    assert trained is not None
    made = [one for read in reads if (one := sample(read, trained.vocabulary)) is not None]
    asked = sum(int((one.targets["weight"] > 0).sum()) for one in made)
    marked = sum(int(one.targets["entity"].any(1).sum()) for one in made)
    assert marked > 0.8 * asked


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Do with less work: two folds, and the few steps are not worth what making them fast costs."""
    import jax

    monkeypatch.setattr("fupin_nlp.training.course._FOLDS", 2)
    jax.config.update("jax_disable_most_optimizations", True)
    yield
    jax.config.update("jax_disable_most_optimizations", False)


@pytest.mark.usefixtures("quickly")
def test_training_runs_and_repeats(reads: list[Read], tmp_path: Path) -> None:
    trained = shipped()
    assert trained is not None
    files = []
    for name in ("one", "two"):
        models, scores = learn(learnt_before(trained), reads, 3, lambda _line: None, epochs=1)
        files.append(tmp_path / name)
        save_trained(models, files[-1])
        assert scores.chooser["all"].rows > 0
        assert models.card["documents"] == len(reads)
        assert "Held out" in card_page(models)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert load_trained(files[0].read_bytes(), "one").chooser.roles == trained.chooser.roles


def test_folds_hold_documents_apart() -> None:
    folds = folds_of(["a"] * 7 + ["b"] * 3, 5, 0)
    assert len(folds) == 10
    assert all(folds.count(fold) == 2 for fold in range(5))


def test_rounded_weights_lose_less_than_half_a_step() -> None:
    rng = np.random.default_rng(0)
    weights = {"role hidden": rng.normal(0, 0.1, (4, 3)), "role bias": rng.normal(0, 1, 3)}
    numbers, exponents = whole_numbers(weights)
    for name, value in weights.items():
        back = numbers[name] * 2.0 ** -exponents[name]
        assert np.abs(back - value).max() <= 2.0 ** -exponents[name] / 2
        assert numbers[name].dtype == (np.int16 if "bias" in name else np.int8)
