"""How the places of a document stand in their clauses: whether they own a figure, receive it, or lead their clause."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from fupin_nlp.interpret.region_scan import Place
from fupin_nlp.lexicon.actions import WordClass, actions
from fupin_nlp.lexicon.gazetteer import NATION, place_words
from fupin_nlp.lexicon.patterns import QuickPattern, alternatives, compile_quick
from fupin_nlp.scope import Tree, has_no_subject

__all__ = ["Standing", "can_own", "heads_clause", "is_outside"]

_OPEN, _CLOSE = ("（", "("), ("）", ")")
_BLANKS: Final = " 　“‘—-\n\t"
_MARKS: Final = "，。；：！？\n,;:!?"
_COMMAS: Final = ("，", ",")
_WORD: Final = 2
_MOST_CLAUSES: Final = 8  # without a subject, behind the one that names a stranger
_REACH: Final = 24  # characters before a place in which its clause begins if it is the subject


@lru_cache(maxsize=1)
def _location() -> QuickPattern:
    """Return the pattern in front of a place where somebody or something is, with what is said of that place."""
    return compile_quick("location", r"(?:(?<![存现])在|来到|走进|位于|地处)(?:[^，。；：\n在]{0,24}的)?\Z")


@lru_cache(maxsize=1)
def _examples() -> QuickPattern:
    """Return the pattern behind places that only exemplify what is counted (宜川、平利等5个县区)."""
    return compile_quick("examples", r"等(?:(?![县市区地省镇乡村州]|\d+年)|(?:县市|市县|县区|地区|地|县|市)\d)")


def can_own(text: str, place: Place, own_code: str | None) -> bool:
    """Return whether a place can own a figure at all, whatever stands between the two.

    Whoever lies outside the report's own region, above it or beside it, and the nation, owns a figure as the one who
    receives, or where it is the subject of its clause (河南省脱贫68万人, 兰考县脱贫3000人).

    Parameters
    ----------
    text : str
        The clean text.
    place : Place
        With its positions in that text.
    own_code : str or None
        Code of the report's own region.
    """
    if place.kind == "area":
        return heads_clause(text, place.start)
    if place.kind != "open" and not is_outside(place, own_code):
        return True
    if place.kind == "named" and text.endswith(place_words().recipient, 0, place.start):
        return True
    if place_words().no_subject_after.match(text, place.end) is not None:
        return False
    return heads_clause(text, place.start)


def is_outside(place: Place, own_code: str | None) -> bool:
    """Return whether a place is not in the report's own region: the nation, a place above it, a stranger."""
    if place.kind == "nation":
        return own_code != NATION.code
    if place.kind == "open":
        return True
    if own_code is None or own_code == NATION.code:
        return False
    return place.kind == "above" or (place.kind == "named" and not place.inside)


@lru_cache(maxsize=1)
def _before_subject() -> QuickPattern:
    """Return the pattern of what may stand between the beginning of a clause and its subject: ordinals, times."""
    named = r"\d{4}年|[今去前上当]年|目前|这时|如今|现在|眼下|近年来?|全年|\d{1,2}月"
    time = rf"(?:截至|截止|到|至|自|从)?(?:{named})+(?:底|末|初|份|以来|期间)?"
    lead = alternatives([*place_words().lead, "其中", "同期", "此外", "另外"])
    return compile_quick("before the subject", rf"(?:[\s　“‘—\-]|{time}|{lead}|\d{{1,2}}[.、．]|[—●])+\Z")


def heads_clause(text: str, start: int) -> bool:
    """Return whether nothing but ordinals, times and words such as 其中 stands before a place in its clause.

    Examples
    --------
    >>> heads_clause("完成30%。2019年河南省", 11), heads_clause("全县与河南省", 3)
    (True, False)
    """
    begin = max((text.rfind(mark, max(0, start - _REACH), start) for mark in _MARKS), default=-1) + 1
    if begin == 0 and start > _REACH:
        return False
    before = text[begin:start]
    return not before or _before_subject().match(before) is not None


def _goes_on(text: str, start: int) -> bool:
    """Return whether a clause has no subject, or only an adverb before its verb (紧急调运)."""
    if has_no_subject(text, start):
        return True
    return actions().of(text[start : start + _WORD]) is WordClass.ADVERB and has_no_subject(text, start + _WORD)


class Standing:
    """How the places of one document stand; each is looked at once, where a figure asks for it.

    Parameters
    ----------
    tree : Tree
        That of the document.
    places : sequence of Place
        Those that can own a figure, in text order.
    own_code : str or None
        Code of the report's own region.
    """

    def __init__(self, tree: Tree, places: Sequence[Place], own_code: str | None) -> None:
        self._text = tree.text
        self._tree = tree
        self._places = places
        self._own_code = own_code
        self._free = own_code is None or own_code == NATION.code
        self._words = place_words()
        self._receiving: dict[int, bool] = {}
        self._governing: dict[int, bool] = {}
        self._carrying: dict[int, bool] = {}

    def receives(self, i: int) -> bool:
        """Return whether a word such as 为 or 用于 stands in front of the place."""
        known = self._receiving.get(i)
        if known is None:
            known = self._text.endswith(self._words.recipient, 0, self._places[i].start)
            self._receiving[i] = known
        return known

    def leads(self, i: int, clause_start: int) -> bool:
        """Return whether the place stands at the head of its clause, but for 如, 其中 and the like."""
        before = self._text[clause_start : self._places[i].start]
        return not before.strip(_BLANKS) or _before_subject().match(before) is not None

    def governs(self, i: int, clause_start: int) -> bool:
        """Return whether the words around let the place own a figure (not 占全国, 与北京市签约, 汉中市法院)."""
        if self._places[i].kind == "nation":
            return self._nation_governs(i, clause_start)
        known = self._governing.get(i)
        if known is None:
            known = self._governing[i] = self._find_governing(i)
        return known

    def carries_on(self, i: int, clause_start: int) -> bool:
        """Return whether the place owns figures of a later clause: it receives, or leads its own by its full name.

        Short names do not carry on in the report of a place: 西安地铁通车，…，全年投资达到845亿元 lists what happened
        where. One outside the report's region owns those of the next clauses only, as long as none has a subject of
        its own.
        """
        place = self._places[i]
        if is_outside(place, self._own_code) and not self._receives_outside(i):
            return self._clauses_go_on(place.end, clause_start) and self.governs(i, place.start)
        known = self._carrying.get(i)
        if known is None:
            start, _ = self._tree.clause_at(place.start)
            fit = self.receives(i) or ((place.full or self._free) and (self.leads(i, start) or self._locates(i, start)))
            known = self._carrying[i] = fit and self.governs(i, start)
        return known

    def _locates(self, i: int, clause_start: int) -> bool:
        """Return whether a clause does nothing but say where something is (在石漠化严重的毕节市，…)."""
        place, text = self._places[i], self._text
        if place.kind not in ("named", "village") or text[place.end : place.end + 1] not in _COMMAS:
            return False
        return _location().search(text, clause_start, place.start) is not None

    def _clauses_go_on(self, position: int, clause_start: int) -> bool:
        """Return whether no clause behind that of a position, up to a later one, has a subject of its own."""
        for _ in range(_MOST_CLAUSES):
            _, end = self._tree.clause_at(position)
            position = end + 1
            if position > clause_start or not _goes_on(self._text, position):
                return False
            if position == clause_start:
                return True
        return False

    def _receives_outside(self, i: int) -> bool:
        return self._places[i].kind == "named" and self.receives(i)

    def _nation_governs(self, i: int, clause_start: int) -> bool:
        """Return whether 全国 owns a figure: it leads its clause."""
        return self.leads(i, clause_start) and not self._is_part(i)

    def _is_part(self, i: int) -> bool:
        """Return whether a place is part of a name, or an example of what is counted."""
        place, text = self._places[i], self._text
        if text[place.start - 1 : place.start] in _OPEN and text[place.end : place.end + 1] in _CLOSE:
            return True  # 中欧班列（西安）
        return bool(self._words.blocked_after.match(text, place.end) or _examples().match(text, place.end))

    def _find_governing(self, i: int) -> bool:
        place, words, text = self._places[i], self._words, self._text
        stranger = place.kind == "named" and not place.inside and self._own_code is not None
        if self._is_part(i) or (not place.full and words.feature_after.match(text, place.end)):
            return False
        if stranger and self._receives_outside(i):
            return True
        if place.kind == "named" and words.giver_after.match(text, place.end):
            return False
        return not text.endswith(words.blocked_before, 0, place.start)
