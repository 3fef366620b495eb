"""What judgements, records and measures are about, checked; and whose figures and records speak for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.tables.guideline import Edition, Guideline, Requirement
from tracker.tables.network import Actor
from tracker.tables.schema import Table
from tracker.tables.service import Service

Subject = tuple[str, int]
"""("actor", id) or ("service", id)."""


def of(actor_id: int | None, service_id: int | None) -> Subject:
    """The subject of a row; exactly one of the two is given, the tables see to that."""
    return ("actor", actor_id) if actor_id is not None else ("service", service_id or 0)


def of_either(actor_id: int | None, service_id: int | None) -> Subject | None:
    """The subject of a row that may be about none, as a measure for a requirement as a whole is."""
    return None if actor_id is None and service_id is None else of(actor_id, service_id)


def known_requirement(session: Session, workspace_id: int, requirement_id: int) -> Requirement:
    """The requirement; raises NotFound when there is none, or when its guideline is another workspace's own."""
    found = session.get(Requirement, requirement_id)
    if found is not None:
        own = session.scalar(select(Guideline.workspace_id).where(Guideline.id == found.guideline_id))
        if own in (None, workspace_id):
            return found
    raise NotFound("error.requirement_unknown", id=requirement_id)


def known_requirements(session: Session, workspace_id: int, numbers: Iterable[int]) -> list[int]:
    """Those of the requirements that are no other workspace's own, in their order."""
    wanted = list(numbers)
    others = select(Guideline.id).where(Guideline.workspace_id != workspace_id)
    own = select(Requirement.id).where(Requirement.id.in_(wanted), Requirement.guideline_id.in_(others))
    hidden = set(session.scalars(own))
    return [number for number in wanted if number not in hidden]


def known_guideline(session: Session, workspace_id: int, guideline_id: int) -> Guideline:
    """The guideline; raises NotFound when there is none, or when it is another workspace's own."""
    found = session.get(Guideline, guideline_id)
    if found is None or found.workspace_id not in (None, workspace_id):
        raise NotFound("error.guideline_unknown", id=guideline_id)
    return found


def known_edition(session: Session, workspace_id: int, edition_id: int) -> Edition:
    """The edition; raises NotFound when there is none, or when its guideline is another workspace's own."""
    found = session.get(Edition, edition_id)
    own = None if found is None else session.get_one(Guideline, found.guideline_id).workspace_id
    if found is None or own not in (None, workspace_id):
        raise NotFound("error.edition_unknown", id=edition_id)
    return found


def of_workspace(session: Session, table: type[Table], row_id: int | None, workspace_id: int) -> None:
    """Raise NotFound for a row of another workspace and for one that is not there; None names no row and passes."""
    row: Any = session.get(table, row_id) if row_id is not None else None
    if row_id is not None and (row is None or row.workspace_id != workspace_id):
        raise NotFound("error.subject_unknown", id=row_id)


def check(session: Session, workspace_id: int, actor_id: int | None, service_id: int | None) -> None:
    """Raise NotFound unless exactly one of the two is given and belongs to the workspace."""
    row = session.get(Actor, actor_id) if actor_id is not None else session.get(Service, service_id or 0)
    if row is None or row.workspace_id != workspace_id or (actor_id is not None and service_id is not None):
        raise NotFound("error.subject_unknown", id=actor_id or service_id or 0)


def heard(session: Session, workspace_id: int, subject: Subject) -> frozenset[Subject]:
    """The subject itself; for a service also its unit, for a unit also its services."""
    kind, number = subject
    if kind == "service":
        unit = session.scalars(select(Service.unit_id).where(Service.id == number)).first()
        return frozenset({subject, *([("actor", unit)] if unit is not None else [])})
    services = session.scalars(
        select(Service.id).where(Service.workspace_id == workspace_id, Service.unit_id == number)
    )
    return frozenset({subject, *(("service", service) for service in services)})
