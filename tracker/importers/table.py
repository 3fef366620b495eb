"""CSV and XLSX files as rows of text, under limits; tracker.importers.columns knows what they mean."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field

from policies import limits
from policies.archive import Archive
from policies.cells import Cells
from policies.document import ReadWarning
from policies.errors import UnreadableFile
from policies.sandbox import sheets_safely
from tracker.errors import ImportProblem
from tracker.formulas import unguarded
from tracker.importers.workbook import Marks, address, marks, parts_of

FILE_MEGABYTES = 20
ROWS = 20_000
COLUMNS = 200
CELL_CHARACTERS = 10_000
SHEETS = 30

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DAMAGED = frozenset({"error.damaged", "error.reader_crashed", "error.reader_failed"})
_RELATIONS = "xl/_rels/workbook.xml.rels"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # what a workbook with a password is kept as
_DELIMITERS = ",;\t|"
_HINT = re.compile(r"sep=([,;\t|])\r?\n")  # a first line that tells Excel the delimiter
_UNNAMED_ROW = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s>/])(?![^>]*\sr\s*=)")
_UNNAMED_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s>/])(?![^>]*\sr\s*=)")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s>/])")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{0,8})([0-9]{0,24})")


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
    sheets, warnings = _read_xlsx(data, file) if data.startswith(_ZIP) else _read_csv(data, file)
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        raise ImportProblem("error.table_empty", file=file)
    return Sheets(sheets=filled, warnings=warnings)


HISTORY = "# tracker-history "
"""How the line begins in which our own exports say how far the history went: no row of the list."""


def _read_csv(data: bytes, file: str) -> tuple[list[Sheet], tuple[ReadWarning, ...]]:
    text, warnings = _decoded(data, file)
    if "\x00" in text:
        row = text[: text.index("\x00")].count("\n") + 1
        raise ImportProblem("error.table_nul", file=file, row=row)
    hint = _HINT.match(text)
    delimiter = hint[1] if hint else _delimiter(text)
    source = io.StringIO(text[hint.end() :] if hint else text, newline="")
    rows = []
    try:
        for number, cells in enumerate(csv.reader(source, delimiter=delimiter), start=2 if hint else 1):
            if any(cell.strip() for cell in cells) and not cells[0].startswith(HISTORY):
                rows.append((number, _checked([unguarded(cell) for cell in cells], number, file)))
            if len(rows) > ROWS + 1:  # the headings are a row too
                raise _too_many_rows(file)
    except csv.Error as problem:
        raise ImportProblem("error.table_damaged", file=file) from problem
    return [Sheet(name="", rows=tuple(rows))], warnings


def _decoded(data: bytes, file: str) -> tuple[str, tuple[ReadWarning, ...]]:
    """UTF-8, UTF-16 with its mark, or what older Swedish programs write; only the last is a guess."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as problem:
        if encoding == "utf-16" or b"\x00" in data:
            raise ImportProblem("error.table_kind", file=file) from problem
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as problem:
        raise ImportProblem("error.table_kind", file=file) from problem
    return text, (ReadWarning(code="warning.encoding_guessed", values={"file": file, "encoding": "Windows-1252"}),)


def _delimiter(text: str) -> str:
    """The sign that splits the first lines into most cells."""
    lines = [line for line in text[: 64 * 1024].splitlines() if line.strip()][:5]
    counts = {sign: sum(line.count(sign) for line in lines) for sign in _DELIMITERS}
    first = {sign: lines[0].count(sign) if lines else 0 for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: (first[sign], counts[sign]))


def _read_xlsx(data: bytes, file: str) -> tuple[list[Sheet], tuple[ReadWarning, ...]]:
    """In a worker process: a damaged workbook can make its reader end the process it runs in."""
    marked = _check_container(data, file)
    try:
        found = sheets_safely(data, file, most=SHEETS)
    except UnreadableFile as problem:
        code = "error.table_damaged" if problem.code in _DAMAGED else problem.code
        raise ImportProblem(code, **problem.values) from problem
    sheets = [_sheet(cells, file, marked.get(cells.name, Marks())) for cells in found[:SHEETS]]
    left = len(found) - SHEETS
    warnings = (ReadWarning(code="warning.sheets_left_out", values={"file": file, "count": left}),) if left > 0 else ()
    return sheets, warnings


def _check_container(data: bytes, file: str) -> dict[str, Marks]:
    """Refuse before reading what would not fit: the reader lays a sheet out in full, from first cell to last.

    Gives what is marked in each sheet.
    """
    marked: dict[str, Marks] = {}
    try:
        with Archive(data, file) as archive:
            if "xl/workbook.xml" not in archive:
                raise ImportProblem("error.table_kind", file=file)
            for entry in archive.names():
                part = archive.read(entry)
                if not _fits(part):
                    raise ImportProblem("error.table_too_wide", file=file, cells=limits.TABLE_CELLS)
                if entry.startswith("xl/worksheets/") and entry.endswith(".xml"):
                    marked[entry] = marks(part)
            if _RELATIONS not in archive:
                return {}
            parts = parts_of(archive.read("xl/workbook.xml"), archive.read(_RELATIONS))
    except UnreadableFile as problem:
        raise ImportProblem(problem.code, **problem.values) from problem
    return {name: marked[entry] for name, entry in parts.items() if entry in marked}


def _fits(part: bytes) -> bool:
    """Whether the cells of a part span no more than may be read, told from their names before any cell is built."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        return False  # nobody writes sheets in UTF-16; the search below could not see into them
    width = height = 0
    for match in _PLACE.finditer(part):
        letters, digits = match.groups()
        if not digits:
            return False  # an address written in entities
        height = max(height, int(digits))
        if letters:
            width = max(width, _column_number(letters.upper()))
    # Rows and cells without a name follow the one before them.
    height += len(_UNNAMED_ROW.findall(part))
    if _UNNAMED_CELL.search(part):
        width += max(len(_UNNAMED_CELL.findall(row)) for row in _ROW.split(part))
    return width * height <= limits.TABLE_CELLS


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _sheet(cells: Cells, file: str, marked: Marks) -> Sheet:
    if len(cells.rows) > ROWS + 1:  # the headings are a row too
        raise _too_many_rows(file)
    rows = tuple((number, _checked(list(row), number, file)) for number, row in cells.rows)
    return Sheet(name=cells.name, rows=rows, marks=marked, merged=cells.merged, hidden=cells.hidden)


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


def _too_many_rows(file: str) -> ImportProblem:
    return ImportProblem("error.table_too_many_rows", file=file, limit=ROWS)
