"""A report as a workbook: what it says on the first sheet, every table on its own, days and numbers as themselves."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from tracker.exporters.tables import cell_text, sheet_name, write_cell
from tracker.reports.content import Bars, Block, Cell, Column, Figures, Points, Quote, Report, Table, Text, Words
from tracker.reports.language import Language

WIDE = 14
"""Characters of a column as wide as the narrowest of a table."""


@dataclass(slots=True, kw_only=True)
class Collected:
    """Tables that go on one sheet: those of one name, each row led by its section where there are several."""

    columns: Sequence[Column]
    rows: list[tuple[str, Sequence[Cell]]] = field(default_factory=list)
    sections: set[str] = field(default_factory=set)


def write(report: Report) -> bytes:
    """The report as a workbook in which no text can become a formula."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as workbook:
        workbook.set_properties(
            {
                "title": cell_text(f"{report.title} · {report.workspace}"),
                "author": cell_text(report.workspace),
                "subject": report.subtitle,
                "comments": report.history,
                "created": report.made_at.replace(tzinfo=None),
            }
        )
        formats = _formats(workbook)
        language = Language(code=report.language)
        _front(workbook.add_worksheet(sheet_name(language.t("report.sheet.report"))), report, formats)
        used = {language.t("report.sheet.report").casefold()}
        for name, found in _collected(report, language).items():
            sheet = workbook.add_worksheet(_unused(sheet_name(name), used))
            _filled(sheet, found, formats, language.t("report.column.section"))
    return out.getvalue()


def _formats(workbook: Any) -> dict[str, Any]:
    wrapped = {"text_wrap": True, "valign": "top"}
    return {
        "title": workbook.add_format({"bold": True, "font_size": 16}),
        "heading": workbook.add_format({"bold": True, "font_size": 12, "top": 1}),
        "column": workbook.add_format({"bold": True, **wrapped}),
        "text": workbook.add_format(wrapped),
        "day": workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        "moment": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }


def _front(sheet: Any, report: Report, formats: dict[str, Any]) -> None:
    """Everything that is no table, in order."""
    sheet.set_column(0, 0, 110)
    sheet.set_column(1, 1, 16)
    sheet.write_string(0, 0, cell_text(report.title), formats["title"])
    sheet.write_string(1, 0, cell_text(report.workspace))
    sheet.write_string(2, 0, cell_text(report.subtitle))
    row = 4
    for section in report.sections:
        sheet.write_string(row, 0, cell_text(section.title), formats["heading"])
        row += 1
        for block in section.blocks:
            for words, value in _lines(block):
                sheet.write_string(row, 0, cell_text(words), formats["text"])
                if value is not None:
                    write_cell(sheet, row, 1, value, formats["day"], formats["moment"])
                row += 1
        row += 1


def _lines(block: Block) -> Sequence[tuple[str, int | str | None]]:
    """A block as words with a number beside; of a table its name, since it has a sheet of its own."""
    match block:
        case Text():
            return [(block.text, None)]
        case Points():
            return [(text, None) for text, _ in block.items]
        case Figures():
            return [(row.label, row.value) for row in block.rows]
        case Bars():
            several = len(block.rows) > 1
            return [
                (f"{row.name}: {name}" if several else name, row.counts[place])
                for row in block.rows
                for place, name in block.places.items()
                if row.counts.get(place)
            ]
        case Table():
            return [(f"→ {block.name}", len(block.rows)), *([(block.more, None)] if block.more else [])]
        case Quote():
            return []


def _collected(report: Report, language: Language) -> dict[str, Collected]:
    found: dict[str, Collected] = {}
    quotes = language.t("report.sheet.quotes")
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                of_name = found.setdefault(block.name, Collected(columns=block.columns))
                of_name.rows += [(section.title, row) for row in block.rows]
                of_name.sections.add(section.title)
            elif isinstance(block, Quote):
                of_name = found.setdefault(quotes, Collected(columns=_quote_columns(language)))
                of_name.rows.append((section.title, [block.text, block.source, block.evidence, block.language]))
                of_name.sections.add(section.title)
    return found


def _quote_columns(language: Language) -> list[Column]:
    named = (("text", 4.0), ("source", 3.0), ("evidence_id", 1.5), ("language", 0.7))
    return [Column(title=language.t(f"report.column.{name}"), width=width) for name, width in named]


def _filled(sheet: Any, found: Collected, formats: dict[str, Any], section: str) -> None:
    """Titles frozen and filtered, one row per row."""
    led = len(found.sections) > 1
    columns = [Column(title=section, width=2.0), *found.columns] if led else list(found.columns)
    for position, column in enumerate(columns):
        sheet.set_column(position, position, min(70, max(WIDE, int(WIDE * column.width))))
        sheet.write_string(0, position, cell_text(column.title), formats["column"])
    for number, (title, row) in enumerate(found.rows, start=1):
        for position, value in enumerate([title, *row] if led else row):
            written = value.text if isinstance(value, Words) else value
            if isinstance(written, str):
                sheet.write_string(number, position, cell_text(written), formats["text"])
            else:
                write_cell(sheet, number, position, written, formats["day"], formats["moment"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(found.rows)), len(columns) - 1)


def _unused(name: str, used: set[str]) -> str:
    """The name, numbered where another sheet has it; workbooks do not tell capitals apart."""
    number, wanted = 2, name
    while wanted.casefold() in used:
        wanted = f"{name[:27]} {number}"
        number += 1
    used.add(wanted.casefold())
    return wanted
