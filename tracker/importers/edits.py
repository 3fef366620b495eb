"""What somebody changed in a workbook: each cell compared with what left, and with what stands here now.

A cell that reads as it left changes nothing, nor does one that says what stands here anyhow. Rows out of which anything
cannot be read for certain are left as they are, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.cells import address
from tracker.exchange.workbook import CUT, Row, Sheet, checksum, written
from tracker.importers import columns
from tracker.importers.columns import Column, Form, choice, line, read_cell
from tracker.importers.edited import HEADINGS, Edited, EditedSheet, Left
from tracker.listing.names import Names, nearest, unknown
from tracker.listing.rows import BadCell
from tracker.offline import CellEdit, RowEdit, Trouble, Weight
from tracker.tables.assessment import Compliance, MeasureState, SideState
from tracker.tables.guideline import Decided
from tracker.tables.link import LinkType
from tracker.tables.schema import folded
from tracker.tables.service import Acquisition, DesignDriver, ServiceStatus, System, SystemKind

EXACT = Form(name="text", read=str.strip, empty="")
"""Text as it stands, but for blanks around it."""


def _level(cell: str) -> int:
    found = columns.COUNT(cell)
    if found > 7:
        raise BadCell("error.level_unknown", level=int(found))
    return int(found)


READ: Mapping[str, Mapping[str, Form]] = {
    "links": {
        "state": choice(Decided),
        "type": choice(LinkType),
        "subject": columns.name_of("actor"),
        "note": EXACT,
    },
    "assessments": {
        "level": Form(name="count", read=_level),
        "side_state": choice(SideState),
        "compliance": choice(Compliance, empty=Compliance.NOT_ASSESSED),
        "note": EXACT,
    },
    "measures": {
        "title": line(),
        "owner": columns.name_of("actor"),
        "due_on": columns.DAY,
        "state": choice(MeasureState),
        "note": EXACT,
        "why": EXACT,
    },
    "services": {
        "unit": columns.name_of("actor"),
        "status": choice(ServiceStatus, empty=ServiceStatus.UNKNOWN),
        "channel": line(120),
        "life_event": line(200),
        "platform": columns.name_of("platform"),
        "back_office": columns.name_of("back_office"),
        "vendor": columns.name_of("actor"),
        "contract_end": columns.DAY,
        "acquisition": choice(Acquisition, empty=Acquisition.UNKNOWN),
        "design_driver": choice(DesignDriver, empty=DesignDriver.UNKNOWN),
        "built_by": columns.name_of("actor"),
        "personal_data": columns.TRUTH,
        "cross_border": columns.TRUTH,
        "started_on": columns.DAY,
        "url": columns.ADDRESS,
        "description": EXACT,
    },
}
"""By sheet and column how an edited cell is read; all other columns are to be read by people only."""
NEEDED = frozenset({("links", "state"), ("measures", "state"), ("measures", "title")})
"""Cells that cannot be emptied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The rows that were edited, and what of the file cannot be taken as it is."""

    rows: tuple[RowEdit, ...]
    troubles: tuple[Trouble, ...]


def edited_ids(edited: Edited) -> Mapping[str, frozenset[str]]:
    """By sheet the ids of the rows that do not read as they left: those that must be looked up."""
    return {
        one.key: frozenset(
            name
            for number, cells in (one.sheet.rows if one.sheet is not None and "id" in one.places else ())
            if number > HEADINGS
            and (left := one.left.get(name := _cell(one, cells, "id").strip())) is not None
            and edited_keys(one, left, cells)
        )
        for one in edited.sheets
    }


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
    named = _Named(session, workspace_id)
    for sheet in edited.sheets:
        if sheet.key not in READ or sheet.key not in here:
            continue
        if sheet.sheet is None or "id" not in sheet.places:
            code = "warning.workbook_sheet_gone" if sheet.sheet is None else "error.workbook_id_gone"
            weight = Weight.TOLD if sheet.sheet is None else Weight.ROW
            troubles.append(Trouble(weight=weight, title=sheet.title, code=code))
            continue
        found = _Sheet(sheet, here[sheet.key], named)
        rows += found.rows()
        troubles += found.troubles
    return Compared(rows=tuple(rows), troubles=tuple(troubles))


class _Named:
    """Numbers of what cells name, looked up in the workspace."""

    def __init__(self, session: Session, workspace_id: int) -> None:
        self.names = Names(session, workspace_id)
        self.session = session
        self.workspace_id = workspace_id
        self.systems: dict[SystemKind, dict[str, tuple[int, str]]] = {}

    def number(self, kind: str, name: str, column: str) -> int:
        """The number of what is called so; BadCell with the nearest name."""
        if kind == "actor":
            return self.names.need("actor", name, column)
        system = SystemKind(kind)
        if system not in self.systems:
            wanted = select(System.id, System.name).where(
                System.workspace_id == self.workspace_id, System.kind == system
            )
            self.systems[system] = {folded(name): (number, name) for number, name in self.session.execute(wanted)}
        known = self.systems[system]
        if folded(name) not in known:
            raise unknown("system", name, nearest(name, (word for _, word in known.values())), column)
        return known[folded(name)][0]

    def read(self, form: Form, key: str, cell: str, *, required: bool) -> Any:
        """The value of a cell; names become numbers, None without one. BadCell naming the column."""
        if form is EXACT:
            return form(cell)
        value = read_cell(Column(key=key, read=form, required=required), cell)
        if form.name.startswith("name_of_"):
            return self.number(form.name.removeprefix("name_of_"), value, key) if value else None
        return value


class _Sheet:
    """One sheet at work."""

    def __init__(self, edited: EditedSheet, now: Sheet, named: _Named) -> None:
        self.edited = edited
        self.now = now.by_id
        self.positions = {column.key: position for position, column in enumerate(now.columns)}
        self.named = named
        self.read = READ[edited.key]
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
        if key not in self.read:
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
        value = self.named.read(self.read[key], key, text, required=required)
        if text == before or (before and value == self._stands(key, before)) or not (before or text.strip()):
            return None
        return CellEdit(
            key=key, column=self.edited.titles[key], cell=address(*place), value=value, before=before, after=text
        )

    def _stands(self, key: str, before: str) -> Any:
        """What stands here, read as the cell is; an object like nothing else where it cannot be."""
        try:
            return self.named.read(self.read[key], key, before, required=False)
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
