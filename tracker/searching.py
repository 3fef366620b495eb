"""Search records: the only way a gap becomes a finding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, clock, events, subjects
from tracker.errors import NotFound, Refused
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, SearchedEdition, SearchRecord
from tracker.tables.local import LocalEdition
from tracker.tables.people import Person


def record(
    session: Session,
    workspace_id: int,
    requirement_id: int,
    *,
    by: Person,
    note: str = "",
    on: date | None = None,
    editions: Sequence[int] = (),
) -> SearchRecord:
    """ "Looked in all current documents, found nothing." Refused while a confirmed passage says otherwise.

    `editions` are the local editions an earlier search went through that is said of this requirement too.
    """
    access.allow(session, by, "search.record", workspace_id)
    requirement = subjects.known_requirement(session, workspace_id, requirement_id)
    wanted = select(LocalEdition.id).where(LocalEdition.workspace_id == workspace_id)
    wanted = wanted.where(LocalEdition.id.in_(editions)) if editions else wanted.where(LocalEdition.current)
    editions = session.scalars(wanted.order_by(LocalEdition.id)).all()
    if not editions:
        raise Refused("error.search_without_documents")
    confirmed = session.scalars(
        select(Link.id).where(
            Link.workspace_id == workspace_id,
            Link.requirement_id == requirement_id,
            Link.passage_id.is_not(None),
            Link.state == Decided.CONFIRMED,
        )
    ).first()
    if confirmed is not None:
        raise Refused("error.search_contradicts_link", link=confirmed)
    record = SearchRecord(
        workspace_id=workspace_id,
        requirement_id=requirement_id,
        requirement_fingerprint=requirement.fingerprint,
        on=on or clock.today(),
        note=note,
        by_id=by.id,
        recorded_at=clock.now(),
    )
    session.add(record)
    session.flush()
    session.add_all(
        SearchedEdition(workspace_id=workspace_id, search_record_id=record.id, edition_id=edition)
        for edition in editions
    )
    events.record(
        session,
        workspace_id,
        "search.record",
        f"search_record:{record.id}",
        by=by,
        after={"requirement": requirement_id, "on": record.on, "editions": len(editions)},
        note=note,
    )
    return record


def withdraw(session: Session, record_id: int, *, by: Person) -> SearchRecord:
    """Undo a recorded search; the record stays with the time it was withdrawn."""
    record = session.get(SearchRecord, record_id, with_for_update=True)
    if record is None:
        raise NotFound("error.search_unknown", id=record_id)
    access.allow(session, by, "search.record", record.workspace_id)
    if record.withdrawn_at is None:
        record.withdrawn_at = clock.now()
        events.record(
            session,
            record.workspace_id,
            "search.withdraw",
            f"search_record:{record.id}",
            by=by,
            before={"requirement": record.requirement_id},
            after={"withdrawn_at": record.withdrawn_at},
        )
    return record
