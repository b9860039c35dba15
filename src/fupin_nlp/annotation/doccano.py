"""JSON Lines of doccano: sequence labelling with relations.

Format: the example that doccano shows for this kind of project, ``{"text", "entities": [{"id", "label",
"start_offset", "end_offset"}], "relations": [{"from_id", "to_id", "type"}]}``; further columns are kept as metadata.
A span has one label, here its role; what else is known of a row travels in the metadata and is taken back where the
span is still there. For correcting entity, measure or numbers use Label Studio or Excel.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from fupin_nlp.annotation.rows import LINKS, Draft, GoldRow, Task
from fupin_nlp.errors import ReadError, unreadable

__all__ = ["lines", "read_lines"]


def lines(given: Iterable[Task]) -> str:
    """Return one line a document."""
    return "".join(json.dumps(_line(task), ensure_ascii=False) + "\n" for task in given)


def _line(task: Task) -> dict[str, Any]:
    numbers = {row["start"]: n for n, row in enumerate(task.rows)}
    entities = [
        {"id": n, "label": row["role"][0], "start_offset": row["start"], "end_offset": row["end"]}
        for n, row in enumerate(task.rows)
    ]
    relations = [
        {"from_id": n, "to_id": numbers[row[name]], "type": name}
        for n, row in enumerate(task.rows)
        for name in LINKS
        if row.get(name) in numbers
    ]
    whole = {"text": task.text, "entities": entities, "relations": relations}
    return whole | {"doc": task.doc, "records": list(task.rows)}


def read_lines(path: Path) -> list[tuple[Task, list[Draft]]]:
    """Read an export of doccano.

    Raises
    ------
    ReadError
        If a line is none.
    """
    try:
        content = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(str(path), error, "UTF-8") from error
    found = []
    for number, line in enumerate(content, 1):
        if line.strip():
            try:
                found.append(_read(json.loads(line)))
            except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
                raise ReadError(str(path), f"line {number} is no document of doccano: {error!r}") from error
    return found


def _read(item: Mapping[str, Any]) -> tuple[Task, list[Draft]]:
    meta = item if "records" in item else item["meta"]
    task = Task(meta["doc"], item["text"], tuple(meta["records"]))
    exact = {(row["start"], row["end"]): n for n, row in enumerate(task.rows)}
    entities = _entities(item)
    spans = [(entity["start_offset"], entity["end_offset"]) for entity in entities]
    taken = {exact[span] for span in spans if span in exact}
    drafts: dict[Any, Draft] = {}
    for entity, span in zip(entities, spans, strict=True):
        origin = exact.get(span)
        if origin is None:
            origin = _moved(task.rows, span, taken)
            taken |= set() if origin is None else {origin}
        drafts[entity["id"]] = _draft(task, entity, span, origin)
    for relation in item.get("relations") or []:
        if relation["type"] in LINKS:
            drafts[relation["from_id"]].links[relation["type"]] = drafts[relation["to_id"]]
    return task, list(drafts.values())


def _entities(item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the spans; a project without relations exports them as ``"label": [[start, end, label], …]``."""
    if "entities" in item:
        return list(item["entities"])
    triples = item["label"] if "label" in item else item["labels"]
    return [{"id": n, "start_offset": s, "end_offset": e, "label": name} for n, (s, e, name) in enumerate(triples)]


def _moved(rows: Iterable[GoldRow], span: tuple[int, int], taken: set[int]) -> int | None:
    """Return the exported row that shares most with a span, if it is not there unchanged."""
    shared = {n: min(row["end"], span[1]) - max(row["start"], span[0]) for n, row in enumerate(rows) if n not in taken}
    best = max(shared, key=lambda n: (shared[n], -n), default=None)
    return best if best is not None and shared[best] > 0 else None


def _draft(task: Task, entity: Mapping[str, Any], span: tuple[int, int], origin: int | None) -> Draft:
    row: GoldRow = dict(task.rows[origin]) if origin is not None else {}
    for name in LINKS:
        row.pop(name, None)  # the relations tell them
    row |= {"start": span[0], "end": span[1]}
    if entity["label"] not in (row.get("role") or ()):
        row["role"] = [entity["label"]]
    return Draft(f"{task.doc}, entity {entity['id']}", row, origin)
