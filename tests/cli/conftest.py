"""A folder of small reports, and the command line run inside the process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fupin_nlp.cli.commands import cli

LOANS = "2019年，全县发放小额贷款2036.2万元，惠及农户1200户。\r\n力争2020年新增贷款500万元。\r\n"
ROADS = "2019年，全縣(xiàn)硬化村组道路１２公里，新修便民桥3座。\n2020年计划硬化村组道路8公里。\n"
SCHOOLS = "2019年，全县新建学校3所，资助贫困学生1500人次，发放助学金80万元。\n"
HEALTH = "2019年，全县建档立卡贫困人口参加医疗保险2.3万人，住院报销比例达到90%。\n"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    (folder / "2019").mkdir(parents=True)
    (folder / "洋县_2019.txt").write_bytes(LOANS.encode())
    (folder / "2019" / "略阳县_2019.txt").write_bytes(ROADS.encode("gb18030"))
    (folder / "2019" / "西乡县_2019.txt").write_bytes(SCHOOLS.encode("utf-8-sig"))
    (folder / "勉县_2019.txt").write_bytes(HEALTH.encode("utf-16"))
    return folder


@pytest.fixture
def fupin(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(cli, [str(a) for a in arguments], input=stdin, prog_name="fupin")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
