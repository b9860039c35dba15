"""What is decided of the time of a figure."""

from __future__ import annotations

from typing import Final, NamedTuple

from fupin_nlp.interpret.period.dates import PartialDate
from fupin_nlp.interpret.period.resolve import names_year

__all__ = ["PeriodDecision"]

_WHOLE: Final = "全年"


class PeriodDecision(NamedTuple):
    """The period of a record.

    Attributes
    ----------
    period : str or None
        The words that date it, as in the clean text; None where the text gives none.
    period_start, period_end : str or None
        ISO dates, half-open; open or unknown ends are None. 年均 and 每年 have the interval they lie in.
    per : str or None
        年均, 每月, 户均, 每人每月.
    base : str or None
        What it is compared with: 较2020年, 同比.
    evidence : str
        Where the words stand.
    of_start : bool
        Whether they date the value that a change starts from, as they say or as the interval begins.
    """

    period: str | None
    period_start: str | None
    period_end: str | None
    per: str | None
    base: str | None
    evidence: str
    of_start: bool = False

    def of_target(self, report_date: PartialDate | None, section: str) -> PeriodDecision:
        """Return the period that it is for a target: 全年 of a plan is the year of the report, not the one reviewed.

        Parameters
        ----------
        report_date : PartialDate or None
            When the report was given.
        section : str
            The headings above; a year that they name is kept.

        Examples
        --------
        >>> whole = PeriodDecision("全年", "1993-01-01", "1994-01-01", None, None, "")
        >>> whole.of_target(PartialDate(1994, 3, 10), "三、加快改革").period_start
        '1994-01-01'
        """
        year = report_date.year if report_date is not None else 0
        whole = self.period is not None and self.period.startswith(_WHOLE) and self.period_start == f"{year - 1}-01-01"
        if not whole or names_year(section):
            return self
        return self._replace(period_start=f"{year}-01-01", period_end=f"{year + 1}-01-01")
