"""A small second municipality, invented too, so that municipalities can be looked at side by side.

It is built by the same verbs in a few seconds: lists, four documents, and what a reviewer of its own decided in a day.
Nobody but the person at the machine has a role in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import assessing, clock, linking, searching, tasks, workspaces
from tracker.database import Database
from tracker.demonstration import chronicle, documents, lists, story
from tracker.demonstration.guidelines import named
from tracker.demonstration.people import actor_ids, joined, service_ids
from tracker.tables.assessment import SideState
from tracker.tables.link import Link, LinkType
from tracker.tables.people import Person, Role, Workspace
from tracker.tables.schema import folded
from tracker.tables.service import Service
from tracker.views.ladder.standings import digest_of

SLUG, UNFINISHED, CODE = "demo-neighbour", "demo-neighbour-unfinished", "0001"
REVIEWER = "Demogranskare i Mallköping"
FOLDER = story.FOLDER / "neighbour"
DECISIONS = FOLDER / "decisions.json"
DAY = chronicle.PLANNED


def build(database: Database, *, by: Person) -> None:
    """Create the workspace *demo-neighbour* where it is missing; an interrupted run is taken up where it ended."""
    with database.reading() as session:
        if session.scalars(select(Workspace.id).where(Workspace.slug == SLUG)).first() is not None:
            return
    with clock.fixed(chronicle.morning(DAY)):
        workspace_id = _receive(database, by)
    with clock.fixed(chronicle.forenoon(DAY)), database.writing() as session:
        workspace = session.get_one(Workspace, workspace_id, with_for_update=True)
        if workspace.slug == UNFINISHED:
            reviewer = joined(session, workspace_id, REVIEWER, Role.REVIEWER)
            documents.describe(session, workspace_id, story.written_down(DECISIONS)["documents"], by)
            _decide(session, workspace_id, by=reviewer)
            workspace.slug = SLUG


def _receive(database: Database, by: Person) -> int:
    """The workspace with its lists and documents, those that an interrupted run left included."""
    with database.writing() as session:
        found = session.scalars(select(Workspace.id).where(Workspace.slug == UNFINISHED)).first()
        name = lists.municipality(FOLDER)
        workspace_id = found or workspaces.create(
            session, name, by=by, slug=UNFINISHED, municipality_code=CODE
        ).id  # fmt: skip
    for folder, kind in ((FOLDER, "actors"), (FOLDER, "services"), (story.FOLDER, "kolada")):
        path = folder / f"{kind}.csv"
        tasks.import_list(database, path.read_bytes(), path.name, kind, workspace_id, by=by)
    for row in story.written_down(DECISIONS)["documents"]:
        folders = (FOLDER, story.FOLDER)  # one page lies in the first municipality as well, kept there as background
        path = next(path for one in folders if (path := one / "documents" / row["document"]).is_file())
        tasks.import_document(database, path.read_bytes(), path.name, workspace_id, by=by)
    return workspace_id


def _decide(session: Session, workspace_id: int, *, by: Person) -> None:
    """Links confirmed and rejected, searches that found nothing, and judgements beside the ladder."""
    said, passages = story.written_down(DECISIONS), documents.Passages(session, workspace_id)
    actors, services = actor_ids(session, workspace_id), service_ids(session, workspace_id)

    def link(row: Mapping[str, Any]) -> Link:
        target = services[row["service"]] if "service" in row else passages.holding(row["document"], row["sentence"])
        kind, requirement_id = "service" if "service" in row else "passage", named(session, row["requirement"])
        assert requirement_id is not None, row
        assert target is not None, row
        return linking.add(session, workspace_id, requirement_id, kind, target, by=by)

    decided_on = {row["document"]: story.day(row["decided_on"]) for row in said["documents"]}
    for row in (*said["links"], *said["services"]):
        found = link(row)
        on = decided_on[row["document"]] if "document" in row else None
        if found.service_id is not None:
            on = session.get_one(Service, found.service_id).started_on
        linking.confirm(
            session, found.id, LinkType(row["type"]), by=by, seen_version=found.version, on=on,
            subject_id=actors.get(folded(row.get("for", ""))), supports=row.get("supports", ()),
        )  # fmt: skip
    for row in said["rejected"]:
        found = link(row)
        linking.reject(session, found.id, by=by, seen_version=found.version, note=row["note"])
    for name in said["searched"]:
        searching.record(session, workspace_id, named(session, name) or 0, by=by)
    municipality = workspaces.municipality(session, workspace_id).id
    for row in said["beside"]:
        assessing.assess(
            session, workspace_id, named(session, row["requirement"]) or 0, by=by, actor_id=municipality,
            side_state=SideState(row["state"]), note=row["note"], evidence_digest=digest_of([]),
        )  # fmt: skip
