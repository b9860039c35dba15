"""Indicators told in other words than their name: a rate of change behind a frame, a number that is of another noun."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fupin_nlp.lexicon.actions import WordClass, actions
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern

__all__ = ["WORDS_BEFORE", "WORDS_BEHIND", "IndicatorWording"]

WORDS_BEFORE: Final = 60  # characters before the number that are looked at, and behind it
WORDS_BEHIND: Final = 20
_LISTS: Final = {
    *("basis", "frames", "leads", "moves", "values", "bounds", "owners", "circles", "behind", "whole"),
    *("holders", "references", "drawing", "bare", "trade"),
}
_VERB: Final = 2  # characters of a verb that would stand in front of the name of a place
_COMMAS: Final = "，,"
_MARKS: Final = "，。；：！？,;:!?\n"
_YEARS: Final = "[0-9０-９]{1,4}年?|[一二三四五六七八九十]五"


def _is_wording(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == _LISTS and all(word_list(words) for words in value.values())


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorWording:
    """What the words around a number tell of its indicator."""

    _named: Pattern
    _behind: Pattern
    _of_another: Pattern
    _noun_behind: Pattern
    _basis: Pattern
    _owner: Pattern
    _circle: Pattern
    _drawn: Pattern
    _share: Pattern
    _places: Pattern
    _whole: Pattern
    _base: Pattern
    _before: Pattern
    _trade: Pattern
    _known: Pattern
    _frames: Pattern
    bare: frozenset[str]
    _names: Mapping[str, str]

    @classmethod
    def of(cls, growth: Mapping[str, str], growth_words: Iterable[str], partial: Iterable[str]) -> IndicatorWording:
        """Compile the shipped words for the names of a table.

        Parameters
        ----------
        growth : mapping
            Surface → name of the change in %.
        growth_words : iterable of str
            Words of a rate of change (增速).
        partial : iterable of str
            Verbs of a figure that is a part of the indicator's (带动, 吸纳).
        """
        words = load_toml("indicator_wording.toml", {"wording": _is_wording})["wording"]
        basis, frame, lead = (alternatives(words[name]) for name in ("basis", "frames", "leads"))
        rate = alternatives([*growth_words, *words["moves"]])
        bound, value = alternatives(words["bounds"]), alternatives(words["values"])
        named = rf"""^(?:{lead}|{_YEARS})*+ (?P<name>{alternatives(growth)})
            (?:{basis}|(?!{rate}){frame})*+ (?P<rate>{rate})? (?:{basis}|{frame}|了)*+$"""
        behind = rf"^(?:{bound})*+ (?:的)? (?:国民)?(?:经济)?(?:较快|稳定|平稳)?{rate}"
        other = rf"""^(?:{bound})*+ (?: 的 (?!{value}) [\p{{Han}}“\"]{{2}}
            | {alternatives(words["holders"])} [^{_MARKS}0-9]{{0,6}} [0-9]++ (?:多|余)?+ [个家户条座只] )"""
        start = rf"(?:^|[{_MARKS}])\s*+"
        owner = rf"""{start} (?:[0-9０-９]++[家个户])?+ (?P<owner>{alternatives(words["owners"])})
            (?!{alternatives(words["behind"])})
            (?P<rest>[^{_MARKS}]*+ (?:[，,][^{_MARKS}]*+)?+)$"""
        circle = rf"""{start} (?P<name>\p{{Han}}{{2,6}}?) (?P<circle>{alternatives(words["circles"])})
            (?!{alternatives(words["behind"])}) (?P<rest>[^{_MARKS}]*+ (?:[，,][^{_MARKS}]*+)?+)$"""
        share = rf"""{alternatives(words["references"])} (?:平均)?+ (?:水平|总量|总额|总数|值)?+ 的
            (?:[0-9.]++ [%％] 、)*+ (?:约|近)?+$"""
        drawing = alternatives(words["drawing"])
        places = rf"""{start} (?P<before>\p{{Han}}{{0,3}})
            [0-9０-９一二三四五六七八九十]++ (?:个)?+ [市县区州盟旗镇乡村]
            (?P<rest>[^{_MARKS}]*+)$"""
        return cls(
            compile_pattern("indicator in words", named),
            compile_pattern("rate behind a number", behind),
            compile_pattern("number of another noun", other),
            compile_pattern("noun behind a number", rf"^(?:{bound})*+ 的"),
            compile_pattern("basis of prices", basis),
            compile_pattern("owner of a figure", owner),
            compile_pattern("circle of cities", circle),
            compile_pattern("what is drawn along", rf"{alternatives(partial)} (?!{drawing}) [^{_MARKS}]*+$"),
            compile_pattern("share of another place", share),
            compile_pattern("some places of a region", places),
            compile_pattern("the whole region", alternatives(words["whole"])),
            compile_pattern(
                "base of a comparison",
                rf"""(?:^|[{_MARKS}、]) (?:相?较|相?比|对比) [^{_MARKS}、]*+ (?<=的|时|目标|指标|计划|任务)$
                    | (?:^|[{_MARKS}、]) (?:相?较|相?比) [^{_MARKS}、]*+ (?<=[多少超]|超过|超额|高出|低于)$
                    | [由从] (?:[上去前] [^{_MARKS}]{{0,3}}? 年) (?:同期|底|末)?+ [^{_MARKS}到至为达成]*+$""",
            ),
            compile_pattern(
                "indicator of the clause before",
                rf"""{start} (?:{lead}|{_YEARS})*+ (?P<name>{alternatives(growth)})
                    [^{_MARKS}]*+ [，,] [^{_MARKS}]*+$""",
            ),
            compile_pattern(
                "trade of the thing before",
                rf"""(?:^|[{_MARKS}]) (?P<head>[^{_MARKS}、0-9]++) [0-9][^{_MARKS}、]*+ 、
                    {alternatives(words["trade"])} [^{_MARKS}、0-9]*+$""",
            ),
            compile_pattern("name of an indicator", alternatives(growth)),
            compile_pattern("frames alone", rf"{frame}++"),
            frozenset(words["bare"]),
            growth,
        )

    def told_before(self, before: str) -> str | None:
        """Return the rate of change of what the clause before tells of; a bare 总量 is of the same thing.

        Examples
        --------
        >>> from fupin_nlp.lexicon.indicators import indicators
        >>> indicators().wording.told_before("国内生产总值增长6.6%，总量突破")
        '地区生产总值增速'
        """
        found = self._before.search(before)
        return None if found is None else self._names[found["name"]]

    def growth(self, before: str, after: str, region: str | None) -> str | None:
        """Return the name of the rate of change that a percentage is, by the words of its clause; None for none.

        Parameters
        ----------
        before, after : str
            The sentence in front of the number and behind it.
        region : str or None
            Whose figure it is; its name may stand in front.

        Examples
        --------
        >>> from fupin_nlp.lexicon.indicators import indicators
        >>> words = indicators().wording
        >>> words.growth("今年经济增长预期目标为", "左右。", None), words.growth("力争全年GDP实现", "以上的增长", None)
        ('地区生产总值增速', '地区生产总值增速')
        >>> words.growth("今年经济增长速度的宏观调控目标，定为", "。", None)
        '地区生产总值增速'
        >>> words.growth("第二产业增加值占GDP的比重为", "。", None), words.growth("经济总量占全省", "。", None)
        (None, None)
        """
        clause = self._clause(before[-WORDS_BEFORE:]).replace(" ", "")
        if region and clause.startswith(region):
            clause = clause[len(region) :]
        found = self._named.search(clause)
        if found is None or (found["rate"] is None and not self._behind.search(after)):
            return None
        return self._names[found["name"]]

    def _clause(self, before: str) -> str:
        """Return the clause in front of a number, with the one before where it has a frame alone (…的目标，定为)."""
        at = max(before.rfind(mark) for mark in _MARKS)
        clause = before[at + 1 :]
        if at < 0 or before[at] not in _COMMAS or not self._frames.fullmatch(clause):
            return clause
        return before[max(before.rfind(mark, 0, at) for mark in _MARKS) + 1 : at] + clause

    def is_of_a_part(self, before: str, region: str | None = None) -> bool:
        """Tell whether the clause of a number, or the one before it, speaks of a part of the region.

        Parameters
        ----------
        before : str
            The sentence in front of the number, at most its last `WORDS_BEFORE` characters.
        region : str or None
            Whose figure it is; the figures of a zone that is the region are its own.

        Examples
        --------
        >>> from fupin_nlp.lexicon.indicators import indicators
        >>> words = indicators().wording
        >>> words.is_of_a_part("省属企业资产达到3万亿元，工业总产值突破"), words.is_of_a_part("平原5市PM2.5浓度下降")
        (True, True)
        >>> words.is_of_a_part("陕南经济圈加快成形，经济总量增长"), words.is_of_a_part("融入陕南都市圈，经济总量增长")
        (True, False)
        >>> words.is_of_a_part("国有企业改革深化，工业总产值突破"), words.is_of_a_part("全省8市PM2.5浓度下降")
        (False, False)
        """
        if len(before) >= WORDS_BEFORE:  # its first clause may be cut
            before = before[min((at for at in map(before.find, _MARKS) if at >= 0), default=len(before)) :]
        found = self._owner.search(before)
        if found is not None and not self._whole.search(found["rest"]):
            return not (region or "").endswith(found["owner"])
        found = self._circle.search(before)
        if found is not None and actions().of(found["name"][:_VERB]) is WordClass.NOUN:
            own = (region or "").endswith(found["circle"])
            return not own and not self._whole.search(found["rest"])
        found = self._places.search(before)
        return found is not None and not self._whole.search(found["before"])

    def is_drawn_along(self, before: str) -> bool:
        """Tell whether a number is what something else adds to the indicator, or takes of it from elsewhere.

        Examples
        --------
        >>> from fupin_nlp.lexicon.indicators import indicators
        >>> words = indicators().wording
        >>> words.is_drawn_along("班列带动全县进出口4亿元、增长"), words.is_drawn_along("带动力增强，进出口增长")
        (True, False)
        """
        return bool(self._drawn.search(before))

    def is_share(self, before: str) -> bool:
        """Tell whether a percentage is a share of what another place has, and so no value of the indicator.

        Examples
        --------
        >>> from fupin_nlp.lexicon.indicators import indicators
        >>> words = indicators().wording
        >>> words.is_share("单位地区生产总值能耗约为全国平均的"), words.is_share("城镇化率由2018年的")
        (True, False)
        """
        return bool(self._share.search(before))

    def is_of_a_thing(self, before: str) -> bool:
        """Tell whether a bare word of trade goes on with the figure of one thing, and so is that of this thing.

        Examples
        --------
        >>> from fupin_nlp.lexicon.indicators import indicators
        >>> words = indicators().wording
        >>> words.is_of_a_thing("猕猴桃综合产值增长8.5%、出口增长"), words.is_of_a_thing("进出口增长5%、出口增长")
        (True, False)
        """
        found = self._trade.search(before)
        return found is not None and not self._known.search(found["head"])

    def is_base(self, before: str) -> bool:
        """Tell whether a number is what another one is compared with or started from (较2020年的9000亿元增加).

        Examples
        --------
        >>> from fupin_nlp.lexicon.indicators import indicators
        >>> words = indicators().wording
        >>> words.is_base("达到13000亿元，较“十三五”末的"), words.is_base("达到1万亿元，比上年增长")
        (True, False)
        >>> words.is_base("达到4070亿元，比“十五”计划目标"), words.is_base("达到4070亿元，比计划目标3000亿元超过")
        (True, True)
        >>> words.is_base("能耗由前三年分别上升4.9%、"), words.is_base("增速由上年的5%提高到")
        (True, False)
        """
        return bool(self._base.search(before))

    def is_of_another(self, after: str) -> bool:
        """Tell whether a number is the property of the noun behind it, which is no indicator's value.

        Examples
        --------
        >>> from fupin_nlp.lexicon.indicators import indicators
        >>> words = indicators().wording
        >>> words.is_of_another("的县域增至12个"), words.is_of_another("以上的增长"), words.is_of_another("。")
        (True, False, False)
        """
        return bool(self._of_another.search(after))

    def is_unnamed(self, before: str, after: str) -> bool:
        """Tell whether a number opens its sentence and describes a noun behind it; what was named before is none of it.

        Examples
        --------
        >>> from fupin_nlp.lexicon.indicators import indicators
        >>> words = indicators().wording
        >>> words.is_unnamed("", "左右的预期增长目标"), words.is_unnamed("经济", "左右的增长")
        (True, False)
        """
        return not before.strip() and bool(self._noun_behind.search(after))

    def without_basis(self, entity: str) -> str:
        """Return an entity without the basis of its prices.

        Examples
        --------
        >>> from fupin_nlp.lexicon.indicators import indicators
        >>> indicators().wording.without_basis("地区生产总值（可比价）")
        '地区生产总值'
        """
        return self._basis.sub("", entity)
