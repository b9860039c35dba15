"""fupin-nlp: numeric achievements in Chinese policy reports, cited to the character."""

from __future__ import annotations

__version__ = "0.1.0"
