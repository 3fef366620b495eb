"""The services of a workspace as descriptions for others: the columns as text, and what a file once said of them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, undefer

from tracker.rdf.services import ServiceDescription
from tracker.tables.network import Actor
from tracker.tables.service import Service, System

_COLUMNS = (
    "name", "status", "channel", "life_event", "contract_end", "acquisition", "design_driver", "personal_data",
    "cross_border", "started_on", "url", "description",
)  # fmt: skip


def described_services(session: Session, workspace_id: int) -> tuple[ServiceDescription, ...]:
    """All services by name; those that were closed as well, since their status says so."""
    unit, vendor, builder = aliased(Actor), aliased(Actor), aliased(Actor)
    platform, back_office = aliased(System), aliased(System)
    found = session.execute(
        select(Service, unit.name, vendor.name, builder.name, platform.name, back_office.name)
        .outerjoin(unit, unit.id == Service.unit_id)
        .outerjoin(vendor, vendor.id == Service.vendor_id)
        .outerjoin(builder, builder.id == Service.built_by_id)
        .outerjoin(platform, platform.id == Service.platform_id)
        .outerjoin(back_office, back_office.id == Service.back_office_id)
        .where(Service.workspace_id == workspace_id)
        .order_by(Service.name_sort, Service.id)
        .options(undefer(Service.statements))
    )
    referred = ("unit", "vendor", "built_by", "platform", "back_office_system")
    return tuple(
        ServiceDescription(
            cells={
                key: text
                for key, value in [
                    *((key, getattr(service, key)) for key in _COLUMNS),
                    *zip(referred, names, strict=True),
                ]
                if (text := _text(value))
            },
            identifier=service.identifier,
            statements=service.statements,
        )
        for service, *names in found
    )


def _text(value: str | bool | date | StrEnum | None) -> str:
    """The value as a cell of a list; what is not known is empty."""
    if value is None or (isinstance(value, StrEnum) and value.value == "unknown"):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
