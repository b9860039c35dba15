"""What the rows of a document depend on beside the document: version, data files, engines, options."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from fupin_nlp.batch.origin import file_hash
from fupin_nlp.lexicon.loader import data_files
from fupin_nlp.report import ReportOptions
from fupin_nlp.version import __version__, compiled

__all__ = ["Fingerprint", "fingerprint"]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a run was done with.

    Attributes
    ----------
    version, python : str
        Of the library, and of the interpreter.
    compiled : bool
        Whether the stages ran compiled; the rows do not depend on it.
    tokenizer, opencc : str
        The engines that worked, not ``auto``.
    data : str
        SHA-256 of all data files of the library together, and of the user's own taxonomy.
    options : str
        The options of reading, cleaning and interpreting as JSON.
    """

    version: str
    python: str
    compiled: bool
    tokenizer: str
    opencc: str
    data: str
    options: str

    @property
    def key(self) -> str:
        """A short name of all that the rows depend on."""
        parts = (self.version, self.tokenizer, self.opencc, self.data, self.options)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def fingerprint(options: ReportOptions) -> Fingerprint:
    """Return what a run with these options is done with.

    Examples
    --------
    >>> one, other = fingerprint(ReportOptions()), fingerprint(ReportOptions(tokenizer="jieba"))
    >>> one.key == fingerprint(ReportOptions()).key, one.key == other.key
    (True, False)
    """
    from fupin_nlp.clean.steps.script import engine_name
    from fupin_nlp.segment import tokenizer_name

    plain = asdict(options)
    plain["lexicon"] = options.lexicon.key
    if options.measures is not None:
        plain["measures"] = file_hash(options.measures)
    plain["models"] = file_hash(options.models) if isinstance(options.models, Path) else options.models
    return Fingerprint(
        version=__version__,
        python=platform.python_version(),
        compiled=compiled(),
        tokenizer=tokenizer_name(options.tokenizer),
        opencc=engine_name(options.clean.opencc),
        data=_data_hash(),
        options=json.dumps(plain, ensure_ascii=False, sort_keys=True, default=str),
    )


@lru_cache(maxsize=1)
def _data_hash() -> str:
    found = hashlib.sha256()
    for name in data_files():
        found.update(name.encode())
        found.update((files("fupin_nlp.data") / name).read_bytes())
    return found.hexdigest()
