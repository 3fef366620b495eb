"""HTML elements to blocks: the walk shared by every reader whose source is HTML without a known legal markup."""

from __future__ import annotations

import re

from lxml import etree, html

from policies.assembly import Assembly
from policies.document import BlockKind
from policies.errors import UnreadableFile
from policies.readers.amendment_notes import add_text

DEPTH_LIMIT = 500
"""Nested elements; more is no page but an attack on the reader."""

_SKIPPED = frozenset({
    "script", "style", "template", "noscript", "svg", "head", "nav", "button", "select", "input", "textarea", "iframe",
    "object", "form", "fieldset",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend",
    "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_MARKER = re.compile(r"^(\d{1,3}(?: ?[a-z])?[.)]|[a-zåäö]{1,2}\)|[ivx]{1,6}\)|\([a-zåäö0-9]{1,5}\)|[a-z]\.)\s+(?=\S)")


def add_fragment(out: Assembly, source: str) -> None:
    """Read a piece of HTML (unbalanced tags are fine) and add its blocks."""
    try:
        root = html.fragment_fromstring(source, create_parent="div", parser=parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile("error.html_unreadable") from error
    add_element(out, root)


def parser() -> html.HTMLParser:
    """A parser that fetches nothing and refuses giant trees."""
    return html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")


def add_element(out: Assembly, root: etree._Element) -> None:
    """Add the blocks of an element in reading order."""
    _Walk(out).visit(root, 0)


class _Walk:
    """The walk's position: text not yet written, and the lists and list item it stands in."""

    def __init__(self, out: Assembly) -> None:
        self.out = out
        self.inline: list[str] = []
        self.lists: list[tuple[bool, int]] = []  # ordered?, last number
        self.marker: str | None = None  # of the item whose text has not begun
        self.heading = 0

    def visit(self, element: etree._Element, depth: int) -> None:
        if depth > DEPTH_LIMIT:
            raise UnreadableFile("error.html_too_deep", limit=DEPTH_LIMIT)
        tag = element.tag
        if not isinstance(tag, str):
            return
        tag = tag.rsplit("}", 1)[-1].lower()
        if tag in _SKIPPED or element.get("hidden") is not None or element.get("aria-hidden") == "true":
            return
        if tag == "br":
            self.inline.append("\n" if self.heading else " ")
        elif tag == "tr":
            self._row(element, depth)
        elif tag in _BLOCKS:
            self._block(element, tag, depth)
        else:
            self._content(element, depth)

    def _content(self, element: etree._Element, depth: int) -> None:
        if element.text:
            self.inline.append(element.text)
        for child in element:
            self.visit(child, depth + 1)
            if child.tail:
                self.inline.append(child.tail)

    def _block(self, element: etree._Element, tag: str, depth: int) -> None:
        self.flush()
        if tag in ("ol", "ul"):
            self.lists.append((tag == "ol", int(_number(element.get("start"))) - 1))
            self._content(element, depth)
            self.flush()
            self.lists.pop()
        elif tag == "li":
            self.marker = self._next_marker(element)
            self._content(element, depth)
            self.flush()
            self.marker = None
        elif tag in _HEADINGS:
            self.heading = _HEADINGS[tag]
            self._content(element, depth)
            self.flush()
            self.heading = 0
        else:
            self._content(element, depth)
            self.flush()

    def _next_marker(self, element: etree._Element) -> str:
        if not self.lists:
            return ""
        ordered, last = self.lists[-1]
        number = int(_number(element.get("value"), last + 1))
        self.lists[-1] = (ordered, number)
        return f"{number}." if ordered else ""

    def _row(self, element: etree._Element, depth: int) -> None:
        self.flush()
        cells = [child for child in element if isinstance(child.tag, str) and child.tag.lower() in ("td", "th")]
        if any(cell.find(".//table") is not None for cell in cells):  # a table for layout, not for data
            self._content(element, depth)
            self.flush()
            return
        texts = [" ".join("".join(map(str, cell.itertext())).split()) for cell in cells]
        self.out.add(BlockKind.ROW, " | ".join(text for text in texts if text))

    def flush(self) -> None:
        """Write the collected text as the block the walk stands in."""
        text = " ".join("".join(self.inline).split())
        self.inline.clear()
        if not text:
            return
        if self.heading:
            add_text(self.out, BlockKind.HEADING, text, level=self.heading)
        elif self.marker is not None:
            label, self.marker = self.marker, None
            found = None if label else _MARKER.match(text)
            if found:
                label, text = found.group(1), text[found.end() :]
            add_text(self.out, BlockKind.ITEM, text, level=max(1, len(self.lists)), label=label)
        elif found := _MARKER.match(text):
            add_text(self.out, BlockKind.ITEM, text[found.end() :], level=max(1, len(self.lists)), label=found.group(1))
        else:
            add_text(self.out, BlockKind.PARAGRAPH, text)


def _number(value: str | None, default: int = 1) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else default
