"""What somebody changed in a workbook: each cell compared with what left, and with what stands here now.

A cell that reads as it left changes nothing, nor does one that says what stands here anyhow. Rows out of which anything
cannot be read for certain are left as they are, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from policies.cells import address
from tracker.exchange.workbook import CUT, Row, Sheet, checksum, written
from tracker.importers.edited import HEADINGS, Edited, EditedSheet, Left
from tracker.importers.edited_cells import NEEDED, READ, CellReader
from tracker.listing.rows import BadCell
from tracker.offline import CellEdit, RowEdit, Trouble, Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The rows that were edited, and what of the file cannot be taken as it is."""

    rows: tuple[RowEdit, ...]
    troubles: tuple[Trouble, ...]


def edited_ids(edited: Edited) -> Mapping[str, frozenset[str]]:
    """By sheet the ids of the rows that do not read as they left: those that must be looked up."""
    return {one.key: frozenset(_edited_in(one)) for one in edited.sheets}


def _edited_in(edited: EditedSheet) -> Iterator[str]:
    """The ids of a sheet's rows that do not read as they left."""
    if edited.sheet is None or "id" not in edited.places:
        return
    for number, cells in edited.sheet.rows:
        if number <= HEADINGS:
            continue
        name = _cell(edited, cells, "id").strip()
        left = edited.left.get(name)
        if left is not None and edited_keys(edited, left, cells):
            yield name


def edited_keys(edited: EditedSheet, left: Left, cells: Sequence[str]) -> list[str]:
    """The columns whose cells in a row do not read as they left."""
    return [key for key in edited.places if checksum(_cell(edited, cells, key)) != left.sums[key].removeprefix(CUT)]


def _cell(edited: EditedSheet, cells: Sequence[str], key: str) -> str:
    position = edited.places[key]
    return written(cells[position]) if position < len(cells) else ""


def compare(session: Session, workspace_id: int, edited: Edited, now: Sequence[Sheet]) -> Compared:
    """Every sheet of the file against `now`: the rows of `edited_ids` as they stand here, in the file's language."""
    rows: list[RowEdit] = []
    troubles = [
        Trouble(weight=Weight.TOLD, title=name, code="warning.workbook_sheet_strange") for name in edited.others
    ]
    here = {sheet.key: sheet for sheet in now}
    reader = CellReader(session, workspace_id)
    for sheet in edited.sheets:
        if sheet.key not in READ or sheet.key not in here:
            continue
        if sheet.sheet is None or "id" not in sheet.places:
            code = "warning.workbook_sheet_gone" if sheet.sheet is None else "error.workbook_id_gone"
            weight = Weight.TOLD if sheet.sheet is None else Weight.ROW
            troubles.append(Trouble(weight=weight, title=sheet.title, code=code))
            continue
        found = _Comparing(sheet, here[sheet.key], reader)
        rows += found.rows()
        troubles += found.troubles
    return Compared(rows=tuple(rows), troubles=tuple(troubles))


class _Comparing:
    """One sheet of the file compared with the same sheet as it stands here; what is wrong gathers in `troubles`."""

    def __init__(self, edited: EditedSheet, now: Sheet, reader: CellReader) -> None:
        self.edited = edited
        self.now = now.by_id
        self.positions = {column.key: position for position, column in enumerate(now.columns)}
        self.reader = reader
        self.forms = READ[edited.key]
        self.troubles: list[Trouble] = []

    def rows(self) -> Iterator[RowEdit]:
        """The edited rows in the order of the file; what is wrong is noted."""
        sheet = self.edited.sheet
        assert sheet is not None
        self._headings(sheet.rows[0][1])
        below = [(number, cells) for number, cells in sheet.rows if number > HEADINGS]
        seen: dict[str, int] = {}
        for _, cells in below:
            name = self._cell(cells, "id").strip()
            seen[name] = seen.get(name, 0) + 1
        for number, cells in below:
            name = self._cell(cells, "id").strip()
            if not name:
                self._refuse(number, "id", "error.workbook_row_added")
            elif seen[name] > 1:
                self._refuse(number, "id", "error.workbook_row_again", value=name[:40])
            elif name not in self.edited.left:
                self._refuse(number, "id", "error.workbook_row_unknown", value=name[:40])
            elif (found := self._row(number, name, cells)) is not None:
                yield found
        for name in self.edited.left:
            if name not in seen:
                self._tell("warning.workbook_row_removed", id=name)

    def _headings(self, first: Sequence[str]) -> None:
        for positions, code in (
            (self.edited.strange, "warning.workbook_column_strange"),
            (self.edited.again, "warning.workbook_column_again"),
        ):
            for position in positions:
                self._tell(code, cell=address(HEADINGS, position + 1), column=first[position][:80])
        for key, title in self.edited.titles.items():
            if key not in self.edited.places:
                self._tell("warning.workbook_column_gone", column=title)

    def _row(self, number: int, name: str, cells: Sequence[str]) -> RowEdit | None:
        """The edits of a row, None without any or where one of its cells cannot be taken."""
        left, now = self.edited.left[name], self.now.get(name)
        edited = edited_keys(self.edited, left, cells)
        if not edited:
            return None
        if now is None:
            self._refuse(number, edited[0], "error.workbook_row_gone", value=name[:40])
            return None
        edits: list[CellEdit] = []
        good = True
        for key in edited:
            try:
                edit = self._edit(number, key, left, now, cells)
            except BadCell as problem:
                good = False
                values = {key: value for key, value in problem.values.items() if key != "column"}
                self._refuse(number, key, problem.code, now=now, mine=self._cell(cells, key), **values)
            else:
                edits += [edit] if edit is not None else []
        if not good or not edits:
            return None
        moved = [edit for edit in edits if left.version == now.version and self._moved(edit.key, left, now)]
        for edit in moved:
            self._conflict(number, edit, now)
        if moved:
            return None
        return RowEdit(
            sheet=self.edited.key, title=self.edited.title, id=name, row=number, name=now.name, version=left.version,
            basis=left.basis, edits=tuple(edits),
        )  # fmt: skip

    def _edit(self, row: int, key: str, left: Left, now: Row, cells: Sequence[str]) -> CellEdit | None:
        """The edit of a cell, None where it says what stands here; BadCell where it cannot be taken."""
        if key not in self.forms:
            raise BadCell("error.workbook_locked")
        if left.sums[key].startswith(CUT):
            raise BadCell("error.workbook_cut")
        place, sheet = (row, self.edited.places[key] + 1), self.edited.sheet
        assert sheet is not None
        if place in sheet.marks.errors:
            raise BadCell("error.cell_error", value="#")
        if place in sheet.marks.formulas:
            raise BadCell("error.workbook_formula")
        required = (self.edited.key, key) in NEEDED
        text, before = self._cell(cells, key), written(now.cells[self.positions[key]])
        value = self.reader.read(self.forms[key], key, text, required=required)
        if text == before or (before and value == self._stands(key, before)) or not (before or text.strip()):
            return None
        return CellEdit(
            key=key, column=self.edited.titles[key], cell=address(*place), value=value, before=before, after=text
        )

    def _stands(self, key: str, before: str) -> Any:
        """What stands here, read as the cell is; an object like nothing else where it cannot be."""
        try:
            return self.reader.read(self.forms[key], key, before, required=False)
        except BadCell:
            return object()

    def _moved(self, key: str, left: Left, now: Row) -> bool:
        """Whether a cell changed here although its row says it did not: words disposed of, a thing renamed."""
        return checksum(now.cells[self.positions[key]]) != left.sums[key]

    def _cell(self, cells: Sequence[str], key: str) -> str:
        return _cell(self.edited, cells, key)

    def _tell(self, code: str, *, cell: str = "", column: str = "", **values: str) -> None:
        self.troubles.append(
            Trouble(
                weight=Weight.TOLD, title=self.edited.title, code=code, values=values, cell=cell, column=column,
                row=HEADINGS if cell else 0,
            )
        )  # fmt: skip

    def _conflict(self, row: int, edit: CellEdit, now: Row) -> None:
        self.troubles.append(
            Trouble(
                weight=Weight.CONFLICT, title=self.edited.title, code="error.workbook_cell_changed", row=row,
                cell=edit.cell, column=edit.column, name=now.name, mine=edit.after, theirs=edit.before,
            )
        )  # fmt: skip

    def _refuse(
        self, row: int, key: str, code: str, *, now: Row | None = None, mine: str = "", **values: str | int | float
    ) -> None:
        self.troubles.append(
            Trouble(
                weight=Weight.ROW, title=self.edited.title, code=code, values=values, row=row,
                cell=address(row, self.edited.places[key] + 1), column=self.edited.titles[key],
                name=now.name if now is not None else "", mine=mine,
            )
        )  # fmt: skip
