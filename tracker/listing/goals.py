"""Storing goals."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.listing.rows import Change, Row
from tracker.listing.working import Work, check_tree
from tracker.tables.goal import Goal
from tracker.tables.schema import folded


def store_goals(work: Work, rows: Sequence[Row]) -> None:
    """Goals by name; what they are part of is looked up once all are in."""
    query = select(Goal).where(Goal.workspace_id == work.workspace_id)
    present = {goal.name_folded: goal for goal in work.session.scalars(query)}
    stored: list[tuple[Row, Goal, bool]] = []
    for row in rows:
        with work.row(row):
            name = row.cells["name"]
            found = present.get(folded(name))
            values = {"name": name} | row.only("kind", "target", "due_on", "note")
            values |= work.refer(row, "owner", "actor") | work.refer(row, "service", "service")
            values |= work.refer(row, "document", "local_document")
            if "requirement" in row.cells:
                place = row.cells["requirement"]
                values["requirement_id"] = work.names.requirement(place, "requirement") if place else None
            if "indicator" in row.cells:
                word = row.cells["indicator"]
                values["indicator"] = work.names.indicator(word, "indicator") if word else None
            goal = present[folded(name)] = work.put(Goal, found, row, name, values)
            stored.append((row, goal, found is None))
    work.session.flush()
    for goal in present.values():
        work.names.shelf("goal").add(goal.id, goal.name)
    above = {goal.id: goal.part_of_id for goal in present.values()}
    for row, goal, new in stored:
        if "part_of" in row.cells:
            with work.row(row):
                above[goal.id] = work.names.need("goal", name, "part_of") if (name := row.cells["part_of"]) else None
                check_tree(goal.id, above, row.cells["part_of"])
                fields = work.assign(goal, {"part_of_id": above[goal.id]})
                if fields and not new:
                    work.amend(Change(row=row.number, name=goal.name, new=False, fields=fields))
