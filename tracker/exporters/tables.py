"""Any table of the app as CSV or XLSX, in which no text can become a formula.

In XLSX text is written as text. CSV has no types: there tracker.formulas puts an apostrophe in front, which the
importers take away again.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

import xlsxwriter

from tracker.errors import TrackerError
from tracker.formulas import guarded

Row: TypeAlias = Mapping[str, Any] | Any
"""A mapping, or a frozen dataclass whose fields are the column keys."""

CELL_CHARACTERS = 32_767  # what a cell of a spreadsheet can hold
SHEET_ROWS = 1_048_575  # below the row of titles
EXACT_INTEGER = 2**53  # spreadsheets keep numbers as floats

_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]|^'+|'+$")


def csv_table(rows: Iterable[Row], columns: Mapping[str, str], *, name: str = "", delimiter: str = ",") -> bytes:
    """UTF-8 with a byte order mark, which makes Excel read å, ä and ö; dates as 2026-11-22, decimals with a point.

    `columns` maps the keys of the rows to their titles, in order. `name` is not used here.
    """
    del name
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([guarded(title) for title in columns.values()])
    for row in rows:
        writer.writerow([_csv_cell(_value(row, key)) for key in columns])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def xlsx_table(rows: Iterable[Row], columns: Mapping[str, str], *, name: str = "") -> bytes:
    """A workbook with one sheet called `name`: titles frozen, filters on, dates as dates, everything else as typed.

    Raises TrackerError where there are more rows than a sheet holds. A text longer than a cell can hold is cut and
    ends with "…"; CSV has it whole.
    """
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as workbook:
        sheet = workbook.add_worksheet(sheet_name(name))
        title_format = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        days = workbook.add_format({"num_format": "yyyy-mm-dd"})
        moments = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.freeze_panes(1, 0)
        for position, title in enumerate(columns.values()):
            sheet.set_column(position, position, min(60, max(12, len(title) + 2)))
            sheet.write_string(0, position, cell_text(title), title_format)
        count = 0
        for count, row in enumerate(rows, start=1):
            if count > SHEET_ROWS:
                raise TrackerError("error.export_too_many_rows", limit=SHEET_ROWS)
            for position, key in enumerate(columns):
                write_cell(sheet, count, position, _value(row, key), days, moments)
        if columns:
            sheet.autofilter(0, 0, count, len(columns) - 1)
    return out.getvalue()


TABLES: dict[str, Callable[..., bytes]] = {"csv": csv_table, "xlsx": xlsx_table}
MEDIA_TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def table(form: str, rows: Iterable[Row], columns: Mapping[str, str], *, name: str = "") -> bytes:
    """The table in the format called `form`, a key of TABLES; TrackerError naming the choices for any other."""
    if form not in TABLES:
        raise TrackerError("error.export_format", format=form, choices=", ".join(TABLES))
    return TABLES[form](rows, columns, name=name)


def _value(row: Row, key: str) -> Any:
    return row.get(key) if isinstance(row, Mapping) else getattr(row, key)


def _csv_cell(value: Any) -> str | int | float:
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).lower()
    if isinstance(value, int | float):
        return value if math.isfinite(value) else ""
    return guarded(_text(value))


def _text(value: Any) -> str:
    """Text of anything that is no number: dates in ISO 8601, several values joined by semicolons."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(str(part) for part in (sorted(value) if isinstance(value, set | frozenset) else value))
    return str(value)


def cell_text(value: Any) -> str:
    """The text of anything that is no number, as much of it as a cell holds."""
    text = _NOT_XML.sub("\ufffd", _text(value))
    return text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…"


def write_cell(sheet: Any, row: int, column: int, value: Any, days: Any, moments: Any) -> None:
    """Write a value as what it is, never as a formula; `days` and `moments` are the formats of dates."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) <= EXACT_INTEGER):
        sheet.write_number(row, column, value)
    elif isinstance(value, date) and value.year >= 1900:
        moment = isinstance(value, datetime)
        # Spreadsheets know no time zones: the time is written as it reads.
        sheet.write_datetime(row, column, _naive(value), moments if moment else days)
    else:
        sheet.write_string(row, column, cell_text(value))


def _naive(value: date) -> date:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def sheet_name(name: str) -> str:
    """A name a workbook accepts: 31 characters, without the signs that mean something in references."""
    cleaned = _SHEET_NAME.sub(" ", _NOT_XML.sub("", name)).strip(" '")[:31].strip(" '")
    return cleaned if cleaned and cleaned.lower() != "history" else "Table"
