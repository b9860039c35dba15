"""The segment stage: sentences, sections, tokens."""

from fupin_nlp.segment.structure import segment
from fupin_nlp.segment.tokens import Tokenizer, tokenizer

__all__ = ["Tokenizer", "segment", "tokenizer"]
