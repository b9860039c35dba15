"""The codebook tells every column, and the page of the docs is the codebook."""

from __future__ import annotations

import pandas as pd
import pytest
from tools.write_codebook import PAGE, text

import fupin_nlp as fp
from fupin_nlp.errors import ArgumentError, OptionError
from fupin_nlp.model.columns import COLUMNS

TEXT = "2019年，略阳县力争发放小额贷款2036.2万元，覆盖3～5个村，惠及农户1200多户。"


def test_every_column_is_told_in_both_languages():
    for labels in ("en", "zh"):
        table = fp.codebook(labels)
        assert table.iloc[:, 0].tolist() == list(COLUMNS)
        assert (table.iloc[:, :4] != "").all(axis=None)
    assert PAGE.read_text(encoding="utf-8") == text()
    with pytest.raises(OptionError):
        fp.codebook("fr")


def test_types_of_the_frame_are_those_of_the_codebook():
    frame = fp.parse(TEXT, name="略阳县_2019.txt").to_frame()
    table = fp.codebook().set_index("column")
    assert (frame["year"].dtype.name, frame["role"].dtype.name, frame["certain"].dtype.name) == (
        "Int64",
        "category",
        "bool",
    )
    assert pd.api.types.is_datetime64_any_dtype(frame["period_start"])
    assert table["type"][["value", "year", "period_start", "role", "certain", "entity"]].tolist() == [
        "number", "integer", "date", "category", "true/false", "text",
    ]  # fmt: skip
    assert frame["report_region"].tolist() == ["略阳县"] * 3
    assert (frame["year"] == 2019).all()
    assert len(pd.concat([frame, frame]).drop_duplicates()) == 3


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".dta", ".jsonl", ".parquet", ".duckdb"])
def test_a_filtered_frame_is_saved_in_every_format(tmp_path, suffix):
    if suffix in (".parquet", ".duckdb"):
        duckdb = pytest.importorskip("duckdb")
    frame = fp.parse(TEXT, name="略阳县_2019.txt").to_frame()
    wanted = frame[(frame.value > 100) & frame.region.str.contains("略阳")].sort_values("value")
    path = fp.save(wanted, tmp_path / f"a{suffix}", labels="en")
    if suffix == ".csv":
        back = pd.read_csv(path)
    elif suffix == ".xlsx":
        back = pd.read_excel(path)
    elif suffix == ".dta":
        back = pd.read_stata(path)
        with pd.io.stata.StataReader(path) as reader:
            assert reader.variable_labels()["period_start"] == "时期起"
    elif suffix == ".jsonl":
        back = pd.read_json(path, lines=True)
        assert all(isinstance(words, list) for words in back["modality"])  # lists are lists, as in records
    elif suffix == ".parquet":
        back = duckdb.sql(f"SELECT * FROM '{path}'").df()
    else:
        with duckdb.connect(str(path)) as connection:
            back = connection.execute("SELECT * FROM records").df()
    assert back["value"].tolist() == [1200.0, 20362000.0]
    assert pd.to_datetime(back["period_start"]).dt.strftime("%Y-%m-%d").tolist() == ["2019-01-01"] * 2
    assert [path.name for path in tmp_path.iterdir()] == [path.name]


def test_what_cannot_be_saved_is_told(tmp_path):
    frame = fp.parse(TEXT).to_frame()
    with pytest.raises(OptionError, match=r"cannot be written as \.pdf; take \.jsonl"):
        fp.save(frame, tmp_path / "a.pdf")
    with pytest.raises(ArgumentError, match="save writes a table"):
        fp.save("a", tmp_path / "a.csv")
    with pytest.raises(OptionError, match="cannot be written"):
        fp.save(frame, tmp_path / "no" / "a.csv")
