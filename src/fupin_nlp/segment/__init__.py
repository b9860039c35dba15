"""The segment stage: sentences, sections, tokens."""

from fupin_nlp.segment.stage import segment
from fupin_nlp.segment.tags import tag_of
from fupin_nlp.segment.tokens import Tokenizer, tokenizer, tokenizer_name

__all__ = ["Tokenizer", "segment", "tag_of", "tokenizer", "tokenizer_name"]
