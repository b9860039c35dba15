"""Lists of what the library knows: units, indicators, measures, places."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fupin_nlp.errors import ArgumentError, OptionError, named
from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.indicators import indicators as indicator_table
from fupin_nlp.lexicon.levels import levels_of
from fupin_nlp.lexicon.units import DIMENSIONS
from fupin_nlp.lexicon.units import units as unit_table
from fupin_nlp.measures import Taxonomy
from fupin_nlp.report.own import Lexicon, lexicon_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["indicators", "measures", "regions", "units"]

_OPEN = 9999  # the last year of a place that there is today


def units(lexicon: Lexicon | str | Path | None = None) -> pd.DataFrame:
    """Return the units that quantities are read with.

    Parameters
    ----------
    lexicon : Lexicon, str or Path, optional
        Your own knowledge, or the path of its file.

    Returns
    -------
    DataFrame
        One row a unit: ``unit``, ``dimension`` with its Chinese ``label``, ``peer`` and ``factor`` (value × factor is
        the value in the peer; units of one peer can be added), ``surfaces`` (how it is written).

    Examples
    --------
    >>> table = units().set_index("unit")
    >>> table.dimension["公顷"], table.peer["公顷"], float(table.factor["公顷"])
    ('area', '平方米', 10000.0)
    """
    import pandas as pd

    with lexicon_of(lexicon).at_work():
        table = unit_table()
        written: dict[str, list[str]] = {}
        for surface, unit in table.surfaces():
            written.setdefault(unit.name, []).append(surface)
        rows = [
            (u.name, u.dimension, DIMENSIONS[u.dimension], u.peer, float(u.factor), " ".join(written.get(u.name, ())))
            for u in table.by_name.values()
        ]
    return pd.DataFrame(rows, columns=["unit", "dimension", "label", "peer", "factor", "surfaces"])


def indicators(lexicon: Lexicon | str | Path | None = None) -> pd.DataFrame:
    """Return the indicators that records are joined by, as `fupin_nlp.panel` takes them.

    Parameters
    ----------
    lexicon : Lexicon, str or Path, optional
        Your own knowledge, or the path of its file.

    Returns
    -------
    DataFrame
        One row an indicator: ``indicator``, ``units``, ``dimension``, ``measure``, ``kinds``, ``growth_of`` (for a rate
        of change, the indicator that changes), ``surfaces`` (its names).

    Examples
    --------
    >>> table = indicators()
    >>> table.loc[table.growth_of == "地区生产总值", "indicator"].tolist()
    ['地区生产总值增速']
    """
    import pandas as pd

    with lexicon_of(lexicon).at_work():
        rows = [
            (i.name, " ".join(i.units), i.dimension, i.measure, " ".join(i.kinds), i.growth_of, " ".join(i.surfaces))
            for i in indicator_table()
        ]
    names = ["indicator", "units", "dimension", "measure", "kinds", "growth_of", "surfaces"]
    return pd.DataFrame(rows, columns=names)


def measures(lexicon: Lexicon | str | Path | None = None) -> pd.DataFrame:
    """Return the types of measures, with what belongs to each.

    Parameters
    ----------
    lexicon : Lexicon, str or Path, optional
        Your own knowledge, or the path of its file.

    Returns
    -------
    DataFrame
        One row a measure: ``measure`` (code), ``label``, ``definition``, ``source``.

    Examples
    --------
    >>> measures().set_index("measure").label["health"]
    '健康扶贫'
    """
    import pandas as pd

    with lexicon_of(lexicon).at_work():
        rows = [(m.code, m.label, m.definition, m.source) for m in Taxonomy.load().measures]
    return pd.DataFrame(rows, columns=["measure", "label", "definition", "source"])


def regions(name: str, year: int | None = None, lexicon: Lexicon | str | Path | None = None) -> pd.DataFrame:
    """Return the places that bear a name, or have a code.

    Parameters
    ----------
    name : str
        Full or short name (鼓楼区, 云南), of a township too, or a six-digit code.
    year : int, optional
        The year in which they were called so; by default today, or where there is none today, at last.
    lexicon : Lexicon, str or Path, optional
        Your own knowledge, or the path of its file.

    Returns
    -------
    DataFrame
        One row a place, by code: ``code``, ``name``, ``level``, ``province``, ``city``, ``since`` and ``until``
        (missing where it was there before 1980, and is there today). No row: it is no place, or an ordinary word
        (和平).

    Raises
    ------
    ArgumentError
        If `name` is no text.

    Examples
    --------
    >>> regions("鼓楼区")[["code", "province", "city"]].values.tolist()[:2]
    [['320106', '江苏省', '南京市'], ['320302', '江苏省', '徐州市']]
    """
    import pandas as pd

    if not isinstance(name, str):
        raise ArgumentError(f"regions takes a name or a code, not {named(name)}")
    if year is not None and not isinstance(year, int):
        raise OptionError(f"year={year!r} is no year")
    with lexicon_of(lexicon).at_work():
        table = gazetteer()
        place = table.division(name, year) if name.isascii() else None
        found = [place] if place is not None else table.find(name, year)
        rows = []
        for one in found:
            levels = levels_of(one.name, one.code, year)
            until = one.until if one.until < _OPEN else None
            rows.append((one.code, one.name, levels.level, levels.province, levels.city, one.since or None, until))
    frame = pd.DataFrame(rows, columns=["code", "name", "level", "province", "city", "since", "until"])
    return frame.astype({"since": "Int64", "until": "Int64"})
