"""Verbs for workspaces and the people in them."""

from __future__ import annotations

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import access, clock, countersigning, events, meanwhile, thresholds
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import LOCAL_LOGIN, Membership, Person, Role, Workspace
from tracker.tables.schema import folded


def local_person(session: Session, name: str) -> Person:
    """The one named person of local mode, made on first use with the given name."""
    person = session.scalars(select(Person).where(Person.login == LOCAL_LOGIN)).first()
    if person is None:
        person = Person(name=name, login=LOCAL_LOGIN)
        session.add(person)
        session.flush()
    return person


def create(session: Session, name: str, *, by: Person, slug: str = "", municipality_code: str = "") -> Workspace:
    """A new workspace with `by` as its administrator and the municipality itself as its first actor.

    The slug is made from the name where none is given, and numbered where it is taken.
    """
    access.allow_making_workspace(session, by)
    workspace = Workspace(
        name=name,
        slug=_free_slug(session, slug or name),
        municipality_code=municipality_code,
        created_at=clock.now(),
    )
    session.add(workspace)
    session.flush()
    session.add(Membership(workspace_id=workspace.id, person_id=by.id, role=Role.ADMIN))
    session.add(Actor(workspace_id=workspace.id, name=name, kind=ActorKind.MUNICIPALITY))
    session.flush()
    access.allow(session, by, "workspace.build", workspace.id)
    events.record(
        session,
        workspace.id,
        "workspace.create",
        f"workspace:{workspace.id}",
        by=by,
        after={"slug": workspace.slug, "municipality_code": municipality_code},
        note=name,
    )
    return workspace


def begin(session: Session, name: str, municipality_code: str, *, by: Person) -> Workspace:
    """The workspace of a municipality: the one in use, else a new one; so that two windows do not begin it twice."""
    there = session.scalars(
        select(Workspace)
        .where(
            Workspace.municipality_code == municipality_code,
            Workspace.retired_at.is_(None),
            Workspace.id.in_(access.readable(session, by.id)),
        )
        .order_by(Workspace.id)
        .limit(1)
    ).first()
    return there or create(session, name, by=by, municipality_code=municipality_code)


def find(session: Session, slug: str) -> Workspace:
    """The workspace with this slug; NotFound names those there are."""
    workspace = session.scalars(select(Workspace).where(Workspace.slug == slug)).first()
    if workspace is None:
        open_ones = select(Workspace.slug).where(Workspace.retired_at.is_(None))
        known = session.scalars(open_ones.order_by(Workspace.slug)).all()
        raise NotFound("error.workspace_unknown", slug=slug, known=", ".join(known) or "-")
    return workspace


def retire(session: Session, workspace_id: int, *, by: Person) -> Workspace:
    """Take a workspace out of use under another slug, so that its own can be used anew; nothing in it is deleted."""
    access.allow(session, by, "workspace.build", workspace_id)
    workspace = session.get_one(Workspace, workspace_id, with_for_update=True)
    before = workspace.slug
    workspace.retired_at = clock.now()
    workspace.slug = _free_slug(session, f"{before}-retired-{workspace.retired_at:%Y%m%d}")
    session.flush()
    events.record(
        session,
        workspace_id,
        "workspace.retire",
        f"workspace:{workspace_id}",
        by=by,
        before={"slug": before},
        after={"slug": workspace.slug},
    )
    return workspace


def set_threshold(
    session: Session, workspace_id: int, name: str, value: float, *, by: Person, seen: float | None = None
) -> Workspace:
    """Let another threshold hold in this workspace; figures follow at once, judgements stay as they were made.

    `seen` is the value the person saw: Conflict when somebody set another one since.
    """
    access.allow(session, by, "threshold.set", workspace_id)
    workspace = session.get_one(Workspace, workspace_id, with_for_update=True, populate_existing=True)
    wanted = thresholds.checked(name, value)
    before = getattr(thresholds.of(workspace.thresholds), name)
    if seen is not None and before != seen:
        who = meanwhile.last(session, workspace_id, f"workspace:{workspace_id}", reader=by.id)
        raise Conflict("error.threshold_changed", value=before, **who)
    if wanted == before:
        return workspace
    workspace.thresholds = {**workspace.thresholds, name: wanted}
    session.flush()
    events.record(
        session,
        workspace_id,
        "threshold.set",
        f"workspace:{workspace_id}",
        by=by,
        before={name: before},
        after={name: wanted},
    )
    return workspace


def set_four_eyes(session: Session, workspace_id: int, wanted: bool, *, seen: bool, by: Person) -> Workspace:
    """Demand two people for every decision, or no longer; what was decided stays, and what waits ends undecided.

    `seen` is what held when the person saw it. Refused where fewer than two people may decide at all.
    """
    access.allow(session, by, "four_eyes.set", workspace_id)
    workspace = session.get_one(Workspace, workspace_id, with_for_update=True, populate_existing=True)
    if workspace.four_eyes is not seen:
        who = meanwhile.last(session, workspace_id, f"workspace:{workspace_id}", reader=by.id)
        raise Conflict("error.four_eyes_changed", **who)
    if wanted is seen:
        return workspace
    deciders = select(func.count()).where(
        Membership.workspace_id == workspace_id, Membership.role.in_(access.ACTIONS["link.decide"])
    )
    if wanted and session.scalars(deciders).one() < 2:
        raise Refused("error.four_eyes_alone")
    ended = countersigning.end_all(session, workspace_id, by=by)
    workspace.four_eyes = wanted
    session.flush()
    events.record(
        session,
        workspace_id,
        "four_eyes.set",
        f"workspace:{workspace_id}",
        by=by,
        before={"four_eyes": seen},
        after={"four_eyes": wanted, "ended": ended},
    )
    return workspace


def municipality(session: Session, workspace_id: int) -> Actor:
    """The actor that stands for the municipality as a whole."""
    return session.scalars(
        select(Actor)
        .where(Actor.workspace_id == workspace_id, Actor.kind == ActorKind.MUNICIPALITY)
        .order_by(Actor.id)
        .limit(1)
    ).one()


def _free_slug(session: Session, name: str) -> str:
    """Letters, digits and hyphens; numbered when taken."""
    wanted = re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")[:60] or "workspace"
    taken = set(session.scalars(select(Workspace.slug).where(Workspace.slug.startswith(wanted))))
    number, slug = 2, wanted
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
