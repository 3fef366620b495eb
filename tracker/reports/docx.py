"""A report as DOCX that people can go on writing in: real headings, tables with header rows, alt text, languages.

python-docx knows no header rows, alt texts, fields or languages of runs: those are set in its XML.
"""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from tracker.exporters.markup import clean
from tracker.reports import pdf, plain
from tracker.reports.content import Bars, Block, Cell, Figures, Points, Quote, Report, Section, Table, Text, Words

LONGEST = 255
"""Letters of a property of a document at most."""
WIDTH = 17.0
"""Centimetres of an A4 page between the margins."""
BLUE, QUIET = RGBColor(0x1E, 0x3B, 0x78), RGBColor(0x4A, 0x55, 0x64)


def write(report: Report) -> bytes:
    """The report as a document of a word processor."""
    document = Document()
    _prepare(document, report)
    document.add_paragraph(clean(report.workspace), style="Subtitle")
    document.add_paragraph(clean(report.title), style="Title")
    document.add_paragraph(clean(report.subtitle), style="Subtitle")
    for section in report.sections:
        _section(document, section, report)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _prepare(document: Any, report: Report) -> None:
    """Page, fonts, language and properties."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(1.8)
    styles = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(10.5)
    for name, size in (("Title", 22), ("Heading 1", 14), ("Heading 2", 12), ("Subtitle", 10)):
        font = styles[name].font
        font.name, font.size, font.italic = "Calibri", Pt(size), False
        font.color.rgb = QUIET if name == "Subtitle" else BLUE
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), plain.tag(report.language))
    said = document.core_properties
    said.title = clean(f"{report.title} · {report.workspace}")[:LONGEST]
    said.author, said.subject = clean(report.workspace)[:LONGEST], clean(report.subtitle)[:LONGEST]
    said.language = plain.tag(report.language)
    said.comments = report.history
    said.created = said.modified = report.made_at.replace(tzinfo=None)
    footer = page.footer.paragraphs[0]
    footer.text = clean(f"{report.workspace} · {report.title} · {report.head[:12]} · ")
    _field(footer, "PAGE")


def _section(document: Any, section: Section, report: Report) -> None:
    document.add_heading(clean(section.title), level=section.level)
    for block in section.blocks:
        _block(document, block, report, small=section.small)


def _block(document: Any, block: Block, report: Report, *, small: bool) -> None:
    match block:
        case Text():
            run = document.add_paragraph().add_run(clean(block.text))
            run.font.size = Pt(12 if block.style == "lead" else 9 if small or block.style == "note" else 10.5)
        case Points():
            for text, _ in block.items:
                document.add_paragraph(clean(text), style="List Bullet")
        case Figures():
            line = document.add_paragraph()
            for row in block.rows:
                line.add_run(clean(plain.figure(row.value, report.language))).bold = True
                line.add_run(clean(f" {row.label}    "))
        case Bars():
            picture = document.add_picture(io.BytesIO(pdf.picture(report, block)), width=Cm(WIDTH))
            picture._inline.docPr.set("descr", clean(block.alt))
        case Table():
            _table(document, block, report)
        case Quote():
            quoted = document.add_paragraph(style="Quote")
            _run(quoted, Words(text=block.text, language=block.language), report)
            source = document.add_paragraph().add_run(clean(f"{block.source} · {block.evidence}"))
            source.font.size, source.font.color.rgb = Pt(9), QUIET


def _table(document: Any, block: Table, report: Report) -> None:
    """A table whose first row is repeated on every page and known as its header."""
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    total = sum(column.width for column in block.columns)
    for column, placed in zip(block.columns, table.columns, strict=True):
        placed.width = Cm(WIDTH * column.width / total)
    cells = iter(table._cells)  # asked for row by row they are counted anew each time
    for number, row in enumerate([[column.title for column in block.columns], *block.rows]):
        for column, value in zip(block.columns, row, strict=True):
            cell = next(cells)
            cell.width = Cm(WIDTH * column.width / total)
            _filled(cell, value, report, number=column.number, bold=number == 0)
    after = document.add_paragraph()
    if block.more:
        after.add_run(clean(block.more)).italic = True


def _filled(cell: Any, value: Cell, report: Report, *, number: bool, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = _run(paragraph, value, report)
    run.font.size, run.bold = Pt(9), bold or None


def _run(paragraph: Any, value: Cell, report: Report) -> Any:
    """The words, marked with their language where it is another than the report's."""
    run = paragraph.add_run(clean(plain.cell(value, report.language)))
    if isinstance(value, Words) and value.language != report.language:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), plain.tag(value.language))
        run._r.get_or_add_rPr().append(language)
    return run


def _field(paragraph: Any, name: str) -> None:
    """A field that the word processor fills in, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)
