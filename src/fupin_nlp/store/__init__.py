"""Stores: the tables of many reports in one DuckDB file or one folder of Parquet files."""

from fupin_nlp.store.schema import SCHEMA_VERSION, TABLES
from fupin_nlp.store.store import Store, is_store

__all__ = ["SCHEMA_VERSION", "TABLES", "Store", "is_store"]
