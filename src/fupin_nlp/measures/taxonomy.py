"""The taxonomy of measures: codes, labels, definitions and cue words, read from one data file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from fupin_nlp.errors import DataFileError
from fupin_nlp.lexicon.additions import additions, by_lexicon
from fupin_nlp.lexicon.finder import WordFinder
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.measures.context import PARTS, MeasureDecision
from fupin_nlp.measures.scan import Entry, Hit, WordScanner, hit_of

__all__ = ["Measure", "Taxonomy"]

_SHIPPED = "measures.toml"
_TEXT_PARTS = tuple(p for p in PARTS if p != "unit")
_MEASURE_KEYS = {"code", "label", "definition", "source", "cues"}
_CUE_KEYS = {"weight", "words"}
_MAX_WEIGHT = 10


class _Group(NamedTuple):
    """Cues that share parts (none: all but the unit), weight and code."""

    parts: tuple[str, ...]
    words: tuple[str, ...]
    entry: Entry


@dataclass(frozen=True, slots=True)
class Measure:
    """One type of measure: code, label for users, definition, source, and the labels of its finer codes."""

    code: str
    label: str
    definition: str
    source: str
    subs: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Taxonomy:
    """Types of measures with the cue words that reveal them.

    Attributes
    ----------
    measures : tuple of Measure
        In the order of the file, which is the order of tables and charts.
    fallback : str
        Code where no cue speaks.
    part_weights : mapping of str to float
        How much a cue counts in each part of the context.
    minimum : float
        Scores below it count as no evidence.
    weak : float
        Cues up to this weight name an instrument or people, no purpose: beside them the text in front speaks too.
    head : float
        A cue above `weak` that ends the entity, and so is the head of the noun phrase, counts that many times.
    scanners : mapping of str to WordScanner
        One per part but the unit.
    units : mapping of str to tuple of Hit
        Unit or dimension → what it stands for.
    reach : mapping of str to float
        Part → the most that it and the weaker parts can add to a code.
    factors : tuple of float
        `part_weights` in the order of the parts.
    alone : dict
        Cue → the decision where it stands in the entity and nothing else speaks, once it was asked for; most
        quantities have one such cue.
    """

    measures: tuple[Measure, ...]
    fallback: str
    part_weights: Mapping[str, float]
    minimum: float
    weak: float
    head: float
    scanners: Mapping[str, WordScanner]
    units: Mapping[str, tuple[Hit, ...]]
    reach: Mapping[str, float]
    factors: tuple[float, ...]
    alone: dict[str, MeasureDecision] = field(default_factory=dict, init=False, repr=False)
    _labels: Mapping[str, str]
    _rank: Mapping[str, int]

    @classmethod
    def load(cls, path: Path | None = None) -> Taxonomy:
        """Load the shipped taxonomy, or the user's own file, which replaces it.

        Parameters
        ----------
        path : Path or None
            A TOML file of the same form as ``fupin_nlp/data/measures.toml``: codes, labels and cues are then the
            user's. A user's file is read anew on every call; the shipped one is read once.

        Raises
        ------
        DataFileError
            If the file is missing or breaks the form; the message names the measure and the rule.

        Examples
        --------
        >>> taxonomy = Taxonomy.load()
        >>> taxonomy.label("health"), taxonomy.label("other.science")
        ('健康扶贫', '科技创新')
        """
        return _shipped() if path is None else _build(Path(path))

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes in the order of the file, without finer ones."""
        return tuple(m.code for m in self.measures)

    def label(self, code: str) -> str:
        """Return the label of a code or finer code.

        Raises
        ------
        KeyError
            If the taxonomy has no such code.
        """
        return self._labels[code]

    def rank(self, code: str) -> int:
        """Return the place of a code in the file, from 0."""
        return self._rank[code]


@by_lexicon()
def _shipped() -> Taxonomy:
    return _build(_SHIPPED)


def _is_number(value: object, low: float = 0.0) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and low < value <= _MAX_WEIGHT


def _is_weights(value: object) -> bool:
    return isinstance(value, dict) and set(value) == set(PARTS) and all(_is_number(v) for v in value.values())


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _build(name: str | Path) -> Taxonomy:
    schema = {
        "fallback": lambda v: isinstance(v, str),
        "minimum": _is_number,
        "weak": _is_number,
        "head": _is_number,
        "parts": _is_weights,
        "exclusions": lambda v: isinstance(v, list) and all(isinstance(x, dict) for x in v),
        "measures": _is_tables,
    }
    data = load_toml(name, schema)
    data["measures"] = _with_own(data["measures"], data["fallback"], additions().measures)
    tables: dict[str, dict[str, list[Entry]]] = {part: {} for part in PARTS}
    measures = tuple(_measure(str(name), table, tables) for table in data["measures"])
    codes = [m.code for m in measures]
    if len(set(codes)) != len(codes):
        raise DataFileError(f"{name}: a measure code occurs twice: {sorted(c for c in codes if codes.count(c) > 1)}")
    if data["fallback"] not in codes:
        raise DataFileError(f"{name}: fallback {data['fallback']!r} is none of the codes {codes}")
    _exclude(str(name), data["exclusions"], tables)
    labels = {m.code: m.label for m in measures}
    labels.update({f"{m.code}.{sub}": label for m in measures for sub, label in m.subs.items()})
    weights = {part: float(data["parts"][part]) for part in PARTS}
    scanners = _scanners(tables)
    reach, left = {}, 0.0
    for part in ("sentence", "heading", "front", "clause"):
        reach[part] = left = left + weights[part] * scanners[part].heaviest
    return Taxonomy(
        measures=measures,
        fallback=data["fallback"],
        part_weights=MappingProxyType(weights),
        minimum=float(data["minimum"]),
        weak=float(data["weak"]),
        head=float(data["head"]),
        scanners=MappingProxyType(scanners),
        units=MappingProxyType(
            {word: tuple(hit_of(entry, word) for entry in entries) for word, entries in tables["unit"].items()}
        ),
        reach=MappingProxyType(reach),
        factors=tuple(weights.values()),
        _labels=MappingProxyType(labels),
        _rank=MappingProxyType({code: i for i, code in enumerate(codes)}),
    )


def _with_own(known: list[dict[str, Any]], fallback: str, own: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the measures with those of a user before the last resort; of a known one the cues are added.

    A word that the user gives to a measure speaks for that measure alone.
    """
    if not own:
        return known
    words = {word for table in own.values() for group in table["cues"] for word in group["words"]}
    found: dict[Any, dict[str, Any]] = {table.get("code"): _without(table, words) for table in known}
    last = {fallback: found.pop(fallback)} if fallback in found else {}
    for code, table in own.items():
        before = found.get(code) or last.get(code)
        if before is None:
            found[code] = {"source": "added by the user", **table, "code": code}
        else:
            before["cues"] = [*before["cues"], *table["cues"]]
    return [*found.values(), *last.values()]


def _without(table: Mapping[str, Any], words: Set[str]) -> dict[str, Any]:
    """Return a measure without some of its cues."""
    cues = [{**group, "words": [word for word in group["words"] if word not in words]} for group in table["cues"]]
    return {**table, "cues": [group for group in cues if group["words"]]}


def _scanners(tables: Mapping[str, Mapping[str, list[Entry]]]) -> dict[str, WordScanner]:
    """Return a scanner for each part; those with the same table share it, those with the same words a finder."""
    finders: dict[tuple[str, ...], WordFinder] = {}
    built: list[tuple[Mapping[str, list[Entry]], WordScanner]] = []
    scanners: dict[str, WordScanner] = {}
    for part in _TEXT_PARTS:
        table = tables[part]
        scanner = next((own for known, own in built if known == table), None)
        if scanner is None:
            ordered = dict(sorted(table.items()))
            words = tuple(ordered)
            finders[words] = finders.get(words) or WordFinder(words)
            scanner = WordScanner(ordered, finders[words])
            built.append((table, scanner))
        scanners[part] = scanner
    return scanners


def _measure(name: str, table: dict[str, Any], tables: dict[str, dict[str, list[Entry]]]) -> Measure:
    where = f"{name}: measure {table.get('code')!r}"
    if not _MEASURE_KEYS <= set(table) <= _MEASURE_KEYS | {"subs"}:
        raise DataFileError(f"{where}: keys must be {sorted(_MEASURE_KEYS)} and perhaps 'subs', found {sorted(table)}")
    for key in ("code", "label", "definition", "source"):
        if not isinstance(table[key], str) or not table[key].strip():
            raise DataFileError(f"{where}: {key!r} must be a text that is not empty")
    subs = table.get("subs", {})
    if not isinstance(subs, dict) or not all(isinstance(v, str) and v for v in subs.values()):
        raise DataFileError(f"{where}: 'subs' must map finer codes to labels")
    if not isinstance(table["cues"], list) or not all(isinstance(c, dict) for c in table["cues"]):
        raise DataFileError(f"{where}: 'cues' must be a list of tables with 'weight' and 'words'")
    groups = [_group(where, table["code"], group, subs) for group in table["cues"]]
    _enter(where, groups, tables)
    return Measure(table["code"], table["label"], table["definition"], table["source"], MappingProxyType(dict(subs)))


def _group(where: str, code: str, group: dict[str, Any], subs: Mapping[str, str]) -> _Group:
    if not _CUE_KEYS <= set(group) <= _CUE_KEYS | {"parts", "sub"}:
        raise DataFileError(f"{where}: a group of cues has 'weight', 'words' and perhaps 'parts', 'sub': {[*group]}")
    parts, sub = group.get("parts"), group.get("sub")
    if parts is not None and not (word_list(parts) and set(parts) <= set(PARTS)):
        raise DataFileError(f"{where}: 'parts' must be distinct names among {list(PARTS)}, found {parts}")
    if sub is not None and sub not in subs:
        raise DataFileError(f"{where}: 'sub' {sub!r} is none of {sorted(subs)}")
    if not _is_number(group["weight"]):
        raise DataFileError(f"{where}: 'weight' must be above 0 and at most {_MAX_WEIGHT}, found {group['weight']!r}")
    if not word_list(group["words"]):
        raise DataFileError(f"{where}: 'words' must be distinct texts, at least one: {str(group['words'])[:80]}")
    entry = Entry(code, float(group["weight"]), f"{code}.{sub}" if sub else None)
    return _Group(tuple(parts or ()), tuple(group["words"]), entry)


def _enter(where: str, groups: list[_Group], tables: dict[str, dict[str, list[Entry]]]) -> None:
    """Enter the groups; what a group with `parts` says holds there instead of what one without says."""
    own: dict[str, set[str]] = {part: set() for part in PARTS}
    for restricted in (True, False):
        entered: dict[str, set[str]] = {part: set() for part in PARTS}
        for parts, words, entry in (g for g in groups if bool(g.parts) is restricted):
            _check_cues(where, words, parts or _TEXT_PARTS)
            for part in parts or _TEXT_PARTS:
                if twice := entered[part].intersection(words):
                    raise DataFileError(f"{where}: the cue {min(twice)!r} occurs twice for the part {part!r}")
                entered[part].update(words)
                table, settled = tables[part], own[part]
                for word in words:
                    if word not in settled:
                        table.setdefault(word, []).append(entry)
        own = entered


def _check_cues(where: str, words: Iterable[str], parts: Iterable[str]) -> None:
    least = 1 if set(parts) == {"unit"} else 2
    for word in words:
        if len(word) < least or word != word.strip():
            raise DataFileError(f"{where}: the cue {word!r} must have two characters or more and no outer space")


def _exclude(name: str, groups: list[dict[str, Any]], tables: dict[str, dict[str, list[Entry]]]) -> None:
    """Enter phrases that hold a cue without meaning it; they use up their characters and count for nothing."""
    for group in groups:
        if set(group) != {"reason", "words"} or not isinstance(group["reason"], str) or not word_list(group["words"]):
            raise DataFileError(f"{name}: a group of exclusions has exactly 'reason' and 'words': {str(group)[:80]}")
        _check_cues(f"{name}: exclusions", group["words"], _TEXT_PARTS)
        for word in group["words"]:
            for part in _TEXT_PARTS:
                if word in tables[part]:
                    raise DataFileError(f"{name}: {word!r} is a cue or an exclusion already")
                tables[part][word] = []
