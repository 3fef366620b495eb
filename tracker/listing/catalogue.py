"""Storing systems, services, forms and contact topics."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.listing.rows import BadCell, Row
from tracker.listing.working import Work
from tracker.tables.schema import folded
from tracker.tables.service import ContactTopic, Form, Service, System, SystemKind

SERVICE_FIELDS = (
    "identifier", "status", "channel", "life_event", "contract_end", "acquisition", "design_driver", "personal_data",
    "cross_border", "started_on", "url", "description", "statements",
)  # fmt: skip


def store_systems(work: Work, rows: Sequence[Row]) -> None:
    """Systems by kind and name; a vendor nobody named before becomes an actor."""
    query = select(System).where(System.workspace_id == work.workspace_id)
    present = {(system.kind, system.name_folded): system for system in work.session.scalars(query)}
    for row in rows:
        with work.row(row):
            values = row.only("acquired_on", "contract_end", "integrations", "note")
            if "vendor" in row.cells:
                values["vendor_id"] = work.vendor(row.cells["vendor"])
            values |= work.refer(row, "owner", "actor")
            name, kind = row.cells["name"], row.cells["kind"]
            found = present.get((kind, folded(name)))
            present[kind, folded(name)] = work.put(System, found, row, name, values | {"name": name}, kind=kind)


def store_services(work: Work, rows: Sequence[Row]) -> None:
    """Services by identifier, else by name; systems and vendors nobody named before are added."""
    query = select(Service).where(Service.workspace_id == work.workspace_id)
    services = work.session.scalars(query).all()
    by_name = {service.name_folded: service for service in services}
    by_identifier = {service.identifier: service for service in services if service.identifier}
    for row in rows:
        with work.row(row):
            name, identifier = row.cells["name"], row.get("identifier", "")
            found = by_identifier.get(identifier) or by_name.get(folded(name))
            same_name = by_name.get(folded(name))
            if found is not None and same_name not in (None, found):
                raise BadCell("error.row_name_taken", column="name", value=name[:80], identifier=identifier[:80])
            values = {"name": name} | row.only(*SERVICE_FIELDS) | _of_service(work, row)
            service = work.put(Service, found, row, name, values)
            by_name[service.name_folded] = service
            if service.identifier:
                by_identifier[service.identifier] = service


def _of_service(work: Work, row: Row) -> dict[str, int | None]:
    """What a service refers to."""
    if "unit_kind" in row.cells:  # linked data says itself what the organisation is
        unit: dict[str, int | None] = {"unit_id": work.authority(row.cells["unit"], row.cells["unit_kind"])}
    else:
        unit = work.refer(row, "unit", "actor")
    values = unit | work.refer(row, "built_by", "actor")
    if "platform" in row.cells:
        values["platform_id"] = work.system(SystemKind.PLATFORM, row.cells["platform"])
    if "back_office_system" in row.cells:
        values["back_office_id"] = work.system(SystemKind.BACK_OFFICE, row.cells["back_office_system"])
    if "vendor" in row.cells:
        values["vendor_id"] = work.vendor(row.cells["vendor"])
    return values


def store_forms(work: Work, rows: Sequence[Row]) -> None:
    """Forms by service and name."""
    query = select(Form).where(Form.workspace_id == work.workspace_id)
    present = {(form.service_id, form.name_folded): form for form in work.session.scalars(query)}
    for row in rows:
        with work.row(row):
            service = work.names.need("service", row.cells["service"], "service")
            name = row.cells["name"]
            found = present.get((service, folded(name)))
            values = {"name": name} | row.only("url", "fields", "required_fields", "note")
            fields, required = (values.get(key, getattr(found, key, None)) for key in ("fields", "required_fields"))
            if fields is not None and required is not None and required > fields:
                raise BadCell("error.cell_more_than", column="required_fields", value=required, whole=fields)
            present[service, folded(name)] = work.put(Form, found, row, name, values, service_id=service)


def store_topics(work: Work, rows: Sequence[Row]) -> None:
    """Contact topics by name."""
    query = select(ContactTopic).where(ContactTopic.workspace_id == work.workspace_id)
    present = {topic.name_folded: topic for topic in work.session.scalars(query)}
    for row in rows:
        with work.row(row):
            name = row.cells["name"]
            values = {"name": name} | row.only("taken_over_on", "note")
            values |= work.refer(row, "service", "service") | work.refer(row, "unit", "actor")
            present[folded(name)] = work.put(ContactTopic, present.get(folded(name)), row, name, values)
