"""Targets beside results: the panel as the page draws it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fupin_nlp.display.labels import amount, is_missing
from fupin_nlp.errors import OptionError
from fupin_nlp.model.period import told
from fupin_nlp.plot.base import magnitude, places, tone
from fupin_nlp.plot.panel import by_weight

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SIDES", "figures", "targets"]

SIDES = {"target": "目标", "result": "实绩"}
_NEEDED = ("region", "indicator", "year", "per", "unit", "target", "result", "target_id", "result_id")
POINT = ("region", "year", "side", "value", "upper", "bound", "text", "tone", "period", "row", "check")
"""What the page has of a figure, in this order."""


def figures(panel: pd.DataFrame, rows: Mapping[str, int]) -> dict[str, list[dict[str, Any]]]:
    """Return the figures of each indicator that belong to a year, indicators first that a reader looks for first.

    Parameters
    ----------
    panel : DataFrame
        The frame of a `Panel`.
    rows : mapping of str to int
        Id of a record → its row in the page's table.

    Returns
    -------
    dict of str to list of dict
        Per indicator its figures in order of region and year, keys as `POINT`, ``unit`` and ``place`` (the bare
        region); means over years and periods longer than a year are left out.

    Raises
    ------
    OptionError
        If columns are missing.
    """
    missing = [name for name in _NEEDED if name not in panel.columns]
    if missing:
        raise OptionError(f"the frame of a panel lacks the columns {missing}; give Panel.frame")
    found: dict[str, list[dict[str, Any]]] = {}
    if panel.empty:
        return found
    named = panel.assign(place=places(panel))
    of_year = named[named["year"].notna() & named["per"].map(is_missing)]
    for indicator in by_weight(of_year) if len(of_year) else []:
        lines = of_year[of_year["indicator"] == indicator]
        unit = lines["unit"].value_counts().index[0]
        points = [
            _figure(line, side, rows)
            for line in lines[lines["unit"] == unit].to_dict("records")
            for side in SIDES
            if not is_missing(line[side])
        ]
        found[indicator] = sorted(points, key=lambda p: (p["region"], p["year"], p["side"]))
    return found


def _figure(line: Mapping[Any, Any], side: str, rows: Mapping[str, int]) -> dict[str, Any]:
    upper: Any = line.get(f"{side}_max")
    bound: Any = line.get(f"{side}_bound")
    cells = {
        "value": float(line[side]),
        "upper": None if is_missing(upper) else float(upper),
        "bound": "exact" if is_missing(bound) else str(bound),
        "unit": str(line["unit"]),
    }
    return cells | {
        "region": str(line["place"]),
        "place": "" if is_missing(line["region"]) else str(line["region"]),
        "year": int(line["year"]),
        "side": side,
        "text": amount({**cells, "value_max": cells["upper"]}),
        "tone": tone(line.get("target_modality")) if side == "target" else "",
        "period": told(line.get("target_from"), line.get("target_to")),
        "row": rows.get(str(line[f"{side}_id"]), -1),
        "check": "" if is_missing(line.get("check")) else str(line["check"]),
    }


def targets(found: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return the figures as data of the page: for each indicator with two figures its unit, factor and points."""
    shown = []
    for indicator, points in found.items():
        if len(points) < 2:
            continue
        factor, unit = magnitude([p["value"] for p in points], points[0]["unit"])
        regions = list(dict.fromkeys(p["region"] for p in points))
        place = {region: i for i, region in enumerate(regions)}
        shown.append(
            {
                "name": indicator,
                "unit": unit,
                "factor": factor,
                "regions": regions,
                "points": [[place[p["region"]], *(p[name] for name in POINT[1:])] for p in points],
            }
        )
    return shown
