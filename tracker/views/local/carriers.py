"""Who and what carries the requirements locally: services and actors as lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.network import Actor, ActorKind
from tracker.tables.service import Service, ServiceStatus, System


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """A service in a list."""

    id: int
    name: str
    unit: str
    status: ServiceStatus
    channel: str
    platform: str
    vendor: str
    contract_end: date | None
    linked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """An actor in a list."""

    id: int
    name: str
    kind: ActorKind
    part_of: str
    role: str
    linked: int


def service_rows(session: Session, workspace_id: int) -> list[ServiceRow]:
    """All services by name."""
    unit, vendor = aliased(Actor), aliased(Actor)
    linked = _linked(session, workspace_id, "service_id")
    rows = session.execute(
        select(Service, unit.name, System.name, vendor.name)
        .outerjoin(unit, unit.id == Service.unit_id)
        .outerjoin(System, System.id == Service.platform_id)
        .outerjoin(vendor, vendor.id == Service.vendor_id)
        .where(Service.workspace_id == workspace_id)
        .order_by(Service.name_sort)
    )
    return [
        ServiceRow(
            id=row.id,
            name=row.name,
            unit=name or "",
            status=row.status,
            channel=row.channel,
            platform=platform or "",
            vendor=supplier or "",
            contract_end=row.contract_end,
            linked=linked.get(row.id, 0),
        )
        for row, name, platform, supplier in rows
    ]


def actor_rows(session: Session, workspace_id: int) -> list[ActorRow]:
    """All actors by name."""
    above = aliased(Actor)
    linked = _linked(session, workspace_id, "actor_id")
    rows = session.execute(
        select(Actor, above.name)
        .outerjoin(above, above.id == Actor.part_of_id)
        .where(Actor.workspace_id == workspace_id)
        .order_by(Actor.name_sort)
    )
    return [
        ActorRow(
            id=row.id, name=row.name, kind=row.kind, part_of=name or "", role=row.role, linked=linked.get(row.id, 0)
        )
        for row, name in rows
    ]


def _linked(session: Session, workspace_id: int, column: str) -> dict[int, int]:
    target = getattr(Link, column)
    return dict(
        session.execute(
            select(target, func.count())
            .where(Link.workspace_id == workspace_id, Link.state == Decided.CONFIRMED, target.is_not(None))
            .group_by(target)
        ).all()
    )
