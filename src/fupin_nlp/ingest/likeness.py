"""How much a text looks like Chinese: what decoding and repair choose among readings by."""

from __future__ import annotations

from functools import lru_cache

from fupin_nlp.lexicon.loader import load_tsv

__all__ = ["chinese_share"]


def chinese_share(text: str) -> float:
    """Return how much a text looks like Chinese: common characters for, broken and strange ones against; at most 1.

    Examples
    --------
    >>> chinese_share("全市脱贫") > 0.9, chinese_share("鍏ㄥ競鑴辫传") < 0.5
    (True, True)
    """
    if not text:
        return 0.0
    weights = _weights()
    total = counted = 0.0
    for char in text:
        if char in " \t\r\n":
            continue
        counted += 1
        total += weights.get(char, 1.0 if " " < char < "\x7f" else -0.2 if "\u3400" <= char <= "\u9fff" else -1.0)
    if not counted:
        return 0.0
    return total / counted - 2.0 * text.count("\ufffd") / counted


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    """Return the weight of each character that Chinese text is made of."""
    weights: dict[str, float] = {}
    for rank, (char, _) in enumerate(load_tsv("frequencies.tsv", ["char", "per_million"], unique=["char"])):
        weights[char] = 1.0 if rank < 1500 else 0.5 if rank < 3500 else 0.0
    for char, script, simplified in load_tsv("script.tsv", ["char", "script", "simplified"], unique=["char"]):
        if script == "traditional":
            weights[char] = weights.get(simplified, 0.0)
    for char in "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·％～　〔〕●○■□◆※→":
        weights[char] = 0.8
    for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB)):
        weights[chr(code)] = 0.3
    for code in range(0xFF10, 0xFF5B):
        weights.setdefault(chr(code), 0.6)
    for char in "\ufffd\x00":
        weights[char] = -2.0
    return weights
