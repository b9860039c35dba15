"""The extract stage: every number with its unit, bound and span; nothing is interpreted here."""

from fupin_nlp.extract.errors import TooManyFiguresError
from fupin_nlp.extract.numerals import NumberError, Numeral, parse_number, read_numeral
from fupin_nlp.extract.stage import extract

__all__ = ["NumberError", "Numeral", "TooManyFiguresError", "extract", "parse_number", "read_numeral"]
