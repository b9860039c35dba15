"""What decided the fields of a record, told when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from fupin_nlp.decide import FIELDS, Choice, Decision
from fupin_nlp.measures import MeasureDecision

__all__ = ["BY_MODELS", "Evidence"]

BY_MODELS: Final = "models"
"""The reason of what the models choose against the first proposal of the grammar."""
_MOST_CUES: Final = 6
_CHOICE: Final = " choice"


class Evidence(Mapping[str, str]):
    """Field → what decided it. Most records are never asked, so cues and chances are worded late.

    ``role choice``, ``measure choice``, ``entity choice`` and ``action choice`` tell how the models chose; without
    models there are none.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> evidence = parse("已发放小额贷款200万元。").records[0].evidence
    >>> list(evidence)[:5], evidence["period"]
    (['entity', 'role', 'measure', 'period', 'region'], 'no period words govern it')
    """

    __slots__ = ("_proposed", "decision", "measure", "period", "region")

    _FIELDS = ("entity", "role", "measure", "period", "region")

    def __init__(
        self, entity: str, role: str, measure: MeasureDecision, dated: str, placed: str, decision: Decision
    ) -> None:
        self._proposed = {"entity": entity, "role": role}
        self.measure = measure
        self.period = dated
        self.region = placed
        self.decision = decision

    def __getitem__(self, field: str) -> str:
        if field == "period":
            return self.period
        if field == "region":
            return self.region
        if str(field).endswith(_CHOICE):
            return self._chosen(field.removesuffix(_CHOICE))
        choice: Choice | None = getattr(self.decision, field) if field in self._FIELDS else None
        if choice is None:
            raise KeyError(field)
        if not choice.proposed:
            return BY_MODELS
        return self._cues() if field == "measure" else self._proposed[field]

    def _cues(self) -> str:
        cues = self.measure.cues[:_MOST_CUES]
        return "; ".join(f"{c.code} {c.word} {c.weight:g} ({c.part})" for c in cues)

    def _chosen(self, field: str) -> str:
        """Return the chance of what the models chose, the runner-up, and whether the grammar proposed it."""
        if self.decision.confidence is None or field not in FIELDS:
            raise KeyError(field)
        choice: Choice = getattr(self.decision, field)
        told = f"chance {choice.probability:.2f}"
        if choice.second is not None:
            told += f", then {choice.second}"
        if choice.proposed:
            return told
        reason = self._cues() if field == "measure" else self._proposed.get(field, "")
        return f"{told}; chosen by the models, not what the grammar proposed" + (f" ({reason})" if reason else "")

    def __iter__(self) -> Iterator[str]:
        yield from self._FIELDS
        if self.decision.confidence is not None:
            for field in FIELDS:
                yield field + _CHOICE

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __repr__(self) -> str:
        return repr(dict(self))
