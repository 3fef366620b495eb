"""Services with the facts people keep of them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import locales
from tracker.exchange.workbook import Column, Kind, Row, Sheet
from tracker.tables.service import Acquisition, DesignDriver, Service, ServiceStatus, System, SystemKind
from tracker.views.exports.working.columns import choice, edited, read, said, truth, word
from tracker.views.exports.working.links import actor_names
from tracker.views.services.named import named_services


def services_sheet(
    session: Session,
    workspace_id: int,
    language: str,
    *,
    sees_secrecy: bool = False,
    only: frozenset[str] | None = None,
) -> Sheet:
    """All services by name; nothing of them is under secrecy."""
    del sees_secrecy, only  # there are never many
    found = session.execute(named_services(workspace_id).order_by(Service.name_sort, Service.id))
    rows = [
        Row(
            id=str(row.id),
            version=row.version,
            name=row.name,
            cells=(
                row.id, row.name, of_unit, word(row.status, language), row.channel, row.life_event, on_platform, behind,
                sold_by, row.contract_end, word(row.acquisition, language), word(row.design_driver, language), built_by,
                said(row.personal_data, language), said(row.cross_border, language), row.started_on, row.url,
                row.description,
            ),
        )
        for row, of_unit, sold_by, built_by, on_platform, behind in found
    ]  # fmt: skip
    title = locales.text("workbook.sheet.services", language)
    return Sheet(key="services", title=title, columns=_columns(session, workspace_id, language), rows=rows)


def _columns(session: Session, workspace_id: int, language: str) -> tuple[Column, ...]:
    actors = actor_names(session, workspace_id)
    systems = {kind: _systems(session, workspace_id, kind) for kind in SystemKind}
    return (
        read("id", language),
        read("name", language),
        edited("unit", language, Kind.NAME, actors),
        choice("status", ServiceStatus, language),
        edited("channel", language),
        edited("life_event", language),
        edited("platform", language, Kind.NAME, systems[SystemKind.PLATFORM]),
        edited("back_office", language, Kind.NAME, systems[SystemKind.BACK_OFFICE]),
        edited("vendor", language, Kind.NAME, actors),
        edited("contract_end", language, Kind.DAY),
        choice("acquisition", Acquisition, language),
        choice("design_driver", DesignDriver, language),
        edited("built_by", language, Kind.NAME, actors),
        truth("personal_data", language),
        truth("cross_border", language),
        edited("started_on", language, Kind.DAY),
        edited("url", language),
        edited("description", language),
    )


def _systems(session: Session, workspace_id: int, kind: SystemKind) -> tuple[str, ...]:
    wanted = select(System.name).where(System.workspace_id == workspace_id, System.kind == kind)
    return tuple(session.scalars(wanted.order_by(System.name_sort)))
