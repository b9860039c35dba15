"""What other libraries answer, called in their own environment: python peer_calls.py QUESTION.json ANSWER.json.

Only `bench/peers.py` runs this, with the interpreter of that environment; nothing of fupin-nlp is imported here. A text
that a peer fails on has the answer null.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# The dictionary that words are counted by; `bench/peers.py` gives it to this library too.
CONCEPTS = {
    "环保": ["污染", "减排", "生态", "绿色"],
    "产业": ["产业", "合作社", "龙头企业"],
    "三农": ["农业", "农村", "农民", "乡村振兴"],
    "扶贫": ["脱贫", "扶贫", "贫困户", "贫困村", "帮扶"],
}
Found = list[tuple[int, int, str]]  # start, end, value


def recognizers(kind: str) -> Callable[[str], Found]:
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency
    from recognizers_text import Culture

    ask = {"number": recognize_number, "percent": recognize_percentage, "money": recognize_currency}[kind]

    def answer(text: str) -> Found:
        found = ask(text, Culture.Chinese)
        return [(m.start, m.end + 1, str(m.resolution["value"]).rstrip("%")) for m in found if m.resolution["value"]]

    return answer


def jionlp_money() -> Callable[[str], Found]:
    import jionlp

    def answer(text: str) -> Found:
        found: Found = []
        for one in jionlp.ner.extract_money(text, with_parsing=True):
            number = one["detail"]["num"]
            found += [(*one["offset"], n) for n in (number if isinstance(number, list) else [number])]
        return found

    return answer


def chinese2digits() -> Callable[[str], Found]:
    import chinese2digits as library

    def answer(text: str) -> Found:
        found, at = [], 0
        result = library.takeNumberFromString(text)
        for written, value in zip(result["CHNumberStringList"], result["digitsStringList"], strict=True):
            start = text.find(written, at)
            if start < 0:
                continue
            at = start + len(written)
            share = re.search("%|百分之", written)
            found.append((start, at, str(float(value) * 100) if share else value))
        return found

    return answer


def ftfy() -> Callable[[str], str]:
    from ftfy import fix_text

    return lambda text: fix_text(text, uncurl_quotes=False)


def trafilatura() -> Callable[[str], str]:
    from trafilatura import extract

    return lambda html: extract(html, include_tables=True, favor_recall=True) or ""


def readability() -> Callable[[str], str]:
    from readability import Document

    return lambda html: re.sub("<[^>]+>", " ", Document(html).summary())


def resiliparse() -> Callable[[str], str]:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda html: extract_plain_text(html, main_content=True)


def boilerpy3() -> Callable[[str], str]:
    from boilerpy3.extractors import ArticleExtractor

    return lambda html: ArticleExtractor().get_content(html)


def gne() -> Callable[[str], str]:
    from gne import GeneralNewsExtractor

    return lambda html: GeneralNewsExtractor().extract(html)["content"]


def chardet() -> Callable[[str], str]:
    from chardet import detect

    return lambda data: str(detect(base64.b64decode(data))["encoding"])


def charset_normalizer() -> Callable[[str], str]:
    from charset_normalizer import from_bytes

    def answer(data: str) -> str:
        best = from_bytes(base64.b64decode(data)).best()
        return best.encoding if best else "None"

    return answer


def timed(count: Callable[[str], Any]) -> Callable[[str], dict[str, Any]]:
    """Return what answers with the counts and the seconds of the processor that they took."""
    import jieba

    jieba.initialize()  # its dictionary is loaded once, whoever counts

    def answer(text: str) -> dict[str, Any]:
        start = time.process_time()
        counts = count(text)
        return {"counts": counts, "seconds": time.process_time() - start}

    return answer


def cntext_words() -> Callable[[str], dict[str, Any]]:
    import cntext

    return timed(lambda text: dict(cntext.word_count(text)))


def cntext_dictionary() -> Callable[[str], dict[str, Any]]:
    import cntext

    def count(text: str) -> dict[str, int]:
        told = cntext.sentiment(text, diction=CONCEPTS)
        return {concept: int(told[f"{concept}_num"]) for concept in CONCEPTS}

    return timed(count)


CALLS: dict[str, Callable[[], Callable[[str], Any]]] = {
    "Recognizers-Text number": lambda: recognizers("number"),
    "Recognizers-Text currency": lambda: recognizers("money"),
    "Recognizers-Text percentage": lambda: recognizers("percent"),
    "jionlp money": jionlp_money,
    "chinese2digits": chinese2digits,
    "ftfy": ftfy,
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "resiliparse": resiliparse,
    "boilerpy3": boilerpy3,
    "gne": gne,
    "chardet": chardet,
    "charset-normalizer": charset_normalizer,
    "cntext word_count": cntext_words,
    "cntext sentiment": cntext_dictionary,
}


def main(question: str, answer: str) -> None:
    asked = json.loads(Path(question).read_text(encoding="utf-8"))
    call = CALLS[asked["call"]]()
    answers: list[Any] = []
    for text in asked["texts"]:
        try:
            answers.append(call(text))
        except Exception:  # whatever a peer raises is its answer to this text
            answers.append(None)
    Path(answer).write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
