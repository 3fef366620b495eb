"""Who and what the decisions of the demonstration name: its earlier reviewers, its actors and its services."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.network import Actor
from tracker.tables.people import Membership, Person, Role
from tracker.tables.service import Service

REVIEWER, CODER = "Demogranskare", "Demokodare"


def joined(session: Session, workspace_id: int, name: str, role: Role) -> Person:
    """The person of this name who has a role in the workspace; a new one where there is none."""
    found = session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.workspace_id == workspace_id, Person.name == name)
    ).first()
    if found is not None:
        return found
    person = Person(name=name)
    session.add(person)
    session.flush()
    session.add(Membership(workspace_id=workspace_id, person_id=person.id, role=role))
    session.flush()
    return person


def service_ids(session: Session, workspace_id: int) -> dict[str, int]:
    """The services of a workspace by name."""
    return dict(session.execute(select(Service.name, Service.id).where(Service.workspace_id == workspace_id)).all())


def actor_ids(session: Session, workspace_id: int) -> dict[str, int]:
    """The actors of a workspace by folded name."""
    rows = session.execute(select(Actor.name_folded, Actor.id).where(Actor.workspace_id == workspace_id))
    return dict(rows.all())
