"""Documents as training samples: what was proposed of each figure, and what is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from fupin_nlp.clean import clean
from fupin_nlp.decide import Models, Proposal, Subject
from fupin_nlp.decide.encoding import Encoded, encode
from fupin_nlp.decide.shape import ACTION_WORDS, BEFORE, ENTITY_WORDS, WINDOW
from fupin_nlp.decide.vocabulary import Vocabulary
from fupin_nlp.extract import extract
from fupin_nlp.interpret import propose
from fupin_nlp.interpret.given import told
from fupin_nlp.interpret.metadata import read_metadata
from fupin_nlp.measures import Taxonomy
from fupin_nlp.model import RawText
from fupin_nlp.report.matching import pair, same_phrase, same_quantity
from fupin_nlp.segment import segment, tokenizer

__all__ = ["Answer", "Read", "Sample", "labelled", "read_proposals", "sample", "taught_by"]

_QUOTES: Final = '“”"'
_EXACT: Final = 2.0
_FIRST: Final = 0.2  # more, for the first of the accepted names
_LEAST: Final = 0.9
_AS_GOOD: Final = 0.06
_FARTHER: Final = 0.004  # less, for each token away from the figure
OPTIONAL_WEIGHT: Final = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """What is right for one figure: accepted values, the best first; weight 0 where nobody said."""

    role: tuple[str, ...]
    measure: tuple[str, ...]
    entity: tuple[str | None, ...]
    action: tuple[str | None, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Read:
    """A document with its proposals and answers.

    Attributes
    ----------
    name, group : str
    subject : Subject
    proposals : list of Proposal
        In text order.
    answers : list of Answer or None
        One a proposal; None where nobody annotated it.
    missed : int
        Gold rows without a proposal.
    """

    name: str
    group: str
    subject: Subject
    proposals: list[Proposal]
    answers: list[Answer | None] = field(default_factory=list)
    missed: int = 0


def read_proposals(raw: RawText, group: str = "") -> tuple[Read, list[dict[str, Any]]]:
    """Take a text up to the proposals; the second value is where each stands in the raw text, and its number."""
    document = segment(clean(raw))
    cleaned = document.clean
    meta = told(read_metadata(cleaned), raw.given, cleaned.text)
    subject, proposals = propose(document, extract(document), meta, Taxonomy.load(), tokenizer())
    # Plain mappings, so that what was read can be kept in a file.
    proposals = [proposal._replace(scores=dict(proposal.scores)) for proposal in proposals]
    proposals.sort(key=lambda proposal: proposal.quantity.start)
    places = []
    for number, proposal in enumerate(proposals):
        quantity = proposal.quantity
        start, end = cleaned.alignment.to_source(quantity.start, quantity.end)
        number_ = {"value": quantity.value, "value_max": quantity.value_max, "unit": quantity.unit}
        places.append({"number": number, "start": start, "end": end, **number_})
    return Read(raw.name, group, subject, proposals), places


def labelled(raw: RawText, rows: Sequence[Mapping[str, Any]], group: str) -> Read:
    """Take a gold document up to its proposals and join each with its gold row, as scoring does."""
    read, places = read_proposals(raw, group)
    answers: list[Answer | None] = [None] * len(places)
    missed = 0
    for row, given in pair(places, rows)[0]:
        if given is not None and same_quantity(given, row):
            answers[given["number"]] = _answer(row)
        elif not row["optional"]:
            missed += 1
    return Read(read.name, group, read.subject, read.proposals, answers, missed)


def _answer(row: Mapping[str, Any]) -> Answer:
    role, measure, entity, action = [tuple(row[name]) for name in ("role", "measure", "entity", "action")]
    return Answer(role, measure, entity, action, OPTIONAL_WEIGHT if row["optional"] else 1.0)


@dataclass(frozen=True, slots=True)
class Sample:
    """A document for the network with its targets, one row a figure with a token of its own.

    Attributes
    ----------
    read : Read
    encoded : Encoded
    targets : dict of str to array
        ``role`` and ``measure`` (figures, names) sum to 1 or are 0; ``entity`` and ``action`` mark the right spans;
        ``weight``.
    """

    read: Read
    encoded: Encoded
    targets: dict[str, Any]


def sample(read: Read, vocabulary: Vocabulary, *, taught: bool = False) -> Sample | None:
    """Encode a document; `taught` says that its answers are a teacher's, by `taught_by`: only equal names count."""
    import numpy as np

    encoded = encode(read.subject, read.proposals, vocabulary, tokenizer())
    if encoded is None or not encoded.ordinals:
        return None
    count = len(encoded.ordinals)
    targets = {
        "role": np.zeros((count, len(vocabulary.roles)), np.float32),
        "measure": np.zeros((count, len(vocabulary.measures)), np.float32),
        "entity": np.zeros((count, WINDOW * ENTITY_WORDS), bool),
        "action": np.zeros((count, WINDOW * ACTION_WORDS + 1), bool),
        "weight": np.zeros(count, np.float32),
    }
    for row, ordinal in enumerate(encoded.ordinals):
        answer = read.answers[ordinal]
        if answer is None:
            continue
        targets["weight"][row] = answer.weight
        _share(targets["role"][row], answer.role, vocabulary.roles)
        _share(targets["measure"][row], answer.measure, vocabulary.measures)
        at = int(encoded.arrays["figure"][row])
        for span in _spans(encoded, at, answer.entity, ENTITY_WORDS, exact=taught):
            targets["entity"][row, span] = True
        for span in _action_spans(encoded, at, answer.action, exact=taught):
            targets["action"][row, span] = True
    return Sample(read, encoded, targets)


def taught_by(teacher: Models, read: Read, weight: float = 1.0) -> Read:
    """Return a document with the answers of a teacher, which count as much as he is sure of them.

    A teacher without models gives the first proposals of the grammar; these count by `weight`.
    """
    decisions = teacher.decide(read.subject, read.proposals, False, tokenizer())
    answers: list[Answer | None] = [
        Answer(
            (d.role.value or "",),
            (d.measure.value or "",),
            (d.entity.value,),
            (d.action.value,),
            weight if d.confidence is None else d.confidence,
        )
        for d in decisions
    ]
    return Read(read.name, read.group, read.subject, read.proposals, answers, 0)


def _share(target: Any, accepted: Iterable[str], names: Sequence[str]) -> None:
    """Give the first accepted name three quarters, the others the rest."""
    known = [names.index(name) for name in dict.fromkeys(accepted) if name in names]
    for number in known:
        target[number] = 0.25 / (len(known) - 1) if len(known) > 1 else 1.0
    if len(known) > 1:
        target[known[0]] = 0.75


def _action_spans(encoded: Encoded, at: int, accepted: Sequence[str | None], *, exact: bool) -> list[int]:
    none = WINDOW * ACTION_WORDS
    if not accepted or accepted[0] is None:
        return [none]
    spans = _spans(encoded, at, accepted, ACTION_WORDS, exact=exact)
    return [*spans, none] if None in accepted and not spans else spans


def _spans(encoded: Encoded, at: int, accepted: Sequence[str | None], most: int, *, exact: bool) -> list[int]:
    """Return the spans that name what is accepted best, as numbers of the network's scores."""
    names = [name for name in accepted if name]
    arrays, surface = encoded.arrays, encoded.surface
    passage, closed = arrays["passage"], arrays["closed"]
    found: list[tuple[float, int]] = []
    for first in range(max(0, at - BEFORE), min(len(surface), at - BEFORE + WINDOW)):
        text = ""
        for more in range(most):
            token = first + more
            if token >= len(surface) or token >= at - BEFORE + WINDOW or passage[token] != passage[at] or closed[token]:
                break
            text += surface[token]
            value = _worth(text.strip(_QUOTES), names, exact=exact)
            if value:
                away = abs(token - at) if first < at else abs(first - at)
                found.append((value - _FARTHER * away, (first - at + BEFORE) * most + more))
    best = max((value for value, _ in found), default=0.0)
    return [span for value, span in found if value >= best - _AS_GOOD and value > _LEAST]


def _worth(name: str, accepted: Sequence[str], *, exact: bool) -> float:
    if not name:
        return 0.0
    if name in accepted:
        return _EXACT + (_FIRST if name == accepted[0] else 0.0)
    if exact or not same_phrase(name, accepted):
        return 0.0
    shared = [2 * (Counter(name) & Counter(other)).total() / (len(name) + len(other)) for other in accepted]
    return 0.5 + max(shared)
