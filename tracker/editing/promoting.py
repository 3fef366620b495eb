"""Making a requirement of a sentence that the program did not take for one."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nlp.requirements import REGULATORY_FORCES
from tracker import access
from tracker.bounds import edition_text, refuse_taken
from tracker.editing.births import new_requirement, new_wording
from tracker.editing.change import Change, queue
from tracker.editing.readings import certain, is_tracked, read_at
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.guideline import Edition, Force, Provision, Requirement, RequirementState, Statement, Wording
from tracker.tables.lineage import Edit, EditKind
from tracker.tables.people import Person


def promote(
    session: Session, statement_id: int, force: Force, *, by: Person, tracked: bool | None = None, reason: str = ""
) -> Edit:
    """A person says that a statement is a requirement of this force; Conflict when somebody else was faster."""
    access.allow(session, by, "requirement.edit")
    statement = session.get(Statement, statement_id)
    if statement is None:
        raise NotFound("error.statement_unknown", id=statement_id)
    edition = session.get_one(Edition, statement.edition_id)
    guideline_id = edition.guideline_id
    access.allow_guideline(session, by, "requirement.edit", guideline_id)
    queue(session, guideline_id)
    session.refresh(statement)
    session.refresh(edition, ["undone_at"])
    if edition.undone_at is not None:
        raise Conflict("error.edition_undone", id=edition.id)
    if force not in REGULATORY_FORCES:
        raise Refused("error.force_not_regulatory", force=force.value)
    made = session.get(Requirement, statement.requirement_id or 0)
    if made is not None and made.state is not RequirementState.WITHDRAWN:
        raise Conflict("error.statement_promoted", id=made.id, locator=made.locator)
    where = edition_text(session, statement.edition_id)
    provision = session.get_one(Provision, statement.provision_id)
    change = Change(session, EditKind.PROMOTE, guideline_id, by=by, reason=reason)
    change.touch(statement)
    requirement = new_requirement(
        session,
        guideline_id,
        provision.locator,
        position=_position(session, statement),
        force=force,
        tracked=is_tracked(force, provision.zone, tracked),
    )
    change.make(requirement)
    lead_ins = [(start, end) for start, end in statement.lead_ins]
    reading = read_at(session, where, (statement.start, statement.end), lead_ins)
    wording = new_wording(requirement, statement, reading, by=by, **certain(force))
    change.make(wording)
    requirement.fingerprint = wording.fingerprint
    change.refer(wording, reading.references)
    statement.requirement_id = requirement.id
    session.flush()
    refuse_taken(session, [wording])
    return change.finish()


def _position(session: Session, statement: Statement) -> int:
    """The place in the order of requirements of the one worded before the statement."""
    before = (
        select(func.max(Requirement.position))
        .join(Wording, Wording.requirement_id == Requirement.id)
        .where(Wording.edition_id == statement.edition_id, Wording.start <= statement.start)
    )
    return session.scalar(before) or 0
