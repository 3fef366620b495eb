"""Evidence, judgements and measures: the ladder is computed, a person judges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, clock, events, ladder
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.assessment import Assessment, Compliance, Evidence, Measure, MeasureState, SideState
from tracker.tables.guideline import Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.network import Actor
from tracker.tables.people import Person
from tracker.tables.service import Service

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
    requirement = _subject_exists(session, workspace_id, requirement_id, actor_id, service_id)
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


def plan_measure(
    session: Session,
    workspace_id: int,
    requirement_id: int,
    title: str,
    *,
    by: Person,
    actor_id: int | None = None,
    service_id: int | None = None,
    owner_id: int | None = None,
    due_on: date | None = None,
    barrier: str = "",
    note: str = "",
) -> Measure:
    """A planned step that closes a gap."""
    access.allow(session, by, "measure.plan", workspace_id)
    if actor_id is not None or service_id is not None:
        _subject_exists(session, workspace_id, requirement_id, actor_id, service_id)
    if not title.strip():
        raise Refused("error.title_needed")
    measure = Measure(
        workspace_id=workspace_id,
        requirement_id=requirement_id,
        actor_id=actor_id,
        service_id=service_id,
        title=title.strip(),
        owner_id=owner_id,
        due_on=due_on,
        barrier=barrier,
        note=note,
        recorded_at=clock.now(),
    )
    session.add(measure)
    session.flush()
    _record_measure(session, measure, "measure.plan", {}, by)
    return measure


def change_measure(
    session: Session,
    measure_id: int,
    *,
    by: Person,
    seen_version: int,
    state: MeasureState,
    owner_id: int | None,
    due_on: date | None,
) -> Measure:
    """Move a measure on, or give it another owner or date."""
    measure = session.get(Measure, measure_id, with_for_update=True)
    if measure is None:
        raise NotFound("error.measure_unknown", id=measure_id)
    access.allow(session, by, "measure.plan", measure.workspace_id)
    if measure.version != seen_version:
        raise Conflict("error.measure_changed", id=measure.id, state=measure.state.value)
    before = _measure_state(measure)
    measure.state, measure.owner_id, measure.due_on = state, owner_id, due_on
    measure.version += 1
    _record_measure(session, measure, "measure.change", before, by)
    return measure


def _subject_exists(
    session: Session, workspace_id: int, requirement_id: int, actor_id: int | None, service_id: int | None
) -> Requirement:
    """The requirement, once it and the subject are known to exist in the workspace."""
    requirement = session.get(Requirement, requirement_id)
    if requirement is None:
        raise NotFound("error.requirement_unknown", id=requirement_id)
    subject = session.get(Actor, actor_id) if actor_id is not None else session.get(Service, service_id or 0)
    if subject is None or subject.workspace_id != workspace_id or (actor_id is not None and service_id is not None):
        raise NotFound("error.subject_unknown", id=actor_id or service_id or 0)
    return requirement


def _measure_state(measure: Measure) -> dict[str, Any]:
    return {
        "requirement": measure.requirement_id,
        "actor": measure.actor_id,
        "service": measure.service_id,
        "state": measure.state,
        "owner": measure.owner_id,
        "due_on": measure.due_on,
        "barrier": measure.barrier,
        "version": measure.version,
    }


def _record_measure(session: Session, measure: Measure, action: str, before: dict[str, Any], by: Person) -> None:
    session.flush()
    events.record(
        session,
        measure.workspace_id,
        action,
        f"measure:{measure.id}",
        by=by,
        before=before,
        after=_measure_state(measure),
        note=f"{measure.title}\n{measure.note}".strip() if action == "measure.plan" else "",
    )
