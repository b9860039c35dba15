"""The segment stage: sentences, sections, tokens."""

from fupin_nlp.segment.structure import segment

__all__ = ["segment"]
