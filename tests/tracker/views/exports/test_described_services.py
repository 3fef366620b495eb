"""What the catalogue knows of its services, ready to be given to others."""

from __future__ import annotations

from datetime import date

from tracker.database import Database
from tracker.exporters import cpsv
from tracker.rdf.services import ServiceDescription
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Workspace
from tracker.tables.service import Acquisition, Service, ServiceStatus, System, SystemKind
from tracker.views.exports.described_services import described_services


def test_columns_and_references_are_given_as_text(database: Database, workspace: Workspace) -> None:
    with database.writing() as session:
        unit = Actor(workspace_id=workspace.id, name="Bygg", kind=ActorKind.UNIT)
        platform = System(workspace_id=workspace.id, name="Farled", kind=SystemKind.PLATFORM)
        session.add_all([unit, platform])
        session.flush()
        session.add(
            Service(
                workspace_id=workspace.id,
                name="Bygglov",
                identifier="BL-1",
                unit_id=unit.id,
                platform_id=platform.id,
                status=ServiceStatus.IN_SERVICE,
                acquisition=Acquisition.ADD_ON,
                cross_border=False,
                contract_end=date(2027, 6, 30),
                statements='<http://e/1> <http://e/p> "x" .\n',
            )
        )
    with database.reading() as session:
        assert described_services(session, workspace.id) == (
            ServiceDescription(
                cells={
                    "name": "Bygglov",
                    "unit": "Bygg",
                    "platform": "Farled",
                    "status": "in_service",
                    "acquisition": "add_on",
                    "cross_border": "false",
                    "contract_end": "2027-06-30",
                },
                identifier="BL-1",
                statements='<http://e/1> <http://e/p> "x" .\n',
            ),
        )


def test_a_workspace_without_services_gives_a_file_that_says_nothing(database: Database, workspace: Workspace) -> None:
    with database.reading() as session:
        assert cpsv.turtle(described_services(session, workspace.id)).strip() == b""
