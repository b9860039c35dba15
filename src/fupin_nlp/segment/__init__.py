"""The segment stage: sentences, sections, tokens."""

from fupin_nlp.segment.stage import segment
from fupin_nlp.segment.tokens import Tokenizer, tokenizer, tokenizer_name

__all__ = ["Tokenizer", "segment", "tokenizer", "tokenizer_name"]
