"""Services and the units that run them, as programs read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.tables.network import UNIT_KINDS, Actor, ActorKind
from tracker.tables.service import Acquisition, DesignDriver, Service, ServiceStatus
from tracker.views.rows.paging import page
from tracker.views.services.named import named_services


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceItem:
    """A service of the municipality; `identifier` is its key in the catalogue it came from, "" without one."""

    id: int
    identifier: str
    name: str
    description: str
    unit_id: int | None
    unit: str
    status: ServiceStatus
    channel: str
    life_event: str
    platform: str
    back_office: str
    vendor: str
    contract_end: date | None
    acquisition: Acquisition
    design_driver: DesignDriver
    personal_data: bool | None
    cross_border: bool | None
    started_on: date | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitItem:
    """The municipality as a whole, or a unit, board or company of it; `part_of_id` is the one it belongs to."""

    id: int
    name: str
    kind: ActorKind
    part_of_id: int | None


def services(
    session: Session,
    workspace_id: int,
    *,
    after: int = 0,
    size: int | None = None,
    ids: Sequence[int] | None = None,
    unit_id: int | None = None,
    status: ServiceStatus | None = None,
) -> list[ServiceItem]:
    """The services of the workspace by number, closed ones too."""
    wanted = named_services(workspace_id)
    if unit_id is not None:
        wanted = wanted.where(Service.unit_id == unit_id)
    if status is not None:
        wanted = wanted.where(Service.status == status)
    return [
        ServiceItem(
            id=row.id,
            identifier=row.identifier,
            name=row.name,
            description=row.description,
            unit_id=row.unit_id,
            unit=unit or "",
            status=row.status,
            channel=row.channel,
            life_event=row.life_event,
            platform=platform or "",
            back_office=back_office or "",
            vendor=vendor or "",
            contract_end=row.contract_end,
            acquisition=row.acquisition,
            design_driver=row.design_driver,
            personal_data=row.personal_data,
            cross_border=row.cross_border,
            started_on=row.started_on,
            url=row.url,
        )
        for row, unit, vendor, _builder, platform, back_office in session.execute(
            page(wanted, Service.id, after, size, ids)
        )
    ]


def units(
    session: Session, workspace_id: int, *, after: int = 0, size: int | None = None, ids: Sequence[int] | None = None
) -> list[UnitItem]:
    """The columns of the matrix that are no services, by number; other actors are left out."""
    shown = (ActorKind.MUNICIPALITY, *UNIT_KINDS)
    known = set(session.scalars(select(Actor.id).where(Actor.workspace_id == workspace_id, Actor.kind.in_(shown))))
    wanted = select(Actor).where(Actor.workspace_id == workspace_id, Actor.kind.in_(shown))
    return [
        UnitItem(
            id=row.id, name=row.name, kind=row.kind, part_of_id=row.part_of_id if row.part_of_id in known else None
        )
        for row in session.scalars(page(wanted, Actor.id, after, size, ids))
    ]
