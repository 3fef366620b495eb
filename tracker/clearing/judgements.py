"""Suspect judgements, looked at again: each clearing is a new judgement, the earlier ones stay as history."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, assessing, clock
from tracker.clearing import clearances
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.assessment import Assessment, Compliance, SideState
from tracker.tables.change import Clearance, Outcome
from tracker.tables.people import Person


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
) -> Clearance:
    """A person looked again at a judgement whose requirement or evidence has changed.

    Kept, the same is judged of the texts and evidence as they are now; changed, `level`, `side_state` or `compliance`
    are others; withdrawn, nothing is judged any more and the computed level shows. `seen_requirement` and
    `evidence_digest` are what the person saw. Conflict when somebody judged meanwhile or the text changed; Refused for
    a judgement that is not suspect.
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
    new = assessing.assess(
        session,
        row.workspace_id,
        row.requirement_id,
        by=by,
        actor_id=row.actor_id,
        service_id=row.service_id,
        level=said[0],
        side_state=said[1],
        compliance=said[2],
        evidence_digest=evidence_digest,
        note=note,
        on=max(row.on, clock.today()),
    )
    return clearances.tell(session, row, outcome, reason, _state(row), _state(new), by=by)


def undo(session: Session, clearance_id: int, *, by: Person) -> Assessment:
    """Take a clearing back: the earlier judgement is made once more, on what it stood on, and so is suspect again."""
    cleared = clearances.standing(session, clearance_id, by=by)
    if cleared.assessment_id is None:
        raise NotFound("error.clearance_unknown", id=clearance_id)
    now = _newest(session, cleared.after["assessment"], by)
    was = session.get_one(Assessment, cleared.assessment_id)
    again = Assessment(
        workspace_id=was.workspace_id, requirement_id=was.requirement_id, actor_id=was.actor_id,
        service_id=was.service_id, level=was.level, side_state=was.side_state, compliance=was.compliance, note=was.note,
        requirement_fingerprint=was.requirement_fingerprint, evidence_digest=was.evidence_digest, on=now.on,
        by_id=by.id, recorded_at=clock.now(),
    )  # fmt: skip
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
    newest = session.scalars(
        select(Assessment.id)
        .where(
            Assessment.workspace_id == row.workspace_id,
            Assessment.requirement_id == row.requirement_id,
            Assessment.actor_id.is_(None) if row.actor_id is None else Assessment.actor_id == row.actor_id,
            Assessment.service_id.is_(None) if row.service_id is None else Assessment.service_id == row.service_id,
        )
        .order_by(Assessment.on.desc(), Assessment.recorded_at.desc(), Assessment.id.desc())
    ).first()
    if newest != row.id:
        raise Conflict("error.assessment_changed", id=row.id)
    return row


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
