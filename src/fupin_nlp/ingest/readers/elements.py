"""Small looks into the XML of Office documents, by local names: there are two sets of namespaces for one format."""

from __future__ import annotations

import xml.etree.ElementTree as ET

__all__ = ["attribute", "child", "local", "value_of"]


def local(element: ET.Element) -> str:
    """Return the name of an element without its namespace.

    Examples
    --------
    >>> local(ET.fromstring('<w:p xmlns:w="x"/>'))
    'p'
    """
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: ET.Element | None, name: str) -> str | None:
    """Return an attribute by its local name."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child(element: ET.Element | None, *path: str) -> ET.Element | None:
    """Return the first child of a name, its first child of the next, and so on."""
    for name in path:
        element = next((e for e in element if local(e) == name), None) if element is not None else None
    return element


def value_of(element: ET.Element | None, *path: str) -> str | None:
    """Return the attribute `val` of a child, of its child, and so on."""
    return attribute(child(element, *path), "val")
