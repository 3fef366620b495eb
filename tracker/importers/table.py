"""CSV and XLSX files as rows of text, under limits; tracker.importers.columns knows what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from policies import limits
from policies.cells import Cells, Marks, address
from policies.document import ReadWarning
from policies.errors import UnreadableFile
from policies.sandbox import cells_safely
from tracker.errors import ImportProblem
from tracker.formulas import unguarded

FILE_MEGABYTES = 20
ROWS = 20_000
COLUMNS = 200
CELL_CHARACTERS = 10_000
SHEETS = 30

HISTORY = "# tracker-history "
"""How the line begins in which our own exports say how far the history went: no row of the list."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DAMAGED = frozenset({"error.reader_crashed", "error.reader_failed"})
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # what a workbook with a password is kept as


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: `rows` are pairs of row number, counted from 1 as a spreadsheet does, and cells; no empty rows.

    `merged` are areas of cells joined into one, each (first row, first column, last row, last column) from 1.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    marks: Marks = field(default_factory=Marks)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """All sheets of a file that hold anything (a CSV file has one, without a name)."""

    sheets: tuple[Sheet, ...]
    warnings: tuple[ReadWarning, ...] = ()


def read_sheets(data: bytes, file: str) -> Sheets:
    """The cells of a CSV or XLSX file as text, dates as 2026-11-22.

    Raises ImportProblem, naming the file: empty, too large, a kind not handled, damaged, too many rows or columns, or
    a cell too long.
    """
    if not data.strip():
        raise ImportProblem("error.table_empty", file=file)
    if len(data) > FILE_MEGABYTES * limits.MEGABYTE:
        raise ImportProblem("error.table_file_too_large", file=file, limit=FILE_MEGABYTES)
    if data.startswith(_OLE):
        locked = _ENCRYPTED in data
        raise ImportProblem("error.table_locked" if locked else "error.table_old_excel", file=file)
    sheets, warnings = _workbook(data, file) if data.startswith(_ZIP) else _delimited(data, file)
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        raise ImportProblem("error.table_empty", file=file)
    return Sheets(sheets=filled, warnings=warnings)


def laid_out(form: str, data: bytes, file: str, **asked: int | str) -> tuple[Cells, ...]:
    """The cells of a file, read in a worker process that its content may hold up or end.

    `form` is one of `policies.worker.FORMS`, `asked` what it wants to know. Raises ImportProblem.
    """
    if len(data) > FILE_MEGABYTES * limits.MEGABYTE:
        raise ImportProblem("error.table_file_too_large", file=file, limit=FILE_MEGABYTES)
    try:
        return cells_safely(data, file, form=form, **asked)
    except UnreadableFile as problem:
        code = "error.table_damaged" if problem.code in _DAMAGED else problem.code
        raise ImportProblem(code, **problem.values) from problem


def checked(cells: Cells, file: str) -> Sheet:
    """A sheet within the limits of a list; raises ImportProblem for any other."""
    if len(cells.rows) > ROWS + 1:  # the headings are a row too
        raise ImportProblem("error.table_too_many_rows", file=file, limit=ROWS)
    rows = tuple((number, _checked(list(row), number, file)) for number, row in cells.rows)
    return Sheet(name=cells.name, rows=rows, marks=cells.marks, merged=cells.merged, hidden=cells.hidden)


def _delimited(data: bytes, file: str) -> tuple[list[Sheet], tuple[ReadWarning, ...]]:
    # One row more than allowed, so that what is too much is seen.
    (cells,) = laid_out("delimited", data, file, rows=ROWS + 2, columns=COLUMNS, remark=HISTORY)
    rows = tuple((number, tuple(map(unguarded, row))) for number, row in cells.rows)
    values = {"file": file, "encoding": cells.guessed}
    warnings = (ReadWarning(code="warning.encoding_guessed", values=values),) if cells.guessed else ()
    return [checked(replace(cells, rows=rows), file)], warnings


def _workbook(data: bytes, file: str) -> tuple[list[Sheet], tuple[ReadWarning, ...]]:
    found = laid_out("workbook", data, file, most=SHEETS)
    left = len(found) - SHEETS
    warnings = (ReadWarning(code="warning.sheets_left_out", values={"file": file, "count": left}),) if left > 0 else ()
    return [checked(cells, file) for cells in found[:SHEETS]], warnings


def _checked(cells: list[str], row: int, file: str) -> tuple[str, ...]:
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > COLUMNS:
        raise ImportProblem("error.table_too_many_columns", file=file, row=row, limit=COLUMNS)
    for column, cell in enumerate(cells, start=1):
        if len(cell) > CELL_CHARACTERS:
            cell_name = address(row, column)
            raise ImportProblem("error.table_cell_too_long", file=file, cell=cell_name, limit=CELL_CHARACTERS)
    return tuple(cell.replace("\x00", "") for cell in cells)  # no database stores NUL
