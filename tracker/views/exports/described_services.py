"""The services of a workspace as descriptions for others: the columns as text, and what a file once said of them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session, undefer

from tracker.rdf.services import ServiceDescription
from tracker.tables.service import Service
from tracker.views.services.named import named_services

_COLUMNS = (
    "name", "status", "channel", "life_event", "contract_end", "acquisition", "design_driver", "personal_data",
    "cross_border", "started_on", "url", "description",
)  # fmt: skip


def described_services(session: Session, workspace_id: int) -> tuple[ServiceDescription, ...]:
    """All services by name; those that were closed as well, since their status says so."""
    found = session.execute(
        named_services(workspace_id).order_by(Service.name_sort, Service.id).options(undefer(Service.statements))
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
