"""The program as a process: bytes on its pipes, exit status, start-up, help."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from tests.cli.conftest import LOANS
from tests.support.places import ROOT

import fupin_nlp
from fupin_nlp.cli.commands import cli
from fupin_nlp.report.samples import sample_folder

COMMANDS = [
    *("extract", "clean", "text", "words", "attention", "kwic", "compare", "cluster", "vectors", "panel", "report"),
    *("annotate", "evaluate"),
    *("train", "doctor", "demo"),
]


def program(*arguments, stdin=None, folder=None, **variables):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100", **variables}
    command = [sys.executable, "-m", "fupin_nlp", *map(str, arguments)]
    return subprocess.run(command, input=stdin, cwd=folder, capture_output=True, env=environment, check=False)


def test_version_loads_nothing_else():
    done = program("--version")
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, f"fupin {fupin_nlp.__version__}\n", b"")
    code = "from fupin_nlp.cli import main; main(['--version']); import sys; print(sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        check=True,
    )
    assert not any(name in done.stdout.decode() for name in ("'click'", "'pandas'", "'regex'", "'numpy'"))


COLLECTOR = """
import gc, sys
from fupin_nlp.cli import main
arguments = sys.argv.pop(1)
try:
    main(sys.argv[1:] if arguments == "given" else None)
except SystemExit:
    pass
print(gc.get_threshold() == (700, 10, 10), gc.get_freeze_count() > len(gc.get_objects()))
"""


@pytest.mark.parametrize(("arguments", "left"), [("given", "True False"), ("own", "False True")])
def test_the_collector_of_a_host_is_left_as_it_is(tmp_path, arguments, left):
    (tmp_path / "a.txt").write_text("脱贫3户。", encoding="utf-8")
    command = [sys.executable, "-c", COLLECTOR, arguments, "text", str(tmp_path / "a.txt")]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, check=True)
    assert done.stdout.decode() == f"脱贫3户。{left}\n"


@pytest.mark.parametrize("locale", ["C", "en_US.ISO-8859-1"])
def test_output_is_utf_8_in_any_locale(tmp_path, locale):
    path = tmp_path / "洋县_2019.txt"
    path.write_bytes(LOANS.encode())
    variables = {"LANG": locale, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = program("text", path, **variables)
    assert (done.returncode, done.stdout, done.stderr) == (0, LOANS.encode(), b"")
    done = program("extract", tmp_path, **variables)
    assert (done.returncode, done.stderr) == (0, b"")
    assert '"doc": "洋县_2019.txt"' in done.stdout.decode()
    done = program("text", tmp_path / "无.txt", **variables)
    assert done.returncode == 2
    assert b".txt: there is no file or folder" in done.stderr


def test_a_name_in_another_encoding_is_read(tmp_path):
    name = os.fsdecode("洋县.txt".encode("gb18030"))
    (tmp_path / name).write_bytes("脱贫3户。".encode())
    done = program("extract", tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert '"doc": "洋县.txt"' in done.stdout.decode()


def test_a_reader_that_has_seen_enough_is_no_error():
    command = f'"{sys.executable}" -m fupin_nlp extract "{sample_folder()}" | head -n 1'
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, env=environment, check=False
    )
    assert (done.returncode, b"Error" in done.stderr, b"Traceback" in done.stderr) == (0, False, False)
    assert done.stdout.count(b"\n") == 1


def test_a_full_disk_is_told():
    if not Path("/dev/full").exists():
        pytest.skip("needs a device that is always full")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "fupin_nlp", "extract", str(sample_folder())]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment, check=False)
    assert (done.returncode, done.stderr.decode().splitlines()[-1]) == (2, "Error: output: No space left on device")


@pytest.mark.parametrize(
    ("arguments", "closed", "status", "told"),
    [
        ("extract {0}", ">&-", 2, b"standard output is closed"),
        ("text {0}/a.txt", ">&-", 2, b"standard output is closed"),
        ("extract {0} -o {0}/../a.jsonl", ">&-", 0, b"1 records of 1 documents"),
        ("extract -", "<&-", 1, b"standard input is closed"),
        ("extract - -o {0}/../a.jsonl", "<&-", 1, b"standard input is closed"),
        ("extract {0} -o {0}/../a.jsonl", "2>&-", 0, b""),
        ("extract {0} -o {0}/../a.jsonl", "<&- >&- 2>&-", 0, b""),
    ],
)
def test_streams_that_are_closed(tmp_path, arguments, closed, status, told):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("2019年，全县脱贫3户。", encoding="utf-8")
    command = f"{sys.executable} -m fupin_nlp {arguments.format(tmp_path / 'in')} {closed}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(["sh", "-c", command], capture_output=True, env=environment, check=False)
    assert (done.returncode, told in done.stderr, b"Traceback" in done.stderr) == (status, True, False), done.stderr
    if "-o" in arguments and status == 0:
        assert (tmp_path / "a.jsonl").read_bytes().count(b"\n") == 1


def test_progress_stays_away_where_nobody_looks(tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"{number}.txt").write_text(LOANS, encoding="utf-8")
    done = program("extract", tmp_path / "in", "-o", tmp_path / "a.jsonl")
    assert done.stderr.decode() == f"9 records of 3 documents in {tmp_path / 'a.jsonl'}\n"
    assert b"\r" not in done.stderr


# One start of the program for all forms: what a process draws by chance, it draws when it starts.
EVERY_FORM = """
import sys
from fupin_nlp.cli import main
for form in sys.argv[3:]:
    try:
        main(["extract", sys.argv[1], "-o", f"{sys.argv[2]}.{form}"])
    except SystemExit as end:
        assert not end.code
"""


def test_the_same_input_gives_the_same_bytes(tmp_path):
    forms = ("jsonl", "csv", "xlsx", "dta")
    (tmp_path / "in").mkdir()
    for sample in sorted(sample_folder().glob("*.txt"))[::5]:
        shutil.copy(sample, tmp_path / "in")
    for seed in ("1", "2"):
        command = [sys.executable, "-c", EVERY_FORM, str(tmp_path / "in"), str(tmp_path / seed), *forms]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": seed}
        subprocess.run(command, capture_output=True, env=environment, check=True)
    for form in forms:
        assert (tmp_path / f"1.{form}").read_bytes() == (tmp_path / f"2.{form}").read_bytes()
    assert (tmp_path / "1.jsonl").read_bytes().count(b"\n") > 100


def test_the_demonstration(tmp_path):
    done = program("demo", folder=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    shown = done.stdout.decode()
    assert [name in shown for name in ("分类 / clusters", "比较 / achievements", "成果 / achievements")] == [True] * 3
    assert "略阳县" in shown
    assert max(map(len, shown.splitlines())) <= 100
    written = {path.name: path.stat().st_size for path in (tmp_path / "demo").iterdir()}
    assert set(written) == {"records.csv", "records.jsonl", "report.html"}
    assert min(written.values()) > 100_000
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = program("demo", "-o", tmp_path / "file" / "demo")
    assert (done.returncode, b"cannot be made: Not a directory" in done.stderr) == (2, True)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(fupin, name):
    done = fupin(name, "--help")
    assert done.exit_code == 0
    assert f"Usage: fupin {name}" in done.stdout
    examples = done.stdout.split("Examples:")[1]
    assert f"fupin {name}" in examples or name == "evaluate"
    options = [parameter for parameter in cli.commands[name].params if isinstance(parameter, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_help_lists_every_command_in_the_order_of_the_work(fupin):
    shown = fupin("--help").stdout
    listed = [line.split()[0] for line in shown.split("Commands:")[1].splitlines() if line.strip()]
    assert listed == COMMANDS == list(cli.commands)


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_every_command_is_in_the_readme(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`fupin {name}" not in text] == []
