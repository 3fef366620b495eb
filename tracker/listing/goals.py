"""Storing goals."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.listing.parts import store_tree
from tracker.listing.rows import Row
from tracker.listing.working import Work
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
            values |= work.refer(row, "document", "local_document") | work.requirement(row)
            if "indicator" in row.cells:
                word = row.cells["indicator"]
                values["indicator"] = work.names.indicator(word, "indicator") if word else None
            goal = present[folded(name)] = work.put(Goal, found, row, name, values)
            stored.append((row, goal, found is None))
    store_tree(work, "goal", list(present.values()), stored)
