"""The role of a figure: achieved, target, standard, case or background."""

from __future__ import annotations

from typing import NamedTuple

from fupin_nlp.interpret.reading import Reading
from fupin_nlp.interpret.tone import CLEAR, NO_DOUBT, Tense
from fupin_nlp.lexicon.patterns import compile_pattern, compile_quick
from fupin_nlp.lexicon.roles import RoleWords
from fupin_nlp.model import Quantity

__all__ = ["RoleContext", "RoleDecision", "decide_role"]

_CONDITION = compile_pattern(
    "condition",
    r"^(?:/[年月日人户亩])?的(?:[，,]|$|(?:项目|企业|家庭|农户|贫困户|对象|人员|老人|患者|单位|村|户)(?:[，,给一按实可予由要须免均都享有]|$))",
)
_CONDITION_BEHIND = compile_pattern(
    "condition with its noun",
    r"^(?:[一-鿿]{1,7}的(?:企业|合作社|大户|单位|家庭农场|经营主体|项目)|的(?:有|达|达到|占|共)$)",
)
_OF_NOUN = compile_pattern("modifier", r"^的(?P<noun>[一-鿿“][一-鿿“”]{0,11}?)(?=[和与及、，,。；;]|$)")
_WHOLE_PLACE = compile_quick("all places", r"对全[市县省区州旗镇]$")
_ELDERLY = ("岁",)
_LIFE = ("寿命",)
_FUTURE_YEAR = compile_pattern("future year", r"(?:[到至]|^|[，,。；;：])“?(?P<year>20\d\d)年(?:底|末|前|底前)?")
_CHANGED = ("提高", "增长", "上调", "下降", "降低", "增加", "上涨")
_SIZED = ("总投资", "投资", "投资额", "总面积", "全长", "总长", "规模")
_PLAIN_SIZES = frozenset({"length", "area", "volume"})
_MODAL_REACH = 40
_STORY_REACH = 200
_HOUSEHOLDS_OF_A_CASE = 100
_HAVING = frozenset({"有", "共有", "现有", "辖", "下辖", "现辖"})
_DONE = compile_quick("done", r"了(?!解)|已|累计|先后|截至|目前|去年")


class RoleContext(NamedTuple):
    """What the decision looks at; all text is clean.

    Attributes
    ----------
    clause_before, clause_after : str
        The clause up to the quantity and behind it (without qualifiers).
    sentence_before : str
        The sentence up to the quantity.
    sentence : str
        The whole sentence.
    tense : {"review", "plan", "problem"} or None
        What the headings say.
    tone : float
        Tone of the paragraph where the headings are silent.
    doubt : float
        How far below zero the tone must lie before it alone makes a figure a plan.
    since_person : str or None
        The text of the paragraph from the last named person to the quantity; None where nobody is named.
    year : int or None
        Year of the report.
    embedded : bool
        The quantity is part of a noun phrase that is counted by another one (总量超200亿元县2个).
    to_come : bool
        The period that dates it ends well after the report.
    """

    clause_before: str
    clause_after: str
    sentence_before: str
    sentence: str
    tense: Tense | None
    tone: float
    doubt: float
    since_person: str | None
    year: int | None
    embedded: bool = False
    to_come: bool = False


class RoleDecision(NamedTuple):
    """The role, the words that set the tone, and why."""

    role: str
    modality: tuple[str, ...]
    reason: str


def decide_role(quantity: Quantity, reading: Reading, context: RoleContext, words: RoleWords) -> RoleDecision:
    """Decide the role of a quantity.

    The order is: what a figure is by nature (an age, a case, a rule), then what its clause says, then its
    section, then the tone of its paragraph.
    """
    modality = _modality(quantity, context, words)
    if quantity.unit in _ELDERLY and not any(w in (reading.entity or "") for w in _LIFE):
        return RoleDecision("background", modality, "an age")
    if reading.rating:
        return RoleDecision("background", modality, "the size of a facility")
    if words.background_before.search(context.clause_before) or (
        quantity.dimension == "count" and _WHOLE_PLACE.search(context.clause_before)
    ):
        return RoleDecision("background", modality, "size of the place")
    if reading.action in _HAVING and (reading.entity or "").endswith(words.place_parts):
        return RoleDecision("background", modality, "parts of the place")
    if reading.entity in words.rule_names and (reading.action is None or reading.action in words.rule_keeping):
        return RoleDecision("background", modality, "the name of rules that are kept")
    if reason := _case(quantity, context, words):
        return RoleDecision("case", modality, reason)
    planned, why = _planned(context, words)
    if context.tense == "problem" and not planned:
        return RoleDecision("background", modality, "the heading speaks of what is still wrong")
    if reading.start_value:
        role = "standard" if planned else "background"
        return RoleDecision(role, modality, "the value that a change starts from")
    if reason := _standard(quantity, context, words, planned=planned):
        return RoleDecision("standard", modality, reason)
    return RoleDecision("target" if planned else "achieved", modality, why)


def _modality(quantity: Quantity, context: RoleContext, words: RoleWords) -> tuple[str, ...]:
    before = context.clause_before[-_MODAL_REACH:]
    return (*words.target.findall(before), *words.estimate.findall(before), *quantity.qualifiers)


def _case(quantity: Quantity, context: RoleContext, words: RoleWords) -> str | None:
    if quantity.dimension == "households" and quantity.value is not None and quantity.value > _HOUSEHOLDS_OF_A_CASE:
        return None  # so many households are nobody's own figure
    cue = words.case_words.search(context.sentence_before) or words.case_words.search(context.clause_after)
    told = context.since_person
    if told is not None and (len(told) > _STORY_REACH or words.case_not.search(told)):
        told = None
    if (cue is None and told is None) or words.case_not.search(context.clause_before[-_MODAL_REACH:]):
        return None
    return f"told of one household: {cue.group()}" if cue else f"told of one person: {(told or '')[:6]}"


def _standard(quantity: Quantity, context: RoleContext, words: RoleWords, *, planned: bool) -> str | None:
    before = context.clause_before + (quantity.qualifiers[0] if quantity.qualifiers else "")
    plain = quantity.bound == "exact" and quantity.dimension in _PLAIN_SIZES  # 55米便民桥一座
    if context.embedded and not plain and quantity.dimension not in ("count", "people", "households"):
        return "a threshold inside the name of what is counted"
    if quantity.bound in ("over", "under") and _CONDITION.match(context.clause_after):
        return "a condition that a case must meet"
    inside = _OF_NOUN.match(context.clause_after) if context.clause_after.startswith("的") else None
    if quantity.dimension == "ratio" and context.clause_before.endswith(_CHANGED):
        return None  # 补贴标准提高8%
    if quantity.bound == "over" and _CONDITION_BEHIND.match(context.clause_after):
        return "a condition on who is meant"
    measured = quantity.dimension not in ("count", "people", "households", "person_times")
    if inside and measured and not inside["noun"].endswith(words.value_nouns) and _is_threshold(quantity, before):
        return f"a condition on {inside['noun']}"
    if planned or words.standard_not.search(context.clause_before):
        return None
    rule = words.standard_before.search(before)
    if rule and rule.group().startswith("给予") and not measured:
        return None  # 给予处分3人
    return f"a rule: {rule.group()}" if rule else None


def _is_threshold(quantity: Quantity, before: str) -> bool:
    if before.removesuffix(quantity.qualifiers[0] if quantity.qualifiers else "").endswith(_SIZED):
        return False  # 总投资近30亿元的基地: a description, no condition
    if quantity.bound == "about" and quantity.dimension in _PLAIN_SIZES:
        return False  # 约1公里的道路
    return quantity.bound != "exact" or before.endswith(("为", "在", "达", "满"))


def _planned(context: RoleContext, words: RoleWords) -> tuple[bool, str]:
    """Return whether the figure is still to come, and what says so."""
    clause = context.clause_before
    done = words.achieved.search(clause)
    if context.year is not None and not done:
        for match in _FUTURE_YEAR.finditer(context.sentence_before):
            if int(match["year"]) > context.year:
                return True, f"the year {match['year']} is to come"
    if said := _said_planned(context, words):
        return True, said
    if context.tense == "review":
        return False, "the heading speaks of work done"
    if context.to_come and not done:
        return True, "its period is to come"
    if done and not words.target.search(clause[done.end() :]):
        return False, f"the clause says {done.group()}"
    if context.tense == "plan":
        return True, "the heading speaks of work to come"
    if context.tone < CLEAR and (cue := _sentence_cue(context, words)):
        return True, f"the sentence says {cue}"
    # Where the paragraph leaves no doubt, only what the sentence tells as done outweighs it (已, 累计; not 达到).
    past = _DONE if context.tone < -NO_DOUBT or context.doubt < CLEAR else words.past
    if context.tone < -context.doubt and not past.search(context.sentence_before):
        return True, "the paragraph speaks of work to come"
    return False, "the paragraph speaks of work done"


def _said_planned(context: RoleContext, words: RoleWords) -> str | None:
    """Return the words that make a figure a plan wherever it stands."""
    if plan := words.plan_anyway.search(context.clause_before):
        return f"the clause says {plan.group()}"
    aims = words.aims.search(context.sentence_before)
    if aims and not _DONE.search(context.sentence_before, aims.end()):
        return f"the sentence tells of aims: {aims.group()}"
    duty = words.duty.search(context.sentence)
    return f"a list of duties: {duty.group()}" if duty else None


def _sentence_cue(context: RoleContext, words: RoleWords) -> str | None:
    """Return the word that makes the sentence one of plans; one clause of a list of aims speaks for all.

    A cue behind the quantity counts only where nothing before the quantity is told as done.
    """
    before = words.target.search(context.sentence_before)
    if before and not _DONE.search(context.sentence_before, before.end()):
        return before.group()
    after = words.target.search(context.sentence, len(context.sentence_before))
    if after and not words.past.search(context.sentence_before) and not _DONE.search(context.sentence):
        return after.group()
    return None
