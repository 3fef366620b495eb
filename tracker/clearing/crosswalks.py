"""Suspect crosswalks, looked at again; they are shared, and so are their clearings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker import access, clock, countersigning, meanwhile
from tracker.clearing import clearances
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.change import Clearance, Outcome
from tracker.tables.countersign import FirstDecision
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.people import Person


def clear_crosswalk(
    session: Session,
    crosswalk_id: int,
    outcome: Outcome,
    reason: str,
    *,
    by: Person,
    seen_version: int,
    seen: tuple[str, str],
    type: CrosswalkType | None = None,  # noqa: A002 - the domain's word for it
) -> Clearance | FirstDecision:
    """A person looked again at a crosswalk one of whose texts has changed.

    `seen` are the fingerprints of the requirements above and below as the person saw them. Kept, it stands on the
    words as they are now; changed, it has another `type` too; withdrawn, it is rejected. Conflict when somebody was
    faster or a text changed meanwhile; Refused for one that is not suspect. Gives the first decision where it waits
    for a second person.
    """
    reason = clearances.said(reason)
    row = _seen(session, crosswalk_id, seen_version, by)
    now = tuple(session.get_one(Requirement, number).fingerprint for number in (row.upper_id, row.lower_id))
    if row.state is not Decided.CONFIRMED or now == (row.upper_fingerprint, row.lower_fingerprint):
        raise Refused("error.not_suspect")
    if outcome is Outcome.CHANGED and type in (None, row.type):
        raise Refused("error.clear_changes_nothing")
    first = countersigning.waits(
        session, None, f"crosswalk:{row.id}", clearances.ACTION, {"outcome": outcome, "type": type}, by=by,
        seen_version=row.version, saw=seen, note=reason,
    )  # fmt: skip
    if first is not None:
        return first
    before = _state(row)
    if outcome is Outcome.WITHDRAWN:
        row.state, row.type = Decided.REJECTED, None
    else:
        row.upper_fingerprint = clearances.as_read(session, row.upper_id, seen[0]).fingerprint
        row.lower_fingerprint = clearances.as_read(session, row.lower_id, seen[1]).fingerprint
        if outcome is Outcome.CHANGED:
            row.type = type
    if outcome is not Outcome.KEPT:
        row.decided_by_id, row.decided_at, row.on = by.id, clock.now(), clock.today()
    row.version += 1
    return clearances.tell(session, row, outcome, reason, before, _state(row), by=by)


def undo(session: Session, clearance_id: int, *, by: Person) -> Crosswalk:
    """Take a clearing back: the crosswalk stands where it stood, and is suspect again."""
    cleared = clearances.standing(session, clearance_id, by=by)
    if cleared.crosswalk_id is None:
        raise NotFound("error.clearance_unknown", id=clearance_id)
    row = _seen(session, cleared.crosswalk_id, cleared.after["version"], by)
    was = cleared.before
    row.state, row.type = Decided(was["state"]), CrosswalkType(was["type"])
    row.upper_fingerprint, row.lower_fingerprint = was["upper_fingerprint"], was["lower_fingerprint"]
    row.on = date.fromisoformat(was["on"]) if was["on"] else None
    row.decided_by_id = was["decided_by"]
    row.decided_at = datetime.fromisoformat(was["decided_at"]) if was["decided_at"] else None
    row.version += 1
    clearances.take_back(session, cleared, f"crosswalk:{row.id}", _state(row), by=by)
    return row


def _seen(session: Session, crosswalk_id: int, seen_version: int, by: Person) -> Crosswalk:
    row = session.get(Crosswalk, crosswalk_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("error.crosswalk_unknown", id=crosswalk_id)
    access.allow(session, by, clearances.ACTION)
    if row.version != seen_version:
        who = meanwhile.last(session, LIBRARY_CHAIN, f"crosswalk:{row.id}", reader=by.id)
        raise Conflict("error.crosswalk_changed", id=row.id, state=row.state.value, type=row.type or "", **who)
    return row


def _state(row: Crosswalk) -> dict[str, Any]:
    return {
        "state": row.state,
        "type": row.type,
        "upper_fingerprint": row.upper_fingerprint,
        "lower_fingerprint": row.lower_fingerprint,
        "on": row.on.isoformat() if row.on else None,
        "decided_by": row.decided_by_id,
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
        "version": row.version,
    }
