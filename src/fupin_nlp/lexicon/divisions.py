"""The rows of the tables of places: divisions with their history, areas without an official code, townships."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Set
from functools import lru_cache
from typing import Any, Final

from fupin_nlp.lexicon.loader import load_toml, load_tsv, word_list

__all__ = ["areas", "division_rows", "endings", "further_names", "other_kinds", "townships"]

_COLUMNS: Final = ("code", "name", "short", "also", "level", "parent", "since", "until")
_TOWNSHIP_COLUMNS: Final = ("county", "names", "past")
# A township (乡) is made a town (镇) and a town a subdistrict (街道): what a name was before its last character.
_BECAME: Final = {"乡": ("镇", "街道"), "镇": ("街道", "乡")}
_SHORTEST_STEM: Final = 2
# The last character of every full name; whatever ends otherwise is a short name.
_ENDS: Final = "省市县区旗州盟镇乡道木所团城地"


def division_rows() -> Iterator[tuple[str, ...]]:
    """Yield code, name, short name, further names, level, parent, first and last year of all places but townships."""
    yield from load_tsv("divisions.tsv.xz", _COLUMNS)
    yield from areas()


def townships(others: Set[str]) -> dict[str, str]:
    """Return the names of townships, less those that are names of something else too → the codes of their counties."""
    found: dict[str, str] = {}
    for county, names, past in load_tsv("townships.tsv.xz", _TOWNSHIP_COLUMNS, unique=("county",)):
        for name in (*names.split(), *past.split()):
            known = found.get(name)
            found[name] = county if known is None else f"{known} {county}"
    for name in others & found.keys():
        del found[name]
    return found


def other_kinds(name: str) -> tuple[str, ...]:
    """Return what a township of that name may be called today; nothing for a short name (新乡, 集镇).

    Examples
    --------
    >>> other_kinds("寿保乡"), other_kinds("新乡")
    (('寿保镇', '寿保街道'), ())
    """
    if len(name) <= _SHORTEST_STEM or name[-1] not in _BECAME:
        return ()
    return tuple([name[:-1] + kind for kind in _BECAME[name[-1]]])


def _is_area(entry: Any) -> bool:
    """Return whether a row of ``areas.toml`` is one."""
    needed, allowed = {"name", "level", "parent"}, {"short", "since", "until", "also"}
    return isinstance(entry, dict) and needed <= set(entry) <= needed | allowed and word_list(entry.get("also", ["-"]))


@lru_cache(maxsize=1)
def _area_tables() -> dict[str, dict[str, Any]]:
    return load_toml(
        "areas.toml",
        {"areas": lambda t: all(map(_is_area, t.values())), "names": lambda t: all(map(word_list, t.values()))},
    )


def areas() -> Iterator[tuple[str, ...]]:
    """Yield the places of ``areas.toml`` as rows of the table of divisions."""
    for code, entry in _area_tables()["areas"].items():
        also = " ".join(entry.get("also", ()))
        years = str(entry.get("since", "")), str(entry.get("until", ""))
        yield code, entry["name"], entry.get("short", ""), also, str(entry["level"]), entry["parent"], *years


def further_names() -> dict[str, list[str]]:
    """Return the code of a division → names that no rule forms (达茂旗)."""
    return _area_tables()["names"]


def endings(
    names: Collection[str], of_townships: Collection[str], never: Collection[str]
) -> dict[str, tuple[int, ...]]:
    """Return the last two characters of the names → the lengths of such names, longest first.

    Townships count by their former kinds too (清风店镇 as 清风店乡), but for the endings that `never` names.
    """
    pairs = {(name[-2:], len(name)) for name in (*names, *of_townships) if len(name) > 1}
    stems = {(name[-2], len(name)) for name in of_townships if name[-1] in "镇乡" and len(name) > _SHORTEST_STEM}
    stems |= {(name[-3], len(name) - 1) for name in of_townships if name.endswith("街道") and len(name) > len("X街道")}
    former = {(character + kind, length) for character, length in stems for kind in "镇乡"}
    pairs |= {(ending, length) for ending, length in former if ending not in never}
    lengths: dict[str, list[int]] = {}
    for ending, length in sorted(pairs, key=lambda pair: (-pair[1], pair[0])):
        if ending[-1] in _ENDS:
            lengths.setdefault(ending, []).append(length)
    return {ending: tuple(found) for ending, found in lengths.items()}
