"""Words and patterns that decide the role of a figure, and the tone of words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from fupin_nlp.lexicon.loader import load_toml, load_tsv, word_list
from fupin_nlp.lexicon.patterns import Pattern, QuickPattern, alternatives, compile_pattern, compile_quick, find_near

__all__ = ["RoleWords", "role_words", "tone_weights"]

_KEYS = (
    "review_heading",
    "plan_heading",
    "problem_heading",
    "target",
    "plan_anyway",
    "aims",
    "duty",
    "achieved",
    "past",
    "poverty",
    "estimate",
    "standard_before",
    "standard_not",
    "value_nouns",
    "case_words",
    "case_person",
    "case_not",
    "background_before",
    "place_parts",
    "rule_names",
    "rule_keeping",
)


_AFTER_NAME = "，,、。的说是原今在家把种养靠一通对和有便就去从夫拿用前也都正又很曾本算笑高开申领卖便"
_PERSON_REACH = (14, 8)  # characters: a title with its mark before the surname, a name with what follows behind it


@dataclass(frozen=True, slots=True)
class RoleWords:
    """Compiled patterns of ``roles.toml``; one attribute a group."""

    review_heading: QuickPattern
    plan_heading: QuickPattern
    problem_heading: QuickPattern
    target: Pattern
    plan_anyway: QuickPattern
    aims: QuickPattern
    duty: QuickPattern
    achieved: QuickPattern
    past: QuickPattern
    poverty: QuickPattern
    estimate: QuickPattern
    standard_before: Pattern
    standard_not: QuickPattern
    value_nouns: tuple[str, ...]
    case_words: QuickPattern
    case_person: Pattern
    person_anchor: QuickPattern
    case_not: QuickPattern
    background_before: Pattern
    place_parts: tuple[str, ...]
    rule_names: frozenset[str]
    rule_keeping: frozenset[str]

    def persons(self, text: str) -> list[int]:
        """Return the positions at which somebody is named as an example."""
        return [m.start() for m in find_near(text, self.person_anchor, self.case_person, *_PERSON_REACH)]


@lru_cache(maxsize=1)
def role_words() -> RoleWords:
    """Load the role words once."""
    data = load_toml("roles.toml", dict.fromkeys(_KEYS, word_list))

    def words(key: str) -> QuickPattern:
        return compile_quick(key, alternatives(data[key]))

    def patterns(key: str) -> str:
        return "|".join(f"(?:{p})" for p in data[key])

    surnames = [row[0] for row in load_tsv("surnames.tsv", ["surname"], unique=["surname"])]
    names = "|".join(surnames)
    name = rf"(?:{names})[一-鿿]{{1,2}}"
    aged = rf"(?:的|[，。“、\n]|[县乡镇村区]){name}，?(?:今年|现年)\d{{2}}岁"
    nicknamed = rf"(?:^|[。”\n])老(?:{names})(?=说|算|笑)"
    # The name is as short as what may follow a name allows.
    titled = rf"{alternatives(data['case_person'])}{name}?(?=[{_AFTER_NAME}])(?!家[庭属])"
    person = "|".join((aged, nicknamed, titled))
    # Each of them holds its age, or the last character of its title before the first one of a surname.
    last = "".join(sorted({word[-1] for word in data["case_person"]} | {"老"}))
    anchor = f"岁|[{last}](?=[{''.join(sorted({name[0] for name in surnames}))}])"
    return RoleWords(
        review_heading=compile_quick("review_heading", patterns("review_heading")),
        plan_heading=compile_quick("plan_heading", patterns("plan_heading")),
        problem_heading=words("problem_heading"),
        target=compile_pattern("target", patterns("target")),
        plan_anyway=compile_quick("plan_anyway", patterns("plan_anyway")),
        aims=compile_quick("aims", patterns("aims")),
        duty=compile_quick("duty", patterns("duty")),
        achieved=words("achieved"),
        past=words("past"),
        poverty=words("poverty"),
        estimate=words("estimate"),
        standard_before=compile_pattern("standard_before", patterns("standard_before")),
        standard_not=words("standard_not"),
        value_nouns=tuple(data["value_nouns"]),
        # Those that end in 家 are no word where 家庭 begins (老人家庭, 其他家庭).
        case_words=compile_quick("case_words", rf"{alternatives(data['case_words'])}(?![庭属])"),
        case_person=compile_pattern("case_person", person),
        person_anchor=compile_quick("person_anchor", anchor),
        case_not=words("case_not"),
        background_before=compile_pattern("background_before", patterns("background_before")),
        place_parts=tuple(data["place_parts"]),
        rule_names=frozenset(data["rule_names"]),
        rule_keeping=frozenset(data["rule_keeping"]),
    )


@lru_cache(maxsize=1)
def tone_weights() -> Mapping[str, float]:
    """Return word → weight: above zero it speaks of work done, below of work to come; ``*`` is the intercept."""
    return {row[0]: float(row[1]) for row in load_tsv("tone.tsv", ["word", "weight"], unique=["word"])}
