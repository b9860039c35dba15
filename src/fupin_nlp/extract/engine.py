"""One scan over the body: candidates, rules, neighbours, bounds, damage."""

from __future__ import annotations

import sys
from typing import Any, Final

from fupin_nlp.extract.bounds import Bounds, combine, look_around, maybe_qualified
from fupin_nlp.extract.errors import TooManyFiguresError
from fupin_nlp.extract.found import Found
from fupin_nlp.extract.grammar import candidate_pattern, number_pattern
from fupin_nlp.extract.neighbours import resolve
from fupin_nlp.extract.number_rule import read_number
from fupin_nlp.extract.plain import plain_numbers
from fupin_nlp.extract.quotes import quotations
from fupin_nlp.extract.rules import Match, Rule, Scene, rules
from fupin_nlp.extract.surroundings import is_doubtful
from fupin_nlp.extract.tables import cell_units, with_cell_units
from fupin_nlp.extract.words import qualifiers
from fupin_nlp.model import Damage, Document, Quantity
from fupin_nlp.model.quantity import QuantityDraft

__all__ = ["find_quantities"]

_new_draft = QuantityDraft.__new__
_NUMBERS_OF_A_FIGURE: Final = 10
"""Numbers that a document may have for each figure that it may have: most of a table of numbers have no unit."""


def find_quantities(document: Document, most: int | None = None) -> tuple[Quantity, ...]:
    """Return the quantities of a document's body, in text order; `extract` is what users call."""
    text = document.clean.text
    quoted = quotations(text)
    found: list[Found] = []
    cells = cell_units(text, document.cells)
    numbers = sys.maxsize if most is None else most * _NUMBERS_OF_A_FIGURE
    for span in document.clean.body:
        more = _scan(Scene(text, span.end), span.start, quoted, numbers - len(found))
        with_cell_units(more, cells)
        found += more
        if len(found) > numbers:
            raise TooManyFiguresError(f"more than {numbers:,} numbers, ten times the limit of figures")
    found = resolve(text, found)
    if most is not None and len(found) > most:
        raise TooManyFiguresError(f"{len(found):,} figures, more than {most:,}, the limit")
    return _finish(document, found)


def _scan(scene: Scene, pos: int, quoted: list[tuple[int, int]], most: int) -> list[Found]:
    """Return the numbers from a position to the end of the scene, or a few more than `most` of them."""
    text, end = scene.text, scene.end
    search, number = candidate_pattern().search, number_pattern().match
    read_plain = plain_numbers().read
    book = rules()
    out: list[Found] = []
    quotes = iter(quoted)
    quote_start = quote_end = 0
    by_start, by_follow = book.by_start, book.by_follow
    while (place := search(text, pos, end)) and len(out) <= most:
        start, stop = place.span()
        plain, rest, tail = place.groups()
        while quote_end <= start:
            quote_start, quote_end = next(quotes, (end, end))
        if plain is not None:
            found = read_plain(text, start, stop, tail, end) if start < quote_start else None
            if found is not None and text[stop] not in by_follow:
                out.append(found)
                pos = found.end
                continue
            rest = plain
        elif rest is None:
            numeral = number(text, start, end)
            if numeral:
                stop, tail = numeral.end(), numeral["tail"]
        asked = by_start.get(text[start]) if tail is None else by_follow.get(text[stop : stop + 1])
        result = _ask(asked, scene, start) if asked else None
        if result is not None:
            out.extend(result.found)
            pos = result.end
            continue
        pos = stop
        if tail is not None and start < quote_start:
            found, pos = read_number(text, start, stop, None if rest is None else text[start] + rest, tail, end)
            if found is not None:
                out.append(found)
    return out


def _ask(asked: tuple[Rule, ...], scene: Scene, start: int) -> Match | None:
    """Return what the first of the rules that answers makes of the place."""
    for rule in asked:
        hit = rule.pattern.match(scene.text, start, scene.end)
        result = rule.production(scene, start, hit.end()) if hit else None
        if result is not None:
            return result
    return None


def _finish(document: Document, found: list[Found]) -> tuple[Quantity, ...]:
    ends = [span.end for span in document.sentences]
    sentences: list[int] = []
    sentence = 0
    for item in found:
        start = item.start
        while ends[sentence] <= start:
            sentence += 1
        sentences.append(sentence)
    around = _qualified(document, found, sentences)
    damage, text = document.clean.damage, document.clean.text
    quantities: list[Quantity] = []
    for i, item in enumerate(found):
        certain = item.certain and not (damage and any(_touches(d, item) for d in damage))
        certain = certain and not is_doubtful(text, item.start, item.end)
        quantities.append(_quantity(item, around.get(i), sentences[i], certain))
    return tuple(quantities)


def _qualified(document: Document, found: list[Found], sentences: list[int]) -> dict[int, Bounds]:
    """Return the bounds of the numbers that have a qualifier, by ordinal."""
    text = document.clean.text
    around: dict[int, Bounds] = {}
    for i in maybe_qualified(text, found):
        item, span = found[i], document.sentences[sentences[i]]
        low, high = span.start, max(span.end, item.end)
        if i and found[i - 1].end > low:
            low = found[i - 1].end
        following = found[i + 1].start if i + 1 < len(found) else span.end
        if following < high:
            high = following
        bounds = look_around(text, item.start, item.end, low, high)
        if bounds.words:
            around[i] = bounds
    _share(text, found, around)
    return around


def _share(text: str, found: list[Found], around: dict[int, Bounds]) -> None:
    """Let members of a coordination share a qualifier: 超过98%、85%; 98%、85%以上."""
    joints = qualifiers().joints
    qualified = list(around.items())
    for i, this in qualified:
        other = found[i + 1] if i + 1 < len(found) and i + 1 not in around else None
        leading = this.start < found[i].start
        if leading and other and other.unit is found[i].unit and text[this.end : other.start] in joints:
            around[i + 1] = Bounds((), this.bounds, other.start, other.end)
    for i, this in qualified:
        other = found[i - 1] if i and i - 1 not in around else None
        trailing = this.end > found[i].end
        if trailing and other and other.unit is found[i].unit and text[other.end : this.start] in joints:
            around[i - 1] = Bounds((), this.bounds[-1:], other.start, other.end)


def _touches(damage: Damage, item: Found) -> bool:
    """Whether damage makes a number doubtful: a digit or bytes lost beside it, or anything lost inside it."""
    if damage.kind in ("swallowed_digit", "mojibake"):
        return damage.start <= item.end and item.start <= damage.end
    return damage.start < item.end and item.start < damage.end


def _quantity(item: Found, around: Bounds | None, sentence: int, certain: bool) -> Quantity:
    unit = item.unit
    assert unit is not None  # resolve() drops bare numbers
    made: Any = _new_draft(QuantityDraft)  # for mypy its fields are read-only
    made.start = start = item.start
    made.end = end = item.end
    made.sentence = sentence
    made.certain = certain
    if certain:
        made.value = item.low
        made.value_max = item.high
    else:
        made.value = made.value_max = None
    made.unit = unit.name
    made.dimension = unit.dimension
    made.rule = item.rule
    if around is None:
        made.bound = item.bound
        made.qualifiers = ()
        made.outer_start = start
        made.outer_end = end
    else:
        made.bound = combine(item.bound, around.bounds)
        made.qualifiers = around.words
        made.outer_start = around.start
        made.outer_end = around.end
    quantity: Quantity = made.finished()
    return quantity
