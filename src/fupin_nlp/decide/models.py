"""Choose among what is proposed: by the models, or the first proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from fupin_nlp.decide.chances import Chances, chances_of, joined
from fupin_nlp.decide.chooser import Chooser
from fupin_nlp.decide.encoding import Encoded, encode, parts_of
from fupin_nlp.decide.network import Logits, forward
from fupin_nlp.decide.numbers import numpy_arithmetic, ready
from fupin_nlp.decide.proposal import Choice, Decision, Proposal, Subject
from fupin_nlp.decide.trained import Trained, load_trained, shipped
from fupin_nlp.errors import MissingDataFileError
from fupin_nlp.segment import Tokenizer

__all__ = ["Models", "first_choice", "models"]


BLOCK: Final = 1000  # figures that the tagger reads at a time: memory stays bounded, few documents have as many
PART: Final = 1500  # tokens that it reads at a time


def first_choice(proposal: Proposal) -> Decision:
    """Take everything as it is proposed.

    Examples
    --------
    >>> from fupin_nlp.report import ReportOptions, parse
    >>> record = parse("已发放小额贷款200万元。", options=ReportOptions(models="off")).records[0]
    >>> record.entity, record.confidence
    ('小额贷款', None)
    """
    values = (proposal.role, proposal.measure, proposal.entity, proposal.action)
    role, measure, entity, action = [Choice(value, 1.0, None, True) for value in values]
    return Decision(role, measure, entity, action, None)


class Models:
    """Decides the figures of a document.

    Parameters
    ----------
    trained : Trained or None
        None takes the first proposal of everything.
    """

    def __init__(self, trained: Trained | None = None) -> None:
        self.trained = trained
        self._chooser = Chooser(trained.chooser) if trained else None
        self._weights: dict[str, Any] | None = None

    def decide(
        self, subject: Subject, proposals: Sequence[Proposal], own_measures: bool, tokenizer: Tokenizer
    ) -> list[Decision]:
        """Return a decision a proposal.

        Parameters
        ----------
        subject : Subject
            The document.
        proposals : sequence of Proposal
            In whatever order.
        own_measures : bool
            Whether the measures are a user's own, which the models do not know.
        tokenizer : Tokenizer
            Cuts the text into words.
        """
        if self.trained is None or self._chooser is None or not proposals:
            return [first_choice(proposal) for proposal in proposals]
        order = sorted(range(len(proposals)), key=lambda i: proposals[i].quantity.start)
        ordinals: list[int] = []
        told: list[Chances] = []
        for first in range(0, len(order), BLOCK):
            block = order[first : first + BLOCK]
            encoded = encode(subject, [proposals[i] for i in block], self.trained.vocabulary, tokenizer)
            if encoded is not None and encoded.ordinals:
                ordinals += [block[i] for i in encoded.ordinals]
                told.append(self.chances(encoded))
        if not told:
            return [first_choice(proposal) for proposal in proposals]
        known = [proposals[i] for i in ordinals]
        chosen = self._chooser.choose(subject, known, joined(told), own_measures=own_measures)
        decided = dict(zip(ordinals, chosen, strict=True))
        return [decided.get(i) or first_choice(proposal) for i, proposal in enumerate(proposals)]

    def chances(self, encoded: Encoded) -> Chances:
        """Return what the tagger says of a document."""
        if self._weights is None and self.trained is not None:
            self._weights = ready(self.trained.numbers, self.trained.exponents)
        return tagged(self._weights or {}, encoded)


def tagged(weights: Mapping[str, Any], encoded: Encoded) -> Chances:
    """Return what the tagger with these weights (`ready`) says of a document."""
    import numpy as np

    how = numpy_arithmetic()
    parts = [forward(how, weights, part) for part in parts_of(encoded.arrays, PART)]
    return chances_of(Logits(*map(np.concatenate, zip(*parts, strict=True))), encoded)


@lru_cache(maxsize=4)
def models(choice: str | Path = "on") -> Models:
    """Return the models that a choice names.

    Parameters
    ----------
    choice : {"on", "off"} or Path
        Those of the package, none (the first proposal wins), or a file that `fupin train` wrote.

    Raises
    ------
    MissingDataFileError
        If there is no such file.
    DataFileError
        If it is no file of models.

    Examples
    --------
    >>> models("off").trained is None, models("on").trained is None
    (True, False)
    """
    if choice == "off":
        return Models(None)
    if choice == "on":
        return Models(shipped())
    path = Path(choice)
    if not path.is_file():
        raise MissingDataFileError(f"{path}: no such file of models; `fupin train` writes one")
    return Models(load_trained(path.read_bytes(), str(path)))
