"""The whole course: teach a tagger on unlabelled text, fit it to gold, fit the chooser, and say how good it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from fupin_nlp.decide.numbers import as_used
from fupin_nlp.decide.passages import passages_of
from fupin_nlp.decide.shape import Sizes
from fupin_nlp.decide.trained import Trained
from fupin_nlp.decide.vocabulary import Vocabulary, plain_word
from fupin_nlp.errors import FupinError
from fupin_nlp.measures import Taxonomy
from fupin_nlp.model.record import ROLES
from fupin_nlp.segment import tokenizer
from fupin_nlp.training.cases import Case
from fupin_nlp.training.fit import Course, fit, initial_weights
from fupin_nlp.training.folds import folds_of
from fupin_nlp.training.rounding import whole_numbers
from fupin_nlp.training.samples import Read, Sample, sample
from fupin_nlp.training.scores import Scores, scores_of
from fupin_nlp.training.stack import fit_chooser
from fupin_nlp.training.tagging import chances_by
from fupin_nlp.training.vectors import word_vectors

__all__ = ["Taught", "learn", "learnt_before", "teach"]

TAUGHT: Final = Course(epochs=2, rate=4e-3, drop=0.1)
LEARNT: Final = Course(epochs=40, rate=2e-3, drop=0.35, tables=0.4)
_FOLDS: Final = 5
_SEEDS: Final = 4  # final weights are the mean of so many runs that begin at the same place
_WORDS, _CHARACTERS, _UNITS = 16000, 3500, 200
_GOLD_COUNTS: Final = 4  # a word of gold counts as often as so many of unlabelled text
_FEWEST: Final = 5

Told: TypeAlias = Callable[[str], None]


class Taught(NamedTuple):
    """A vocabulary and the weights that a tagger begins with."""

    vocabulary: Vocabulary
    weights: Mapping[str, Any]


def teach(unlabelled: Sequence[Read], gold: Sequence[Read], seed: int, told: Told) -> Taught:
    """Return a tagger that has learnt a teacher's answers on unlabelled text.

    Parameters
    ----------
    unlabelled : sequence of Read
        Documents with answers by `samples.taught_by`.
    gold : sequence of Read
        Only its words and reasons are looked at.
    seed : int
        Of everything that is drawn.
    told : callable
        Gets a line of text now and then.
    """
    vocabulary = _vocabulary(unlabelled, gold)
    samples = _samples(unlabelled, vocabulary, taught=True)
    told(f"{len(samples)} documents without labels, {vocabulary.size('word')} words")
    vectors = word_vectors(samples, vocabulary.size("word"), Sizes().word, seed)
    weights = initial_weights(vocabulary, vectors, Sizes(), seed)
    course = TAUGHT._replace(seed=seed)
    return Taught(vocabulary, fit(weights, samples, course, told=_steps("taught", told)))


def _steps(name: str, told: Told) -> Callable[[int, int, float], None]:
    return lambda step, steps, loss: told(f"{name}: step {step} of {steps}, loss {loss:.3f}")


def _samples(reads: Sequence[Read], vocabulary: Vocabulary, *, taught: bool = False) -> list[Sample]:
    made = [sample(read, vocabulary, taught=taught) for read in reads]
    return [one for one in made if one is not None]


def _vocabulary(unlabelled: Sequence[Read], gold: Sequence[Read]) -> Vocabulary:
    words: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    units: Counter[str] = Counter()
    cut = tokenizer()
    for reads, times in ((unlabelled, 1), (gold, _GOLD_COUNTS)):
        for read in reads:
            for word in passages_of(read.subject.text, read.proposals, cut).words:
                if word:
                    words[plain_word(word)] += times
                    characters[word[0]] += times
                    characters[word[-1]] += times
            for proposal in read.proposals:
                units[proposal.quantity.unit] += times
    return Vocabulary(
        {
            "word": _commonest(words, _WORDS),
            "character": _commonest(characters, _CHARACTERS),
            "unit": _commonest(units, _UNITS),
            "role": ROLES,
            "measure": Taxonomy.load().codes,
        }
    )


def _commonest(counts: Counter[str], most: int) -> list[str]:
    return [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]]


def learnt_before(trained: Trained) -> Taught:
    """Return models as what a tagger begins with, to go on with gold of one's own."""
    return Taught(trained.vocabulary, as_used(trained.numbers, trained.exponents))


def learn(
    taught: Taught,
    gold: Sequence[Read],
    seed: int,
    told: Told,
    *,
    known: Sequence[Read] = (),
    epochs: int | None = None,
) -> tuple[Trained, Scores]:
    """Return models fitted to gold, and how good they are on documents that were held out.

    Each of five folds of the documents is tagged by weights that were fitted on the others; the chooser is fitted on
    those, and measured once more on folds that it has not seen. The shipped weights then see all documents.

    Parameters
    ----------
    taught : Taught
        Where to begin.
    gold : sequence of Read
        With answers.
    seed : int
        Of everything that is drawn.
    told : callable
        Gets a line of text now and then.
    known : sequence of Read
        With answers, but such that the grammar was made on: the tagger learns from them, the chooser does not, and
        nothing is measured on them.
    epochs : int, optional
        Times that every document is seen; `LEARNT` says how often otherwise.

    Raises
    ------
    FupinError
        If there are too few documents to hold some out.
    """
    samples = _samples(gold, taught.vocabulary)
    if len(samples) < _FEWEST:
        raise FupinError(f"{len(samples)} documents with gold are too few: at least {_FEWEST} are needed to measure")
    course = LEARNT._replace(seed=seed, epochs=epochs or LEARNT.epochs)
    always = _samples(known, taught.vocabulary, taught=True)
    cases = _held_out(taught, samples, always, course, told)
    names = taught.vocabulary
    scores = scores_of(cases, [s.read.group for s in samples], names.roles, names.measures)
    chooser = fit_chooser(cases, names.roles, names.measures)
    told(f"held out: {scores.line()}")
    runs = []
    for number in range(_SEEDS):
        runs.append(fit(taught.weights, [*samples, *always], course._replace(seed=seed + number), rounded=True))
        told(f"run {number + 1} of {_SEEDS} on all documents")
    weights = {name: sum(run[name] for run in runs) / len(runs) for name in runs[0]}
    rows = sum(answer is not None for s in samples for answer in s.read.answers)
    groups = Counter(s.read.group for s in samples)
    card = {"documents": len(samples), "rows": rows, "groups": dict(sorted(groups.items())), "seed": seed}
    numbers, exponents = whole_numbers(weights)
    return Trained(names, numbers, exponents, chooser, {**card, "held_out": scores.plain()}), scores


def _held_out(
    taught: Taught, samples: Sequence[Sample], always: Sequence[Sample], course: Course, told: Told
) -> list[Case]:
    """Return the documents with the chances of a tagger that had not seen them."""
    folds = folds_of([s.read.group for s in samples], min(_FOLDS, len(samples)), course.seed)
    cases: list[Case | None] = [None] * len(samples)
    for fold in sorted(set(folds)):
        seen = [*(s for s, own in zip(samples, folds, strict=True) if own != fold), *always]
        weights = fit(taught.weights, seen, course, rounded=True)
        for number, one in enumerate(samples):
            if folds[number] == fold:
                ordinals = one.encoded.ordinals
                proposals = [one.read.proposals[i] for i in ordinals]
                answers = [one.read.answers[i] for i in ordinals]
                cases[number] = Case(fold, one.read.subject, proposals, answers, chances_by(weights, one.encoded))
        told(f"fold {fold} of {len(set(folds))} tagged")
    return [case for case in cases if case is not None]
