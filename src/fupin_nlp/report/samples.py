"""Where the sample reports are that come with the library."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fupin_nlp.errors import ReadError

__all__ = ["sample_folder"]


def sample_folder() -> Path:
    """Return the folder of the sample reports and their gold records.

    A wheel carries them among its data; in a checkout (also in an editable installation) they are ``corpus/``.

    Raises
    ------
    ReadError
        If the library was installed without them.

    Examples
    --------
    >>> sample_folder().name
    'corpus'
    """
    package = files("fupin_nlp")
    packaged = package.joinpath("data", "corpus")
    if isinstance(packaged, Path) and packaged.is_dir():
        return packaged
    # src/fupin_nlp → the checkout
    checkout = Path(str(package)).parents[1] / "corpus"
    if checkout.is_dir():
        return checkout
    raise ReadError(str(checkout), "the sample reports are not there; install from a wheel or from a full checkout")
