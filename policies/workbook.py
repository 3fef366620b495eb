"""A workbook (XLSX) taken apart in a reading worker, as a damaged one can end its process.

Beside the values of its cells, what its own XML says of them and they do not: errors, formulas never computed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from html import unescape
from typing import Any

from policies import limits
from policies.archive import Archive
from policies.cells import Cells, Marks, Place, column_number
from policies.errors import UnreadableFile

_RELATIONS = "xl/_rels/workbook.xml.rels"
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"(?<![\w:])([\w:]+)\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)')")
_ERROR = re.compile(rb"<(?:\w+:)?c\s([^<>]*\bt\s{0,20}=\s{0,20}[\"']e[\"'][^<>]*)>")
_UNCOMPUTED = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FORMULA = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f\b")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_UNNAMED_ROW = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s>/])(?![^<>]*\sr\s*=)")
_UNNAMED_CELL = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s>/])(?![^<>]*\sr\s*=)")
_ROW = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s>/])")
_CELL_PLACE = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{0,8})([0-9]{0,24})")


def read(data: bytes, name: str, *, most: int) -> tuple[Cells, ...]:
    """The sheets of a workbook; those behind the first `most` come without rows.

    Raises UnreadableFile: error.table_kind, error.table_too_wide, error.table_damaged, error.too_much_text, and what an
    archive is refused for.
    """
    marked = _check_container(data, name)
    from python_calamine import CalamineError, CalamineWorkbook  # native and slow to load

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return tuple(_sheets(workbook, name, most, marked))
    except (CalamineError, ValueError, OSError, OverflowError) as problem:
        raise UnreadableFile("error.table_damaged", file=name) from problem
    except BaseException as problem:
        if type(problem).__module__ != "pyo3_runtime":  # a panic of the library's own, not derived from Exception
            raise
        raise UnreadableFile("error.table_damaged", file=name) from problem


def _check_container(data: bytes, file: str) -> dict[str, Marks]:
    """Refuse before reading what would not fit: the reader lays a sheet out in full, from first cell to last.

    Gives what is marked in each sheet.
    """
    marked: dict[str, Marks] = {}
    with Archive(data, file) as archive:
        if "xl/workbook.xml" not in archive:
            raise UnreadableFile("error.table_kind", file=file)
        for entry in archive.names():
            part = archive.read(entry)
            if not _fits(part):
                raise UnreadableFile("error.table_too_wide", file=file, cells=limits.TABLE_CELLS)
            if entry.startswith("xl/worksheets/") and entry.endswith(".xml"):
                marked[entry] = _marks(part)
        if _RELATIONS not in archive:
            return {}
        parts = _parts_of(archive.read("xl/workbook.xml"), archive.read(_RELATIONS))
    return {name: marked[entry] for name, entry in parts.items() if entry in marked}


def _fits(part: bytes) -> bool:
    """Whether the cells of a part span no more than may be read, told from their names before any cell is built."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        return False  # nobody writes sheets in UTF-16; the search below could not see into them
    width = height = 0
    for match in _CELL_PLACE.finditer(part):
        letters, digits = match.groups()
        if not digits:
            return False  # an address written in entities
        height = max(height, int(digits))
        if letters:
            width = max(width, column_number(letters.decode().upper()))
    # Rows and cells without a name follow the one before them.
    height += len(_UNNAMED_ROW.findall(part))
    if _UNNAMED_CELL.search(part):
        width += max(len(_UNNAMED_CELL.findall(row)) for row in _ROW.split(part))
    return width * height <= limits.TABLE_CELLS


def _marks(part: bytes) -> Marks:
    """What stands in the XML of one sheet."""
    return Marks(
        errors=frozenset(_place(match[1]) for match in _ERROR.finditer(part)),
        uncomputed=frozenset(
            _place(match[1]) for match in _UNCOMPUTED.finditer(part) if _attributes(match[1]).get("t") != "str"
        ),
        formulas=frozenset(_place(match[1]) for match in _FORMULA.finditer(part)),
    )


def _parts_of(workbook: bytes, relations: bytes) -> Mapping[str, str]:
    """Name of each sheet -> the part of the archive that holds it."""
    targets = {}
    for match in _RELATION.finditer(relations):
        said = _attributes(match[1])
        target = said.get("Target", "")
        targets[said.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    found = {}
    for match in _SHEET.finditer(workbook):
        said = _attributes(match[1])
        identifier = next((value for name, value in said.items() if name.endswith(":id")), "")
        found[said.get("name", "")] = targets.get(identifier, "")
    return found


def _attributes(text: bytes) -> dict[str, str]:
    return {
        match[1].decode("ascii", "replace"): unescape((match[2] or match[3] or b"").decode("utf-8", "replace"))
        for match in _ATTRIBUTE.finditer(text)
    }


def _place(attributes: bytes) -> Place:
    match = _PLACE.fullmatch(_attributes(attributes).get("r", "").upper())
    if match is None:
        return 0, 0
    return int(match[2]), column_number(match[1])


def _sheets(workbook: Any, file: str, most: int, marked: Mapping[str, Marks]) -> Iterator[Cells]:
    from python_calamine import SheetVisibleEnum

    hidden = {sheet.name for sheet in workbook.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
    left = limits.TEXT_CHARACTERS
    for at, name in enumerate(workbook.sheet_names):
        if at >= most:
            yield Cells(name=name, hidden=name in hidden, rows=())
            continue
        source = workbook.get_sheet_by_name(name)
        rows = []
        for number, values in enumerate(source.to_python(skip_empty_area=False), start=1):
            cells = [written(value) for value in values]
            while cells and not cells[-1].strip():
                cells.pop()
            left -= sum(map(len, cells))
            if left < 0:
                raise UnreadableFile("error.too_much_text", file=file, limit=limits.TEXT_CHARACTERS)
            if cells:
                rows.append((number, tuple(cells)))
        ranges = source.merged_cell_ranges or ()
        merged = tuple((top + 1, start + 1, last + 1, end + 1) for (top, start), (last, end) in ranges)
        yield Cells(
            name=name,
            hidden=name in hidden,
            rows=tuple(rows),
            merged=merged,
            marks=marked.get(name, Marks()),
        )


def written(value: Any) -> str:
    """A cell as text, whole numbers without decimals, days as 2026-11-22.

    >>> written(3.0), written(True), written(datetime(2026, 11, 22)), written(0.5)
    ('3', 'true', '2026-11-22', '0.5')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
