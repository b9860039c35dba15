"""A document as the arrays that the network reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from fupin_nlp.decide.passages import Passages, passages_of
from fupin_nlp.decide.proposal import Proposal, Subject
from fupin_nlp.decide.shape import BEFORE, BEHIND, DILATIONS
from fupin_nlp.decide.situation import situations_of
from fupin_nlp.decide.vocabulary import PAD, UNKNOWN, Vocabulary, plain_word
from fupin_nlp.segment import Tokenizer

__all__ = ["STOPS", "Encoded", "encode", "parts_of"]

GAP: Final = max(DILATIONS)  # empty tokens between passages: no convolution goes over them
HEADING_WORDS, OPENING_WORDS, TITLE_WORDS = 14, 10, 8
_HEADING_CHARS, _OPENING_CHARS, _TITLE_CHARS = 40, 24, 30
_CLAUSE_MARKS: Final = frozenset("，,；;：:。！？!?（）()")
STOPS: Final = frozenset("。！？!?")
_STEP: Final = 32
_SEPARATOR: Final = "/"


class Encoded(NamedTuple):
    """A document for the network.

    Attributes
    ----------
    arrays : dict of str to array
        ``words``, ``lasts``, ``firsts``: the word types, by numbers of the vocabulary; ``tokens``: type of each
        token; ``units``; ``real``: 1 for a token, 0 for a gap; ``passage``: ordinal; ``clauses``, ``figures``: marks
        and figures up to a token; ``closed``: whether no span may hold it; ``figure``: token of each figure;
        ``bands``: (bands, figures, 2) tokens; ``heads``, ``openings``, ``titles``: words, and ``…_of`` which of them
        belongs to a figure; ``situation``.
    surface : list of str
        The word of each token.
    ordinals : list of int
        Which proposal each row is about; a figure inside another has none.
    """

    arrays: dict[str, Any]
    surface: list[str]
    ordinals: list[int]


def encode(
    subject: Subject, proposals: Sequence[Proposal], vocabulary: Vocabulary, tokenizer: Tokenizer
) -> Encoded | None:
    """Return the arrays of a document, or None where nothing is proposed."""
    import numpy as np

    if not proposals:
        return None
    passages = passages_of(subject.text, proposals, tokenizer)
    arrays, surface = _token_arrays(np, passages, proposals, vocabulary)
    at = np.flatnonzero(arrays.pop("ordinal") >= 0)
    ordinals = passages.figures
    arrays["figure"] = at.astype(np.int32)
    arrays["bands"] = _bands(np, arrays, at)
    bags = _Bags(np, vocabulary, tokenizer)
    placed = [proposals[i] for i in ordinals]
    sections = [p.where.section[-_HEADING_CHARS:] for p in placed]
    text = subject.text
    leads = [text[(o := p.where.opening) : min(o + _OPENING_CHARS, p.quantity.start)] for p in placed]
    bags.add(arrays, "heads", sections, HEADING_WORDS, last=True)
    bags.add(arrays, "openings", leads, OPENING_WORDS)
    bags.add(arrays, "titles", [subject.title[:_TITLE_CHARS]] * len(placed), TITLE_WORDS)
    situation = np.asarray(situations_of(text, placed, subject.year, subject.after), np.float32)
    arrays["situation"] = np.rint(situation * _STEP) / np.float32(_STEP)
    return Encoded(arrays, surface, ordinals)


def _token_arrays(
    np: Any, passages: Passages, proposals: Sequence[Proposal], vocabulary: Vocabulary
) -> tuple[dict[str, Any], list[str]]:
    """Return the arrays with one value a token, and the words; gaps stand around the passages."""
    surface: list[str] = [""] * GAP
    borders = passages.borders
    for begin, end in pairwise(borders):
        surface += passages.words[begin:end]
        surface += [""] * GAP
    lengths = np.diff(borders)
    numbers = np.arange(1, len(borders), dtype=np.int32)
    real = np.zeros(len(surface), np.int32)
    inside = np.arange(borders[-1]) + np.repeat(numbers, lengths) * GAP
    real[inside] = np.repeat(numbers, lengths)
    at = inside[passages.places]
    ordinals = np.full(len(surface), -1, np.int32)
    ordinals[at] = passages.figures
    units = np.full(len(surface), PAD, np.int32)
    units[at] = [vocabulary.units.get(proposals[i].quantity.unit, UNKNOWN) for i in passages.figures]
    kinds = {word: number for number, word in enumerate(dict.fromkeys(surface))}
    words, firsts, lasts = zip(*map(vocabulary.types.__getitem__, kinds), strict=True)
    tokens = np.asarray(list(map(kinds.__getitem__, surface)), np.int32)
    hard, stops = [np.isin(tokens, [kinds[m] for m in marks if m in kinds]) for marks in (_CLAUSE_MARKS, STOPS)]
    arrays = {
        "words": np.asarray(words, np.int32),
        "firsts": np.asarray(firsts, np.int32),
        "lasts": np.asarray(lasts, np.int32),
        "tokens": tokens,
        "units": units,
        "real": (real > 0).astype(np.float32),
        "passage": real,
        "clauses": np.cumsum(hard, dtype=np.int32),
        "figures": np.cumsum(ordinals >= 0, dtype=np.int32),
        "closed": hard | (ordinals >= 0),
        "stops": stops,
        "ordinal": ordinals,
    }
    return arrays, surface


def _bands(np: Any, arrays: dict[str, Any], at: Any) -> Any:
    """Return where the bands of `network.BANDS` begin and end, for each figure."""
    passage, clauses = arrays["passage"], arrays["clauses"]
    numbers = np.arange(len(passage), dtype=np.int32)
    edge = np.flatnonzero(np.diff(passage, prepend=-1))  # where a passage or gap begins
    ends = np.append(edge[1:], len(passage))
    which = np.searchsorted(edge, at, side="right") - 1
    first, last = edge[which], ends[which]
    marks = numbers[np.diff(clauses, prepend=0) > 0]
    before = np.searchsorted(marks, at, side="left")
    low = np.maximum(first, np.where(before > 0, marks[np.maximum(before - 1, 0)] + 1 if len(marks) else 0, 0))
    behind = np.minimum(before, len(marks) - 1) if len(marks) else before
    high = np.minimum(last, np.where(before < len(marks), marks[behind], last)) if len(marks) else last
    stops = numbers[arrays.pop("stops")]
    ended = np.searchsorted(stops, at, side="left")
    sentence = np.where(ended > 0, stops[np.maximum(ended - 1, 0)] + 1, 0) if len(stops) else np.zeros_like(at)
    sentence = np.maximum(first, sentence)
    pairs = [
        (low, at),
        (np.minimum(at + 1, high), high),
        (sentence, at),
        (np.maximum(first, at - BEFORE), at),
        (at + 1, np.minimum(last, at + 1 + BEHIND)),
        (first, last),
    ]
    return np.asarray([np.stack(pair, 1) for pair in pairs], np.int32)


class _Bags:
    """Headings, openings and titles as words, each text once."""

    def __init__(self, np: Any, vocabulary: Vocabulary, tokenizer: Tokenizer) -> None:
        self._np = np
        self._words = vocabulary.words
        self._tokenizer = tokenizer

    def add(self, arrays: dict[str, Any], name: str, texts: Sequence[str], most: int, *, last: bool = False) -> None:
        """Put the words of texts and which text belongs to each figure under a name."""
        np = self._np
        numbers: dict[str, int] = {}
        of = [numbers.setdefault(text, len(numbers)) for text in texts]
        table = np.zeros((len(numbers), most), np.int32)
        lines = [text.replace("\n", " ") for text in numbers]
        for i, words in enumerate(self._cut(lines)):
            ids = [self._words.get(plain_word(w), UNKNOWN) for w in words if not w.isspace() and w != _SEPARATOR]
            kept = ids[-most:] if last else ids[:most]
            table[i, : len(kept)] = kept
        arrays[name] = table
        arrays[f"{name}_of"] = np.asarray(of, np.int32)

    def _cut(self, lines: Sequence[str]) -> list[list[str]]:
        out: list[list[str]] = [[]]
        for word in self._tokenizer.cut_lines(lines):
            if word == "\n":
                out.append([])
            else:
                out[-1].append(word)
        return out


_OF_TOKENS: Final = ("tokens", "units", "real", "passage", "clauses", "figures", "closed")
_BAGS: Final = ("heads", "openings", "titles")


def parts_of(arrays: dict[str, Any], most: int) -> Iterator[dict[str, Any]]:
    """Yield the arrays of a document in parts of whole passages, of about so many tokens.

    No passage sees another, so the figures get the same scores; what the network computes then stays near the
    processor.
    """
    import numpy as np

    passage, figure, bands = arrays["passage"], arrays["figure"], arrays["bands"]
    gaps = np.flatnonzero(np.diff(passage > 0, prepend=True)[:-GAP] & (passage[:-GAP] == 0))
    wanted = np.arange(most, max(most, len(passage) - most // 2), most)
    cuts = sorted({0, *gaps[np.minimum(np.searchsorted(gaps, wanted), len(gaps) - 1)].tolist()})
    for low, high in zip(cuts, [*(cut + GAP for cut in cuts[1:]), len(passage)], strict=True):
        first, last = np.searchsorted(figure, (low, high))
        of = slice(int(first), int(last))
        part = {**arrays, **{name: arrays[name][low:high] for name in _OF_TOKENS}}
        part["figure"], part["bands"] = figure[of] - low, bands[:, of] - low
        part["situation"] = arrays["situation"][of]
        for name in _BAGS:
            numbers = arrays[f"{name}_of"][of]
            least = int(numbers.min())
            part[name] = arrays[name][least : int(numbers.max()) + 1]
            part[f"{name}_of"] = numbers - least
        yield part
