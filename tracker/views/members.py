"""Who has a role in a workspace, for those who decide about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from tracker import access, clock
from tracker.settings import Settings
from tracker.tables.people import Membership, Person, Role, SignIn
from tracker.tables.schema import sort_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person's role here; `open` counts the sign-ins that still hold, `last_at` is None for who never came."""

    person_id: int
    name: str
    login: str
    role: Role
    open: int
    last_at: datetime | None


def members(session: Session, workspace_id: int, settings: Settings, *, person_id: int) -> list[Member]:
    """Everybody with a role here, by name; nobody but the person themselves for who may not change roles."""
    now = clock.now()
    holds = and_(
        SignIn.ended_at.is_(None), SignIn.last_at > now - settings.idle, SignIn.began_at > now - settings.longest
    )  # fmt: skip
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Person.login,
            Membership.role,
            func.count(SignIn.id).filter(holds),
            func.max(SignIn.last_at),
        )
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(SignIn, SignIn.person_id == Person.id)
        .where(Membership.workspace_id == workspace_id)
        .group_by(Person.id, Person.name, Person.login, Membership.role)
    )
    all_of_them = access.may(session, person_id, "people.change", workspace_id)
    found = [
        Member(person_id=number, name=name, login=login or "", role=role, open=count, last_at=last)
        for number, name, login, role, count, last in rows
        if all_of_them or number == person_id
    ]
    return sorted(found, key=lambda row: (sort_key(row.name), row.person_id))
