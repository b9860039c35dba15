"""The version and the form of the library, where every layer may ask for them."""

from __future__ import annotations

import os
from importlib.machinery import ExtensionFileLoader, PathFinder

__all__ = ["__version__", "compiled", "spelled"]

__version__ = "0.2.0"

# One of the modules that ``hatch_build.py`` compiles; they are compiled all or none.
_WITNESS = ("interpret", "interpreter")


def compiled() -> bool:
    """Tell whether the stages run compiled, as in the wheels of a platform, or as Python; both give the same results.

    Nothing is loaded: the question is what Python would load.

    Examples
    --------
    >>> compiled() in (True, False)
    True
    """
    folder, module = _WITNESS
    package = os.path.dirname(__file__)  # noqa: PTH120  # pathlib would be a quarter of the time of the import
    found = PathFinder.find_spec(module, [f"{package}/{folder}"])
    return found is not None and isinstance(found.loader, ExtensionFileLoader)


def spelled() -> str:
    """Return the version as ``fupin --version`` tells it, with the form where it is the compiled one.

    Examples
    --------
    >>> spelled().startswith(__version__)
    True
    """
    return f"{__version__} (compiled)" if compiled() else __version__
