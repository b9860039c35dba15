"""Tables of the analyses under English or Chinese headings, in memory and as files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from fupin_nlp.report.export import format_of, write_frame
from fupin_nlp.report.frame import check_labels

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Labelled"]


class Labelled:
    """What the result of an analysis can do with its main table, which `_main` and `_column_labels` name."""

    __slots__ = ()
    _column_labels: ClassVar[Mapping[str, str]]

    def _main(self) -> pd.DataFrame:
        raise NotImplementedError

    def to_frame(self, labels: str = "en") -> pd.DataFrame:
        """Return the main table, a copy.

        Parameters
        ----------
        labels : {"en", "zh"}
            Names of the columns.

        Raises
        ------
        OptionError
            If `labels` is neither.
        """
        check_labels(labels)
        return self._main().rename(columns=dict(self._column_labels) if labels == "zh" else {})

    def save(self, path: Path | str, labels: str | None = None) -> Path:
        """Write the main table to .jsonl, .csv, .xlsx or .dta.

        Parameters
        ----------
        path : Path or str
            Its ending tells the format; a file that exists is replaced.
        labels : {"en", "zh"} or None
            Names of the columns. None: Chinese in .xlsx, English elsewhere. Names in .dta are always English, with the
            Chinese labels as variable labels; CSV is UTF-8 with the mark that Excel needs.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        OptionError
            If the ending or `labels` is not known, or the file cannot be written.
        DependencyError
            If Excel is asked for and openpyxl is not installed.
        """
        path = Path(path)
        form = format_of(path, None)
        frame = self.to_frame("en" if labels is None or form == "dta" else labels)
        write_frame(frame, path, form, labels=self._column_labels if labels != "en" or form == "dta" else {})
        return path
