"""Word documents (DOCX): headings, lists, tables, notes and text boxes in reading order, tracked changes accepted."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from policies.archive import Archive
from policies.assembly import Assembly, clean
from policies.document import BlockKind, Document, ReadWarning
from policies.errors import UnreadableFile
from policies.headings import looks_like_heading, ranked_levels, title_of
from policies.markers import is_contents_heading, is_contents_line, split_item
from policies.markup import parse_xml
from policies.readers.docx_paragraphs import Paragraph, read_paragraph
from policies.readers.docx_styles import Numbering, Styles, W, read_numbering, value
from policies.readers.rows import Row, rows_of

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MAIN_PART = "/officeDocument"
CORE = "docProps/core.xml"
# The author's and last editor's names are personal data and are not kept.
PROPERTIES = (
    "title",
    "subject",
    "description",
    "category",
    "contentStatus",
    "created",
    "modified",
    "language",
    "version",
)
WRAPPERS = frozenset({W + "sdtContent", W + "customXml", W + "smartTag", W + "ins", W + "moveTo"})
HEADER_CHARACTERS = 500
FEW_STYLED = 3


def read(data: bytes, name: str) -> Document:
    """The document in a DOCX file.

    Numbered headings and items carry the marker Word shows. Table rows are blocks "cell | cell"; a table of one
    column is read as running text. Footnotes follow at the end. Warns of tracked changes. Raises UnreadableFile:
    damaged, truncated, too large, no text.
    """
    with Archive(data, name) as archive:
        parts = _Parts(archive, name)
        try:
            body = _Body(parts)
            return body.document()
        except RecursionError as error:
            raise UnreadableFile("error.damaged", file=name) from error


class _Parts:
    """The XML parts of the package, found through its relationships."""

    def __init__(self, archive: Archive, name: str) -> None:
        self.archive = archive
        self.name = name
        self.main = self._targets("", MAIN_PART)[0]
        self.folder = posixpath.dirname(self.main)

    def root(self, part: str) -> etree._Element:
        return parse_xml(self.archive.read(part), self.name)

    def related(self, kind: str) -> list[etree._Element]:
        """Roots of the parts the main part names by a kind of relationship ("/styles"); [] if none."""
        return [self.root(part) for part in self._targets(self.main, kind) if part in self.archive]

    def properties(self) -> dict[str, str]:
        """The core properties that say something about the document and nobody in person."""
        if CORE not in self.archive:
            return {}
        found = {etree.QName(e).localname: clean(e.text or "") for e in self.root(CORE) if isinstance(e.tag, str)}
        return {key: found[key] for key in PROPERTIES if found.get(key)}

    def _targets(self, part: str, kind: str) -> list[str]:
        folder, file = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        found = []
        if path in self.archive:
            for element in self.root(path).iter(RELATIONSHIP):
                target = element.get("Target", "")
                if element.get("Type", "").endswith(kind) and element.get("TargetMode") != "External":
                    found.append(posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/"))
        if not found and kind == MAIN_PART:
            found.append("word/document.xml")
        return found


class _Body:
    """The main text: first read whole, because what a heading is depends on how the rest looks."""

    def __init__(self, parts: _Parts) -> None:
        self.parts = parts
        self.styles = Styles(_first(parts.related("/styles")))
        self.numbering: Numbering = read_numbering(_first(parts.related("/numbering")))
        self.root = parts.root(parts.main)
        body = self.root.find(W + "body")
        if body is None:
            raise UnreadableFile("error.damaged", file=parts.name)
        self.flow = list(self._paragraphs_and_rows(body, contents=False))
        self.paragraphs = [entry for entry in self.flow if isinstance(entry, Paragraph)]

    def document(self) -> Document:
        assembly = Assembly(self.parts.name)
        titles = [p for p in self.paragraphs if p.look.title and p.text.strip() and p.heading is None]
        shift = 1 if titles else 0
        _mark_contents(self.paragraphs)
        levels = self._guessed_levels(shift)
        for entry in self.flow:
            if isinstance(entry, Row):
                assembly.add(BlockKind.ROW, entry.text, level=int(entry.header))
            else:
                self._add(assembly, entry, levels, shift)
        self._add_notes(assembly)
        if not assembly.blocks:
            raise UnreadableFile("error.no_text", file=self.parts.name)
        metadata = self.parts.properties()
        title = clean(titles[0].text).replace("\n", " ") if titles else title_of(assembly)
        metadata.update(self._header())
        return Document(
            text=assembly.text,
            blocks=tuple(assembly.blocks),
            title=title or metadata.get("title", ""),
            format="docx",
            metadata=metadata,
            warnings=tuple(self._warnings()),
        )

    def _paragraphs_and_rows(self, parent: etree._Element, *, contents: bool) -> Iterator[Paragraph | Row]:
        pending = ""
        for child in parent:
            if child.tag == W + "p":
                paragraph = read_paragraph(child, self.styles, self.numbering)
                paragraph.contents = paragraph.contents or contents
                paragraph.text, pending = pending + paragraph.text, ""
                if paragraph.merges:
                    pending = paragraph.text
                else:
                    yield paragraph
                for box in paragraph.boxes:
                    yield from self._paragraphs_and_rows(box, contents=contents)
            elif child.tag == W + "tbl":
                yield from self._table(child, contents=contents)
            elif child.tag == W + "sdt":
                gallery = value(child, "sdtPr/docPartObj/docPartGallery") or ""
                inside = contents or gallery.lower() == "table of contents"
                yield from self._paragraphs_and_rows(child, contents=inside)
            elif child.tag in WRAPPERS:
                yield from self._paragraphs_and_rows(child, contents=contents)
        if pending.strip():
            yield Paragraph(text=pending, look=self.styles.look(None))

    def _table(self, table: etree._Element, *, contents: bool) -> Iterator[Paragraph | Row]:
        rows = [row for row in table.iter(W + "tr") if _owner(row) is table and row.find(f"{W}trPr/{W}del") is None]
        cells = [[cell for cell in row.iter(W + "tc") if _owner(cell, W + "tr") is row] for row in rows]
        if max(map(len, cells), default=0) <= 1:
            for cell in (cell for row in cells for cell in row):
                yield from self._paragraphs_and_rows(cell, contents=contents)
            return
        marked = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        yield from rows_of([[self._cell(cell) for cell in row] for row in cells], marked)

    def _cell(self, cell: etree._Element) -> tuple[str, bool]:
        """The text of a cell on one line, and whether it is all bold."""
        parts, bold = [], True
        for entry in self._paragraphs_and_rows(cell, contents=False):
            if isinstance(entry, Row):
                parts.append(entry.text)
            elif text := clean(entry.text):
                parts.append(f"{entry.label} {text}" if entry.label else text)
                bold = bold and entry.bold
        return " ".join(part.replace("\n", " ") for part in parts), bold

    def _guessed_levels(self, shift: int) -> dict[int, int]:
        """Levels of headings that are only made to look like headings, by the identity of the paragraph."""
        sizes: Counter[int] = Counter()
        for paragraph in self.paragraphs:
            sizes[paragraph.size] += len(paragraph.text)
        body = sizes.most_common(1)[0][0] if sizes else 0
        looks = {
            id(p): (p.size, p.bold)
            for p in self.paragraphs
            if p.heading is None
            and _may_be_heading(p)
            and looks_like_heading(clean(p.text), bold=p.bold, size=p.size, body=body)
        }
        styled = [p for p in self.paragraphs if p.heading is not None and p.text.strip() and not p.contents]
        if len(styled) < FEW_STYLED and len(looks) > FEW_STYLED * len(styled):
            # A stray heading style in a document that makes its headings by hand says nothing about their order.
            looks |= {id(p): (p.size, p.bold) for p in styled}
            styled = []
        ranks = ranked_levels(
            looks.values(), after=max((p.heading + shift for p in styled if p.heading), default=shift)
        )
        return {key: ranks[look] for key, look in looks.items()}

    def _add(self, assembly: Assembly, paragraph: Paragraph, levels: dict[int, int], shift: int) -> None:
        text, label = paragraph.text, paragraph.label
        if paragraph.contents or is_contents_heading(text):
            assembly.add(BlockKind.CONTENTS, text, label=label)
        elif paragraph.heading is not None or id(paragraph) in levels:
            level = levels.get(id(paragraph)) or (paragraph.heading or 1) + shift
            assembly.add(BlockKind.HEADING, clean(text).replace("\n", " "), level=level, label=label)
        elif paragraph.look.title:
            assembly.add(BlockKind.HEADING, clean(text).replace("\n", " "), level=1)
        elif paragraph.depth is not None:
            assembly.add(BlockKind.ITEM, text, level=paragraph.depth + 1, label=label)
        else:
            typed, rest = split_item(clean(text))
            if typed:
                assembly.add(BlockKind.ITEM, rest, level=1, label=typed)
            else:
                assembly.add(BlockKind.PARAGRAPH, text)

    def _add_notes(self, assembly: Assembly) -> None:
        """Footnotes and endnotes in the order they are referred to, those of tables last."""
        wanted = [note for paragraph in self.paragraphs for note in paragraph.notes]
        notes: dict[str, str] = {}
        for kind in ("footnote", "endnote"):
            for root in self.parts.related(f"/{kind}s"):
                for element in root.iterfind(W + kind):
                    if element.get(W + "type") in {None, "normal"}:
                        notes[f"{kind}{element.get(W + 'id')}"] = self._cell(element)[0]
        order = [note for note in dict.fromkeys(wanted) if note in notes]
        order += [note for note in notes if note not in order]
        for at, note in enumerate(order, 1):
            assembly.add(BlockKind.NOTE, notes[note], label=str(at))

    def _header(self) -> dict[str, str]:
        """What stands at the top of the pages: often the record number and the date of the decision."""
        found = [self._cell(root)[0] for root in self.parts.related("/header")]
        text = clean(" · ".join(dict.fromkeys(part for part in found if part)))[:HEADER_CHARACTERS]
        return {"header": text} if text else {}

    def _warnings(self) -> Iterator[ReadWarning]:
        inserted = sum(1 for _ in self.root.iter(W + "ins", W + "moveTo"))
        deleted = sum(1 for _ in self.root.iter(W + "del", W + "moveFrom"))
        if inserted or deleted:
            yield ReadWarning(code="warning.tracked_changes", values={"inserted": inserted, "deleted": deleted})
        if self.root.find(f".//{W}altChunk") is not None:
            yield ReadWarning(code="warning.foreign_part")


def _first(roots: list[etree._Element]) -> etree._Element | None:
    return roots[0] if roots else None


def _owner(element: etree._Element, tag: str = W + "tbl") -> etree._Element | None:
    """The nearest enclosing element of a tag: rows and cells may stand inside content controls."""
    return next(element.iterancestors(tag), None)


def _may_be_heading(paragraph: Paragraph) -> bool:
    look = paragraph.look
    return not (paragraph.contents or look.title or look.caption or paragraph.label == "•")


def _mark_contents(paragraphs: Iterable[Paragraph]) -> None:
    """Lines with leaders and page numbers are contents, whatever their style; one alone may be chance."""
    lines = [p for p in paragraphs if is_contents_line(p.text)]
    if len(lines) > 2:
        for paragraph in lines:
            paragraph.contents = True
