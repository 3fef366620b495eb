"""OpenDocument text (ODT): headings, lists, tables, notes and text boxes in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from policies.archive import Archive
from policies.assembly import Assembly, clean
from policies.document import BlockKind, Document, ReadWarning
from policies.errors import UnreadableFile
from policies.headings import title_of
from policies.markers import is_contents_line
from policies.markup import parse_xml
from policies.numerals import stated
from policies.readers.odt_numbers import Numbers, OpenItem
from policies.readers.odt_paragraphs import Paragraph, add_paragraph, guessed_levels
from policies.readers.odt_styles import DEEPEST, DRAW, OFFICE, STYLE, TABLE, TEXT, Lists, Styles
from policies.readers.rows import Row, rows_of

INDEXES = frozenset(
    TEXT + name
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "user-index",
        "object-index",
        "alphabetical-index",
    )
)
# Deleted text and comments; the first are kept apart from the flow, so leaving them out accepts every change.
UNSEEN = frozenset(
    {
        TEXT + "tracked-changes",
        OFFICE + "annotation",
        TEXT + "ruby-text",
        TEXT + "hidden-text",
        TEXT + "index-title-template",
        DRAW + "glue-point",
    }
)
GROUPS = frozenset(
    {
        TEXT + "section",
        TEXT + "index-body",
        TEXT + "index-title",
        DRAW + "g",
        DRAW + "frame",
        DRAW + "text-box",
        DRAW + "custom-shape",
    }
)
META = {
    "title": "title",
    "subject": "subject",
    "description": "description",
    "creation-date": "created",
    "date": "modified",
    "language": "language",
}
HEADER_CHARACTERS = 500
MOST_SPACES = 100


def read(data: bytes, name: str) -> Document:
    """The document in an ODT file. Table rows are blocks "cell | cell", footnotes follow at the end.

    Warns of tracked changes. Raises UnreadableFile: damaged, truncated, too large, no text.
    """
    with Archive(data, name) as archive:
        content = parse_xml(archive.read("content.xml"), name)
        extra = {part: parse_xml(archive.read(part), name) for part in ("styles.xml", "meta.xml") if part in archive}
    try:
        return _Body(content, extra.get("styles.xml"), extra.get("meta.xml"), name).document()
    except RecursionError as error:
        raise UnreadableFile("error.damaged", file=name) from error


class _Body:
    def __init__(
        self, content: etree._Element, styles: etree._Element | None, meta: etree._Element | None, name: str
    ) -> None:
        body = content.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise UnreadableFile("error.damaged", file=name)
        roots = [root for root in (styles, content) if root is not None]
        self.name = name
        self.body = body
        self.meta = meta
        self.sheet = styles
        self.styles = Styles(roots)
        self.lists = Lists.read(roots)
        self.numbers = Numbers(self.lists)
        self.notes: list[tuple[str, str]] = []
        self.flow = list(self._blocks(body, None, contents=False))
        self.paragraphs = [entry for entry in self.flow if isinstance(entry, Paragraph)]

    def document(self) -> Document:
        assembly = Assembly(self.name)
        lines = [p for p in self.paragraphs if is_contents_line(p.text)]
        if len(lines) > 2:
            for paragraph in lines:
                paragraph.contents = True
        titles = [p for p in self.paragraphs if p.look.title and p.level is None and p.text.strip()]
        shift = 1 if titles else 0
        levels = guessed_levels(self.paragraphs, shift)
        for entry in self.flow:
            if isinstance(entry, Row):
                assembly.add(BlockKind.ROW, entry.text, level=int(entry.header))
            else:
                add_paragraph(assembly, entry, levels.get(id(entry)), shift)
        for label, text in self.notes:
            assembly.add(BlockKind.NOTE, text, label=label)
        if not assembly.blocks:
            raise UnreadableFile("error.no_text", file=self.name)
        metadata = self._metadata()
        return Document(
            text=assembly.text,
            blocks=tuple(assembly.blocks),
            title=clean(titles[0].text).replace("\n", " ")
            if titles
            else title_of(assembly) or metadata.get("title", ""),
            format="odt",
            metadata=metadata,
            warnings=tuple(self._warnings()),
        )

    def _blocks(self, parent: etree._Element, opened: OpenItem | None, *, contents: bool) -> Iterator[Paragraph | Row]:
        numbered = False  # only the first paragraph of an item carries its number
        for child in parent:
            tag = child.tag
            if tag in {TEXT + "p", TEXT + "h"}:
                yield from self._paragraph(child, None if numbered else opened, contents=contents)
                numbered = True
            elif tag == TEXT + "list":
                yield from self._list(child, opened, contents=contents)
            elif tag == TABLE + "table":
                yield from self._table(child, contents=contents)
            elif tag in INDEXES:
                yield from self._blocks(child, None, contents=True)
            elif tag in GROUPS:
                yield from self._blocks(child, opened, contents=contents)

    def _paragraph(
        self, element: etree._Element, opened: OpenItem | None, *, contents: bool
    ) -> Iterator[Paragraph | Row]:
        look = self.styles.paragraph(element.get(TEXT + "style-name"))
        inline = _Inline(self, look.bold)
        inline.walk(element, bold=look.bold)
        text = "".join(inline.parts)
        level = look.heading
        if element.tag == TEXT + "h":
            level = stated(element.get(TEXT + "outline-level")) or 1
            level = level if level <= DEEPEST else 1
        contents = contents or look.contents
        paragraph = Paragraph(text=text, look=look, bold=inline.bold, level=level, contents=contents)
        if element.tag == TEXT + "h" and text.strip() and level:
            paragraph.label = self.numbers.heading_label(element, level, opened)
        elif opened and opened.counts and text.strip():
            paragraph.depth = len(opened.counts)
            paragraph.label = self.lists.label(opened.style or look.numbering, opened.counts)
        yield paragraph
        for box in inline.boxes:
            yield from self._blocks(box, None, contents=contents)

    def _list(self, element: etree._Element, outer: OpenItem | None, *, contents: bool) -> Iterator[Paragraph | Row]:
        style = element.get(TEXT + "style-name") or (outer.style if outer else "")
        depth = len(outer.counts) + 1 if outer else 1
        reached = outer.reached if outer else self.numbers.reached(element, style)
        first = self.lists.first(style, depth)
        for item in element:
            if item.tag == TEXT + "list-header":
                yield from self._blocks(item, None, contents=contents)
            elif item.tag == TEXT + "list-item":
                counted = self.numbers.count(item, reached, depth, first)
                yield from self._blocks(item, OpenItem(style, counted, reached), contents=contents)

    def _table(self, table: etree._Element, *, contents: bool) -> Iterator[Paragraph | Row]:
        rows = [row for row in table.iter(TABLE + "table-row") if next(row.iterancestors(TABLE + "table")) is table]
        cells = [row.findall(TABLE + "table-cell") for row in rows]
        if max(map(len, cells), default=0) <= 1:
            for cell in (cell for row in cells for cell in row):
                yield from self._blocks(cell, None, contents=contents)
            return
        marked = [any(True for _ in row.iterancestors(TABLE + "table-header-rows")) for row in rows]
        yield from rows_of([[self._cell(cell) for cell in row] for row in cells], marked)

    def flat(self, element: etree._Element) -> str:
        """Everything inside an element on one line."""
        return self._cell(element)[0]

    def _cell(self, element: etree._Element) -> tuple[str, bool]:
        """Everything inside an element on one line, and whether it is all bold."""
        parts, bold = [], True
        for entry in self._blocks(element, None, contents=False):
            if isinstance(entry, Row):
                parts.append(entry.text)
            elif text := clean(entry.text):
                parts.append(f"{entry.label} {text}" if entry.label else text)
                bold = bold and entry.bold
        return " ".join(parts).replace("\n", " "), bold

    def _metadata(self) -> dict[str, str]:
        metadata: dict[str, str] = {}
        if self.meta is not None:
            for element in self.meta.iter():
                if isinstance(element.tag, str) and (key := META.get(etree.QName(element).localname)):
                    value = clean(element.text or "")
                    if value:
                        metadata[key] = value
        if self.sheet is not None:
            headers = dict.fromkeys(self.flat(header) for header in self.sheet.iter(STYLE + "header"))
            if text := clean(" · ".join(filter(None, headers)))[:HEADER_CHARACTERS]:
                metadata["header"] = text
        return metadata

    def _warnings(self) -> Iterator[ReadWarning]:
        counts = {
            kind: sum(1 for _ in self.body.iterfind(f"{TEXT}tracked-changes//{TEXT}{kind}"))
            for kind in ("insertion", "deletion")
        }
        if any(counts.values()):
            values = {"inserted": counts["insertion"], "deleted": counts["deletion"]}
            yield ReadWarning(code="warning.tracked_changes", values=values)


class _Inline:
    """The text of one paragraph; text boxes and notes are set aside."""

    def __init__(self, body: _Body, bold: bool) -> None:
        self.body = body
        self.parts: list[str] = []
        self.boxes: list[etree._Element] = []
        self.bold = bold
        self._begun = False

    def walk(self, element: etree._Element, *, bold: bool) -> None:
        self._letters(element.text, bold)
        for child in element:
            tag = child.tag
            if tag == TEXT + "s":
                count = stated(child.get(TEXT + "c"))
                self.parts.append(" " * min(1 if count is None else count, MOST_SPACES))
            elif tag == TEXT + "tab":
                self.parts.append("\t")
            elif tag == TEXT + "line-break":
                self.parts.append("\n")
            elif tag == TEXT + "note":
                self._note(child)
            elif tag in GROUPS:
                self.boxes.append(child)
            elif isinstance(tag, str) and tag not in UNSEEN:
                styled = bold or (tag == TEXT + "span" and self.body.styles.is_bold(child.get(TEXT + "style-name")))
                self.walk(child, bold=styled)
            self._letters(child.tail, bold)

    def _letters(self, text: str | None, bold: bool) -> None:
        if not text:
            return
        self.parts.append(text)
        if text.strip():
            self.bold = bold if not self._begun else self.bold and bold
            self._begun = True

    def _note(self, note: etree._Element) -> None:
        body = note.find(TEXT + "note-body")
        if body is not None and (text := self.body.flat(body)):
            self.body.notes.append((clean(note.findtext(TEXT + "note-citation") or ""), text))
