"""Records shown in their text: labels, escaping, and the highlighted fragment of a notebook."""

from fupin_nlp.display.notebook import highlight

__all__ = ["highlight"]
