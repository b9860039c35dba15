"""Tables of the analyses under English or Chinese headings, in memory and as files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from fupin_nlp.display.labels import digits, is_missing
from fupin_nlp.model.safe import table_html
from fupin_nlp.report.export import format_of, write_frame
from fupin_nlp.report.frame import check_labels, plain_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Labelled", "equal_frames"]

_SHOWN = 20  # rows
_WIDTH = 24  # characters of a cell on a terminal


def _shown(value: Any) -> Any:
    """Return a cell as people read it."""
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {count}" for name, count in value.items())
    if is_missing(value):
        return None
    return digits(value) if isinstance(value, float) else value


class Labelled:
    """What the result of an analysis can do with its main table, which `_main` and `_column_labels` name."""

    __slots__ = ()
    _column_labels: ClassVar[Mapping[str, str]]

    def _main(self) -> pd.DataFrame:
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._told()}>\n{self._main().head(_SHOWN).to_string(max_colwidth=_WIDTH)}"

    def _told(self) -> str:
        """Return in words how much there is."""
        return f"{len(self._main())} rows"

    def _repr_html_(self) -> str:
        frame = plain_frame(self.to_frame("zh")).head(_SHOWN)
        frame = frame[[name for name in frame.columns if not all(map(is_missing, frame[name]))]]
        rows = ([_shown(cell) for cell in row] for row in frame.itertuples(index=False, name=None))
        more = len(self._main()) - len(frame)
        note = f"还有 {more:,} 行；to_frame() 是全部 / {more:,} more rows" if more > 0 else ""
        return table_html(
            list(map(str, frame.columns)), rows, caption=f"{type(self).__name__}: {self._told()}", note=note
        )

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


def equal_frames(one: Any, other: Any, names: Iterable[str]) -> bool:
    """Tell whether two results have equal frames under these names; missing values are equal to each other."""
    return all(getattr(one, name).equals(getattr(other, name)) for name in names)
