"""Tasks and results of Label Studio.

Format: https://labelstud.io/guide/task_format and https://labelstud.io/guide/predictions (JSON of tasks with `data`,
`predictions` and `annotations`; a region's labels, choices, texts and numbers are results of one id). Positions are
characters of the browser, which are UTF-16 code units.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from fupin_nlp.annotation.rows import CHOICES, LINKS, PHRASES, UNCERTAIN, Draft, GoldRow, Task
from fupin_nlp.errors import ReadError, unreadable

__all__ = ["config", "read_tasks", "tasks"]

_NULL = "null"  # the answer that there is nothing, beside others
_FLAGS = ("optional", "uncertain")
_TEXTS = (*PHRASES, "unit", "comment")
_NUMBERS = ("value", "value_max")


class _Units:
    """Code points of a text to UTF-16 code units and back."""

    def __init__(self, text: str) -> None:
        self.wide = [i for i, c in enumerate(text) if c > "\uffff"]
        self.wide_units = [i + n for n, i in enumerate(self.wide)]

    def to_units(self, position: int) -> int:
        return position + bisect_right(self.wide, position - 1)

    def to_points(self, position: int) -> int:
        return position - bisect_right(self.wide_units, position - 1)


def config(choices: Mapping[str, Mapping[str, str]]) -> str:
    """Return the labelling interface (XML) that the tasks need.

    Parameters
    ----------
    choices : mapping
        Field → code → Chinese label.

    Examples
    --------
    >>> config({"role": {"target": "目标"}, "bound": {}, "measure": {}, "kind": {}}).count("<Label ")
    1
    """

    def offered(tag: str, name: str) -> list[str]:
        return [f"    <{tag} value={quoteattr(c)} hint={quoteattr(label)}/>" for c, label in choices[name].items()]

    def asked(tag: str, name: str, more: str) -> str:
        return f'  <{tag} name="{name}" toName="text" perRegion="true" {more}'

    lines = [
        "<View>",
        "  <Style>.htx-text { white-space: pre-wrap; }</Style>",
        '  <Labels name="role" toName="text" choice="multiple">',
        *offered("Label", "role"),
        "  </Labels>",
        '  <Text name="text" value="$text"/>',
        "  <Relations>",
        *(f"    <Relation value={quoteattr(name)}/>" for name in LINKS),
        "  </Relations>",
    ]
    many = 'choice="multiple" showInline="true">'
    for name in ("bound", "measure", "kind"):
        lines += [f'  <Header value="{name}"/>', asked("Choices", name, many), *offered("Choice", name), "  </Choices>"]
    for name in _NUMBERS:
        lines += [f'  <Header value="{name}"/>', asked("Number", name, "/>")]
    for name in _TEXTS:
        lines += [f'  <Header value="{name}"/>', asked("TextArea", name, 'editable="true"/>')]
    lines += [asked("Choices", "flags", many), *(f'    <Choice value="{flag}"/>' for flag in _FLAGS), "  </Choices>"]
    lines += ["</View>", ""]
    return "\n".join(lines)


def tasks(given: Iterable[Task]) -> str:
    """Return the tasks as JSON, with the rows as predictions that a person corrects and submits."""
    out = []
    for ordinal, task in enumerate(given, 1):
        prediction: dict[str, Any] = {"model_version": "fupin-nlp", "result": _result(task)}
        sure = [confidence for confidence, _ in task.sureness if confidence is not None]
        if sure:
            prediction["score"] = round(sum(sure) / len(sure), 3)
        data = {"doc": task.doc, "text": task.text, "records": list(task.rows)}
        out.append({"id": ordinal, "data": data, "predictions": [prediction]})
    return json.dumps(out, ensure_ascii=False, indent=1) + "\n"


def _result(task: Task) -> list[dict[str, Any]]:
    units = _Units(task.text)
    results: list[dict[str, Any]] = []
    by_start = {row["start"]: f"r{n}" for n, row in enumerate(task.rows)}
    for n, row in enumerate(task.rows):
        span = {"start": units.to_units(row["start"]), "end": units.to_units(row["end"]), "text": row["text"]}
        for name, kind, value in _values(row):
            told = {"id": f"r{n}", "from_name": name, "to_name": "text", "type": kind}
            # The type of a TextArea is textarea, but its value is called text.
            results.append(told | {"value": span | {"text" if kind == "textarea" else kind: value}})
    for n, row in enumerate(task.rows):
        for name in LINKS:
            if row.get(name) in by_start:
                ends = {"from_id": f"r{n}", "to_id": by_start[row[name]], "direction": "right"}
                results.append({"type": "relation", **ends, "labels": [name]})
    return results


def _values(row: GoldRow) -> list[tuple[str, str, Any]]:
    """Return (control, type, value) for each control that holds something."""
    found: list[tuple[str, str, Any]] = [("role", "labels", row["role"])]
    found += [(name, "choices", row[name]) for name in ("bound", "measure", "kind") if row.get(name)]
    found += [(name, "number", row[name]) for name in _NUMBERS if row.get(name) is not None]
    for name in _TEXTS:
        answers = [row[name]] if isinstance(row.get(name), str) else row.get(name) or [None]
        if answers != [None]:
            found.append((name, "textarea", [_NULL if answer is None else answer for answer in answers]))
    flags = [
        flag for flag, on in zip(_FLAGS, (row.get("optional"), row.get("certain") in UNCERTAIN), strict=True) if on
    ]
    return [*found, ("flags", "choices", flags)] if flags else found


def read_tasks(path: Path, *, unreviewed: bool) -> tuple[list[tuple[Task, list[Draft]]], list[str]]:
    """Read an export of Label Studio.

    Parameters
    ----------
    path : Path
        JSON as Label Studio exports it, or as `tasks` wrote it.
    unreviewed : bool
        Take tasks that nobody submitted as they were exported; else they are left out.

    Returns
    -------
    tuple
        The tasks with their rows, and the documents that were left out.

    Raises
    ------
    ReadError
        If the file is none, or a region lacks what a row needs.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise unreadable(str(path), error, "JSON of Label Studio") from error
    if not isinstance(content, list):
        raise ReadError(
            str(path), "is no export of Label Studio: it must be a list of tasks (choose JSON, not JSON-MIN)"
        )
    done: list[tuple[Task, list[Draft]]] = []
    left: list[str] = []
    for number, item in enumerate(content, 1):
        task = _task(path, number, item)
        submitted = [a for a in item.get("annotations") or [] if not a.get("was_cancelled")]
        if not submitted and not unreviewed:
            left.append(task.doc)
            continue
        source = submitted or item.get("predictions") or [{"result": []}]
        done.append((task, _drafts(path, task, source[-1]["result"])))
    return done, left


def _task(path: Path, number: int, item: Any) -> Task:
    data = item.get("data") if isinstance(item, dict) else None
    if not isinstance(data, dict) or not {"doc", "text", "records"} <= set(data):
        raise ReadError(
            str(path), f"task {number} has no data with doc, text and records: it was not exported by fupin"
        )
    return Task(data["doc"], data["text"], tuple(data["records"]))


def _drafts(path: Path, task: Task, result: list[dict[str, Any]]) -> list[Draft]:
    units = _Units(task.text)
    drafts: dict[str, Draft] = {}
    for item in (i for i in result if i.get("type") != "relation"):
        key, value = str(item.get("id")), item.get("value") or {}
        place = f"{task.doc}, region {key}"
        draft = drafts.setdefault(key, Draft(place, {}, _origin(key, task)))
        try:
            draft.row["start"], draft.row["end"] = (units.to_points(int(value[side])) for side in ("start", "end"))
            _take(draft.row, item["from_name"], value)
        except (KeyError, TypeError, ValueError) as error:
            raise ReadError(str(path), f"{place}: a result is not of the form that is expected: {error!r}") from error
    for item in (i for i in result if i.get("type") == "relation"):
        for name in item.get("labels") or []:
            if item.get("from_id") not in drafts or item.get("to_id") not in drafts or name not in LINKS:
                raise ReadError(str(path), f"{task.doc}: relation {name!r} leads to a region that is not there")
            drafts[item["from_id"]].links[name] = drafts[item["to_id"]]
    return list(drafts.values())


def _origin(key: str, task: Task) -> int | None:
    known = key[:1] == "r" and key[1:].isdecimal() and int(key[1:]) < len(task.rows)
    return int(key[1:]) if known else None


def _take(row: GoldRow, name: str, value: Mapping[str, Any]) -> None:
    """Put one result into the row."""
    if name == "role":
        row["role"] = list(value["labels"])
    elif name in CHOICES:
        row[name] = list(value["choices"])
    elif name in _NUMBERS:
        told = value["number"]
        row[name] = int(told) if float(told).is_integer() else told
    elif name == "flags":
        row["optional"] = "optional" in value["choices"]
        row |= {"certain": False} if "uncertain" in value["choices"] else {}
    elif name in ("unit", "comment"):
        row[name] = "".join(value["text"])
    elif name in PHRASES:
        answers = [value["text"]] if isinstance(value["text"], str) else value["text"]  # older versions give one text
        row[name] = [None if answer == _NULL else answer for answer in answers]
    else:
        raise ValueError(f"the control {name} is not known")
