"""The tagger with its weights: reads the words around figures and gives chances for each field."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple
from zipfile import BadZipFile

from fupin_nlp.decide.chooser import Weights
from fupin_nlp.decide.traits import TraitTable
from fupin_nlp.decide.vocabulary import Vocabulary
from fupin_nlp.errors import DataFileError

__all__ = ["FORMAT", "Trained", "load_trained", "save_trained", "shipped"]

FORMAT: Final = 2
"""Version of the file; a file of another version is refused."""
_SHIPPED: Final = "decisions.npz"
_ABOUT: Final = "about"
_TRAITS: Final = "traits"


class Trained(NamedTuple):
    """What a training run leaves.

    Attributes
    ----------
    vocabulary : Vocabulary
    numbers : mapping of str to array
        Weights of the tagger as whole numbers.
    exponents : mapping of str to int
        Name → k of the factor 2**-k that they stand for.
    chooser : Weights
    card : mapping
        How it was made: rows, documents, seed, scores on texts that were held out.
    """

    vocabulary: Vocabulary
    numbers: Mapping[str, Any]
    exponents: Mapping[str, int]
    chooser: Weights
    card: Mapping[str, Any]


def save_trained(trained: Trained, path: Path) -> None:
    """Write a file that `load_trained` reads; the same content gives the same bytes."""
    import numpy as np

    traits = trained.chooser.traits
    about = {
        "format": FORMAT,
        "names": {kind: list(names) for kind, names in trained.vocabulary.names.items()},
        "exponents": dict(trained.exponents),
        "chooser": {**trained.chooser._asdict(), "traits": {field: table.names for field, table in traits.items()}},
        "card": dict(trained.card),
    }
    text = json.dumps(about, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    arrays = {name: trained.numbers[name] for name in sorted(trained.numbers)}
    arrays |= {f"{_TRAITS} {field}": traits[field].steps for field in sorted(traits)}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **{_ABOUT: np.frombuffer(text, np.uint8), **arrays})
    path.write_bytes(buffer.getvalue())


def load_trained(content: bytes, name: str) -> Trained:
    """Read a file of models.

    Parameters
    ----------
    content : bytes
        Of the file.
    name : str
        For messages.

    Raises
    ------
    DataFileError
        If it is no such file, or one of another version.
    """
    import numpy as np

    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
        about = json.loads(arrays.pop(_ABOUT).tobytes())
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise DataFileError(f"{name}: this is no file of models; `fupin train` writes one") from error
    if about.get("format") != FORMAT:
        raise DataFileError(f"{name}: models of format {about.get('format')}, this version reads {FORMAT}: train anew")
    chooser = about["chooser"]
    weights = Weights(
        tuple(chooser["roles"]),
        tuple(chooser["measures"]),
        chooser["odds"],
        {field: (pair[0], pair[1]) for field, pair in chooser["names"].items()},
        {field: (pair[0], pair[1]) for field, pair in chooser["phrases"].items()},
        chooser["confidence"],
        chooser["situation"],
        {
            field: TraitTable(tuple(names), arrays.pop(f"{_TRAITS} {field}"))
            for field, names in chooser["traits"].items()
        },
    )
    return Trained(Vocabulary(about["names"]), arrays, about["exponents"], weights, about["card"])


@lru_cache(maxsize=1)
def shipped() -> Trained | None:
    """Return the models of the package; None where it was built without them."""
    file = files("fupin_nlp.data").joinpath(_SHIPPED)
    return load_trained(file.read_bytes(), _SHIPPED) if file.is_file() else None
