"""One service: what is known about it, the requirements on it, and its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotFound
from tracker.tables.network import Actor
from tracker.tables.service import Service, System, SystemKind
from tracker.views.ladder.standings import Cell
from tracker.views.matrix.table import matrix
from tracker.views.services.listing import ServiceRow, is_own, service_list
from tracker.views.texts import RequirementText


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDetail:
    """A service with what the list does not show; `version` is what a change of it must have seen."""

    row: ServiceRow
    identifier: str
    description: str
    built_by: str
    personal_data: bool | None
    cross_border: bool | None
    started_on: date | None
    own_contract_end: date | None
    platform_id: int | None
    back_office_id: int | None
    vendor_id: int | None
    built_by_id: int | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRequirement:
    """A requirement with where it stands for the service; `own` is false where only texts above speak of it."""

    requirement: RequirementText
    cell: Cell
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemName:
    """A system in a list to choose from."""

    id: int
    kind: SystemKind
    name: str


def service_detail(session: Session, workspace_id: int, *, service_id: int) -> ServiceDetail:
    """The service; NotFound when the workspace has none with this number."""
    service = session.get(Service, service_id)
    if service is None or service.workspace_id != workspace_id:
        raise NotFound("error.service_unknown", id=service_id)
    row = next(row for row in service_list(session, workspace_id) if row.id == service_id)
    builder = session.get(Actor, service.built_by_id) if service.built_by_id is not None else None
    return ServiceDetail(
        row=row,
        identifier=service.identifier,
        description=service.description,
        built_by=builder.name if builder is not None else "",
        personal_data=service.personal_data,
        cross_border=service.cross_border,
        started_on=service.started_on,
        own_contract_end=service.contract_end,
        platform_id=service.platform_id,
        back_office_id=service.back_office_id,
        vendor_id=service.vendor_id,
        built_by_id=service.built_by_id,
        version=service.version,
    )


def service_requirements(session: Session, workspace_id: int, *, service_id: int) -> Sequence[ServiceRequirement]:
    """The counted requirements with anything that speaks for the service, its own and those of texts above it."""
    subject = ("service", service_id)
    found = matrix(session, workspace_id, by="service", subjects=(subject,))
    if not found.columns:
        return []
    rows = [(row.requirement, row.cells[0]) for row in found.rows]
    return [
        ServiceRequirement(requirement=text, cell=cell, own=is_own(cell, subject))
        for text, cell in rows
        if cell.pieces or cell.judged is not None
    ]


def system_names(session: Session, workspace_id: int) -> list[SystemName]:
    """Platforms and back-office systems by name."""
    rows = session.scalars(select(System).where(System.workspace_id == workspace_id).order_by(System.name_sort))
    return [SystemName(id=row.id, kind=row.kind, name=row.name) for row in rows]
