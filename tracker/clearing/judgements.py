"""Suspect judgements, looked at again: each clearing is a new judgement, the earlier ones stay as history."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tracker import access, assessing, clock, countersigning, meanwhile
from tracker.clearing import clearances
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.assessment import Assessment, Compliance, SideState
from tracker.tables.change import Clearance, Outcome
from tracker.tables.countersign import FirstDecision
from tracker.tables.people import Person

Said = tuple[int | None, SideState | None, Compliance]
"""What a judgement says."""


def clear_assessment(
    session: Session,
    assessment_id: int,
    outcome: Outcome,
    reason: str,
    *,
    by: Person,
    seen_requirement: str,
    evidence_digest: str,
    level: int | None = None,
    side_state: SideState | None = None,
    compliance: Compliance = Compliance.NOT_ASSESSED,
) -> Clearance | FirstDecision:
    """A person looked again at a judgement whose requirement or evidence has changed.

    Kept, the same is judged of the texts and evidence as they are now; changed, `level`, `side_state` or `compliance`
    are others; withdrawn, nothing is judged any more and the computed level shows. `seen_requirement` and
    `evidence_digest` are what the person saw. Conflict when somebody judged meanwhile or the text changed; Refused for
    a judgement that is not suspect. Gives the first decision where it waits for a second person.
    """
    reason = clearances.said(reason)
    row = _newest(session, assessment_id, by)
    requirement = clearances.as_read(session, row.requirement_id, seen_requirement)
    same = (row.requirement_fingerprint, row.evidence_digest) == (requirement.fingerprint, evidence_digest)
    if same or _is_empty(row):
        raise Refused("error.not_suspect")
    said, note = (row.level, row.side_state, row.compliance), row.note
    if outcome is Outcome.CHANGED:
        if said == (level, side_state, compliance):
            raise Refused("error.clear_changes_nothing")
        said, note = (level, side_state, compliance), reason
    elif outcome is Outcome.WITHDRAWN:
        said, note = (None, None, Compliance.NOT_ASSESSED), reason
    first = countersigning.waits(
        session, row.workspace_id, assessing.cell_of(row), clearances.ACTION,
        {"outcome": outcome, **dict(zip(("level", "side_state", "compliance"), said, strict=True))}, by=by,
        seen_version=row.id, saw=(seen_requirement, evidence_digest), note=reason,
    )  # fmt: skip
    if first is not None:
        return first
    new = _like(row, said, note, by)
    new.requirement_fingerprint, new.evidence_digest = requirement.fingerprint, evidence_digest
    new.on = max(row.on, clock.today())
    assessing.judged(session, new, by=by)
    return clearances.tell(session, row, outcome, reason, _state(row), _state(new), by=by)


def undo(session: Session, clearance_id: int, *, by: Person) -> Assessment:
    """Take a clearing back: the earlier judgement is made once more, on what it stood on, and so is suspect again."""
    cleared = clearances.standing(session, clearance_id, by=by)
    if cleared.assessment_id is None:
        raise NotFound("error.clearance_unknown", id=clearance_id)
    now = _newest(session, cleared.after["assessment"], by)
    was = session.get_one(Assessment, cleared.assessment_id)
    again = _like(was, (was.level, was.side_state, was.compliance), was.note, by)
    again.on = now.on
    session.add(again)
    session.flush()
    clearances.take_back(session, cleared, f"assessment:{again.id}", _state(again), by=by)
    return again


def _newest(session: Session, assessment_id: int, by: Person) -> Assessment:
    """A judgement, once it is its requirement's turn, if nobody has judged the same since."""
    row = session.get(Assessment, assessment_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("error.judgement_unknown", kind="assessment", id=assessment_id)
    access.allow(session, by, clearances.ACTION, row.workspace_id)
    access.one_at_a_time(session, row.workspace_id)
    newest = assessing.newest(session, row) or row
    if newest.id != row.id:
        who = meanwhile.told(session, row.workspace_id, newest.by_id, newest.recorded_at, reader=by.id)
        raise Conflict("error.assessment_changed", id=row.id, **who)
    return row


def _like(was: Assessment, said: Said, note: str, by: Person) -> Assessment:
    """A new judgement of the same, saying `said`, on what the earlier one stood on."""
    return Assessment(
        workspace_id=was.workspace_id, requirement_id=was.requirement_id, actor_id=was.actor_id,
        service_id=was.service_id, level=said[0], side_state=said[1], compliance=said[2], note=note,
        requirement_fingerprint=was.requirement_fingerprint, evidence_digest=was.evidence_digest, on=was.on,
        by_id=by.id, recorded_at=clock.now(),
    )  # fmt: skip


def _is_empty(row: Assessment) -> bool:
    return row.level is None and row.side_state is None and row.compliance is Compliance.NOT_ASSESSED


def _state(row: Assessment) -> dict[str, object]:
    """What a judgement says and stands on."""
    return {
        "assessment": row.id,
        "requirement": row.requirement_id,
        "level": row.level,
        "side_state": row.side_state,
        "compliance": row.compliance,
        "requirement_fingerprint": row.requirement_fingerprint,
        "evidence_digest": row.evidence_digest,
        "on": row.on.isoformat(),
    }
