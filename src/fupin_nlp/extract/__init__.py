"""The extract stage: every number with its unit, bound and span; nothing is interpreted here."""

from fupin_nlp.extract.engine import extract
from fupin_nlp.extract.numerals import NumberError, Numeral, parse_number, read_numeral

__all__ = ["NumberError", "Numeral", "extract", "parse_number", "read_numeral"]
