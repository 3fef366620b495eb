"""HTML elements to blocks: the walk shared by every reader whose source is HTML without a known legal markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from policies.assembly import Assembly
from policies.document import BlockKind
from policies.numerals import stated
from policies.readers.html_tree import parse_html, tag_of, text_of
from policies.readers.lines import add_text

SKIPPED = frozenset({
    "script", "style", "template", "noscript", "svg", "head", "button", "select", "input", "textarea", "iframe",
    "object",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend",
    "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_BREAK = "\ue002"  # a line break of the page, told from those of its source
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
MARKER = re.compile(
    r"^(\d{1,3}(?:\.\d{1,3}){1,4}\.?|\d{1,3}(?: ?[a-z])?[.)]|[a-zåäö]{1,2}\)|[ivx]{1,6}\)|\([a-zåäö0-9]{1,5}\)|"
    r"[–—•▪·-])\s+(?=\S)"
)


def add_html(out: Assembly, source: str, name: str) -> None:
    """Read a page or a piece of HTML (unbalanced tags are fine) and add its blocks."""
    if source.strip():
        add_element(out, parse_html(f"<div>{source}</div>", name))


def add_element(out: Assembly, root: etree._Element) -> None:
    """Add the blocks of an element in reading order; forms and scripts are left out."""
    walk = etree.iterwalk(root, events=("start", "end"))
    blocks = _Blocks(out)
    for event, element in walk:
        tag = tag_of(element)
        if event == "start":
            if _hidden(element, tag):
                walk.skip_subtree()
            elif tag == "tr" and element.find(".//table") is None:
                blocks.row(element)
                walk.skip_subtree()
            else:
                blocks.start(element, tag)
        else:
            if tag in _BLOCKS and not _hidden(element, tag):
                blocks.end(tag)
            if element is not root and element.tail:
                blocks.inline.append(element.tail)
    blocks.flush()


def _hidden(element: etree._Element, tag: str) -> bool:
    if tag == "form":  # some systems wrap the whole page in one
        return element.find(".//p") is None and element.find(".//h1") is None
    return not tag or tag in SKIPPED or element.get("hidden") is not None or element.get("aria-hidden") == "true"


class _Blocks:
    """The walk's position: text not yet written, and the lists, item and heading it stands in."""

    def __init__(self, out: Assembly) -> None:
        self.out = out
        self.inline: list[str] = []
        self.lists: list[list[int]] = []  # the latest number of each open list, -1 for bullets
        self.marker: str | None = None  # of the item whose text has not begun
        self.items = 0
        self.contents = False  # whether the item only points to another place on the page
        self.heading = 0

    def start(self, element: etree._Element, tag: str) -> None:
        if tag == "br":
            self.inline.append(_BREAK)
        elif tag in _BLOCKS:
            self.flush()
            if tag in ("ol", "ul"):
                self.lists.append([_number(element.get("start")) - 1 if tag == "ol" else -1])
            elif tag == "li":
                self.items += 1
                self.marker = self._next_marker(element)
                self.contents = _points_inside(element)
            self.heading = _HEADINGS.get(tag, self.heading)
        if element.text:
            self.inline.append(element.text)

    def end(self, tag: str) -> None:
        self.flush()
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.items -= 1
            self.marker = None
        elif tag in _HEADINGS:
            self.heading = 0

    def row(self, element: etree._Element) -> None:
        self.flush()
        cells = [(text_of(child), tag_of(child)) for child in element if tag_of(child) in ("td", "th")]
        filled = [(text, tag) for text, tag in cells if text]
        header = len(filled) > 1 and all(tag == "th" for _, tag in filled)
        self.out.add(BlockKind.ROW, " | ".join(text for text, _ in filled), level=int(header))

    def _next_marker(self, element: etree._Element) -> str:
        if not self.lists or self.lists[-1][0] < 0:
            return "•"
        self.lists[-1][0] = _number(element.get("value"), self.lists[-1][0] + 1)
        return f"{self.lists[-1][0]}."

    def flush(self) -> None:
        """Write the collected text as the block the walk stands in."""
        source = "".join(self.inline)
        self.inline.clear()
        for line in _lines(source) if _BREAK in source and not self.heading else [source]:
            self._write(" ".join(line.split()))

    def _write(self, text: str) -> None:
        if not text:
            return
        level = max(1, len(self.lists))
        found = MARKER.match(text)
        if self.heading:
            add_text(self.out, BlockKind.HEADING, text, level=self.heading)
        elif self.marker is not None:
            label, self.marker = self.marker, None
            if found and label == "•":
                label, text = found.group(1), text[found.end() :]
            if self.contents:
                self.out.add(BlockKind.CONTENTS, text, label=label)
            else:
                add_text(self.out, BlockKind.ITEM, text, level=level, label=label)
        elif self.items:
            add_text(self.out, BlockKind.ITEM, text, level=level)
        elif found:
            add_text(self.out, BlockKind.ITEM, text[found.end() :], level=level, label=found.group(1))
        else:
            add_text(self.out, BlockKind.PARAGRAPH, text)


def _points_inside(item: etree._Element) -> bool:
    link = item.find("a")
    return link is not None and (link.get("href") or "").startswith("#") and text_of(link) == text_of(item)


def _lines(source: str) -> Iterator[str]:
    """The paragraphs that line breaks make: two in a row part them, one does where a list marker follows."""
    lines: list[str] = []
    for line in source.split(_BREAK):
        if lines and (not line.strip() or MARKER.match(line.lstrip())):
            yield " ".join(lines)
            lines = []
        lines.append(line)
    yield " ".join(lines)


def _number(value: str | None, default: int = 1) -> int:
    number = stated(value)
    return default if number is None else number
