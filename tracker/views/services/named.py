"""Services with the names of what they refer to: one way of reading them for the list, the sheets and the files."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from tracker.tables.network import Actor
from tracker.tables.service import Service, System


def named_services(workspace_id: int) -> Select[Service, str | None, str | None, str | None, str | None, str | None]:
    """The services of a workspace, closed ones too, in no order.

    Each with the names of its unit, vendor, builder, platform and back-office system, None for what is not known.
    """
    unit, vendor, builder = aliased(Actor), aliased(Actor), aliased(Actor)
    platform, back_office = aliased(System), aliased(System)
    return (
        select(Service, unit.name, vendor.name, builder.name, platform.name, back_office.name)
        .outerjoin(unit, unit.id == Service.unit_id)
        .outerjoin(vendor, vendor.id == Service.vendor_id)
        .outerjoin(builder, builder.id == Service.built_by_id)
        .outerjoin(platform, platform.id == Service.platform_id)
        .outerjoin(back_office, back_office.id == Service.back_office_id)
        .where(Service.workspace_id == workspace_id)
    )
