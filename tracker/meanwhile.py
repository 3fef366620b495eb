"""Who changed something after a person saw it, and when: what every conflict tells."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from tracker import access, locales
from tracker.tables.event import LIBRARY_CHAIN, Event
from tracker.tables.people import Membership, Person


def told(
    session: Session, workspace_id: int, person_id: int | None, at: datetime | None, *, reader: int
) -> dict[str, str]:
    """`who` decided, `at` what moment, as the history tells the reader: by name, else in what `role`."""
    who, role = _who(session, workspace_id, person_id, reader)
    return {"who": who, "role": role, "at": locales.moment(at, locales.DEFAULT)}


def last(
    session: Session, workspace_id: int, entity: str, *, reader: int, also: ColumnElement[bool] | None = None
) -> dict[str, str]:
    """The same of whoever wrote the newest event of an entity ("link:7"), whatever they did with it.

    `also` says which other events change it: those of its parts, or of a list that held it.
    """
    about = Event.entity == entity if also is None else or_(Event.entity == entity, also)
    newest = session.execute(
        select(Event.by_id, Event.recorded_at).where(about).order_by(Event.id.desc()).limit(1)
    ).first()
    person_id, at = newest if newest is not None else (None, None)
    return told(session, workspace_id, person_id, at, reader=reader)


def _who(session: Session, workspace_id: int, person_id: int | None, reader: int) -> tuple[str, str]:
    person = session.get(Person, person_id) if person_id is not None else None
    if person is not None and (person.id == reader or access.sees_names(session, reader, workspace_id)):
        return person.name, ""
    held = select(Membership.role).where(Membership.person_id == person_id)
    if workspace_id != LIBRARY_CHAIN:
        held = held.where(Membership.workspace_id == workspace_id)
    role = session.scalars(held.order_by(Membership.id)).first() if person is not None else None
    return "", role.value if role is not None else "none"
