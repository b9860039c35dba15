"""Tokenizer engines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from fupin_nlp.errors import OptionError
from fupin_nlp.segment import tokenizer
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
