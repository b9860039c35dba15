"""Noun phrases beside a quantity: where they begin, where they end, how a coordination is divided."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from fupin_nlp.interpret.clause import Token, text_of
from fupin_nlp.lexicon.actions import Actions, WordClass, actions
from fupin_nlp.lexicon.patterns import compile_pattern

__all__ = [
    "EACH",
    "NOUNLIKE",
    "VERBAL",
    "VERBAL_NOUN",
    "coordinate",
    "is_able",
    "leading_phrase",
    "tidy",
    "trailing_phrase",
]

NOUNLIKE = frozenset({WordClass.NOUN, WordClass.NOMINAL, WordClass.DUAL})
VERBAL_NOUN = frozenset({WordClass.DUAL, WordClass.NOMINAL})
_NOUN_OR_QUALITY = NOUNLIKE | {WordClass.ATTRIBUTIVE}
_COORDINATED = NOUNLIKE | {WordClass.CONJUNCTION, WordClass.ATTRIBUTIVE}
_NOUN_OR_ACT = NOUNLIKE | {WordClass.ACT}
VERBAL = frozenset({WordClass.ACT, WordClass.WEAK, WordClass.DUAL, WordClass.CHANGE, WordClass.LEVEL})
MAX_PHRASE = 30
_MODIFIERS = frozenset({WordClass.ATTRIBUTIVE, WordClass.WEAK, WordClass.DUAL, WordClass.OF})
EACH = frozenset({"户均", "人均", "亩均", "生均", "年均"})
_NOT = frozenset({"未", "尚未", "非"})
_UNDERTAKINGS = frozenset({"项目", "工程", "行动", "计划", "试点"})
_CARRYING_OUT = frozenset({"实施", "推进", "开展", "启动", "完成", "建成", "落实", "引进", "获批", "开工", "承担"})
_MARKED_MODIFIER = frozenset({"新", "所"})  # 新登记注册企业, 所获奖项: the verb behind it is part of the phrase
_GRADE = "级"
_BARE_HEAD = 2  # a head of up to so many characters (资金, 项目) names nothing without its members
_TOWN_AND_COUNTRY = ("城镇", "农村")  # 城乡居民收入分别…: one word for two groups
_DOERS = ("村", "县", "乡", "镇", "企业", "单位", "学校", "公司", "医院", "家庭", "户", "合作社", "部门")
_OPENERS = frozenset({WordClass.ACT, WordClass.LEVEL, WordClass.WEAK, WordClass.CHANGE, WordClass.PREPOSITION})
_GOVERNING = frozenset({WordClass.ACT, WordClass.WEAK, WordClass.DUAL})
_SHARE_HEADS = ("比重", "比例", "份额")
_SHORT_RELATIVE = 12  # characters up to which a relative clause stays in the name of the entity
_RELATIVE_REACH = 16  # tokens in which the 的 of a relative clause must follow its verb

_HEAD = compile_pattern(
    "scope words before an entity",
    r"^(?:(?:\d{1,2}[.．、](?=\D)|级(?![别差])(?=..)|[每各]个|全[市省县区州盟旗镇乡村国](?!人大|两会|第|重点|首|一流|百强|文明)|我[市省县区国]|(?:全|本)年(?:度)?|[其当]中|同时|此外|另外|截至目前|目前"
    r"|共(?![建有同享青产])(?=..)|“?十[一二三四五六]五”?(?:时期|期间|以来)?|已(?=..)|累计(?=..)|(?:各类|各种|一批|有关|相关)(?=..)|[、的是以个])\s*)+",
)
_TAIL = compile_pattern(
    "words behind an entity",
    r"(?:总数|总共|合计|共(?=$)|人数共|(?<=..)等(?=$)|(?<=[率数量额值度])[均已]?达|(?<=..)(?:迈|跃|连跨|跨|迈过)|[、的是了为\s在从由和与各]|(?<![惠涉普波遍])及|方面|情况)+$",
)
_QUALITY = compile_pattern("qualities before a noun", r"^[^的]*[少快低高好强大多优](?:、[^的]*)?的(?=.{2})")
_TIERS = compile_pattern(
    "tiers of government before a noun",
    r"^(?:中央|国家|省|市|县|区|州|乡|镇|村)(?:[、和与]?(?:中央|国家|省|市|县|区|州|乡|镇|村|街道))*(?:各|两|三|四|五)级(?=..)",
)
_LONG_QUOTE = compile_pattern("long quotation before a head", r"^“[^“”]{7,}”(?=[^“”、的]{3,}[^“”、的率数量额值重例]$)")
_LONG_MODIFIER = compile_pattern(
    "long modifier before a head",
    r"^(?=.{13})[^“”]*的(?=[^的]{2,}$)(?!(?:比重|比例|占比|贡献率|标准|数量|总数|规模|面积|水平|资金|收入|费用)$)",
)
_ET_CETERA = compile_pattern("listing", r"^(?P<list>.+?、.+?)等(?P<head>[^、等]{2,12})$")


@lru_cache(maxsize=256)  # the readers try one phrase in several places
def tidy(phrase: str) -> str | None:
    """Return the phrase as it would be named in a table, or None where nothing is left.

    Scope words (全市) and loose ends are taken off; a listing (甲、乙等扶贫项目) is named by its head, or by its
    first member and its head where the head alone says too little.

    Examples
    --------
    >>> tidy("全市贫困村的"), tidy("的")
    ('贫困村', None)
    """
    phrase = _QUALITY.sub("", _TAIL.sub("", _HEAD.sub("", phrase.strip())))
    for modifier in (_TIERS, _LONG_QUOTE, _LONG_MODIFIER):
        phrase = modifier.sub("", phrase)
    listing = _ET_CETERA.match(phrase)
    if listing and len(listing["head"]) > _BARE_HEAD:
        phrase = listing["head"]
    elif listing and len(phrase) > MAX_PHRASE:
        phrase = listing["list"].split("、")[0] + "等" + listing["head"]
    elif len(phrase) > MAX_PHRASE:
        phrase = phrase[-MAX_PHRASE:]
    if phrase.count("“") != phrase.count("”"):
        phrase = phrase.replace("“", "").replace("”", "")
    return phrase.strip("、，,·—- ") or None


def leading_phrase(
    tokens: Sequence[Token], *, coordination: bool, counted: bool = False
) -> tuple[tuple[Token, ...], int]:
    """Return the noun phrase at the start of `tokens` and the index behind it.

    A verb, an adverb or a mark ends it; a relative clause at its start is passed over, so that the head is
    returned (名具有一定水平的专职人员 → 专职人员). With `coordination`, 、 和 with a noun behind continue it. What is
    `counted` ends at 的: of 4个村的道路 the villages are counted.
    """
    i = 0
    while i < len(tokens) and tokens[i].word_class is WordClass.OF:
        i += 1
    start = _behind_relative(tokens, i)
    i = start
    while i < len(tokens):
        if is_able(tokens, i):
            i += 2
            continue
        if _is_quality(tokens, i, start):
            i += 2
            continue
        kind = tokens[i].word_class
        behind = tokens[i + 1].word_class if i + 1 < len(tokens) else None
        if (
            kind in (WordClass.NOUN, WordClass.NOMINAL)
            or (kind is WordClass.DUAL and (i == start or behind in NOUNLIKE) and not _takes_object(tokens, i, start))
            or (kind is WordClass.ATTRIBUTIVE and _qualifies(tokens, i, start))
            or (
                kind is WordClass.WEAK
                and behind in NOUNLIKE
                and all(t.word_class in _MODIFIERS for t in tokens[start:i])
            )
            or (kind is WordClass.OF and i > start and behind in NOUNLIKE and not counted)
            or (
                kind is WordClass.CONJUNCTION
                and coordination
                and i > start
                and behind in NOUNLIKE
                and _coordinates(tokens, i)
            )
            or (kind in _GOVERNING and i > start and _names_undertaking(tokens, i))
            or (tokens[i].text == "被" and i == start and behind in NOUNLIKE)
        ):
            i += 1
        else:
            break
    opens = tokens[0].word_class in _OPENERS if tokens else False
    if opens and start > 0 and i > start and len(text_of(tokens[:i])) <= _SHORT_RELATIVE:
        start = next(k for k in range(i) if tokens[k].word_class is not WordClass.OF)
    return tuple(tokens[start:i]), i


def is_able(tokens: Sequence[Token], i: int) -> bool:
    """Whether 可 and a verb modify the noun behind them (可调度|储备能力)."""
    if tokens[i].text != "可" or i + 2 >= len(tokens):
        return False
    return tokens[i + 1].word_class in VERBAL | NOUNLIKE and tokens[i + 2].word_class in NOUNLIKE


def _is_quality(tokens: Sequence[Token], i: int, start: int) -> bool:
    """Whether a quality and 的 stand inside the phrase, before those who have it (生活|困难|的|残疾人)."""
    if i == start or tokens[i].word_class is not WordClass.ATTRIBUTIVE or i + 2 >= len(tokens):
        return False
    return tokens[i + 1].word_class is WordClass.OF and tokens[i + 2].word_class in _NOUN_OR_QUALITY


def _names_undertaking(tokens: Sequence[Token], i: int) -> bool:
    """Whether a verb inside a noun phrase names an undertaking (褐煤|提质|项目); 村|实施|项目 is a clause."""
    phase = 1 if i + 2 < len(tokens) and tokens[i + 1].text.endswith("期") else 0  # 褐煤|提质|一期|工程
    if i + 1 + phase >= len(tokens) or tokens[i].text in _CARRYING_OUT:
        return False
    if tokens[i + 1 + phase].text not in _UNDERTAKINGS:
        return False
    return not tokens[i - 1].text.endswith(_DOERS)


def _qualifies(tokens: Sequence[Token], i: int, start: int) -> bool:
    """Whether a word that may be an adverb belongs to the noun behind it (重点项目; not 群众直接|受益)."""
    if i + 1 >= len(tokens) or tokens[i + 1].word_class in (WordClass.PUNCTUATION, WordClass.CONJUNCTION):
        return i > start and actions().is_a("attributive_nouns", tokens[i].text)
    behind = tokens[i + 1].word_class
    if i > start and tokens[i].text in EACH:
        return False  # Q户贫困户|户均分红: a new name begins
    if i == start:
        return behind in NOUNLIKE | _MODIFIERS
    return behind in NOUNLIKE and (behind is not WordClass.DUAL or i + 2 < len(tokens))


def _coordinates(tokens: Sequence[Token], i: int) -> bool:
    """Whether `i` joins two counted nouns; 及 adds something lesser, 、规模居前列 is a new clause."""
    if tokens[i].text in ("及", "与"):
        return False
    k = i + 1
    while k < len(tokens) and tokens[k].word_class in NOUNLIKE:
        k += 1
    return k >= len(tokens) or tokens[k].word_class not in (WordClass.LEVEL, WordClass.CHANGE)


def _takes_object(tokens: Sequence[Token], i: int, start: int) -> bool:
    """Whether a word that may be a verb is one here: a full noun stands before it and an object behind.

    贫困村建设光伏项目 is a clause, 配套基础设施 a noun; the difference is the noun before the verb: a place, a firm
    or a household does things.
    """
    if i > start and tokens[i - 1].text.endswith(_DOERS) and i + 1 < len(tokens):
        return True
    return (
        i > start
        and tokens[i - 1].word_class is WordClass.NOUN
        and i + 2 < len(tokens)
        and (tokens[i + 1].word_class is WordClass.ATTRIBUTIVE)
    )


def _behind_relative(tokens: Sequence[Token], i: int) -> int:
    """Return where the head begins if a relative clause stands at `i` (有贫困人口的村), else `i`."""
    if i >= len(tokens):
        return i
    if tokens[i].text == "已" and i + 2 < len(tokens) and tokens[i + 1].word_class in VERBAL:
        return i + 2 if tokens[i + 2].word_class in NOUNLIKE else i  # 已建成|自然村
    if tokens[i].word_class not in _OPENERS:
        return _behind_clause(tokens, i)
    for j in range(i + 1, min(i + _RELATIVE_REACH, len(tokens) - 1)):
        if tokens[j].word_class is WordClass.PUNCTUATION:
            return i
        if tokens[j].word_class is WordClass.OF and tokens[j + 1].word_class in _NOUN_OR_QUALITY:
            return j + 1
    return i


def _behind_clause(tokens: Sequence[Token], i: int) -> int:
    """Return where the head begins behind a relative clause with a subject (省市下派的副县长), else `i`."""
    for j in range(i + 1, min(i + _RELATIVE_REACH, len(tokens) - 2)):
        if tokens[j].word_class in _GOVERNING and tokens[j + 1].word_class is WordClass.OF:
            return j + 2 if tokens[j + 2].word_class in _NOUN_OR_QUALITY else i
        if tokens[j].word_class not in _COORDINATED:
            return i
    return i


def trailing_phrase(tokens: Sequence[Token], *, subject: bool = False) -> int:
    """Return the index where the noun phrase that ends `tokens` begins.

    With `subject`, a verb that is known from the dictionary only is taken for part of the phrase where a noun
    stands on both sides (医保报销药品目录): a subject has no governing verb.

    The phrase runs back to the last verb of content, adverb or preposition; a modifier that ends with 的 stays
    in it (参与帮扶的社会人士), and so does a topic before one (消费对经济增长的贡献率).
    """
    i = len(tokens)
    while i > 0:
        kind = tokens[i - 1].word_class
        inner = 1 < i < len(tokens)
        if (
            kind in NOUNLIKE
            or (i == len(tokens) and tokens[i - 1].text == "计划" and i > 1 and tokens[i - 2].word_class in NOUNLIKE)
            or (i == len(tokens) and actions().is_a("attributive_nouns", tokens[i - 1].text))
            or (kind is WordClass.CONJUNCTION and i < len(tokens))
            or (subject and kind is WordClass.WEAK and inner and tokens[i - 2].word_class in _NOUN_OR_ACT)
            or (kind is WordClass.ATTRIBUTIVE and i < len(tokens) and tokens[i].word_class is not WordClass.CONJUNCTION)
            or (inner and kind in _GOVERNING and _is_named_undertaking(tokens, i))
            or (tokens[i - 1].text == "占" and 0 < i < len(tokens) and text_of(tokens).endswith(_SHARE_HEADS))
        ):
            i -= 1
        elif subject and inner and kind in VERBAL and tokens[i - 2].text in _MARKED_MODIFIER:
            i -= 2
        elif i < len(tokens) and tokens[i - 1].text == "被" and tokens[i].word_class in NOUNLIKE:
            i -= 1
        elif kind is WordClass.OF and i < len(tokens):
            j = _modifier_start(tokens, i - 1)
            if j == i - 1:
                break
            i = j
        else:
            break
    while i < len(tokens) and tokens[i].word_class in (WordClass.CONJUNCTION, WordClass.OF):
        i += 1
    if 0 < i < len(tokens) and tokens[i - 1].text in _NOT and tokens[i].word_class is WordClass.NOUN:
        return i - 1  # 未|脱贫户
    if 1 < i < len(tokens) and tokens[i].text == "贡献率" and tokens[i - 1].word_class in VERBAL:
        return _modifier_start(tokens, i - 1)  # 消费对经济增长|贡献率
    return i


def _is_named_undertaking(tokens: Sequence[Token], i: int) -> bool:
    """Whether the verb before `i` is part of the name of an undertaking (饮水安全|巩固|提升工程)."""
    verb, before = tokens[i - 1], tokens[i - 2]
    if tokens[-1].text not in _UNDERTAKINGS or verb.text in _CARRYING_OUT or before.word_class not in NOUNLIKE:
        return False
    return len(tokens) - i <= 2 and not before.text.endswith(_DOERS)


def _modifier_start(tokens: Sequence[Token], of: int) -> int:
    """Return where the modifier that 的 at `of` closes begins."""
    i = of
    while i > 0 and tokens[i - 1].word_class in _COORDINATED:
        i -= 1
    if i > 0 and tokens[i - 1].word_class in (WordClass.PREPOSITION, WordClass.CHANGE):
        # 服务业在国内生产总值中的比重, 消费对经济增长的贡献率: the words before the preposition are the topic.
        k = i - 1
        while k > 0 and tokens[k].word_class is not WordClass.PREPOSITION and of - k < _RELATIVE_REACH:
            k -= 1
        if tokens[k].word_class is WordClass.PREPOSITION and k > 0 and tokens[k - 1].word_class in NOUNLIKE:
            while k > 0 and tokens[k - 1].word_class in NOUNLIKE:
                k -= 1
            return k
    if i == of and i > 0 and tokens[i - 1].word_class in VERBAL:
        return i - 1
    return i


def coordinate(tokens: Sequence[Token], count: int, table: Actions) -> list[str] | None:
    """Divide a coordination into `count` entities, or return None where the numbers do not fit.

    A measurement named only by the last part is shared by all: 农村自来水、卫生户厕普及率 names two rates.

    Examples
    --------
    >>> from fupin_nlp.lexicon.actions import actions
    >>> words = [Token(w, actions().of(w)) for w in ["农村", "自来水", "、", "卫生户厕", "普及率"]]
    >>> coordinate(words, 2, actions())
    ['农村自来水普及率', '卫生户厕普及率']
    """
    for marks in ({"、"}, {"、", "和", "与", "及", "以及"}):
        parts: list[list[Token]] = [[]]
        for token in tokens:
            if token.text in marks:
                parts.append([])
            else:
                parts[-1].append(token)
        if len(parts) == count and all(parts):
            return _share_head(parts, table)
    whole = text_of(tokens)
    if count == len(_TOWN_AND_COUNTRY) and whole.startswith("城乡") and len(whole) > len("城乡"):
        return [part + whole.removeprefix("城乡") for part in _TOWN_AND_COUNTRY]
    return None


def _share_head(parts: list[list[Token]], table: Actions) -> list[str]:
    texts = [text_of(p) for p in parts]
    head = parts[-1][-1].text
    if all(t.endswith(_GRADE) for t in texts[:-1]) and parts[-1][0].text.endswith(_GRADE):
        rest = text_of(parts[-1][1:])  # 国家级、部级创新平台: the grades share the noun
        return [t + rest for t in texts[:-1]] + [texts[-1]]
    if not table.is_metric(head) or len(parts[-1]) < 2:
        return texts
    return [t if table.is_metric(t) else t + head for t in texts[:-1]] + [texts[-1]]
