"""What the columns of an imported list mean: their names in Swedish and English, and how a cell becomes a value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from policies.document import ReadWarning
from tracker.errors import ImportProblem
from tracker.importers.table import Sheet, read_sheets
from tracker.tables.schema import folded

_DAY = re.compile(r"([12][0-9]{3})([-/.]?)([01][0-9])\2([0-3][0-9])(?:[ T][0-9:.]{4,15}Z?)?")
HEADING_ROWS = 20  # titles and notes may stand above the headings

RowT = TypeVar("RowT")
EnumT = TypeVar("EnumT", bound=StrEnum)
Reader = Callable[[str], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """Why a row was set aside. `row` counts as a spreadsheet does, `column` is the heading as the file has it."""

    row: int
    column: str
    code: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Generic[RowT]):
    """Good rows in the order of the file, bad rows with their first problem each, and warnings about the file."""

    rows: tuple[RowT, ...]
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[ReadWarning, ...] = ()


class BadCell(ValueError):
    """A cell that cannot be read; becomes a RowProblem. Raise it as BadCell(code, name=value)."""

    def __init__(self, code: str, **values: str | int | float) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its key, other headings it goes by, and how a cell is read ("" never reaches `read`)."""

    key: str
    names: tuple[str, ...]
    read: Reader
    required: bool = False


def text(limit: int) -> Reader:
    """Text of at most `limit` characters."""

    def read(cell: str) -> str:
        if len(cell) > limit:
            raise BadCell("error.cell_too_long", length=len(cell), limit=limit)
        return cell.strip(" \u00a0")

    return read


def day(cell: str) -> date:
    """A day written 2026-11-22, 20261122, 2026/11/22 or 2026.11.22; a time of day behind it is left out.

    >>> day("2026-11-22 00:00")
    datetime.date(2026, 11, 22)
    """
    match = _DAY.fullmatch(cell.strip())
    if match is None:
        raise BadCell("error.cell_date", value=cell[:40])
    year, month, number = (int(part) for part in match.group(1, 3, 4))
    try:
        return date(year, month, number)
    except ValueError as problem:
        raise BadCell("error.cell_date", value=cell[:40]) from problem


def truth(cell: str) -> bool:
    """Yes or no in either language."""
    word = plain(cell)
    if word in {"ja", "yes", "j", "y", "true", "sant", "1", "x", "formell", "formal"}:
        return True
    if word in {"nej", "no", "n", "false", "falskt", "0", "informell", "informal"}:
        return False
    raise BadCell("error.cell_yes_no", value=cell[:40])


def address(cell: str) -> str:
    """A web address; only http and https may be followed, so nothing else is kept.

    >>> address("www.exempel.se/bygglov")
    'https://www.exempel.se/bygglov'
    """
    cell = cell.strip()
    if re.match(r"https?://[^\s/]", cell, re.IGNORECASE) and not re.search(r"\s", cell) and len(cell) <= 1000:
        return cell
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?::[0-9]{1,5})?(?:/\S*)?", cell) and len(cell) <= 990:
        return f"https://{cell}"
    raise BadCell("error.cell_address", value=cell[:80])


def choice(kinds: type[EnumT], names: Mapping[str, EnumT]) -> Callable[[str], EnumT]:
    """One of a closed set, by its code or by a Swedish or English word for it.

    The choices of a problem are the keys of their names in the locales ("service_status.planned").
    """
    group = re.sub(r"(?<!^)(?=[A-Z])", "_", kinds.__name__).lower()
    choices = ", ".join(f"{group}.{kind.value}" for kind in kinds)
    known = {plain(kind.value): kind for kind in kinds} | {plain(word): kind for word, kind in names.items()}

    def read(cell: str) -> EnumT:
        found = known.get(plain(cell))
        if found is None:
            raise BadCell("error.cell_choice", value=cell[:40], choices=choices)
        return found

    return read


def plain(words: str) -> str:
    """A heading or word reduced to what it says: lower case, without signs between the words.

    >>> plain(" Back-office_System "), plain("E‑tjänst")
    ('back office system', 'e tjänst')
    """
    spaced = "".join(sign if sign.isalnum() else " " for sign in unicodedata.normalize("NFKC", words))
    return " ".join(spaced.casefold().split())


def read_rows(data: bytes, file: str, columns: Sequence[Column], build: Callable[..., RowT]) -> Imported[RowT]:
    """Rows of the first sheet that has the required columns; `build` gets the cells by key and may raise BadCell.

    Empty cells are left to the defaults of `build`; of a BadCell raised there, `values["column"]` may name a key.
    Raises ImportProblem when the file cannot be read or no sheet has the headings.
    """
    source = read_sheets(data, file)
    found = next((place for sheet in source.sheets if (place := _headings(sheet, columns, file))), None)
    if found is None:
        needed = ", ".join(column.key for column in columns if column.required)
        raise ImportProblem("error.table_headings", file=file, columns=needed, seen=_seen(source.sheets[0]))
    sheet, first, headings, ignored = found
    rows, problems = [], []
    for number, cells in sheet.rows[first + 1 :]:
        try:
            rows.append(build(**_values(cells, columns, headings)))
        except BadCell as problem:
            key = str(problem.values.get("column", ""))
            values = {name: value for name, value in problem.values.items() if name != "column"}
            heading = headings[key][1] if key in headings else key
            problems.append(RowProblem(row=number, column=heading, code=problem.code, values=values))
    if not rows and not problems:
        raise ImportProblem("error.table_no_rows", file=file)
    warnings = [*source.warnings, *_warnings(source.sheets, sheet, ignored, file)]
    return Imported(rows=tuple(rows), problems=tuple(problems), warnings=tuple(warnings))


def once(key: str, name: str, seen: set[str]) -> None:
    """Note `name`; BadCell when an earlier row had it, compared as the database compares names."""
    if folded(name) in seen:
        raise BadCell("error.row_twice", column=key, value=name[:80])
    seen.add(folded(name))


Headings = dict[str, tuple[int, str]]
"""Key of a column -> its position and its heading as written."""


def _headings(sheet: Sheet, columns: Sequence[Column], file: str) -> tuple[Sheet, int, Headings, list[str]] | None:
    """Where the headings stand: the first of the upper rows that has every required column."""
    known = {plain(name): column.key for column in columns for name in (column.key, *column.names)}
    required = {column.key for column in columns if column.required}
    for index, (_, cells) in enumerate(sheet.rows[:HEADING_ROWS]):
        keys = [known.get(plain(cell)) for cell in cells]
        if not required <= set(keys):
            continue
        headings: Headings = {}
        for position, (key, cell) in enumerate(zip(keys, cells, strict=True)):
            if key in headings:
                raise ImportProblem("error.table_heading_twice", file=file, column=cell, other=headings[key][1])
            if key is not None:
                headings[key] = (position, cell)
        return (
            sheet,
            index,
            headings,
            [cell for key, cell in zip(keys, cells, strict=True) if key is None and cell.strip()],
        )
    return None


def _values(cells: tuple[str, ...], columns: Sequence[Column], headings: Headings) -> dict[str, Any]:
    values = {}
    for column in columns:
        position = headings.get(column.key, (len(cells), ""))[0]
        cell = cells[position] if position < len(cells) else ""
        if cell.strip():
            try:
                values[column.key] = column.read(cell)
            except BadCell as problem:
                raise BadCell(problem.code, **{**problem.values, "column": column.key}) from problem
        elif column.required:
            raise BadCell("error.cell_missing", column=column.key)
    return values


def _warnings(sheets: Sequence[Sheet], used: Sheet, ignored: list[str], file: str) -> Iterator[ReadWarning]:
    if ignored:
        yield ReadWarning(code="warning.columns_ignored", values={"file": file, "columns": ", ".join(ignored)[:400]})
    others = [sheet.name for sheet in sheets if sheet is not used]
    if others:
        values = {"file": file, "sheet": used.name, "others": ", ".join(others)[:400]}
        yield ReadWarning(code="warning.sheets_ignored", values=values)


def _seen(sheet: Sheet) -> str:
    return ", ".join(cell.strip() for cell in sheet.rows[0][1] if cell.strip())[:200]
