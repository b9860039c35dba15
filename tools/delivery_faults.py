"""Faults of delivery that were found: what makes each of them, and what it did before it was mended."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["FAULTS", "Fault"]

_PYTHON = 'python -W ignore -c "import fupin_nlp as fp; {}"'


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes
    ----------
    title : str
        What it is.
    prepare : callable
        Puts into a folder what the commands need.
    commands : sequence of str
        For a shell in which `fupin` is the program, and `alone` is the program without the right to open all.
    """

    title: str
    prepare: Callable[[Path], None]
    commands: Sequence[str]

    @property
    def was(self) -> str:
        """What they printed before."""
        return _WAS[self.title]


def _report(folder: Path, name: str = "a.txt", text: str = "2019年，全县发放贷款5万元。") -> None:
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / name).write_text(text, encoding="utf-8")


def _gbk(folder: Path) -> None:
    _report(folder)
    (folder / "in" / "a.txt").rename(folder / "in" / os.fsdecode("报告.txt".encode("gbk")))


def _closed(folder: Path) -> None:
    _report(folder)
    (folder / "in" / "closed").mkdir()
    (folder / "in" / "closed").chmod(0)
    (folder / "in" / "gone").symlink_to("nowhere")


def _noncharacter(folder: Path) -> None:
    _report(folder, "b\uffff.txt", "2019年，发放贷款\ufffe5万元。")


def _like_patterns(folder: Path) -> None:
    _report(folder)
    (folder / "other").mkdir()
    (folder / "other" / "b.txt").write_text("2019年，全县修路7公里。", encoding="utf-8")


def _long(folder: Path) -> None:
    _report(folder, "long.txt", "".join(f"第{n}个乡镇发放贷款{n}.5万元，认真落实各项部署。\n" for n in range(450_000)))


def _damaged(folder: Path) -> None:
    for number in range(3):
        _report(folder, f"{number}.txt", "2019年，全县发放贷款5万元，修路3公里。\n" * 40)


_SHOW = "import pathlib; [print(p.name, oct(p.stat().st_mode)[-3:], 'link' if p.is_symlink() else 'file') for p in "
_SHOW += "sorted(pathlib.Path('.').glob('*.jsonl'))]"

# What commit 540dd64 printed, and what was reported of it.
_WAS = {
    "A file name in GBK, into a store": (
        "Error: out.duckdb: cannot be read or written: Invalid Input Error: Malformed JSON in file\n"
        '".out.duckdb.parts/staged/reports.jsonl", at byte 460 in line 2: invalid high surrogate in string.\n'
        "exit status 2\n"
        "(the same for Parquet)"
    ),
    "A delivery that failed, and --resume": (
        "Error: out: cannot be read or written: IO Error: Async write failed for range [offset=0, size=1130] …\n"
        "exit status 2\n"
        "$ fupin extract in -o out --format parquet --resume\n"
        "Error: .out.parts/staged: cannot be written: File exists\n"
        "exit status 2\n"
        "(for DuckDB: exit status 0, and a file that the second run calls no store)"
    ),
    "Folders that may not be opened, links that lead nowhere": (
        "passed over (no suffix): gone\n"
        "1 records of 1 documents in out.csv\n"
        "$ alone extract in/closed -o out2.csv\n"
        "Error: in/closed: there is no document in it\n"
        "exit status 2"
    ),
    "Characters that Excel cannot hold": (
        "1 records of 1 documents in out.xlsx\n(without them; of a name with U+FFFF a traceback of the writer of XML)"
    ),
    "Names of stores that look like patterns": ("$ python … fp.Corpus.open(n)\n报告1 ['a.txt']\n报告[1] ['a.txt']"),
    "A text of 30 MB": ("9.6 GB of memory, 155 s (as it was reported, not run again)"),
    "A damaged store": (
        "$ head -c 400000 out.duckdb > cut.duckdb; fupin compare cut.duckdb\n"
        "Traceback …\n"
        "exit status 1\n"
        "$ rm out/findings.parquet; fupin compare out\n"
        "Error: out: cannot be read or written: IO Error: No files found that match the pattern …\n"
        "exit status 2\n"
        "(there was no doctor, and Parquet has no sums: a changed byte could change a figure)"
    ),
    "Two runs on one output": (
        "1 records of 1 documents in out.jsonl\n(and the other run lost its parts: No such file)"
    ),
    "Standard streams that are closed": (
        "$ fupin extract in >&-\n"
        "AttributeError: 'NoneType' object has no attribute 'isatty'\n"
        "$ fupin extract - <&-\n"
        "AttributeError: 'NoneType' object has no attribute 'buffer'\n"
        "$ fupin extract in -o out.jsonl <&- >&- 2>&-\n"
        "exit status 1"
    ),
    "Permissions and links of what is replaced": ("a.jsonl 600 file\nb.jsonl 644 file"),
    "An unforeseen error in one document": (
        "Traceback …\ndecimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>]\n"
        "(as it was reported, not run again)"
    ),
}

FAULTS = (
    Fault(
        "A file name in GBK, into a store",
        _gbk,
        ["fupin extract in -o out.duckdb", "fupin extract in -o out --format parquet"],
    ),
    Fault(
        "A delivery that failed, and --resume",
        _report,
        [
            "ulimit -f 100; fupin extract in -o out.duckdb",
            "fupin extract in -o out.duckdb --resume",
            "ulimit -f 1; fupin extract in -o out --format parquet",
            "fupin extract in -o out --format parquet --resume",
        ],
    ),
    Fault(
        "Folders that may not be opened, links that lead nowhere",
        _closed,
        ["alone extract in -o out.csv", "alone extract in/closed -o out2.csv", "chmod 755 in/closed"],
    ),
    Fault("Characters that Excel cannot hold", _noncharacter, ["fupin extract in -o out.xlsx"]),
    Fault(
        "Names of stores that look like patterns",
        _like_patterns,
        [
            "fupin extract in -o '报告1' --format parquet",
            _PYTHON.format("print(len(fp.Corpus.open('报告[1]')))"),
            "fupin extract other -o '报告[1]' --format parquet --resume",
            _PYTHON.format("[print(n, [r.doc for r in fp.Corpus.open(n)]) for n in ('报告1', '报告[1]')]"),
        ],
    ),
    Fault(
        "A text of 30 MB",
        _long,
        ["ls -s --block-size=1MB in", "fupin extract in -o out.csv"],
    ),
    Fault(
        "A damaged store",
        _damaged,
        [
            "fupin extract in -o out.duckdb",
            "head -c 400000 out.duckdb > cut.duckdb; fupin compare cut.duckdb",
            "fupin doctor cut.duckdb",
            "fupin extract in -o out --format parquet",
            "printf 'xx' | dd of=out/records.parquet bs=1 seek=900 conv=notrunc status=none; fupin doctor out",
            "rm out/findings.parquet; fupin compare out",
        ],
    ),
    Fault(
        "Two runs on one output",
        _report,
        [
            "(sleep 40 | fupin extract - -o out.jsonl 2>first.log) & "
            "for n in {1..150}; do test -e .out.jsonl.lock && break; sleep 0.2; done; "
            "fupin extract in -o out.jsonl"
        ],
    ),
    Fault(
        "Standard streams that are closed",
        _report,
        ["fupin extract in >&-", "fupin extract - <&-", "fupin extract in -o out.jsonl <&- >&- 2>&-"],
    ),
    Fault(
        "Permissions and links of what is replaced",
        _report,
        [
            "fupin extract in -o a.jsonl; chmod 600 a.jsonl; ln -s a.jsonl b.jsonl; fupin extract in -o b.jsonl",
            f'python -c "{_SHOW}"',
        ],
    ),
    Fault(
        "An unforeseen error in one document",
        _report,
        [
            "python -W ignore -c \"import fupin_nlp as fp, decimal, sys; fp.parse('3户')\n"
            "r = sys.modules['fupin_nlp.report.report']\n"
            "def bad(*_): raise decimal.InvalidOperation\n"
            "r.interpret = bad\n"
            "try: fp.read('in/a.txt')\n"
            'except fp.FupinError as error: print(type(error).__name__, error)"'
        ],
    ),
)
