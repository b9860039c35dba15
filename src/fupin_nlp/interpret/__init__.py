"""The interpretation stage: what a quantity counts, when, where, done or planned, under which measure."""

from fupin_nlp.interpret.stage import interpret, propose

__all__ = ["interpret", "propose"]
