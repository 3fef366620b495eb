"""Services with both figures or one, and nothing said of too few."""

from __future__ import annotations

from tracker.database import Database
from tracker.tables.people import Workspace
from tracker.tables.service import Service, ServiceStatus
from tracker.views.research.anchoring_use import anchoring_use


def test_launched_services_only_and_not_enough_data(database: Database, workspace: Workspace) -> None:
    with database.writing() as session:
        for name, status in (("Bygglov", ServiceStatus.IN_SERVICE), ("Gammal blankett", ServiceStatus.CLOSED)):
            session.add(Service(workspace_id=workspace.id, name=name, status=status))
        session.flush()
        found = anchoring_use(session, workspace.id)
    (point,) = found.points
    assert (point.name, point.anchoring, point.completion, point.is_whole) == ("Bygglov", None, None, False)
    assert (found.relation.n, found.relation.apart, found.fewest) == (0, None, 20)
