"""What a tagger in training says of documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fupin_nlp.decide.chances import Chances
from fupin_nlp.decide.encoding import Encoded
from fupin_nlp.decide.models import tagged
from fupin_nlp.decide.numbers import ready
from fupin_nlp.training.rounding import whole_numbers

__all__ = ["chances_by"]


def chances_by(weights: Mapping[str, Any], encoded: Encoded) -> Chances:
    """Return the chances by weights, rounded as they will be shipped."""
    return tagged(ready(*whole_numbers(weights)), encoded)
