"""Another force for a requirement, or none: what is no requirement after all is withdrawn, never deleted."""

from __future__ import annotations

from sqlalchemy.orm import Session

from nlp.requirements import REGULATORY_FORCES
from tracker.editing.change import Change, seen, wordings_of
from tracker.editing.readings import certain, is_tracked
from tracker.errors import Refused
from tracker.tables.guideline import Force, Provision, Requirement, RequirementState, Zone
from tracker.tables.lineage import Edit, EditKind
from tracker.tables.people import Person


def retype(
    session: Session,
    requirement_id: int,
    force: Force,
    *,
    by: Person,
    version: str,
    tracked: bool | None = None,
    reason: str = "",
) -> Edit:
    """A person says what force a requirement has; `version` is what they had before them (`snapshots.version`).

    A definition, scope, exemption or statement is no requirement: it is withdrawn. Otherwise it is tracked as its
    force and zone say, unless `tracked` says otherwise. Wordings that were read with the old force get the new one,
    in every language; an older edition that said something else keeps what it said.
    """
    requirement = seen(session, requirement_id, version, by)
    wordings = [row for row in wordings_of(session, requirement_id) if row.force is requirement.force]
    change = Change(session, EditKind.RETYPE, requirement.guideline_id, by=by, reason=reason)
    change.touch(requirement, *wordings)
    requirement.force = force
    if force in REGULATORY_FORCES:
        requirement.tracked = is_tracked(force, _zone(session, requirement), tracked)
    else:
        requirement.tracked, requirement.state = False, RequirementState.WITHDRAWN
    for wording in wordings:
        _become(wording, certain(force))
        wording.edited_by_id = by.id
    return change.finish()


def withdraw(session: Session, requirement_id: int, *, by: Person, version: str, reason: str) -> Edit:
    """A person says that a requirement is not to be followed at all, and why; everything judged about it is kept."""
    requirement = seen(session, requirement_id, version, by)
    if not reason.strip():
        raise Refused("error.edit_reason_needed")
    change = Change(session, EditKind.WITHDRAW, requirement.guideline_id, by=by, reason=reason)
    change.touch(requirement)
    requirement.state = RequirementState.WITHDRAWN
    return change.finish()


def _zone(session: Session, requirement: Requirement) -> Zone:
    """The zone of the newest wording; a library summary stands for the body of its act."""
    wordings = wordings_of(session, requirement.id)
    if not wordings:
        return Zone.BODY
    return session.get_one(Provision, wordings[-1].provision_id).zone


def _become(row: object, values: dict[str, object]) -> None:
    for key, value in values.items():
        setattr(row, key, value)
