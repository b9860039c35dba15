"""The model card: what the models were made of and how good they are on documents that were held out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fupin_nlp.decide.trained import Trained

__all__ = ["card_page"]

_COLUMNS: Final = ("rows", "role", "measure", "entity", "entity_exact", "action", "record")
_WAYS: Final = {
    "proposals": "the first proposal of the grammar",
    "tagger": "the tagger alone",
    "chooser": "the tagger, the proposals and the neighbours together (what is shipped)",
}
_HEAD: Final = """# The models

Written by the command that trains them (`make train`). They decide role, measure, entity and action of a figure among
what the grammar proposes and what a small convolutional tagger reads in the words around it; how, is told in
[architecture](../architecture.md). All rates are on documents that were held out: five folds by document, tagger,
reasons and chooser fitted on the others. `record`: role, measure and entity right. Rates on texts that were never
trained on in any way stand in [blind](blind.md) and in the floors of `tests/quality/floors.toml` (check).
"""


def card_page(trained: Trained) -> str:
    """Return the card as a page of Markdown."""
    card = trained.card
    groups = ", ".join(f"{name} {count}" for name, count in card["groups"].items())
    size = sum(int(value.size) for value in trained.numbers.values())
    lines = [
        _HEAD,
        f"Documents {card['documents']} ({groups}), annotated figures {card['rows']}, seed {card['seed']}, "
        f"{size / 1e6:.2f} million weights in one byte each (biases two).",
        "",
    ]
    held = card["held_out"]
    for way, words in _WAYS.items():
        lines += [f"## Held out: {words}", "", *_table(held[way]), ""]
    lines += ["## Precision by confidence", "", "| share of the surest records | right |", "|---|---|"]
    lines += [f"| {share} | {rate:.3f} |" for share, rate in held["coverage"].items()]
    return "\n".join(lines) + "\n"


def _table(rates: Mapping[str, Mapping[str, Any]]) -> list[str]:
    rows = ["| group | " + " | ".join(_COLUMNS) + " |", "|" + "---|" * (len(_COLUMNS) + 1)]
    for group, row in rates.items():
        told = [str(row["rows"]), *(f"{row[name]:.3f}" for name in _COLUMNS[1:])]
        rows.append(f"| {group} | " + " | ".join(told) + " |")
    return rows
