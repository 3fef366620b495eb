"""What people say of the program's reading of single sentences: confirming, correcting, and taking either back.

Where a correction says that something is a requirement, or of another force, or none, the requirement itself is edited
(tracker.editing), and taking the correction back takes the edit back.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nlp.requirements import REGULATORY_FORCES
from tracker import access, clock, editing, events, sentences
from tracker.errors import Conflict, NotFound
from tracker.refining import Learnt
from tracker.tables.checking import Correction, Refinement
from tracker.tables.event import Event
from tracker.tables.guideline import Edition, Force, Provision, Requirement, Statement, Wording, lead_in_text
from tracker.tables.lineage import Edit
from tracker.tables.people import Person


def confirm(session: Session, workspace_id: int, key: str, *, by: Person) -> Correction:
    """A person says that the sentence was read rightly; nothing about it changes."""
    row = sentences.find(session, key)
    return _say(session, workspace_id, row, row.force, None, by=by)


def correct(
    session: Session, workspace_id: int, key: str, force: Force, *, by: Person, seen_version: str = ""
) -> Correction:
    """A person says which force the sentence has; the requirement follows.

    `seen_version` is the requirement as the person saw it (`snapshots.version`), "" for a statement: Conflict is
    raised when somebody else was faster. What is no requirement after all is withdrawn, with all judged about it kept.
    """
    access.allow(session, by, "reading.check", workspace_id)
    row = sentences.find(session, key)
    edit: Edit | None = None
    if isinstance(row, Wording):
        requirement = session.get_one(Requirement, row.requirement_id)
        if force is not requirement.force and row.force is requirement.force:
            before = row.force, row.confidence
            edit = editing.retype(session, requirement.id, force, by=by, version=seen_version)
            return _say(session, workspace_id, row, force, edit, by=by, before=before)
    elif force in REGULATORY_FORCES:
        edit = editing.promote(session, row.id, force, by=by)
    return _say(session, workspace_id, row, force, edit, by=by)


def withdraw(session: Session, correction_id: int, *, by: Person) -> Correction:
    """Undo: the sentence is unchecked again, and what the correction changed is as it was before."""
    correction = session.get(Correction, correction_id, with_for_update=True)
    if correction is None:
        raise NotFound("error.correction_unknown", id=correction_id)
    access.allow(session, by, "reading.check", correction.workspace_id)
    if correction.withdrawn_at is not None:
        raise Conflict("error.correction_withdrawn", id=correction_id)
    edit_id = _edit_of(session, correction)
    if edit_id is not None:
        edit = session.get_one(Edit, edit_id)
        if edit.undone_at is None:
            editing.undo(session, edit_id, by=by)
    correction.withdrawn_at = clock.now()
    _record(session, correction, "reading.withdraw", {"withdrawn": True}, by)
    return correction


def store_refinement(session: Session, workspace_id: int, learnt: Learnt, *, by: Person) -> Refinement:
    """Keep what was learnt from corrections; from now on the workspace reads new guidelines with it."""
    access.allow(session, by, "reading.refine", workspace_id)
    newest = session.scalar(
        select(func.max(Refinement.number)).where(
            Refinement.workspace_id == workspace_id, Refinement.language == learnt.language
        )
    )
    refinement = Refinement(
        workspace_id=workspace_id,
        language=learnt.language,
        number=(newest or 0) + 1,
        weights=learnt.weights,
        corrections=learnt.corrections,
        scores=learnt.scores,
        made_at=clock.now(),
        by_id=by.id,
    )
    session.add(refinement)
    session.flush()
    after = {
        "language": refinement.language,
        "number": refinement.number,
        "corrections": refinement.corrections,
        "right_before": learnt.scores["before"],
        "right_after": learnt.scores["after"],
        "changes": learnt.scores["changes"],
        "digest": events.fingerprint(learnt.weights.hex()),
    }
    events.record(session, workspace_id, "reading.refine", f"refinement:{refinement.id}", by=by, after=after)
    return refinement


def withdraw_refinement(session: Session, refinement_id: int, *, by: Person) -> Refinement:
    """Undo: the refinement before it counts again, or the shipped weights where there is none."""
    refinement = session.get(Refinement, refinement_id, with_for_update=True)
    if refinement is None:
        raise NotFound("error.refinement_unknown", id=refinement_id)
    access.allow(session, by, "reading.refine", refinement.workspace_id)
    if refinement.withdrawn_at is not None:
        raise Conflict("error.refinement_withdrawn", number=refinement.number)
    refinement.withdrawn_at = clock.now()
    events.record(
        session,
        refinement.workspace_id,
        "reading.unrefine",
        f"refinement:{refinement.id}",
        by=by,
        after={"language": refinement.language, "number": refinement.number},
    )
    return refinement


def _say(
    session: Session,
    workspace_id: int,
    row: Wording | Statement,
    force: Force,
    edit: Edit | None,
    *,
    by: Person,
    before: tuple[Force, float] | None = None,
) -> Correction:
    """Store what a person says of a sentence; what was said of it before is withdrawn."""
    access.allow(session, by, "reading.check", workspace_id)
    read_as, confidence = before or (row.force, row.confidence)
    edition = session.get_one(Edition, row.edition_id)
    provision = session.get_one(Provision, row.provision_id)
    earlier = session.scalars(sentences.standing_corrections(workspace_id, row).with_for_update())
    for correction in earlier:
        correction.withdrawn_at = clock.now()
    correction = Correction(
        workspace_id=workspace_id,
        edition_id=row.edition_id,
        start=row.start,
        end=row.end,
        language=row.language,
        text=edition.text[row.start : row.end],
        lead_in=lead_in_text(edition.text, row.lead_ins),
        heading=provision.heading,
        zone=provision.zone.value,
        read_as=read_as,
        confidence=confidence,
        force=force,
        by_id=by.id,
        recorded_at=clock.now(),
    )
    session.add(correction)
    session.flush()
    told = {
        "edition": row.edition_id,
        "start": row.start,
        "end": row.end,
        "read_as": read_as,
        "force": force,
        "edit": edit.id if edit else None,
    }
    _record(session, correction, "reading.check", told, by)
    return correction


def _edit_of(session: Session, correction: Correction) -> int | None:
    """The edit that came with a correction, as its event says."""
    event = session.scalars(
        select(Event).where(Event.action == "reading.check", Event.entity == f"correction:{correction.id}")
    ).first()
    return event.after.get("edit") if event else None


def _record(session: Session, correction: Correction, action: str, after: dict[str, Any], by: Person) -> None:
    session.flush()
    events.record(session, correction.workspace_id, action, f"correction:{correction.id}", by=by, after=after)
