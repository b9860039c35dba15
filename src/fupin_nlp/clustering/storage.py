"""A fitted clustering in a file: a zip archive of plain JSON and numbers, nothing that runs when it is read."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from fupin_nlp.clustering.features import ClusterOptions
from fupin_nlp.clustering.model import ClusterModel
from fupin_nlp.clustering.tfidf import PolicyTfidf
from fupin_nlp.errors import FupinError, OptionError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read", "write"]

_VERSION: Final = 2
_FRAMES: Final = ("reports", "clusters", "profile", "positions")
_ARRAYS: Final = ("weights", "totals", "texts", "sizes", "centres")
_LARGEST: Final = 2**31  # bytes of one part of an archive


def write(found: Any, path: Path) -> Path:
    """Write a clustering, and return the path; the same clustering gives the same bytes."""
    own = [name for name in ("tokenizer", "cues", "vectors") if getattr(found.options, name) is not None]
    own += ["place"] if callable(found.options.place) else []
    if own:
        raise OptionError(f"clusters made with one's own {', '.join(own)} cannot be saved: no file can hold functions")
    head: dict[str, Any] = {"version": _VERSION, "by": found.by, "notes": list(found.notes)}
    head |= {"place": found.options.place, "labels": dict(found.options.labels) if found.options.labels else None}
    head |= {"random_state": found.options.random_state, "measures": list(found.model.measures)}
    for name in ("words", "pairs"):
        vectors = getattr(found.model, name)
        head[name] = None if vectors is None else _of_vectors(vectors)
    parts = {"model.json": json.dumps(head, ensure_ascii=False).encode()}
    for name in _FRAMES:
        parts[f"{name}.json"] = json.dumps(_of_frame(getattr(found, name)), ensure_ascii=False).encode()
    for name in _ARRAYS:
        with io.BytesIO() as buffer:
            np.save(buffer, getattr(found.model, name), allow_pickle=False)
            parts[f"{name}.npy"] = buffer.getvalue()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return path


def read(path: Path) -> dict[str, Any]:
    """Return the fields of the clustering that `write` wrote."""
    try:
        with zipfile.ZipFile(path) as archive:
            if any(part.file_size > _LARGEST for part in archive.infolist()):
                raise FupinError(f"{path}: a part of the archive is larger than {_LARGEST} bytes")
            head = json.loads(archive.read("model.json"))
            if head["version"] != _VERSION:
                raise FupinError(f"{path} is of version {head['version']}, this library reads {_VERSION}")
            frames = {name: _to_frame(json.loads(archive.read(f"{name}.json"))) for name in _FRAMES}
            arrays = {name: np.load(io.BytesIO(archive.read(f"{name}.npy")), allow_pickle=False) for name in _ARRAYS}
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise FupinError(f'{path} is no saved clustering ({error}); write one with save("….zip")') from error
    options = ClusterOptions(place=head["place"], labels=head["labels"], random_state=head["random_state"])
    words, pairs = (None if head[n] is None else _to_vectors(head[n], options) for n in ("words", "pairs"))
    model = ClusterModel(measures=tuple(head["measures"]), words=words, pairs=pairs, **arrays)
    return {**frames, "by": head["by"], "model": model, "options": options, "notes": tuple(head["notes"])}


def _of_frame(frame: pd.DataFrame) -> dict[str, Any]:
    """Return a frame as lists; numbers are written in full, what is missing as null."""
    missing = frame.isna().to_numpy().tolist()
    rows = frame.astype(object).to_numpy().tolist()
    cells = [
        [None if gone else value for value, gone in zip(*row, strict=True)] for row in zip(rows, missing, strict=True)
    ]
    names = [str(name) for name in frame.columns]
    return {"columns": names, "types": [str(t) for t in frame.dtypes], "index": frame.index.tolist(), "cells": cells}


def _to_frame(kept: dict[str, Any]) -> pd.DataFrame:
    """Return the frame that `_of_frame` described."""
    import pandas as pd

    frame = pd.DataFrame(kept["cells"], index=kept["index"], columns=kept["columns"], dtype=object)
    types = zip(kept["columns"], kept["types"], strict=True)
    return frame.astype({name: kind for name, kind in types if kind != "object"})


def _of_vectors(vectors: PolicyTfidf) -> dict[str, Any]:
    return {
        "unit": vectors.unit,
        "stop_words": sorted(vectors.stop_words),
        "names": [str(name) for name in vectors.get_feature_names_out()],
        "idf": vectors.vectorizer_.idf_.tolist(),
    }


def _to_vectors(kept: dict[str, Any], options: ClusterOptions) -> PolicyTfidf:
    vectors = PolicyTfidf(place=options.place, stop_words=kept["stop_words"], unit=kept["unit"])
    return vectors.restored(kept["names"], np.array(kept["idf"]))
