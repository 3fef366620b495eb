"""Judgements: the ladder computes a level from evidence, a person judges."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from tracker import access, clock, countersigning, events, meanwhile, subjects
from tracker.errors import Conflict, Refused
from tracker.tables.assessment import Assessment, Compliance, SideState
from tracker.tables.countersign import FirstDecision
from tracker.tables.people import Person


def assess(
    session: Session,
    workspace_id: int,
    requirement_id: int,
    *,
    by: Person,
    actor_id: int | None = None,
    service_id: int | None = None,
    level: int | None = None,
    side_state: SideState | None = None,
    compliance: Compliance = Compliance.NOT_ASSESSED,
    evidence_digest: str,
    seen: int | None = None,
    note: str = "",
    on: date | None = None,
) -> Assessment | FirstDecision:
    """A person's judgement of requirement x subject on a day; earlier ones stay as history.

    `evidence_digest` is that of the evidence the person saw (views.matrix), so that the judgement becomes suspect
    when the evidence changes; `seen` is the newest judgement they saw, 0 for none, None where nobody was shown any:
    Conflict is raised when somebody judged meanwhile. A place beside the ladder needs a reason in `note`. Gives the
    first decision where it waits for a second person.
    """
    access.allow(session, by, "assessment.decide", workspace_id)
    access.one_at_a_time(session, workspace_id)
    requirement = subjects.known_requirement(session, workspace_id, requirement_id)
    subjects.check(session, workspace_id, actor_id, service_id)
    if side_state is not None and not note.strip():
        raise Refused("error.reason_needed", state=side_state.value)
    if level is not None and not 0 <= level <= 7:
        raise Refused("error.level_unknown", level=level)
    assessment = Assessment(
        workspace_id=workspace_id,
        requirement_id=requirement_id,
        actor_id=actor_id,
        service_id=service_id,
        level=level,
        side_state=side_state,
        compliance=compliance,
        note=note,
        requirement_fingerprint=requirement.fingerprint,
        evidence_digest=evidence_digest,
        on=on or clock.today(),
        by_id=by.id,
        recorded_at=clock.now(),
    )
    before = newest(session, assessment)
    if seen is not None and seen != (before.id if before is not None else 0):
        raise Conflict("error.judged_meanwhile", **_said_meanwhile(session, before, by))
    first = countersigning.waits(
        session, workspace_id, cell_of(assessment), "assessment.decide",
        {"level": level, "side_state": side_state, "compliance": compliance, "on": on}, by=by,
        seen_version=before.id if before is not None else 0, saw=(requirement.fingerprint, evidence_digest), note=note,
    )  # fmt: skip
    return first if first is not None else judged(session, assessment, by=by)


def newest(session: Session, like: Assessment, *, before: int | None = None) -> Assessment | None:
    """The judgement of the same requirement and subject that counts now, or counted `before` one was recorded."""
    return session.scalars(
        select(Assessment)
        .where(
            Assessment.workspace_id == like.workspace_id,
            Assessment.requirement_id == like.requirement_id,
            Assessment.actor_id.is_(None) if like.actor_id is None else Assessment.actor_id == like.actor_id,
            Assessment.service_id.is_(None) if like.service_id is None else Assessment.service_id == like.service_id,
            true() if before is None else Assessment.id < before,
        )
        .order_by(Assessment.on.desc(), Assessment.recorded_at.desc(), Assessment.id.desc())
    ).first()


def cell_of(row: Assessment) -> str:
    """What is judged, as a first decision names it: "cell:12:actor:3"."""
    kind, number = ("actor", row.actor_id) if row.service_id is None else ("service", row.service_id)
    return f"cell:{row.requirement_id}:{kind}:{number}"


def judged(session: Session, assessment: Assessment, *, by: Person) -> Assessment:
    """Store a judgement that may hold, and write its event."""
    session.add(assessment)
    session.flush()
    events.record(
        session,
        assessment.workspace_id,
        "assessment.decide",
        f"assessment:{assessment.id}",
        by=by,
        after={
            "requirement": assessment.requirement_id,
            "actor": assessment.actor_id,
            "service": assessment.service_id,
            "level": assessment.level,
            "side_state": assessment.side_state,
            "compliance": assessment.compliance,
            "evidence_digest": assessment.evidence_digest,
            "on": assessment.on,
        },
        note=assessment.note,
    )
    return assessment


def _said_meanwhile(session: Session, row: Assessment | None, by: Person) -> dict[str, str | int]:
    """What somebody judged while another person had an earlier judgement before them."""
    if row is None:
        return {}
    said = {"side_state": row.side_state or "", "compliance": row.compliance.value}
    level = "–" if row.level is None else row.level
    who = meanwhile.told(session, row.workspace_id, row.by_id, row.recorded_at, reader=by.id)
    return {"level": level, **said, **who}
