"""What was wrong with a document: what was repaired, what could not be, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import overload

from fupin_nlp.clean import summarise
from fupin_nlp.clean.explanation import STEP_NOTES, Places, explain
from fupin_nlp.clean.unread import figures_left_out
from fupin_nlp.model import CleanText, Damage
from fupin_nlp.model.safe import escape

__all__ = ["DamageSummary"]

_SHOWN = 20


@dataclass(frozen=True, eq=False, repr=False)
class DamageSummary(Sequence[Damage]):
    """What cleaning repaired, and the places that it could not.

    It is the sequence of these places; printed, it sums up what was done, how often and where.

    Attributes
    ----------
    clean : CleanText
        The cleaned document.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> damage = parse("共2 000戶，增長3。5%，總?cè)丝?640人", name="a.txt").damage
    >>> len(damage), [d.kind for d in damage]
    (2, ['broken_number', 'swallowed_digit'])
    >>> dict(damage.edits)["byteshift"], dict(damage.kinds)
    (1, {'broken_number': 1, 'swallowed_digit': 1})
    >>> [damage.place(d) for d in damage]
    ['1:11', '1:17']
    """

    clean: CleanText

    def __len__(self) -> int:
        return len(self.clean.damage)

    @overload
    def __getitem__(self, index: int) -> Damage: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Damage, ...]: ...
    def __getitem__(self, index: int | slice) -> Damage | tuple[Damage, ...]:
        return self.clean.damage[index]

    def __iter__(self) -> Iterator[Damage]:
        return iter(self.clean.damage)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, DamageSummary):
            return self.clean.damage == other.clean.damage and self.edits == other.edits
        return self.clean.damage == other

    def __hash__(self) -> int:
        return hash(self.clean.damage)

    @cached_property
    def edits(self) -> Mapping[str, int]:
        """How many edits each step made, in the order of the steps; steps without edits are not there."""
        return MappingProxyType(dict(Counter(edit.step for edit in self.clean.edits)))

    @cached_property
    def kinds(self) -> Mapping[str, int]:
        """How many places there are of each kind of damage that is left."""
        return MappingProxyType(dict(sorted(Counter(damage.kind for damage in self.clean.damage).items())))

    @cached_property
    def figures_left_out(self) -> Mapping[str, int]:
        """How many numbers with a unit stand in what is not read as the report, by the reason why it is not."""
        return MappingProxyType(dict(figures_left_out(self.clean)))

    @cached_property
    def _places(self) -> Places:
        return Places(self.clean.raw.text)

    def place(self, damage: Damage) -> str:
        """Return ``line:column`` of a damaged place in the raw text, both counted from 1."""
        return self._places.of(self.clean.raw_span(damage.start, damage.end).start)

    def explain(self) -> list[str]:
        """Return every edit, damaged place and left-out part with its place and reason."""
        return explain(self.clean)

    def _text_of(self, damage: Damage) -> str:
        start, end = self.clean.raw_span(damage.start, damage.end)
        return self.clean.raw.text[start:end]

    def __repr__(self) -> str:
        lines = summarise(self.clean)
        lines += [f"  {self.place(d):<8} {self._text_of(d)!r}: {d.kind}, {d.note}" for d in self[:_SHOWN]]
        if len(self) > _SHOWN:
            lines.append(f"  … and {len(self) - _SHOWN:,} places more")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = escape(summarise(self.clean)[0])
        rows = [(step, str(count), STEP_NOTES[step], self._where(step)) for step, count in self.edits.items()]
        rows += [
            (d.kind, self._text_of(d), d.note + (f": {' '.join(d.candidates)}" if d.candidates else ""), self.place(d))
            for d in self[:_SHOWN]
        ]
        if len(self) > _SHOWN:
            rows.append(("…", f"{len(self) - _SHOWN:,}", "places more", ""))
        cells = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        names = "".join(f"<th>{name}</th>" for name in ("what", "how many / text", "why", "line:column"))
        return f"<p>{head}</p><table><thead><tr>{names}</tr></thead><tbody>{cells}</tbody></table>"

    def _where(self, step: str) -> str:
        """Return the places of the first edits of a step."""
        places = [self._places.of(edit.start) for edit in self.clean.edits if edit.step == step]
        return " ".join(places[:5]) + (" …" if len(places) > 5 else "")
