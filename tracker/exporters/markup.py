"""What every XML format is written with: text that XML can hold, elements from names, bytes that stay the same."""

from __future__ import annotations

import re

from lxml import etree

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text with what XML cannot hold replaced sign by sign, so that offsets into it stay true.

    >>> clean("a\\x00b")
    'a\\ufffdb'
    """
    return _NOT_XML.sub("\ufffd", text)


def below(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    """A new last element below the parent, in its name space; "_" in the names of attributes is "-" in the file."""
    space = etree.QName(parent).namespace
    child = etree.SubElement(parent, f"{{{space}}}{tag}" if space else tag)
    for name, value in attributes.items():
        child.set(name.replace("_", "-"), clean(value))
    if text:
        child.text = clean(text)
    return child


def written(root: etree._Element) -> bytes:
    """The document as UTF-8 with its declaration, one element a line."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
