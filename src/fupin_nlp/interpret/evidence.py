"""What decided the fields of a record, told when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fupin_nlp.measures import MeasureDecision

__all__ = ["Evidence"]

_MOST_CUES = 6


class Evidence(Mapping[str, str]):
    """Field → what decided it. Most records are never asked, so the cues of the measure are worded late.

    Examples
    --------
    >>> evidence = Evidence("object", "the clause says 已", MeasureDecision("other", "其他"), "no period words", "home")
    >>> list(evidence), evidence["role"]
    (['entity', 'role', 'measure', 'period', 'region'], 'the clause says 已')
    """

    __slots__ = ("entity", "measure", "period", "region", "role")

    _FIELDS = ("entity", "role", "measure", "period", "region")

    def __init__(self, entity: str, role: str, measure: MeasureDecision, period: str, region: str) -> None:
        self.entity = entity
        self.role = role
        self.measure = measure
        self.period = period
        self.region = region

    def __getitem__(self, field: str) -> str:
        if field == "measure":
            cues = self.measure.cues[:_MOST_CUES]
            return "; ".join(f"{c.code} {c.word} {c.weight:g} ({c.part})" for c in cues)
        if field in self._FIELDS:
            told: str = getattr(self, field)
            return told
        raise KeyError(field)

    def __iter__(self) -> Iterator[str]:
        return iter(self._FIELDS)

    def __len__(self) -> int:
        return len(self._FIELDS)

    def __repr__(self) -> str:
        return repr(dict(self))
