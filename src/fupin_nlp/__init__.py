"""fupin-nlp: numeric achievements in Chinese policy reports, cited to the character.

Examples
--------
>>> import fupin_nlp as fp
>>> report = fp.parse("2020年，全县实现脱贫13.83万人，贫困发生率降至0.6%。", name="略阳县_2020.txt")
>>> report.region, [(r.entity, r.value, r.unit, r.role) for r in report.records]
('略阳县', [('脱贫', Decimal('138300.00'), '人', 'achieved'), ('贫困发生率', Decimal('0.6'), '%', 'achieved')])
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from fupin_nlp.version import __version__, compiled

if TYPE_CHECKING:
    from fupin_nlp import annotation, errors, html, measures, plot, words
    from fupin_nlp.analysis import cluster, compare, evaluate, panel, similarity
    from fupin_nlp.batch import BatchOptions, run
    from fupin_nlp.errors import FupinError
    from fupin_nlp.model import Record
    from fupin_nlp.report import Corpus, Report, ReportOptions, parse, read, read_table
    from fupin_nlp.report.codebook import codebook
    from fupin_nlp.report.known import indicators, regions, units
    from fupin_nlp.report.own import Lexicon
    from fupin_nlp.report.periods import periods
    from fupin_nlp.report.save import save
    from fupin_nlp.words import (
        Dictionary,
        attention,
        collocates,
        dispersion,
        frequencies,
        keyness,
        kwic,
        readability,
    )

__all__ = [
    "BatchOptions",
    "Corpus",
    "Dictionary",
    "FupinError",
    "Lexicon",
    "Record",
    "Report",
    "ReportOptions",
    "__version__",
    "annotation",
    "attention",
    "cluster",
    "codebook",
    "collocates",
    "compare",
    "compiled",
    "dispersion",
    "errors",
    "evaluate",
    "frequencies",
    "html",
    "indicators",
    "keyness",
    "kwic",
    "measures",
    "panel",
    "parse",
    "periods",
    "plot",
    "read",
    "read_table",
    "readability",
    "regions",
    "run",
    "save",
    "similarity",
    "units",
    "words",
]

# Loaded when first used, so that the import of the package costs next to nothing.
_MODULES = ("annotation", "errors", "html", "measures", "plot", "words")
_HOMES = {
    "BatchOptions": "fupin_nlp.batch",
    "Corpus": "fupin_nlp.report",
    "Dictionary": "fupin_nlp.words",
    "FupinError": "fupin_nlp.errors",
    "Record": "fupin_nlp.model",
    "Report": "fupin_nlp.report",
    "ReportOptions": "fupin_nlp.report",
    "cluster": "fupin_nlp.analysis",
    "codebook": "fupin_nlp.report.codebook",
    "compare": "fupin_nlp.analysis",
    "evaluate": "fupin_nlp.analysis",
    "indicators": "fupin_nlp.report.known",
    "regions": "fupin_nlp.report.known",
    "units": "fupin_nlp.report.known",
    "Lexicon": "fupin_nlp.report.own",
    "panel": "fupin_nlp.analysis",
    "similarity": "fupin_nlp.analysis",
    "parse": "fupin_nlp.report",
    "periods": "fupin_nlp.report.periods",
    "read": "fupin_nlp.report",
    "read_table": "fupin_nlp.report",
    "run": "fupin_nlp.batch",
    "save": "fupin_nlp.report.save",
    **dict.fromkeys(
        ("attention", "collocates", "dispersion", "frequencies", "keyness", "kwic", "readability"), "fupin_nlp.words"
    ),
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"fupin_nlp.{name}")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
