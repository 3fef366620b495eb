"""The cells of a workbook as text, sheet by sheet; for a reading worker, as a damaged workbook can end its process."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date, datetime, time
from typing import Any

from policies import limits
from policies.errors import UnreadableFile

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, all from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """One sheet: `rows` are pairs of row number, from 1, and cells as far as the last that holds anything."""

    name: str
    hidden: bool
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    merged: tuple[Area, ...]


def read(data: bytes, name: str, *, most: int) -> tuple[Cells, ...]:
    """The sheets of a workbook; those behind the first `most` come without rows.

    Raises UnreadableFile: error.damaged, error.too_much_text.
    """
    from python_calamine import CalamineError, CalamineWorkbook  # native and slow to load

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return tuple(_sheets(workbook, name, most))
    except (CalamineError, ValueError, OSError, OverflowError) as problem:
        raise UnreadableFile("error.damaged", file=name) from problem
    except BaseException as problem:
        if type(problem).__module__ != "pyo3_runtime":  # a panic of the library's own, not derived from Exception
            raise
        raise UnreadableFile("error.damaged", file=name) from problem


def packed(sheets: tuple[Cells, ...]) -> bytes:
    """Sheets as JSON."""
    return json.dumps([astuple(sheet) for sheet in sheets], ensure_ascii=False).encode("utf-8", "surrogatepass")


def unpacked(data: bytes) -> tuple[Cells, ...]:
    """The sheets `packed` was given.

    >>> sheets = (Cells(name="Blad1", hidden=False, rows=((2, ("a", "b")),), merged=((1, 1, 1, 2),)),)
    >>> unpacked(packed(sheets)) == sheets
    True
    """
    return tuple(
        Cells(
            name=name,
            hidden=hidden,
            rows=tuple((number, tuple(cells)) for number, cells in rows),
            merged=tuple((top, left, last, right) for top, left, last, right in merged),
        )
        for name, hidden, rows, merged in json.loads(data.decode("utf-8", "surrogatepass"))
    )


def _sheets(workbook: Any, file: str, most: int) -> Iterator[Cells]:
    from python_calamine import SheetVisibleEnum

    hidden = {sheet.name for sheet in workbook.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
    left = limits.TEXT_CHARACTERS
    for at, name in enumerate(workbook.sheet_names):
        if at >= most:
            yield Cells(name=name, hidden=name in hidden, rows=(), merged=())
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
        yield Cells(name=name, hidden=name in hidden, rows=tuple(rows), merged=merged)


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
