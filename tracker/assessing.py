"""Evidence and judgements: the ladder is computed, a person judges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, clock, events, ladder, subjects
from tracker.errors import NotFound, Refused
from tracker.tables.assessment import Assessment, Compliance, Evidence, SideState
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Person

GIVEN_BY = {
    ("passage", LinkType.MENTIONS): ("mention",),
    ("passage", LinkType.PARTLY): ("mention", "rule"),
    ("passage", LinkType.IMPLEMENTS): ("mention", "rule"),
    ("service", LinkType.PARTLY): ("in_service",),
    ("service", LinkType.IMPLEMENTS): ("in_service",),
    ("actor", LinkType.RESPONSIBLE): ("responsible",),
}
"""The kinds of evidence a confirmed link gives by itself; whether each still holds is checked when it is read."""


def evidence_from_link(session: Session, link: Link, supports: Iterable[str], *, by: Person) -> list[Evidence]:
    """Replace the evidence a link gave by what it gives now; `supports` adds kinds a person ticked."""
    withdraw_evidence(session, link)
    target = "passage" if link.passage_id is not None else "service" if link.service_id is not None else "actor"
    if link.type is None:
        raise Refused("error.link_without_type", link=link.id)
    codes = dict.fromkeys((*GIVEN_BY.get((target, link.type), ()), *supports))
    unknown = [code for code in codes if code not in ladder.kinds()]
    if unknown:
        raise NotFound("error.evidence_kind_unknown", kind=unknown[0], known=", ".join(ladder.kinds()))
    rows = [
        Evidence(
            workspace_id=link.workspace_id,
            requirement_id=link.requirement_id,
            actor_id=link.subject_id,
            kind=code,
            link_id=link.id,
            on=link.on or clock.today(),
            by_id=by.id,
            recorded_at=clock.now(),
        )
        for code in codes
    ]
    session.add_all(rows)
    session.flush()
    return rows


def withdraw_evidence(session: Session, link: Link) -> None:
    """What a link gave no longer counts; the rows stay with the time they were withdrawn."""
    for row in session.scalars(select(Evidence).where(Evidence.link_id == link.id, Evidence.withdrawn_at.is_(None))):
        row.withdrawn_at = clock.now()


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
    note: str = "",
    on: date | None = None,
) -> Assessment:
    """A person's judgement of requirement x subject on a day; earlier ones stay as history.

    `evidence_digest` is that of the evidence the person saw (views.matrix), so that the judgement becomes suspect
    when the evidence changes. A place beside the ladder needs a reason in `note`.
    """
    access.allow(session, by, "assessment.decide", workspace_id)
    requirement = subjects.known_requirement(session, requirement_id)
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
    session.add(assessment)
    session.flush()
    events.record(
        session,
        workspace_id,
        "assessment.decide",
        f"assessment:{assessment.id}",
        by=by,
        after={
            "requirement": requirement_id,
            "actor": actor_id,
            "service": service_id,
            "level": level,
            "side_state": side_state,
            "compliance": compliance,
            "evidence_digest": evidence_digest,
            "on": assessment.on,
        },
        note=note,
    )
    return assessment
