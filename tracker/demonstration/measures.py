"""The measures that people of the demonstration planned: from the action plan, from gaps and from a hollow front."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import planning
from tracker.demonstration import story
from tracker.demonstration.guidelines import named
from tracker.demonstration.people import actor_ids, service_ids
from tracker.tables.assessment import Measure, MeasureState
from tracker.tables.people import Person
from tracker.tables.schema import folded


def plan(session: Session, workspace_id: int, day: date, *, by: Person) -> int:
    """Plan what decisions.json names for a day, and say what became of what was planned before; how many changed."""
    done = 0
    for row in story.decisions()["measures"]:
        if row["on"] == day.isoformat():
            done += _plan(session, workspace_id, row, by)
        for later in row.get("then", ()):
            if later["on"] == day.isoformat():
                done += _change(session, workspace_id, row["title"], later, by)
    return done


def _plan(session: Session, workspace_id: int, row: Mapping[str, Any], by: Person) -> bool:
    actors, services = actor_ids(session, workspace_id), service_ids(session, workspace_id)
    requirement_id = named(session, row["requirement"]) if "requirement" in row else None
    if "requirement" in row and requirement_id is None:
        return False
    planning.plan(
        session,
        workspace_id,
        requirement_id,
        row["title"],
        by=by,
        actor_id=actors[folded(row["unit"])] if "unit" in row else None,
        service_id=services[row["service"]] if "service" in row else None,
        state=MeasureState(row.get("state", MeasureState.PLANNED)),
        owner_id=actors[folded(row["owner"])],
        due_on=story.day(row["due_on"]),
        barrier=row["barrier"],
        cause=row["cause"],
        decision=row.get("decision", ""),
        decision_wanted_from_id=actors[folded(row["decision_from"])] if "decision_from" in row else None,
        meeting_on=story.day(row.get("meeting_on")),
    )
    return True


def _change(session: Session, workspace_id: int, title: str, later: Mapping[str, Any], by: Person) -> bool:
    measure = session.scalars(
        select(Measure).where(Measure.workspace_id == workspace_id, Measure.title == title)
    ).first()
    if measure is None:
        return False
    planning.change(session, measure.id, by=by, seen_version=measure.version, state=MeasureState(later["state"]))
    return True
