"""How good decisions are on documents that were held out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from fupin_nlp.decide.models import first_choice
from fupin_nlp.decide.proposal import FIELDS, Choice, Decision
from fupin_nlp.training.cases import Case, right
from fupin_nlp.training.samples import Answer
from fupin_nlp.training.stack import decisions_of, fit_chooser

__all__ = ["Rates", "Scores", "scores_of"]

COVERAGES: Final = (0.5, 0.7, 0.8, 0.9, 1.0)
_ALL: Final = "all"


class Rates(NamedTuple):
    """Shares of right decisions among `rows` figures; `record`: role, measure and entity together."""

    rows: int
    role: float
    measure: float
    entity: float
    entity_exact: float
    action: float
    record: float


class Scores(NamedTuple):
    """Scores of three ways to decide, by group and together (``all``).

    Attributes
    ----------
    proposals, tagger, chooser : dict of str to Rates
        The first proposal; the tagger alone; both and the neighbours.
    coverage : dict of str to float
        Share of the surest records → how many of them are right.
    """

    proposals: dict[str, Rates]
    tagger: dict[str, Rates]
    chooser: dict[str, Rates]
    coverage: dict[str, float]

    def line(self) -> str:
        """Return the record rates in one line."""
        told = (("proposals", self.proposals), ("tagger", self.tagger), ("together", self.chooser))
        return ", ".join(f"{name} {rates[_ALL].record:.3f}" for name, rates in told)

    def plain(self) -> dict[str, Any]:
        """Return plain values for a file."""
        ways = {"proposals": self.proposals, "tagger": self.tagger, "chooser": self.chooser}
        plain = {way: {group: rates._asdict() for group, rates in of.items()} for way, of in ways.items()}
        return {**plain, "coverage": self.coverage}


def scores_of(cases: Sequence[Case], groups: Sequence[str], roles: Sequence[str], measures: Sequence[str]) -> Scores:
    """Measure proposals, tagger, and a chooser that is fitted on the other folds."""
    chosen: list[list[Decision]] = [[] for _ in cases]
    for fold in sorted({case.fold for case in cases}):
        weights = fit_chooser([case for case in cases if case.fold != fold], roles, measures)
        for number, case in enumerate(cases):
            if case.fold == fold:
                chosen[number] = decisions_of(weights, case)
    proposed = [[first_choice(proposal) for proposal in case.proposals] for case in cases]
    tagged = [_tagged(case, roles, measures) for case in cases]
    return Scores(
        _rates(cases, groups, proposed), _rates(cases, groups, tagged), _rates(cases, groups, chosen),
        _coverage(cases, chosen),
    )  # fmt: skip


def _tagged(case: Case, roles: Sequence[str], measures: Sequence[str]) -> list[Decision]:
    chances = case.chances
    out = []
    for row, proposal in enumerate(case.proposals):
        role, measure = roles[int(chances.role[row].argmax())], measures[int(chances.measure[row].argmax())]
        entity = chances.entity[row][0].text if chances.entity[row] else proposal.entity
        action = chances.action[row][0].text if chances.action[row] else proposal.action
        choices = [Choice(value, 1.0, None, False) for value in (role, measure, entity, action)]
        out.append(Decision(choices[0], choices[1], choices[2], choices[3], None))
    return out


def _asked(cases: Sequence[Case], decisions: Sequence[Sequence[Decision]]) -> Iterable[tuple[int, Decision, Answer]]:
    for number, (case, decided) in enumerate(zip(cases, decisions, strict=True)):
        for decision, answer in zip(decided, case.answers, strict=True):
            if answer is not None and answer.weight == 1:
                yield number, decision, answer


def _good(decision: Decision, answer: Answer) -> dict[str, bool]:
    value: Callable[[str], str | None] = lambda field: getattr(decision, field).value  # noqa: E731
    good = {field: right(field, value(field), answer) for field in FIELDS}
    good["entity_exact"] = value("entity") in answer.entity
    good["record"] = good["role"] and good["measure"] and good["entity"]
    return good


def _rates(cases: Sequence[Case], groups: Sequence[str], decisions: Sequence[Sequence[Decision]]) -> dict[str, Rates]:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for number, decision, answer in _asked(cases, decisions):
        for group in (_ALL, groups[number]):
            counts[group]["rows"] += 1
            for field, good in _good(decision, answer).items():
                counts[group][field] += good
    return {
        group: Rates(rows=row["rows"], **{f: round(row[f] / row["rows"], 4) for f in Rates._fields if f != "rows"})
        for group, row in sorted(counts.items())
    }


def _coverage(cases: Sequence[Case], decisions: Sequence[Sequence[Decision]]) -> dict[str, float]:
    told = [(-(d.confidence or 0.0), _good(d, answer)["record"]) for _, d, answer in _asked(cases, decisions)]
    told.sort(key=lambda pair: pair[0])
    out = {}
    for share in COVERAGES:
        kept = told[: max(1, round(share * len(told)))]
        out[f"{share:.0%}"] = round(sum(good for _, good in kept) / len(kept), 4) if kept else 0.0
    return out
