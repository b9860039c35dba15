"""Period words: find them, turn them into days, and decide which of them date a quantity."""

from fupin_nlp.interpret.period.dates import DateMention, Interval, PartialDate, find_dates
from fupin_nlp.interpret.period.decision import PeriodDecision
from fupin_nlp.interpret.period.grammar import PeriodMention, find_periods
from fupin_nlp.interpret.period.resolve import resolve
from fupin_nlp.interpret.period.resolver import PeriodResolver

__all__ = [
    "DateMention",
    "Interval",
    "PartialDate",
    "PeriodDecision",
    "PeriodMention",
    "PeriodResolver",
    "find_dates",
    "find_periods",
    "resolve",
]
