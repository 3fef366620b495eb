"""Rows of a list out of the sheet that holds them: every cell read, every problem with its address."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policies.cells import address
from policies.document import ReadWarning
from tracker.errors import ImportProblem
from tracker.importers.columns import PROBLEMS, Column, Imported, described, identity, is_total, read_cell
from tracker.importers.headings import Layout
from tracker.importers.parties import is_party
from tracker.importers.table import Sheet, Sheets, read_sheets
from tracker.listing.rows import BadCell, Row, RowProblem


def _nothing(_cells: dict[str, Any]) -> None:
    """A list whose cells ask nothing of each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListKind:
    """A kind of list: its columns, what its cells ask of each other, and how its files become sheets.

    `check` gets the cells of a row by key and may raise BadCell naming a column, or put a value in.
    """

    code: str
    columns: tuple[Column, ...]
    check: Callable[[dict[str, Any]], None] = _nothing
    sheets: Callable[[bytes, str], Sheets] = read_sheets


def read(kind: ListKind, layout: Layout, source: Sheets, file: str) -> Imported[Row]:
    """The rows below the headings of a layout, and all that is wrong with any of them.

    Raises ImportProblem when there are none.
    """
    reader = _Reader(kind, layout)
    rows, problems = [], []
    for number, cells in layout.sheet.rows[layout.row + 1 :]:
        row, wrong = reader.row(number, cells)
        problems += wrong
        if row is not None:
            rows.append(row)
        if len(problems) >= PROBLEMS:
            break
    if not rows and not problems:
        raise ImportProblem("error.table_no_rows", file=file)
    warnings = [*source.warnings, *_warnings(source.sheets, layout, file)]
    return Imported(rows=tuple(rows), problems=tuple(problems), warnings=tuple(warnings))


def placed(problem: RowProblem, layout: Layout) -> RowProblem:
    """A problem that names the key of its column, with heading and cell as the file has them."""
    heading = next((heading for heading in layout.headings if heading.key and heading.key == problem.column), None)
    if heading is None:
        return problem
    cell = address(problem.row, heading.position + 1)
    return RowProblem(row=problem.row, column=heading.text, code=problem.code, values=problem.values, cell=cell)


class _Reader:
    """What is known while the rows of one sheet are read."""

    def __init__(self, kind: ListKind, layout: Layout) -> None:
        self.kind = kind
        self.layout = layout
        places = {heading.key: heading.position for heading in layout.headings if heading.key}
        self.columns = [(column, places[column.key]) for column in kind.columns if column.key in places]
        self.seen: dict[tuple[Any, ...], int] = {}
        self.joined = {position + 1: _joined(layout.sheet, position + 1) for _, position in self.columns}

    def row(self, number: int, cells: tuple[str, ...]) -> tuple[Row | None, list[RowProblem]]:
        """The row, or what is wrong with it; neither where it holds nothing that is read."""
        if not any(position < len(cells) and cells[position].strip() for _, position in self.columns):
            return None, []
        if is_total(cells):
            return None, [self._problem(number, BadCell("error.row_total", column=self.columns[0][0].key))]
        values: dict[str, Any] = {}
        problems = []
        for column, position in self.columns:
            try:
                self._check_place(column, number, position + 1)
                values[column.key] = read_cell(column, cells[position] if position < len(cells) else "")
            except BadCell as problem:
                problems.append(self._problem(number, problem))
        if not problems:
            try:
                self.kind.check(values)
                self._check_once(values, number)
            except BadCell as problem:
                problems.append(self._problem(number, problem))
        return (None, problems) if problems else (Row(number=number, cells=values), [])

    def _check_place(self, column: Column, row: int, position: int) -> None:
        """Refuse what a cell's text does not tell: an error, a formula without a value, a share in a joined cell."""
        place, marks = (row, position), self.layout.sheet.marks
        if place in marks.errors:
            raise BadCell("error.cell_error", column=column.key, value="#")
        if place in marks.uncomputed:
            raise BadCell("error.cell_uncomputed", column=column.key)
        firsts, reaching = self.joined[position]
        above = bisect_right(firsts, row)
        if above and reaching[above - 1][0] >= row:
            raise BadCell("error.cell_merged", column=column.key, area=reaching[above - 1][1])

    def _check_once(self, values: Mapping[str, Any], number: int) -> None:
        key = identity(self.kind.columns, values)
        if key and self.seen.setdefault(key, number) != number:
            first = next(column.key for column in self.kind.columns if column.identifies and values.get(column.key))
            words = " · ".join(described(self.kind.columns, values))[:120]
            raise BadCell("error.row_again", column=first, value=words, earlier=self.seen[key])

    def _problem(self, number: int, problem: BadCell) -> RowProblem:
        return placed(problem.in_row(number), self.layout)


def _joined(sheet: Sheet, column: int) -> tuple[list[int], list[tuple[int, str]]]:
    """The areas joined into one cell that hold some of a column: the rows they begin at, in order, and with each the
    last row that it or one before it reaches, with that one's name. They may lie over one another in a file made so.
    """
    firsts: list[int] = []
    reaching: list[tuple[int, str]] = []
    for first, left, last, right in sorted(sheet.merged):
        if left <= column <= right:
            firsts.append(first)
            further = not reaching or last > reaching[-1][0]
            reaching.append((last, f"{address(first, left)}:{address(last, right)}") if further else reaching[-1])
    return firsts, reaching


def _warnings(sheets: Sequence[Sheet], layout: Layout, file: str) -> Iterator[ReadWarning]:
    for heading in layout.headings:
        if is_party(heading.text):
            values = {"file": file, "column": heading.text.strip()[:80]}
            yield ReadWarning(code="warning.party_dropped", values=values)
    ignored = [
        heading.text.strip()
        for heading in layout.headings
        if not heading.key and heading.text.strip() and not is_party(heading.text)
    ]
    if ignored:
        yield ReadWarning(code="warning.columns_ignored", values={"file": file, "columns": ", ".join(ignored)[:400]})
    others = [sheet.name for sheet in sheets if sheet is not layout.sheet]
    if others:
        values = {"file": file, "sheet": layout.sheet.name, "others": ", ".join(others)[:400]}
        yield ReadWarning(code="warning.sheets_ignored", values=values)
