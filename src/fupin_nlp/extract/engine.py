"""One scan over the body: candidates, rules, neighbours, bounds, damage."""

from __future__ import annotations

from fupin_nlp.extract.bounds import Bounds, combine, look_around
from fupin_nlp.extract.found import Found
from fupin_nlp.extract.grammar import number_pattern, start_pattern
from fupin_nlp.extract.neighbours import resolve
from fupin_nlp.extract.number_rule import read_number
from fupin_nlp.extract.quotes import quotations
from fupin_nlp.extract.rules import Match, Rule, Scene, rules
from fupin_nlp.extract.tables import cell_units, with_cell_units
from fupin_nlp.extract.words import qualifiers
from fupin_nlp.model import CleanText, Damage, Document, Quantity, Span

__all__ = ["extract"]


def extract(document: Document) -> tuple[Quantity, ...]:
    """Return the quantities of a document's body, in text order.

    Parameters
    ----------
    document : Document
        What `fupin_nlp.segment.segment` gives.

    Returns
    -------
    tuple of Quantity
        Spans in clean positions, disjoint. Dates, ordinals, codes, slogans and bases of a rate are left alone.

    Examples
    --------
    >>> from fupin_nlp.model import CleanText, Alignment, RawText, Span
    >>> from fupin_nlp.segment import segment
    >>> text = "2018年，培训近2万人次，户均增收3000多元。"
    >>> clean = CleanText(RawText(text), text, Alignment.identity(), body=(Span(0, len(text)),))
    >>> [(text[q.start:q.end], int(q.value), q.unit, q.bound) for q in extract(segment(clean))]
    [('2万人次', 20000, '人次', 'under'), ('3000多元', 3000, '元', 'over')]
    """
    text = document.clean.text
    quoted = quotations(text)
    found: list[Found] = []
    for span in document.clean.body:
        numbers = _scan(Scene(text, span.end), span.start, quoted)
        with_cell_units(numbers, cell_units(text, span))
        found += numbers
    return _finish(document, resolve(text, found))


def _scan(scene: Scene, pos: int, quoted: tuple[Span, ...]) -> list[Found]:
    text, end = scene.text, scene.end
    search, number = start_pattern().search, number_pattern().match
    book = rules()
    out: list[Found] = []
    quote_at = 0
    while place := search(text, pos, end):
        start = place.start()
        hit = number(text, start, end)
        asked = book.by_start.get(text[start]) if hit is None else book.by_follow.get(text[hit.end() : hit.end() + 1])
        result = _ask(asked, scene, start) if asked else None
        if result is not None:
            out.extend(result.found)
            pos = result.end
            continue
        pos = start + 1
        if hit is None:
            continue
        while quote_at < len(quoted) and quoted[quote_at].end <= start:
            quote_at += 1
        if quote_at < len(quoted) and quoted[quote_at].start <= start:
            pos = hit.end()
            continue
        found, pos = read_number(text, hit, end)
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
    clean = document.clean
    spans = document.sentences
    around: list[Bounds] = []
    sentences: list[int] = []
    last_end = 0
    sentence = 0
    for i, item in enumerate(found):
        while spans[sentence].end <= item.start:
            sentence += 1
        sentences.append(sentence)
        span = spans[sentence]
        high = min(max(span.end, item.end), found[i + 1].start if i + 1 < len(found) else span.end)
        around.append(look_around(clean.text, item.start, item.end, max(span.start, last_end), high))
        last_end = item.end
    _share(clean.text, found, around)
    return tuple(
        _quantity(clean, item, bounds, sentence)
        for item, bounds, sentence in zip(found, around, sentences, strict=True)
    )


def _share(text: str, found: list[Found], around: list[Bounds]) -> None:
    """Let members of a coordination share a qualifier: 超过98%、85%; 98%、85%以上."""
    joints = qualifiers().joints
    for i in range(1, len(found)):
        before, this = around[i - 1], around[i]
        if found[i - 1].unit is not found[i].unit or text[before.end : this.start] not in joints:
            continue
        leading = found[i - 1].start > before.start
        if leading and not this.words:
            around[i] = Bounds(this.words, before.bounds, this.start, this.end)
    for i in range(len(found) - 1, 0, -1):
        before, this = around[i - 1], around[i]
        if found[i - 1].unit is not found[i].unit or text[before.end : this.start] not in joints:
            continue
        trailing = this.end > found[i].end
        if trailing and not before.words and not before.bounds:
            around[i - 1] = Bounds(before.words, this.bounds[-1:], before.start, before.end)


def _touches(damage: Damage, item: Found) -> bool:
    """Whether damage makes a number doubtful: a swallowed digit beside it, or anything lost inside it."""
    if damage.kind == "swallowed_digit":
        return damage.start <= item.end and item.start <= damage.end
    return damage.start < item.end and item.start < damage.end


def _quantity(clean: CleanText, item: Found, around: Bounds, sentence: int) -> Quantity:
    assert item.unit is not None  # resolve() drops bare numbers
    certain = not any(_touches(d, item) for d in clean.damage)
    return Quantity(
        start=item.start,
        end=item.end,
        sentence=sentence,
        value=item.low if certain else None,
        value_max=item.high if certain else None,
        unit=item.unit.name,
        dimension=item.unit.dimension,
        bound=combine(item.bound, around.bounds),
        qualifiers=around.words,
        rule=item.rule,
        certain=certain,
        outer_start=around.start,
        outer_end=around.end,
    )
