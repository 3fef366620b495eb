"""The row and the event that tell of a clearing, and of its being taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker import access, clock, events
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.assessment import Assessment
from tracker.tables.change import Clearance, Outcome
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Requirement
from tracker.tables.link import Link
from tracker.tables.people import Person

ACTION = "suspect.clear"
LONGEST = 2000
"""Characters of a reason."""


def said(reason: str) -> str:
    """The reason without space around it; Refused for none."""
    if not reason.strip():
        raise Refused("error.clear_reason_needed")
    return reason.strip()[:LONGEST]


def as_read(session: Session, requirement_id: int, seen: str) -> Requirement:
    """A requirement that cannot change before the transaction ends, if it still reads as the person saw it."""
    requirement = session.get_one(Requirement, requirement_id, with_for_update={"read": True}, populate_existing=True)
    if requirement.fingerprint != seen:
        raise Conflict("error.suspect_text_changed", locator=requirement.locator)
    return requirement


def tell(
    session: Session,
    subject: Link | Assessment | Crosswalk,
    outcome: Outcome,
    reason: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    by: Person,
) -> Clearance:
    """Store what was found and write its event; `before` and `after` are what it stood on, as JSON holds them."""
    session.flush()
    workspace_id = None if isinstance(subject, Crosswalk) else subject.workspace_id
    row = Clearance(
        workspace_id=workspace_id, outcome=outcome, reason=reason, before=dict(before), after=dict(after),
        by_id=by.id, recorded_at=clock.now(),
    )  # fmt: skip
    setattr(row, f"{subject.__tablename__}_id", subject.id)
    session.add(row)
    session.flush()
    events.record(
        session,
        workspace_id or LIBRARY_CHAIN,
        ACTION,
        f"{subject.__tablename__}:{subject.id}",
        by=by,
        before=before,
        after={**after, "outcome": outcome, "clearance": row.id},
        note=reason,
    )
    return row


def standing(session: Session, clearance_id: int, *, by: Person) -> Clearance:
    """A clearing to take back, locked; Conflict where it was taken back already."""
    row = session.get(Clearance, clearance_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("error.clearance_unknown", id=clearance_id)
    access.allow(session, by, ACTION, row.workspace_id or LIBRARY_CHAIN)
    if row.undone_at is not None:
        raise Conflict("error.clearance_undone", id=clearance_id)
    return row


def take_back(session: Session, row: Clearance, entity: str, after: Mapping[str, Any], *, by: Person) -> None:
    """Mark a clearing as taken back and write the event; `after` is what its subject stands on again."""
    row.undone_at = clock.now()
    session.flush()
    events.record(
        session,
        row.workspace_id or LIBRARY_CHAIN,
        "suspect.reopen",
        entity,
        by=by,
        before={**row.after, "outcome": row.outcome, "clearance": row.id},
        after=after,
    )
