"""Verbs for the people of a workspace: admitted, given another role, let go."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import access, events, meanwhile, sign_ins, signing_in
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.people import LOCAL_LOGIN, Membership, Person, Role

LONGEST_NAME = 200


def admit(session: Session, workspace_id: int, login: str, name: str, role: Role, *, by: Person) -> Person:
    """Give somebody a role in the workspace, by the name they sign in with; who that is, they show when they come."""
    access.allow(session, by, "people.change", workspace_id)
    access.one_at_a_time(session, workspace_id)
    known_by = signing_in.login_of(login)
    if not known_by:
        raise Refused("error.login_invalid", login=login)
    person = session.scalars(select(Person).where(Person.login == known_by)).first()
    if person is None:
        person = Person(name=(name.strip() or known_by)[:LONGEST_NAME], login=known_by)
        session.add(person)
        session.flush()
    elif _membership(session, workspace_id, person.id) is not None:
        raise Refused("error.person_admitted", login=known_by)
    session.add(Membership(workspace_id=workspace_id, person_id=person.id, role=role))
    session.flush()
    events.record(
        session,
        workspace_id,
        "people.admit",
        f"person:{person.id}",
        by=by,
        after={"role": role.value},
        note=f"{person.name} {known_by}",
    )
    return person


def change_role(session: Session, workspace_id: int, person_id: int, role: Role, *, seen: Role, by: Person) -> Role:
    """Another role from now on; `seen` is the one whoever changes it saw."""
    membership = _changeable(session, workspace_id, person_id, by=by, keeps_admin=role is Role.ADMIN)
    if membership.role is not seen:
        who = meanwhile.last(session, workspace_id, f"person:{person_id}", reader=by.id)
        raise Conflict("error.role_changed", choices=f"role.{membership.role.value}", **who)
    if role is seen:
        return role
    membership.role = role
    session.flush()
    events.record(
        session,
        workspace_id,
        "people.role",
        f"person:{person_id}",
        by=by,
        before={"role": seen.value},
        after={"role": role.value},
    )
    return role


def let_go(session: Session, workspace_id: int, person_id: int, *, by: Person) -> Person:
    """End somebody's role in the workspace; what they did stays theirs.

    Whoever has no role left anywhere signs in no more: their sign-ins end, and the name they came by is free.
    """
    membership = _changeable(session, workspace_id, person_id, by=by, keeps_admin=False)
    before = membership.role
    session.delete(membership)
    session.flush()
    elsewhere = session.scalars(select(Membership.id).where(Membership.person_id == person_id)).first()
    person = session.get_one(Person, person_id, with_for_update=True)
    if elsewhere is None:
        person.login = person.subject = None
        sign_ins.end_all(session, person_id, by=by)
    events.record(
        session,
        workspace_id,
        "people.let_go",
        f"person:{person_id}",
        by=by,
        before={"role": before.value},
        after={"anywhere": elsewhere is not None},
    )
    return person


def _changeable(
    session: Session, workspace_id: int, person_id: int, *, by: Person, keeps_admin: bool
) -> Membership:  # fmt: skip
    """The membership, unless the workspace would be left without an administrator."""
    access.allow(session, by, "people.change", workspace_id)
    access.one_at_a_time(session, workspace_id)
    membership = _membership(session, workspace_id, person_id)
    if membership is None:
        raise NotFound("error.person_unknown", id=person_id)
    if session.get_one(Person, person_id).login == LOCAL_LOGIN:
        raise Refused("error.person_local")
    if membership.role is Role.ADMIN and not keeps_admin and not _other_admins(session, membership, by):
        raise Refused("error.last_admin")
    return membership


def _other_admins(session: Session, membership: Membership, by: Person) -> int:
    """Administrators besides this one; the person of the machine counts only where they are the one who works."""
    others = (
        select(func.count())
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.workspace_id == membership.workspace_id,
            Membership.role == Role.ADMIN,
            Membership.id != membership.id,
        )
    )
    if by.login != LOCAL_LOGIN:
        others = others.where(func.coalesce(Person.login, "") != LOCAL_LOGIN)
    return session.scalars(others).one()


def _membership(session: Session, workspace_id: int, person_id: int) -> Membership | None:
    return session.scalars(
        select(Membership)
        .where(Membership.workspace_id == workspace_id, Membership.person_id == person_id)
        .with_for_update()
    ).first()
