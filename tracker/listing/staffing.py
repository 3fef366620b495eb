"""Storing positions and moves between units."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker import clock
from tracker.listing.rows import BadCell, Row
from tracker.listing.working import Work
from tracker.tables.schema import folded
from tracker.tables.staffing import Position, StaffingMove


def store_positions(work: Work, rows: Sequence[Row]) -> None:
    """Positions by unit, title and first day."""
    query = select(Position).where(Position.workspace_id == work.workspace_id)
    present = {
        (position.unit_id, folded(position.title), position.valid_from): position
        for position in work.session.scalars(query)
    }
    for row in rows:
        with work.row(row):
            unit = work.names.need("actor", row.cells["unit"], "unit")
            title, start = row.cells["title"], row.get("valid_from")
            key = (unit, folded(title), start)
            found = present.get(key)
            values = {"title": title} | row.only("core_role", "fte", "filled", "valid_to", "source")
            fte, filled = (values.get(name, getattr(found, name, None)) for name in ("fte", "filled"))
            if fte is None:
                raise BadCell("error.cell_missing", column="fte")
            if filled is not None and filled > fte:
                raise BadCell("error.cell_more_than", column="filled", value=filled, whole=fte)
            if "holder" in row.cells:
                values["individual_id"] = work.individual(row.cells["holder"])
            fixed = {"unit_id": unit, "valid_from": start, "recorded_at": clock.now()}
            present[key] = work.put(Position, found, row, title, values, **fixed)


def store_moves(work: Work, rows: Sequence[Row]) -> None:
    """Moves by both units, title and day."""
    query = select(StaffingMove).where(StaffingMove.workspace_id == work.workspace_id)
    present = {(move.from_id, move.to_id, folded(move.title), move.on): move for move in work.session.scalars(query)}
    for row in rows:
        with work.row(row):
            ends = {f"{end}_id": work.names.need("actor", row.cells[end], end) for end in ("from", "to")}
            if ends["from_id"] == ends["to_id"]:
                raise BadCell("error.move_same_unit", column="to", value=row.cells["to"][:80])
            title, on = row.get("title", ""), row.cells["on"]
            key = (ends["from_id"], ends["to_id"], folded(title), on)
            values = row.only("fte", "backfilled", "backfilled_on", "source")
            name = f"{row.cells['from']} – {row.cells['to']}"
            fixed = {**ends, "title": title, "on": on, "recorded_at": clock.now()}
            present[key] = work.put(StaffingMove, present.get(key), row, name, values, **fixed)
