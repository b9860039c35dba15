"""What a cleaning step hands back: replacements in the text that it was given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fupin_nlp.errors import FupinError
from fupin_nlp.model import Alignment, Edit
from fupin_nlp.model.alignment import Change

__all__ = ["Context", "Patch", "apply_patches", "edits_of", "replay"]


class Patch(NamedTuple):
    """``text[start:end]`` becomes `after`.

    `aligned` says that before and after have the same length and correspond character by character, so that
    positions inside need no map. `uncertain` are the positions in `after` of characters that may be others.
    """

    start: int
    end: int
    after: str
    reason: str
    aligned: bool = False
    uncertain: tuple[int, ...] = ()


class Context(NamedTuple):
    """What a step may know beside the text."""

    format: str
    opencc: str
    text_column: str | None = None


def apply_patches(text: str, patches: Sequence[Patch]) -> tuple[str, Alignment]:
    """Return the patched text and the map from `text` to it; patches are sorted and disjoint."""
    parts: list[str] = []
    last = 0
    for patch in patches:
        parts.append(text[last : patch.start])
        parts.append(patch.after)
        last = patch.end
    parts.append(text[last:])
    changes = (Change(p.start, p.end, len(p.after)) for p in patches if not p.aligned)
    return "".join(parts), Alignment.from_changes(changes)


def edits_of(step: str, text: str, patches: Iterable[Patch], so_far: Alignment) -> list[Edit]:
    """Return the log entries of a step; `so_far` maps the raw text to the text that the step saw."""
    return [
        Edit(step, *so_far.to_source(p.start, p.end), text[p.start : p.end], p.after, p.reason, p.start, p.uncertain)
        for p in patches
    ]


def replay(text: str, edits: Iterable[Edit]) -> str:
    """Apply an edit log again.

    Parameters
    ----------
    text : str
        The raw text.
    edits : iterable of Edit
        The log of a cleaned text, in its order.

    Returns
    -------
    str
        The cleaned text.

    Raises
    ------
    FupinError
        If the log does not belong to the text.

    Examples
    --------
    >>> replay("經(jīng)濟", [Edit("notes", 1, 7, "(jīng)", "", "a reading of 經", 1)])
    '經濟'
    """
    step: str | None = None
    parts: list[str] = []
    last = 0
    for edit in edits:
        if edit.step != step:
            text, parts, last, step = "".join(parts) + text[last:], [], 0, edit.step
        end = edit.at + len(edit.before)
        if edit.at < last or text[edit.at : end] != edit.before:
            raise FupinError(
                f"the edit log does not belong to this text: {edit.step} expects {edit.before!r} at {edit.at}"
            )
        parts.append(text[last : edit.at])
        parts.append(edit.after)
        last = end
    return "".join(parts) + text[last:]
