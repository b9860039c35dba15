"""Words of the sample reports, counted by this library and by another one: a part of `bench/peers.py`."""

from __future__ import annotations

import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

import jieba  # noqa: E402

import fupin_nlp as fp  # noqa: E402
from fupin_nlp.ingest import read_file  # noqa: E402
from peer_calls import CONCEPTS  # noqa: E402

Told = tuple[Counter[str], float]  # counts of all texts, seconds of the processor
Ask = Callable[[str, Iterable[str]], list[Any] | None]
HEADS = ("library", "texts", "counts shared", *CONCEPTS, "words, s", "dictionary, s")


def samples() -> tuple[list[str], list[str]]:
    """Return the sample reports as their files are, and their bodies without damage."""
    raws, bodies = [], []
    for line in (ROOT / "corpus/index.tsv").read_text("utf-8").strip().split("\n")[1:]:
        name, *_, start, end, right, _rows, _optional = line.split("\t")
        raw = read_file(ROOT / "corpus" / name).text
        raws.append(raw)
        bodies.append(raw[int(start) : int(end)] if right == "-" else (ROOT / "corpus" / right).read_text("utf-8"))
    return raws, bodies


def ours(texts: list[str], dictionary: Mapping[str, list[str]]) -> tuple[Told, Told]:
    """Return our counts of words and of a dictionary, each from the texts on."""
    named = {f"{n:04}": text for n, text in enumerate(texts)}
    start = time.process_time()
    words = fp.frequencies(fp.Corpus.from_texts(named, progress=False), stop=None).frame
    between = time.process_time()
    concepts = fp.attention(fp.Corpus.from_texts(named, progress=False), dictionary, by="doc").frame
    end = time.process_time()
    counted = Counter(dict(zip(words["word"], words["n"], strict=True)))
    return (counted, between - start), (Counter(concepts.groupby("concept")["n"].sum().to_dict()), end - between)


def theirs(ask: Ask, texts: list[str]) -> tuple[Told, Told] | None:
    """Return the counts of cntext; None where it cannot be called."""
    answers = [ask(call, texts) for call in ("cntext word_count", "cntext sentiment")]
    told = [summed(each) for each in answers if each is not None]
    return (told[0], told[1]) if len(told) == len(answers) else None


def summed(answers: Iterable[Mapping[str, Any] | None]) -> Told:
    counts, seconds = Counter[str](), 0.0
    for answer in answers:
        if answer is None:
            sys.exit("cntext failed on a text: its counts would be too low")
        counts.update(answer["counts"])
        seconds += answer["seconds"]
    return counts, seconds


def shared(counts: Counter[str], expected: Counter[str], left_out: set[str]) -> float:
    """Return the counts of words that two countings have in common, as a share of those that either has."""

    def chosen(counted: Counter[str]) -> Counter[str]:
        return Counter({w: n for w, n in counted.items() if len(w) > 1 and is_chinese(w) and w not in left_out})

    one, other = chosen(counts), chosen(expected)
    return (one & other).total() / (one | other).total()


def is_chinese(word: str) -> bool:
    return all("一" <= character <= "鿿" for character in word)


def table(ask: Ask) -> list[str]:
    """Return the table of words as lines of Markdown."""
    warnings.simplefilter("ignore", fp.errors.FupinWarning)  # words that stand only inside others: the table shows them
    raws, bodies = samples()
    ours(raws[:1], CONCEPTS)  # late imports and dictionaries are not what is measured
    lots = {"as the files are": raws, "bodies without damage": bodies}
    expected = Counter(word for text in bodies for word in jieba.cut(text))
    anywhere = {concept: [f"*{word}*" for word in each] for concept, each in CONCEPTS.items()}
    told = [("fupin-nlp", name, ours(texts, CONCEPTS)) for name, texts in lots.items()]
    told += [("fupin-nlp, `*word*`", name, ours(texts, anywhere)) for name, texts in lots.items()]
    answered = [("cntext", name, theirs(ask, texts)) for name, texts in lots.items()]
    undamaged = answered[-1][2]
    left_out = set(expected) - set(undamaged[0][0]) if undamaged else set()  # stop words of cntext
    lines = [f"| {' | '.join(HEADS)} |", "|" + "---|" * len(HEADS)]
    occurs = [str(sum(text.count(word) for word in each for text in bodies)) for each in CONCEPTS.values()]
    lines.append(f"| the characters | bodies without damage |  | {' | '.join(occurs)} |  |  |")
    for library, name, answer in (*told, *answered):
        if answer is None:
            continue
        (words, first), (concepts, second) = answer
        counts = " | ".join(str(concepts[concept]) for concept in CONCEPTS)
        lines.append(
            f"| {library} | {name} | {shared(words, expected, left_out):.3f} | {counts} | {first:.2f} | {second:.2f} |"
        )
    return lines
