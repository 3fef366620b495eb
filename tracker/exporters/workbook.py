"""The workbook people edit away from here: what may be edited is open, the rest is locked, and nothing is a formula.

Hidden sheets hold where the workbook came from and, by row, its version and the checksum of every cell. Editable cells
are text to the spreadsheet, so that it changes nothing in them and runs nothing typed over them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from tracker.exchange.workbook import (
    CUT,
    MARK,
    ORIGIN,
    VERSION,
    Column,
    Kind,
    Row,
    Said,
    Sheet,
    Workbook,
    checksum,
    is_cut,
    kept,
)
from tracker.exporters.tables import cell_text, sheet_name

WORDS = "_words"
WIDE = frozenset({"requirement", "words", "note", "description", "title", "target", "about"})
"""Columns that hold sentences."""
LOCK = {"autofilter": True, "sort": True, "format_cells": True, "format_columns": True, "format_rows": True}


def workbook(content: Workbook) -> bytes:
    """The file."""
    out = io.BytesIO()
    options = {"constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        about = sheet_name(content.about_title)
        _about(book, content.about, about)
        titles = {sheet.key: sheet_name(sheet.title) for sheet in content.sheets}
        visible = {sheet.key: book.add_worksheet(titles[sheet.key]) for sheet in content.sheets}
        words = _Words(book)
        formats = _Formats(book)
        for sheet in content.sheets:
            _sheet(visible[sheet.key], sheet, formats, words)
        _origin(book, content, about, titles)
    return out.getvalue()


class _Formats:
    """How cells look: grey and locked, or open to be edited as text or as a day."""

    def __init__(self, book: Any) -> None:
        top = {"valign": "top", "text_wrap": True}
        self.title = book.add_format({"bold": True, **top})
        self.open_title = book.add_format({"bold": True, "bg_color": "#FFF4CE", **top})
        self.locked = book.add_format({"bg_color": "#F2F2F2", **top})
        self.locked_day = book.add_format({"bg_color": "#F2F2F2", "num_format": "yyyy-mm-dd", **top})
        self.text = book.add_format({"locked": False, "num_format": "@", **top})
        self.quoted = book.add_format({"locked": False, "num_format": "@", "quote_prefix": True, **top})
        self.day = book.add_format({"locked": False, "num_format": "yyyy-mm-dd", **top})
        self.number = book.add_format({"locked": False, "num_format": "0", **top})


class _Words:
    """Lists of words that cells may be filled from, one column of a hidden sheet each."""

    def __init__(self, book: Any) -> None:
        self.sheet = book.add_worksheet(WORDS)
        self.sheet.very_hidden()
        self.known: dict[tuple[str, ...], str] = {}

    def place(self, words: tuple[str, ...]) -> str:
        """Where the list stands, as a validation names it."""
        if words not in self.known:
            column = len(self.known)
            for row, word in enumerate(words):
                self.sheet.write_string(row, column, cell_text(word))
            letter = xlsxwriter.utility.xl_col_to_name(column)
            self.known[words] = f"={WORDS}!${letter}$1:${letter}${len(words)}"
        return self.known[words]


def _about(book: Any, lines: Sequence[str], title: str) -> None:
    sheet = book.add_worksheet(title)
    sheet.hide_gridlines(2)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, cell_text(line), wrapped)


def _sheet(made: Any, sheet: Sheet, formats: _Formats, words: _Words) -> None:
    last = max(1, len(sheet.rows))
    for position, column in enumerate(sheet.columns):
        width = 48 if column.key in WIDE else min(32, max(12, len(column.title) + 4))
        made.set_column(position, position, width)
        made.write_string(
            0, position, cell_text(column.title), formats.open_title if column.editable else formats.title
        )
        if column.editable and column.words:
            # Warns and lets pass: what the word means is asked on the way back, where another name is answered too.
            rule = {"validate": "list", "source": words.place(column.words), "error_type": "warning"}
            made.data_validation(1, position, last, position, rule)
    for number, row in enumerate(sheet.rows, start=1):
        for position, (column, value) in enumerate(zip(sheet.columns, row.cells, strict=True)):
            _cell(made, number, position, column, value, formats)
    made.freeze_panes(1, 1)
    made.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    made.protect("", LOCK)


def _cell(made: Any, row: int, position: int, column: Column, value: Said, formats: _Formats) -> None:
    """Write a cell as what it is, never as a formula; blank ones too, so that they are open or locked as the rest."""
    is_day = isinstance(value, date) and value.year >= 1900
    if not column.editable or is_cut(value):
        form = formats.locked_day if is_day else formats.locked
    elif column.kind is Kind.TEXT:
        form = formats.quoted
    else:
        form = {Kind.DAY: formats.day, Kind.NUMBER: formats.number}.get(column.kind, formats.text)
    if value is None or value == "":
        made.write_blank(row, position, None, formats.text if form is formats.quoted else form)
    elif is_day:
        made.write_datetime(row, position, value, form)
    elif isinstance(value, int):
        made.write_number(row, position, value, form)
    else:
        made.write_string(row, position, cell_text(kept(value)), form)


def _origin(book: Any, content: Workbook, about: str, titles: dict[str, str]) -> None:
    origin = content.origin
    where = (str(origin.workspace_id), origin.workspace, origin.language, str(origin.events), origin.hash)
    lines = [[MARK, VERSION, *where, about]]
    for sheet in content.sheets:
        lines.append([sheet.key, titles[sheet.key], *(column.key for column in sheet.columns)])
        lines.append(["", "", *(cell_text(column.title) for column in sheet.columns)])
    _hidden(book, ORIGIN, lines)
    for sheet in content.sheets:
        _hidden(book, f"_{sheet.key}", [_remembered(sheet.columns, row) for row in sheet.rows])


def _remembered(columns: Sequence[Column], row: Row) -> list[str]:
    sums = [
        (CUT if column.editable and is_cut(value) else "") + checksum(value)
        for column, value in zip(columns, row.cells, strict=True)
    ]
    return [row.id, str(row.version), row.basis, *sums]


def _hidden(book: Any, name: str, lines: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.very_hidden()
    sheet.protect()
    for number, line in enumerate(lines):
        for position, text in enumerate(line):
            sheet.write_string(number, position, text)
