"""What lets frozen objects that hold read-only mappings be pickled and copied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, TypeVar

__all__ = ["Portable"]

T = TypeVar("T")


class Portable:
    """A frozen dataclass that can be pickled and copied although some of its fields are read-only mappings.

    Python cannot pickle a ``mappingproxy``; a mapping goes as a dict and is read-only again on arrival. One that words
    its values when they are asked for arrives with all of them.

    Examples
    --------
    >>> import pickle
    >>> from fupin_nlp.report import parse
    >>> record = parse("2019年，发放小额贷款4万多元。").records[0]
    >>> pickle.loads(pickle.dumps(record)) == record
    True
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        values: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self)}  # type: ignore[arg-type]
        frozen = tuple(name for name, value in values.items() if isinstance(value, Mapping))
        values |= {name: dict(values[name]) for name in frozen}
        return _rebuilt, (type(self), values, frozen)


def _rebuilt(kind: type[T], values: dict[str, Any], frozen: tuple[str, ...]) -> T:
    return kind(**{**values, **{name: MappingProxyType(values[name]) for name in frozen}})
