"""Other libraries beside this one, on the same texts: python bench/peers.py [--environment FOLDER].

Makes environments of their own (in build/peers unless told), asks each for what it is made for, and writes
docs/evaluation/peers.md. What cannot be installed or called is listed with the reason. Questions: quantities on the
gold of training/ and corpus/, repair of the damaged sample reports, main content of the pages of
tests/support/pages.py, encodings of the slices of bench/detection.py, words of the sample reports and of a dictionary.
"""

from __future__ import annotations

import argparse
import base64
import json
import subprocess
import sys
import tempfile
import unicodedata
import venv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "bench")]

from tests.support import pages  # noqa: E402

import detection  # noqa: E402
import fupin_nlp as fp  # noqa: E402
import peer_words  # noqa: E402
from fupin_nlp.clean import clean  # noqa: E402
from fupin_nlp.ingest import read_file  # noqa: E402
from fupin_nlp.model import RawText  # noqa: E402
from fupin_nlp.report.goldset import GoldDocument, gold_documents, read_group  # noqa: E402
from main_content import letters, ours  # noqa: E402
from round_trip import differences  # noqa: E402

PAGE = ROOT / "docs" / "evaluation" / "peers.md"
GROUPS = ("d", "e", "f", "g", "h", "i")
US = "fupin-nlp"
TWELVE = Context(prec=12)
# The package and what it needs beside what it declares; what each is asked.
PEERS: Mapping[str, tuple[str, ...]] = {
    "recognizers-text-suite": ("emoji<2",),
    "jionlp": (),
    "chinese2digits": (),
    "ftfy": (),
    "trafilatura": ("lxml_html_clean",),
    "readability-lxml": (),
    "resiliparse": (),
    "boilerpy3": (),
    "gne": (),
    "chardet": (),
    "charset-normalizer": (),
}
# Asks for releases that hold other peers back (of chardet, say), so it has an environment of its own.
APART: Mapping[str, tuple[str, ...]] = {"cntext": ("ipython",)}
NOT_ASKED = {
    "quantulum3": "reads quantities in English only",
    "cn2an": "converts a numeral that is given by itself; it finds none in a text",
    "magic-html": "asks for Python 3.12",
}


class Environment:
    """An environment of peers, with what could not be installed."""

    def __init__(self, folder: Path, peers: Mapping[str, tuple[str, ...]]) -> None:
        self.python = folder / "bin" / "python"
        is_new = not self.python.exists()
        if is_new:
            venv.create(folder, with_pip=True)
        self.failed: dict[str, str] = {}
        for name, more in peers.items():
            if is_new or not self.version(name):  # what came with another peer may be an old release
                command = [
                    str(self.python),
                    "-m",
                    "pip",
                    "install",
                    "-q",
                    "-U",
                    name,
                    *more,
                ]  # readability-lxml keeps chardet old
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                if done.returncode:
                    self.failed[name] = done.stderr.strip().splitlines()[-1]

    def version(self, name: str) -> str:
        """Return the version of a package, empty where it is not there."""
        code = f"import importlib.metadata as m; print(m.version({name!r}))"
        return subprocess.run(
            [str(self.python), "-c", code], capture_output=True, text=True, check=False
        ).stdout.strip()

    def ask(self, call: str, texts: Iterable[str]) -> list[Any] | None:
        """Return the answers, or None where the peer cannot be called."""
        with tempfile.TemporaryDirectory() as folder:
            question, answer = Path(folder, "question.json"), Path(folder, "answer.json")
            question.write_text(json.dumps({"call": call, "texts": list(texts)}), encoding="utf-8")
            command = [str(self.python), "-W", "ignore", str(ROOT / "bench/peer_calls.py"), str(question), str(answer)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                self.failed[call] = (done.stderr.strip().splitlines() or ["no message"])[-1]
                return None
            return list(json.loads(answer.read_text(encoding="utf-8")))


def number(text: Any) -> Decimal | None:
    """Return a value to twelve digits: gold and some peers hold binary floats."""
    try:
        return TWELVE.create_decimal(str(text)).normalize()
    except InvalidOperation:
        return None


def gold() -> list[tuple[GoldDocument, str]]:
    """Return the documents of training/ and corpus/ with their raw texts."""
    corpus = gold_documents(sorted((ROOT / "corpus/gold").glob("*.jsonl")), [ROOT / "corpus"])
    training = [d for name in GROUPS for d in read_group(ROOT / "training" / name).documents]
    return [(document, read_file(document.path).text) for document in (*training, *corpus)]


def is_of(kind: str, unit: str | None) -> bool:
    return kind == "all" or unit in {"money": MONEY, "percent": {"%"}}[kind]


MONEY = frozenset(fp.units().query("dimension == 'money'")["unit"])


def found(rows: Iterable[Mapping[str, Any]], answers: list[tuple[int, int, Any]], kind: str) -> tuple[int, int]:
    """Return how many gold quantities of a kind there are, and at how many of their places the value stands."""
    wanted = [r for r in rows if not r["optional"] and r["value"] is not None and is_of(kind, r["unit"])]
    right = 0
    for row in wanted:
        values = {number(v) for v in (row["value"], row["value_max"]) if v is not None}
        right += any(s < row["end"] and row["start"] < e and number(v) in values for s, e, v in answers)
    return len(wanted), right


def quantities(environment: Environment) -> list[str]:
    documents = gold()
    texts = [text for _, text in documents]
    off = fp.ReportOptions(models="off")
    own = [
        [(r.start, r.end, v) for r in fp.parse(text, options=off) for v in (r.value, r.value_max) if v is not None]
        for text in texts
    ]
    lines = ["| library | quantities | found with their value | share |", "|---|---|---|---|"]
    asked = [(US, "all"), (US, "money"), (US, "percent")]
    asked += [("Recognizers-Text number", "all"), ("Recognizers-Text currency", "money")]
    asked += [("Recognizers-Text percentage", "percent"), ("jionlp money", "money"), ("chinese2digits", "all")]
    for name, kind in asked:
        answers = own if name == US else environment.ask(name, texts)
        if answers is None:
            continue
        each = [found(d.rows, a or [], kind) for (d, _), a in zip(documents, answers, strict=True)]
        total, right = sum(n for n, _ in each), sum(r for _, r in each)
        lines.append(f"| {name} | {kind}, {total} | {right} | {right / total:.3f} |")
    return lines


def errors(expected: str, text: str) -> int:
    return sum(max(j - i, m - k) for i, j, k, m in differences(folded(expected), folded(text)))


def folded(text: str) -> str:
    """Return a text without white space, in one width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def repair(environment: Environment) -> list[str]:
    from opencc_pyo3 import OpenCC

    simplify = OpenCC("t2s").convert
    rows = [line.split("\t") for line in (ROOT / "corpus/index.tsv").read_text("utf-8").strip().split("\n")[1:]]
    damaged = [(r[0], int(r[7]), int(r[8]), r[9]) for r in rows if r[9] != "-" and r[0].endswith(".txt")]
    lines = ["| report | characters | as it is | ftfy | fupin-nlp |", "|---|---|---|---|---|"]
    bodies = [read_file(ROOT / "corpus" / name).text[start:end] for name, start, end, _ in damaged]
    answers = environment.ask("ftfy", bodies)
    for (name, _, _, right), body, theirs in zip(damaged, bodies, answers or [None] * len(bodies), strict=True):
        expected = (ROOT / "corpus" / right).read_text("utf-8")
        texts = (simplify(body), simplify(theirs) if theirs is not None else None, clean(RawText(body)).text)
        counts = ["—" if t is None else str(errors(expected, t)) for t in texts]
        lines.append(f"| {name} | {len(folded(expected))} | {' | '.join(counts)} |")
    return lines


def main_content(environment: Environment) -> list[str]:
    parts = [*pages.PARAGRAPHS, *(cell for row in pages.ROWS for cell in row)]
    report = letters("".join(part.replace("<a href='/x'>", "").replace("</a>", "") for part in parts))
    htmls = [pages.page(layout).html for layout in pages.LAYOUTS]
    lines = ["| library | of the report kept | of what is kept, the report |", "|---|---|---|"]
    for name in (US, "trafilatura", "readability-lxml", "resiliparse", "boilerpy3", "gne"):
        answers = [ours(html) for html in htmls] if name == US else environment.ask(name, htmls)
        if answers is None:
            continue
        counts = [letters((text or "").replace(pages.TITLE, "")) for text in answers]
        common = sum((count & report).total() for count in counts)
        everything = max(sum(count.total() for count in counts), 1)
        lines.append(f"| {name} | {common / (report.total() * len(htmls)):.3f} | {common / everything:.3f} |")
    return lines


def encodings(environment: Environment) -> list[str]:
    texts = detection.texts([str(ROOT / "corpus")])
    slices = [
        (damage, encoding, data)
        for damage in detection.DAMAGE
        for encoding in detection.ENCODINGS
        for _, data in detection.cases(texts, encoding, damage)
    ]
    sizes = Counter(damage for damage, _, _ in slices)
    lines = ["| library | " + " | ".join(f"{d}, {sizes[d]}" for d in detection.DAMAGE) + " |", "|---|" + "---|" * 4]
    for name in (US, "chardet", "charset-normalizer"):
        coded = [base64.b64encode(data).decode("ascii") for _, _, data in slices]
        answers = [detection.ours(data) for _, _, data in slices] if name == US else environment.ask(name, coded)
        if answers is None:
            continue
        right: Counter[str] = Counter()
        for (damage, encoding, data), answer in zip(slices, answers, strict=True):
            told = str(answer).lower().replace("_", "-")
            told = "gb18030" if told in ("gb2312", "gbk", "gb18030") else told
            right[damage] += detection.is_right(told, encoding, data)
        lines.append(f"| {name} | " + " | ".join(str(right[d]) for d in detection.DAMAGE) + " |")
    return lines


PARTS: Mapping[str, tuple[str, Callable[[Environment], list[str]]]] = {
    "Quantities": (
        "Gold of `training/` (d to i) and `corpus/`. A quantity is found where an answer overlaps its place and has "
        "its value, magnitude expanded; unit and meaning are not asked for. All get the raw text, damaged ones too. "
        "The library was made with this gold at hand, the others were not.",
        quantities,
    ),
    "Repair": (
        "The damaged sample reports: characters of the body that are not as they were before the damage; white space, "
        "width and script do not count. ftfy is made for wrong decoding, which these do not have; "
        "none of the libraries here takes out pinyin notes or puts back shifted bytes.",
        repair,
    ),
    "Main content": (
        "Eight layouts of `tests/support/pages.py`, in letters and digits. They were made beside our rules: on other "
        "pages the difference will be smaller.",
        main_content,
    ),
    "Encodings": (
        "Slices of the sample reports that are detected right, by damage (`bench/detection.py`, five encodings).",
        encodings,
    ),
    "Words": (
        "The sample reports, ten of them damaged, as their files are and as bodies without damage: all words "
        "(`frequencies`, `word_count`) and four concepts by their words (`attention`, `sentiment` with a dictionary of "
        "one's own). Counts shared: with `jieba.cut` on the bodies without damage, over words of two or more Chinese "
        "characters that cntext does not leave out, what both have as a share of what either has; `frequencies` "
        "counts the long words of the field, 农村公路, 脱贫攻坚, as one, and shares less with jieba for that. Of the "
        "concepts the counts; the characters are counted wherever they stand. `attention` counts a word of the "
        "dictionary where it is a word, as `*word*` inside longer ones too (a long word once, whatever it has of a "
        "concept), and tells what it left. cntext gives the words of the dictionary to jieba, which then cuts them out "
        "of longer words. Seconds of the processor, dictionaries loaded; ours are with repair, body, region and year.",
        lambda environment: peer_words.table(environment.ask),
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Other libraries beside this one.")
    parser.add_argument("--environment", type=Path, default=ROOT / "build" / "peers")
    folder = parser.parse_args().environment
    environments = {name: Environment(folder / name, peers) for name, peers in (("peers", PEERS), ("apart", APART))}
    asked = [(name, environments["peers"]) for name in PEERS] + [(name, environments["apart"]) for name in APART]
    versions = ", ".join(f"{name} {version}" for name, where in asked if (version := where.version(name)))
    text = f"# Other libraries beside this one\n\nWritten by `make peers` on {date.today()}.\n"
    text += f"{US} {fp.__version__}; {versions}.\n"
    for title, (what, measure) in PARTS.items():
        lines = measure(environments["apart" if title == "Words" else "peers"])
        text += f"\n## {title}\n\n{what}\n\n" + "\n".join(lines) + "\n"
        print(title, *lines, sep="\n", flush=True)
    missing = NOT_ASKED | environments["peers"].failed | environments["apart"].failed
    text += "\n## Not measured\n\n| library | why |\n|---|---|\n"
    text += "".join(f"| {name} | {why} |\n" for name, why in missing.items())
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
