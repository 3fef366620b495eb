"""Workbooks edited as a spreadsheet program would: every cell written again, some with other words."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import xlsxwriter

from policies.cells import Cells, address
from policies.workbook import read
from tracker.exchange.workbook import ORIGIN

Grid = dict[str, list[list[str]]]
"""By sheet its rows of cells, the headings first."""


def grid(content: bytes) -> Grid:
    """What all sheets of a workbook hold, the hidden ones too."""
    return {sheet.name: _rows(sheet) for sheet in read(content, "a.xlsx", most=30)}


def _rows(sheet: Cells) -> list[list[str]]:
    last = max((number for number, _ in sheet.rows), default=0)
    rows: list[list[str]] = [[] for _ in range(last)]
    for number, cells in sheet.rows:
        rows[number - 1] = list(cells)
    return rows


def saved(sheets: Grid, *, formulas: Mapping[tuple[str, str], str] | None = None) -> bytes:
    """The workbook as a file; `formulas` stand in cells named by sheet and address."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name.startswith("_"):
                sheet.hide()
            for number, cells in enumerate(rows):
                for position, text in enumerate(cells):
                    if text:
                        sheet.write_string(number, position, text)
            for (where, cell), formula in (formulas or {}).items():
                if where == name:
                    sheet.write_formula(cell, formula, None, 2)
    return out.getvalue()


def edited(content: bytes, change: Callable[[Grid], object]) -> bytes:
    """The workbook after somebody changed its cells."""
    sheets = grid(content)
    change(sheets)
    return saved(sheets)


def put(sheets: Grid, sheet: str, row: int, heading: str, text: str) -> str:
    """Write into the row of a sheet (from 1, the headings are 1) below a heading; gives the cell's address."""
    position = sheets[sheet][0].index(heading)
    cells = sheets[sheet][row - 1]
    cells += [""] * (position + 1 - len(cells))
    cells[position] = text
    return address(row, position + 1)


def row_of(sheets: Grid, sheet: str, number: int) -> int:
    """The row, from 1, in which the thing with this id stands."""
    return next(row for row, cells in enumerate(sheets[sheet], 1) if cells and cells[0] == str(number))


def language_of(sheets: Grid) -> str:
    """The language of its words."""
    return sheets[ORIGIN][0][4]
