"""Judgements made on a requirement that was divided or joined: they stay, and a person may make them again."""

from __future__ import annotations

from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, assessing, clock, descent, events, linking, planning, searching
from tracker.editing.change import queue
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.assessment import Assessment, Evidence, Measure
from tracker.tables.countersign import FirstDecision
from tracker.tables.guideline import Decided, Requirement, RequirementState
from tracker.tables.link import Link, SearchedEdition, SearchRecord
from tracker.tables.people import Person

Judgement = Link | Assessment | Evidence | Measure | SearchRecord
OF_KIND: dict[str, type[Judgement]] = {
    "link": Link,
    "assessment": Assessment,
    "evidence": Evidence,
    "measure": Measure,
    "search_record": SearchRecord,
}
ACTIONS = {
    "link": "link.decide",
    "assessment": "assessment.decide",
    "evidence": "evidence.add",
    "measure": "measure.plan",
    "search_record": "search.record",
}


def carry_over(
    session: Session, kind: str, judgement_id: int, requirement_id: int, *, by: Person, evidence_digest: str = ""
) -> Judgement | FirstDecision:
    """A person makes a judgement again on a requirement that comes from the one it was made on.

    The new row is theirs, of the day the old one is true for; the old one stays as it is, and an event ties the two.
    `kind` is a key of OF_KIND; `evidence_digest` is that of the evidence an assessment is now made on. Refused when
    the requirement does not come from the other, or has the same judgement already. Where four eyes are demanded, a
    link that waits comes as a suggestion, and a judgement as the first decision; who agrees ties them to the old one.
    """
    if kind not in OF_KIND:
        raise NotFound("error.judgement_kind_unknown", kind=kind, known=", ".join(OF_KIND))
    old = cast("Judgement | None", session.get(OF_KIND[kind], judgement_id))
    if old is None:
        raise NotFound("error.judgement_unknown", kind=kind, id=judgement_id)
    access.allow(session, by, ACTIONS[kind], old.workspace_id)
    requirement = session.get(Requirement, requirement_id)
    if requirement is None:
        raise NotFound("error.requirement_unknown", id=requirement_id)
    queue(session, requirement.guideline_id)
    session.refresh(requirement)
    if requirement.state is not RequirementState.ACTIVE:
        raise Refused("error.requirement_not_active", id=requirement_id, requirement_state=requirement.state.value)
    if old.requirement_id is None or old.requirement_id not in descent.line(session, requirement_id):
        raise Refused("error.requirement_not_related", id=requirement_id, other=old.requirement_id or 0)
    new = _again(session, old, requirement, by, evidence_digest)
    session.flush()
    if isinstance(new, FirstDecision) or (isinstance(new, Link) and new.state is Decided.SUGGESTED):
        return new
    events.record(
        session,
        old.workspace_id,
        "requirement.carry_over",
        f"{kind}:{new.id}",
        by=by,
        before={"id": old.id, "requirement": old.requirement_id},
        after={"id": new.id, "requirement": requirement_id},
    )
    return new


def _again(
    session: Session, old: Judgement, requirement: Requirement, by: Person, digest: str
) -> Judgement | FirstDecision:
    """The judgement made again, by the verbs that make such judgements."""
    if isinstance(old, Link):
        return _link(session, old, requirement, by)
    if isinstance(old, SearchRecord):
        return _search(session, old, requirement, by)
    if isinstance(old, Evidence):
        return _evidence(session, old, requirement, by)
    if isinstance(old, Assessment):
        return assessing.assess(
            session,
            old.workspace_id,
            requirement.id,
            by=by,
            actor_id=old.actor_id,
            service_id=old.service_id,
            level=old.level,
            side_state=old.side_state,
            compliance=old.compliance,
            evidence_digest=digest or old.evidence_digest,
            note=old.note,
            on=old.on,
        )
    return planning.plan(
        session,
        old.workspace_id,
        requirement.id,
        old.title,
        by=by,
        actor_id=old.actor_id,
        service_id=old.service_id,
        state=old.state,
        owner_id=old.owner_id,
        due_on=old.due_on,
        barrier=old.barrier,
        cause=old.cause,
        decision=old.decision,
        decision_wanted_from_id=old.decision_wanted_from_id,
        meeting_on=old.meeting_on,
        note=old.note,
    )


def _link(session: Session, old: Link, requirement: Requirement, by: Person) -> Link:
    """The same target confirmed or rejected; what else it was said to support goes along."""
    if old.state is Decided.SUGGESTED:
        raise Refused("error.carry_suggestion", id=old.id)
    target = next(name for name in ("passage", "service", "actor") if getattr(old, f"{name}_id") is not None)
    new = linking.add(session, old.workspace_id, requirement.id, target, getattr(old, f"{target}_id"), by=by)
    if new.state is not Decided.SUGGESTED:
        raise Conflict("error.link_decided", id=new.id, state=new.state.value)
    if old.state is Decided.REJECTED or old.type is None:
        return linking.reject(session, new.id, by=by, seen_version=new.version, note=old.note)
    supports = session.scalars(select(Evidence.kind).where(Evidence.link_id == old.id, Evidence.withdrawn_at.is_(None)))
    return linking.confirm(
        session,
        new.id,
        old.type,
        by=by,
        seen_version=new.version,
        subject_id=old.subject_id,
        supports=supports.all(),
        note=old.note,
        on=old.on,
    )


def _evidence(session: Session, old: Evidence, requirement: Requirement, by: Person) -> Evidence:
    """A measurement or record as evidence; what a link gave comes with the link."""
    if old.link_id is not None:
        raise Refused("error.carry_linked_evidence", id=old.id, link=old.link_id)
    if old.withdrawn_at is not None:
        raise Refused("error.carry_withdrawn", id=old.id)
    new = Evidence(
        workspace_id=old.workspace_id,
        requirement_id=requirement.id,
        actor_id=old.actor_id,
        service_id=old.service_id,
        kind=old.kind,
        measurement_id=old.measurement_id,
        record_id=old.record_id,
        on=old.on,
        by_id=by.id,
        recorded_at=clock.now(),
    )
    session.add(new)
    return new


def _search(session: Session, old: SearchRecord, requirement: Requirement, by: Person) -> SearchRecord:
    """The same search, through the editions it went through on its day: what was found nowhere is not found here."""
    if old.withdrawn_at is not None:
        raise Refused("error.carry_withdrawn", id=old.id)
    editions = session.scalars(
        select(SearchedEdition.edition_id)
        .where(SearchedEdition.search_record_id == old.id)
        .order_by(SearchedEdition.edition_id)
    ).all()
    return searching.record(
        session, old.workspace_id, requirement.id, by=by, note=old.note, on=old.on, editions=editions
    )
