"""Runs of a DOCX paragraph to its text as a reader would see it with every tracked change accepted."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from policies.readers.docx_styles import Look, Numbering, Styles, W, number, switched, value

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# Deleted text, field codes, and the second rendering of the same drawing are not part of what a reader sees.
UNSEEN = frozenset(
    {W + "del", W + "moveFrom", W + "delText", W + "instrText", W + "pPr", W + "rPr", W + "sdtPr", MC + "Fallback"}
)
SIGNS = {W + "tab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}


@dataclass(slots=True)
class Paragraph:
    """One paragraph before it is known what it is: text, list marker, and how it looks.

    `depth` is the list depth from 0, None outside lists. `size` is the commonest font size in half points. `bold` is
    true where every letter is. `boxes` are text boxes anchored in it, `notes` the ids of footnotes it refers to.
    """

    text: str
    look: Look
    label: str = ""
    depth: int | None = None
    heading: int | None = None
    bold: bool = False
    size: int = 0
    contents: bool = False
    merges: bool = False
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Runs:
    styles: Styles
    look: Look
    parts: list[str] = field(default_factory=list)
    sizes: dict[int, int] = field(default_factory=dict)
    plain: int = 0
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def walk(self, element: etree._Element, bold: bool, size: int) -> None:
        for child in element:
            tag = child.tag
            if tag in UNSEEN:
                continue
            if tag == W + "r":
                self.run(child)
            elif tag == W + "t" or tag == MATH_TEXT:
                self.letters(child.text or "", bold, size)
            elif tag in SIGNS:
                self.parts.append(SIGNS[tag])
            elif tag == W + "br":
                self.parts.append("\n" if child.get(W + "type") in {None, "textWrapping"} else " ")
            elif tag == W + "txbxContent":
                self.boxes.append(child)
            elif tag in {W + "footnoteReference", W + "endnoteReference"}:
                self.notes.append(f"{tag[len(W) : -len('Reference')]}{child.get(W + 'id')}")
            elif isinstance(tag, str):
                self.walk(child, bold, size)

    def run(self, run: etree._Element) -> None:
        properties = run.find(W + "rPr")
        if switched(properties, "vanish"):
            return
        style = value(properties, "rStyle")
        look = self.styles.look(style) if style else self.look
        bold = switched(properties, "b")
        bold = bold if bold is not None else bool(look.bold or self.look.bold)
        size = number(value(properties, "sz")) or look.size or self.look.size or self.styles.size
        self.walk(run, bold, size)

    def letters(self, text: str, bold: bool, size: int) -> None:
        self.parts.append(text)
        count = len(text.strip())
        self.sizes[size] = self.sizes.get(size, 0) + count
        self.plain += 0 if bold else count


def read_paragraph(element: etree._Element, styles: Styles, numbering: Numbering) -> Paragraph:
    """The paragraph of a `w:p` element; counts one on in its list, if it is in one."""
    properties = element.find(W + "pPr")
    look = styles.look(value(properties, "pStyle"))
    runs = _Runs(styles, look)
    runs.walk(element, bool(look.bold), look.size or styles.size)
    text = "".join(runs.parts)
    outline = number(value(properties, "outlineLvl"))
    heading = look.heading if outline is None else (outline + 1 if outline < 9 else None)
    paragraph = Paragraph(
        text=text,
        look=look,
        heading=heading,
        bold=bool(text.strip()) and runs.plain == 0,
        size=max(runs.sizes, key=lambda size: runs.sizes[size], default=0),
        contents=look.contents,
        merges=properties is not None and properties.find(f"{W}rPr/{W}del") is not None,
        boxes=runs.boxes,
        notes=runs.notes,
    )
    if text.strip():
        _mark(paragraph, properties, numbering)
    return paragraph


def _mark(paragraph: Paragraph, properties: etree._Element | None, numbering: Numbering) -> None:
    listed = value(properties, "numPr/numId") or paragraph.look.numbering
    if listed is None or listed == "0":
        return
    depth = number(value(properties, "numPr/ilvl"))
    if depth is None:
        depth = paragraph.look.depth
    if depth is None:
        # Heading styles of a numbered outline name the list but leave the level to their own rank.
        depth = (paragraph.heading or 1) - 1 if paragraph.look.outline is not None else 0
    paragraph.depth = depth
    paragraph.label = numbering.label(listed, depth) or ""
