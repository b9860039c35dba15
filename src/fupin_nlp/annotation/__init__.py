"""Correction of records by hand: export them, correct them in a tool of your own, take them back as gold.

Examples
--------
>>> import tempfile
>>> from pathlib import Path
>>> from fupin_nlp.report import parse
>>> report = parse("全年培训301人，其中电工213人。", name="略阳县.txt")
>>> with tempfile.TemporaryDirectory() as folder:
...     path = Path(folder, "to_correct.xlsx")
...     export([report], path)
...     gold = load(path, unreviewed=True)  # else the rows that a person has marked
...     save(gold.rows, Path(folder, "gold.jsonl"))
2
1
>>> [(row["text"], row["role"], row["part_of"]) for row in gold.rows]
[('301人', ['achieved'], None), ('213人', ['achieved'], 4)]
"""

from fupin_nlp.annotation.exchange import FORMATS, Gold, export, load, save

__all__ = ["FORMATS", "Gold", "export", "load", "save"]
