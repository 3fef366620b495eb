"""How the cells of an edited workbook are read, by sheet and column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.importers import columns
from tracker.importers.columns import Column, Form, choice, line, read_cell
from tracker.listing.names import Names, nearest, unknown
from tracker.listing.rows import BadCell
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


class CellReader:
    """Reads cells in a workspace: what they name is looked up there, each system once."""

    def __init__(self, session: Session, workspace_id: int) -> None:
        self._names = Names(session, workspace_id)
        self._session = session
        self._workspace_id = workspace_id
        self._systems: dict[SystemKind, dict[str, tuple[int, str]]] = {}

    def read(self, form: Form, key: str, cell: str, *, required: bool) -> Any:
        """The value of a cell; names become numbers, None without one. BadCell naming the column."""
        if form is EXACT:
            return form(cell)
        value = read_cell(Column(key=key, read=form, required=required), cell)
        if form.name.startswith("name_of_"):
            return self._number(form.name.removeprefix("name_of_"), value, key) if value else None
        return value

    def _number(self, kind: str, name: str, column: str) -> int:
        """The number of what is called so; BadCell with the nearest name."""
        if kind == "actor":
            return self._names.need("actor", name, column)
        system = SystemKind(kind)
        if system not in self._systems:
            wanted = select(System.id, System.name).where(
                System.workspace_id == self._workspace_id, System.kind == system
            )
            self._systems[system] = {folded(name): (number, name) for number, name in self._session.execute(wanted)}
        known = self._systems[system]
        if folded(name) not in known:
            raise unknown("system", name, nearest(name, (word for _, word in known.values())), column)
        return known[folded(name)][0]
