"""Train the models that are shipped: teach a tagger on unlabelled text, fit it to gold, write `data/decisions.npz`.

usage: train_models.py [--from-shipped] [--seed N] [--smoke] [-o FILE]

Gold is that of `training/`, and of FUPIN_EVAL_DIR (default: a folder `shared` beside the checkout) where it is present:
`gold/train`, and the rows of `training/pool` with their texts in `pool`. The sample reports and the sentences of
the cases, on which the grammar was made, are learnt too, but nothing is measured on them. Unlabelled text is
`pool/news_unlabelled.jsonl.xz` there, with the answers of the grammar. The shipped models would be no honest teacher:
they have seen the gold, and what is then measured on held-out documents is too good (.71 where it was .65).
Without unlabelled text the tagger begins with what is shipped (--from-shipped), as it does for users. --smoke trains
on a few documents for one epoch and writes nothing but to -o: it shows that training works. The same gold and seed
give the same bytes on one machine. The model card goes to docs/evaluation/models.md.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from fupin_nlp.decide import models
from fupin_nlp.decide.trained import load_trained, save_trained, shipped
from fupin_nlp.ingest import read_file
from fupin_nlp.model import RawText
from fupin_nlp.report.goldset import gold_documents
from fupin_nlp.training.card import card_page
from fupin_nlp.training.course import Taught, learn, learnt_before, teach
from fupin_nlp.training.samples import Read, labelled, read_proposals, taught_by
from tools.gold import ROOT, evaluation_folder, train_groups

SHIPPED = ROOT / "src/fupin_nlp/data/decisions.npz"
CARD = ROOT / "docs/evaluation/models.md"
SMOKE = 12  # documents
TOPICS = ("interpretation", "kind", "links", "measure", "period", "region")
SHORT_WEIGHT = 0.5  # of a figure in the cases, beside one in gold


def gold_reads(most: int | None = None) -> list[Read]:
    """Return the documents of train with the proposals of the grammar."""
    return [
        labelled(read_file(document.path), document.rows, group.name)
        for group in train_groups()
        for document in group.documents[:most]
    ]


def unlabelled_reads() -> Iterator[Read]:
    """Yield the documents of the pool that hold quantities, with the answers of the grammar."""
    grammar = models("off")
    path = evaluation_folder() / "pool" / "news_unlabelled.jsonl.xz"
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            text = f"{item.get('title') or ''}\n{item['text']}"
            read, _ = read_proposals(RawText(text, name=f"{item.get('date', '')}.txt"), "pool")
            if read.proposals:
                yield taught_by(grammar, read)


def known_reads() -> list[Read]:
    """Return what the grammar was made on: the first gold with its reports, and the sentences of the cases.

    The answers to the sentences are those of the grammar, which the tests hold right.
    """
    texts: dict[str, str] = {}
    for topic in TOPICS:
        for path in sorted((ROOT / "tests" / "cases" / topic).glob("*.jsonl")):
            if path.stem in ("synthetic", "negative"):
                for line in path.read_text(encoding="utf-8").splitlines():
                    case = json.loads(line)
                    texts[case.get("text") or case["clause"]] = case.get("name", "text")
    grammar = models("off")
    reads = [read_proposals(RawText(text, name=name), "cases")[0] for text, name in texts.items()]
    taught = [taught_by(grammar, read, SHORT_WEIGHT) for read in reads if read.proposals]
    samples = [
        *gold_documents((ROOT / "corpus" / "gold").glob("*.jsonl"), [ROOT / "corpus"]),
        *gold_documents(
            (evaluation_folder() / "gold").glob("*.jsonl"),
            [evaluation_folder() / "gold" / "texts", evaluation_folder() / "reports"],
        ),
    ]
    return [*taught, *(labelled(read_file(document.path), document.rows, "known") for document in samples)]


def told(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def start(gold: list[Read], seed: int, *, from_shipped: bool) -> Taught:
    """Return what the tagger begins with."""
    if not from_shipped:
        return teach(list(unlabelled_reads()), gold, seed, told)
    trained = shipped()
    if trained is None:
        sys.exit("nothing is shipped yet: unlabelled text is needed to begin with")
    return learnt_before(trained)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--from-shipped", action="store_true", help="begin with the shipped models")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--smoke", action="store_true", help="a few documents, one epoch")
    parser.add_argument("-o", "--output", type=Path, help="where the models go; the package by default")
    given = parser.parse_args()
    begun = time.monotonic()
    gold = gold_reads(1 if given.smoke else None)[: SMOKE if given.smoke else None]
    taught = start(gold, given.seed, from_shipped=given.from_shipped or given.smoke)
    known = [] if given.smoke else known_reads()
    trained, scores = learn(taught, gold, given.seed, told, known=known, epochs=1 if given.smoke else None)
    output = given.output or SHIPPED
    if given.smoke and given.output is None:
        sys.exit("--smoke needs -o: it must not replace what is shipped")
    save_trained(trained, output)
    load_trained(output.read_bytes(), output.name)
    told(f"{output.stat().st_size / 1e6:.2f} MB, {time.monotonic() - begun:.0f} s, held out: {scores.line()}")
    if not given.smoke and given.output is None:
        CARD.write_text(card_page(trained), encoding="utf-8")


if __name__ == "__main__":
    main()
