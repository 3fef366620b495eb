"""The tag tree of a PDF: what its author's program called headings, lists, tables, contents and notes."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from policies.document import BlockKind
from policies.readers.pdf_lines import Page, Part, cells_in_row, lines_of
from policies.readers.pdf_text import Segment

HEADINGS = {"H": 1, "Title": 1, **{f"H{level}": level for level in range(1, 7)}}
INLINE = frozenset(
    {"Span", "Link", "Quote", "Reference", "BibEntry", "Code", "Em", "Strong", "Sub", "Annot", "Ruby", "RB", "RT"}
)
KINDS = {
    **dict.fromkeys(HEADINGS, BlockKind.HEADING),
    "LI": BlockKind.ITEM,
    "LBody": BlockKind.ITEM,
    "TOCI": BlockKind.CONTENTS,
    "TOC": BlockKind.CONTENTS,
    "Note": BlockKind.NOTE,
    "FENote": BlockKind.NOTE,
}
DEEPEST = 60


@dataclass(slots=True)
class Element:
    """One tag: its standard type and what it holds in order, marks of page content or other tags."""

    type: str
    children: list[Element | int] = field(default_factory=list)

    def marks(self) -> Iterator[int]:
        """Marks of everything inside."""
        for child in self.children:
            if isinstance(child, int):
                yield child
            else:
                yield from child.marks()


def tree_of(page: Any) -> Element:
    """The tags of one page below one root; without children where the page has none."""
    root = Element("Document")
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return root
    try:
        for at in range(max(pdfium.FPDF_StructTree_CountChildren(tree), 0)):
            if child := pdfium.FPDF_StructTree_GetChildAtIndex(tree, at):
                root.children.append(_element(child, 0))
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return root


def _element(raw: Any, depth: int) -> Element:
    element = Element(_type(raw))
    if depth > DEEPEST:
        return element
    for at in range(max(pdfium.FPDF_StructElement_CountChildren(raw), 0)):
        if child := pdfium.FPDF_StructElement_GetChildAtIndex(raw, at):
            element.children.append(_element(child, depth + 1))
        elif (mark := pdfium.FPDF_StructElement_GetChildMarkedContentID(raw, at)) >= 0:
            element.children.append(mark)
    return element


def _type(raw: Any) -> str:
    buffer = ctypes.create_string_buffer(128)
    length = pdfium.FPDF_StructElement_GetType(raw, buffer, len(buffer))
    return buffer.raw[: max(min(length, len(buffer)) - 2, 0)].decode("utf-16-le", "replace")


def parts_of(page: Page, root: Element) -> list[Part]:
    """The tagged content of a page in the order of its tags; page furniture (artifacts) has no tags."""
    marked: dict[int, list[Segment]] = {}
    for segment in page.segments:
        marked.setdefault(segment.mark, []).append(segment)
    return list(_Reading(marked).parts(root, None, 0))


@dataclass(slots=True)
class _Reading:
    marked: dict[int, list[Segment]]
    label: str = ""

    def parts(self, element: Element, kind: BlockKind | None, depth: int) -> Iterator[Part]:
        """Parts of an element of `kind` at a list depth; inline tags flow into the text around them."""
        run: list[int] = []
        for child in element.children:
            if isinstance(child, int):
                run.append(child)
            elif child.type in INLINE:
                run += child.marks()
            else:
                yield from self._part(run, element, kind, depth)
                run = []
                yield from self._block(child, kind, depth)
        yield from self._part(run, element, kind, depth)

    def _block(self, child: Element, kind: BlockKind | None, depth: int) -> Iterator[Part]:
        if child.type == "Artifact":
            return
        if child.type == "Lbl":
            self.label = " ".join(line.text for line in self._lines(list(child.marks()))).strip()
        elif child.type == "Table":
            yield from self._table(child, depth)
        else:
            inherited = kind if child.type in {"P", "Div", "Sect", "NonStruct"} else None
            deeper = depth + 1 if child.type == "L" else depth
            yield from self.parts(child, KINDS.get(child.type, inherited), deeper)

    def _part(self, run: list[int], element: Element, kind: BlockKind | None, depth: int) -> Iterator[Part]:
        lines = self._lines(run)
        if not any(line.text.strip() for line in lines):
            return
        level = HEADINGS.get(element.type, depth if kind is BlockKind.ITEM else 0)
        label, self.label = self.label, ""
        yield Part(lines, kind, level, label)

    def _lines(self, marks: list[int]) -> list[Segment]:
        # A mark may be named twice by a damaged tree; its text is read once.
        return lines_of((s for mark in marks for s in self.marked.pop(mark, ())), gap=40)

    def _table(self, table: Element, depth: int) -> Iterator[Part]:
        rows = list(_within(table, "TR"))
        cells = [[cell for cell in row.children if not isinstance(cell, int)] for row in rows]
        if max((len(row) for row in cells), default=0) <= 1:
            for cell in (cell for row in cells for cell in row):
                yield from self.parts(cell, None, depth)
            return
        for row in cells:
            texts = [self._lines(list(cell.marks())) for cell in row]
            filled = [lines for lines in texts if any(line.text.strip() for line in lines)]
            if filled:
                header = all(cell.type == "TH" for cell in row)
                yield Part(cells_in_row(filled), BlockKind.ROW, int(header))


def _within(element: Element, kind: str) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            if child.type == kind:
                yield child
            elif child.type != "Table":
                yield from _within(child, kind)
