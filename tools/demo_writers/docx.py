"""DOCX as an office writes it: styles, real lists, a contents field, running header and footer with page numbers."""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from tools.demo_writers.packing import repack
from tools.demo_writers.source import Piece, Source, column_shares, plain


def write_docx(source: Source) -> bytes:
    document = Document()
    _set_facts(document, source)
    for level in (1, 2):
        style = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.paragraph_format.left_indent = Pt(12 * (level - 1))
    document.styles["Normal"].font.name = "Calibri"
    _frame(document, source)
    previous = Piece(kind="break")
    for piece in source.pieces:
        _add(document, source, piece, previous)
        previous = piece
    buffer = io.BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue(), source.written_at)


def _set_facts(document: Docx, source: Source) -> None:
    properties = document.core_properties
    properties.title = source.facts["title"]
    properties.author = source.facts.get("author", "")
    properties.language = "sv-SE" if source.facts.get("lang", "sv") == "sv" else "en-GB"
    properties.created = properties.modified = source.written_at.replace(tzinfo=None)
    properties.last_modified_by = ""
    properties.comments = ""


def _frame(document: Docx, source: Source) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = source.facts.get("header", "")
    foot = section.footer.paragraphs[0]
    foot.text = source.facts.get("footer", "") + "\tSida "
    _field(foot, "PAGE", "1")
    foot.add_run(" (")
    _field(foot, "NUMPAGES", "1")
    foot.add_run(")")


def _field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    for kind in ("begin", instruction, "separate", shown, "end"):
        run = paragraph.add_run()
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == instruction:
            text = OxmlElement("w:instrText")
            text.text = f" {instruction} "
            run._r.append(text)
        else:
            run.text = shown


def _add(document: Docx, source: Source, piece: Piece, previous: Piece) -> None:
    if piece.kind == "heading":
        document.add_paragraph(piece.text, style="Title" if piece.level == 1 else f"Heading {piece.level - 1}")
    elif piece.kind == "item":
        _item(document, piece, previous)
    elif piece.kind == "quote":
        document.add_paragraph(plain(piece.text), style="Quote")
    elif piece.kind == "table":
        _table(document, piece)
    elif piece.kind == "contents":
        _contents(document, source)
    elif piece.kind == "break":
        document.add_page_break()
    else:
        document.add_paragraph(plain(piece.text))


def _item(document: Docx, piece: Piece, previous: Piece) -> None:
    suffix = f" {piece.level}" if piece.level > 1 else ""
    if piece.label == "-":
        document.add_paragraph(plain(piece.text), style=f"List Bullet{suffix}")
    elif piece.label.endswith(")"):
        document.add_paragraph(f"{piece.label} {plain(piece.text)}", style="List Paragraph")
    else:
        paragraph = document.add_paragraph(plain(piece.text), style=f"List Number{suffix}")
        if piece.label == "1." and previous.kind != "item":
            _restart(document)
        _number(document, paragraph)


def _restart(document: Docx) -> None:
    """A new list: Word counts on through a style unless the list gets a number instance of its own."""
    numbering = document.part.numbering_part.element
    wanted = document.styles["List Number"].element.pPr.numPr.numId.val
    origin = next(num for num in numbering.findall(qn("w:num")) if num.numId == wanted)
    fresh = deepcopy(origin)
    fresh.set(qn("w:numId"), str(len(numbering.findall(qn("w:num"))) + 1))
    override = OxmlElement("w:lvlOverride")
    override.set(qn("w:ilvl"), "0")
    start = OxmlElement("w:startOverride")
    start.set(qn("w:val"), "1")
    override.append(start)
    fresh.append(override)
    numbering.append(fresh)


def _number(document: Docx, paragraph: Paragraph) -> None:
    latest = document.part.numbering_part.element.findall(qn("w:num"))[-1]
    paragraph_properties: Any = paragraph._p.get_or_add_pPr()
    properties = paragraph_properties.get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = int(latest.get(qn("w:numId")))


def _table(document: Docx, piece: Piece) -> None:
    shares = column_shares(piece.rows)
    table = document.add_table(rows=0, cols=len(shares), style="Table Grid")
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Cm(15.2 * share)
    for row in piece.rows:
        for cell, share, text in zip(table.add_row().cells, shares, row, strict=False):
            cell.width = Cm(15.2 * share)
            cell.text = plain(text)


def _contents(document: Docx, source: Source) -> None:
    document.add_paragraph("Innehåll", style="TOC Heading")
    for page, heading in enumerate(source.headings(), start=4):
        document.add_paragraph(f"{heading.text}\t{page // 2}", style=f"toc {heading.level - 1}")
    document.add_page_break()
