"""Tokenizer engines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fupin_nlp.errors import DependencyError, OptionError
from fupin_nlp.segment import tokenizer, tokenizer_name
from fupin_nlp.segment.tokens import domain_words

TEXT = "全市建档立卡贫困户 3,200 户，边缘户12户；驻村工作队86支。\n脱贫攻坚取得成效！"


@pytest.mark.parametrize("engine", ["jieba", "rjieba"])
def test_tokens_are_the_text(engine: str) -> None:
    cut = tokenizer(engine)
    assert cut.name == engine
    assert "".join(cut.cut(TEXT)) == TEXT
    assert {"建档立卡贫困户", "边缘户", "驻村工作队"} <= set(cut.cut(TEXT))


@pytest.mark.parametrize("engine", ["jieba", "rjieba"])
def test_every_domain_word_is_one_token(engine: str) -> None:
    cut = tokenizer(engine).cut
    assert [word for word, _ in domain_words() if cut(word) != [word]] == []


def test_both_engines_cut_alike() -> None:
    assert tokenizer("jieba").cut(TEXT) == tokenizer("rjieba").cut(TEXT)


def test_auto_takes_the_fast_engine() -> None:
    assert tokenizer("auto").name == "rjieba"


def test_an_unknown_engine_names_the_choices() -> None:
    with pytest.raises(OptionError, match="auto, jieba, rjieba"):
        tokenizer("hanlp")


@pytest.mark.parametrize("engine", ["jieba", "rjieba"])
def test_an_engine_that_is_missing_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    tokenizer_name.cache_clear()
    with pytest.raises(DependencyError, match=f"pip install {engine}"):
        tokenizer(engine)
    assert tokenizer_name("auto") == "jieba"
    tokenizer_name.cache_clear()


@pytest.mark.parametrize("host_first", [True, False])
def test_the_rjieba_of_the_host_is_another_one(host_first: bool) -> None:
    host = "import sys, rjieba; assert rjieba.cut('两不愁三保障') == ['两不愁', '三', '保障']\n"
    own = (
        "from fupin_nlp.segment import tokenizer, tokenizer_name\n"
        "assert tokenizer_name('auto') == 'rjieba'\n"
        "assert tokenizer('rjieba').cut('两不愁三保障') == ['两不愁三保障']\n"
    )
    alone = "import sys; assert 'rjieba' not in sys.modules  # its package loads one more dictionary\n"
    code = host + own + host if host_first else own + alone + host + own
    environment = {"PYTHONPATH": ":".join(p for p in sys.path if p), "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "")


def test_jieba_leaves_no_trace_in_the_host(tmp_path: Path) -> None:
    code = (
        "import warnings, logging, sys\n"
        "before = (list(warnings.filters), logging.getLogger().level, list(logging.getLogger().handlers))\n"
        "from fupin_nlp.segment import tokenizer\n"
        "assert 'jieba' not in sys.modules\n"
        "print(tokenizer('jieba').cut('建档立卡'))\n"
        "assert before == (list(warnings.filters), logging.getLogger().level, list(logging.getLogger().handlers))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONPATH": ":".join(p for p in sys.path if p), "TMPDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "['建档立卡']", "")
    assert list(tmp_path.iterdir()) == []
