"""One careful way from HTML source to a tree that can be walked without recursion."""

from __future__ import annotations

import re

from lxml import etree, html

from policies.errors import UnreadableFile

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def parse_html(source: str, name: str) -> etree._Element:
    """The root of a page or fragment; nothing is fetched, comments and instructions are dropped.

    Raises UnreadableFile where elements nest deeper than the parser allows (256) or nothing can be parsed.
    """
    source = _DECLARATION.sub("", source, count=1)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile("error.damaged", file=name) from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableFile("error.html_too_deep", file=name)
    return root


def tag_of(element: etree._Element) -> str:
    """The bare lower-case tag, "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: etree._Element) -> str:
    """All text below an element on one line."""
    return " ".join("".join(map(str, element.itertext())).split())
