"""The measures that people of the demonstration planned: from the action plan, from gaps and from a hollow front."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tracker import planning
from tracker.demonstration import reviewing
from tracker.tables.assessment import MeasureState
from tracker.tables.people import Person
from tracker.tables.schema import folded


def plan(session: Session, workspace_id: int, *, by: Person) -> int:
    """Plan what decisions.json names, with owner, day, barrier and the decision wanted; how many there are."""
    rows = reviewing.decisions()["measures"]
    actors = reviewing.actor_ids(session, workspace_id)
    services = reviewing.service_ids(session, workspace_id)
    for row in rows:
        requirement_id = reviewing.requirement(session, row["requirement"]) if "requirement" in row else None
        if "requirement" in row and requirement_id is None:
            continue
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
            due_on=reviewing.day(row["due_on"]),
            barrier=row["barrier"],
            cause=row["cause"],
            decision=row.get("decision", ""),
            decision_wanted_from_id=actors[folded(row["decision_from"])] if "decision_from" in row else None,
            meeting_on=reviewing.day(row.get("meeting_on")),
        )
    return len(rows)
