"""Where gold lies, and what the library reads from its texts.

`training/` of the checkout holds the groups that belong to the project. FUPIN_EVAL_DIR (default: a folder `shared`
beside the checkout) holds texts of others: `gold/train/GROUP` to read and learn from, `gold/check/GROUP` that is
only ever scored. Nothing but totals of check may be shown.
"""

from __future__ import annotations

import json
import lzma
import os
import re
import sys
from pathlib import Path
from typing import Any

from fupin_nlp.report.evaluate import read_rows
from fupin_nlp.report.goldset import GoldDocument, GoldGroup, gold_documents, read_gold

ROOT = Path(__file__).resolve().parents[1]
TRAINING = ROOT / "training"
KINDS = TRAINING / "kind.jsonl"
OTHERS = frozenset("abcw")  # groups of train that are texts of others
UNPACKED = ROOT / "build" / "drawn"
_ORDINAL = re.compile(r"^.*_u(\d+)\.txt$")
PLACE = ("doc", "start", "end", "text", "value", "value_max", "unit")


def evaluation_folder() -> Path:
    """Return the folder of texts of others; it may be absent."""
    return Path(os.environ.get("FUPIN_EVAL_DIR") or ROOT.parent / "shared")


def train_groups() -> tuple[GoldGroup, ...]:
    """Return the groups that may be read: the project's own, and those of others where they are present."""
    own = {group.name: group for group in read_gold(TRAINING)}
    folder = evaluation_folder() / "gold" / "train"
    others = (*read_gold(folder), *_of_pool()) if folder.is_dir() else ()
    groups = {group.name: group for group in others} | own
    return tuple(groups[name] for name in sorted(groups))


def _of_pool() -> tuple[GoldGroup, ...]:
    """Return the news items of the pool that were annotated: the rows are ours, the texts are those of others."""
    folder = evaluation_folder() / "pool"
    if not folder.is_dir():
        return ()
    rows = TRAINING / "pool"
    items = gold_documents([rows / "pool.jsonl"], [folder / "news"])
    return (GoldGroup("pool", items + gold_documents([rows / "drawn.jsonl"], [_drawn(rows / "drawn.jsonl")])),)


def _drawn(rows: Path) -> Path:
    """Write the items that rows name (DATE_uORDINAL.txt) out of the many news in one file, and return their folder.

    Those that are there stay: the file is large, and other processes may read what they unpacked.
    """
    named = {int(match[1]): match[0] for row in read_rows(rows) if (match := _ORDINAL.search(row["doc"]))}
    UNPACKED.mkdir(parents=True, exist_ok=True)
    names = {ordinal: name for ordinal, name in named.items() if not (UNPACKED / name).exists()}
    if not names:
        return UNPACKED
    with lzma.open(evaluation_folder() / "pool" / "news_unlabelled.jsonl.xz", "rt", encoding="utf-8") as lines:
        for ordinal, line in enumerate(lines):
            if ordinal in names:
                item = json.loads(line)
                day = f"{item['date'][:4]}-{item['date'][4:6]}-{item['date'][6:]}"
                text = f"{item['title']}\n{day}\n{item['text']}"
                part = UNPACKED / f"{names[ordinal]}.{os.getpid()}"
                part.write_text(text, encoding="utf-8", newline="")
                part.replace(UNPACKED / names[ordinal])
    return UNPACKED


def check_groups() -> tuple[GoldGroup, ...]:
    """Return the groups that are only scored; nothing where they are absent, but in CI that is an error."""
    folder = evaluation_folder() / "gold" / "check"
    if folder.is_dir():
        return read_gold(folder)
    if os.environ.get("CI") == "true":
        sys.exit(f"no gold that is only scored in {folder}: CI needs it (set FUPIN_EVAL_DIR)")
    print(f"no gold that is only scored in {folder}: check is not measured")
    return ()


def kind_documents() -> tuple[GoldDocument, ...]:
    """Return the documents of train with rows that ask for the kind and nothing else; all other rows are optional.

    Nothing where the texts of others are absent, for the rows of all groups belong together.

    Raises
    ------
    SystemExit
        If a row of the kinds is none of train.
    """
    groups = train_groups()
    if not {group.name for group in groups} >= OTHERS:
        return ()
    kinds = {(row["doc"], row["start"], row["end"]): row["kind"] for row in read_rows(KINDS)}
    documents = []
    for document in (document for group in groups for document in group.documents):
        rows = []
        for row in document.rows:
            kind = kinds.pop((document.name, row["start"], row["end"]), None)
            asked = {"optional": True} if kind is None else {"optional": False, "kind": kind}
            rows.append({name: row[name] for name in PLACE} | asked)
        if not all(row["optional"] for row in rows):
            documents.append(GoldDocument(document.name, document.path, tuple(rows)))
    if kinds:
        sys.exit(f"{KINDS} has rows that are none of train: {sorted(kinds)[:3]}")
    return tuple(documents)


def library_records(path: Path) -> list[dict[str, Any]]:
    """Run the library on one text."""
    import fupin_nlp

    return [{**record.to_dict(), "doc": path.name} for record in fupin_nlp.read(path).records]
