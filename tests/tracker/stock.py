"""What most tests begin with, stored once in a database that is then copied: storing it takes longer than they do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from policies.reading import read
from tests.tracker.evening import EVENING, Town, found_town, pass_evening
from tracker import clock, documents, ingest, tasks, workspaces
from tracker.database import Database
from tracker.settings import Settings
from tracker.tables.local import DocumentStatus, LocalDocument
from tracker.tables.people import Person, Workspace

DATA = Path(__file__).parent.parent / "data" / "tracker"
STAGES = ("evening", "suggested", "guideline", "workspace")
"""Fixtures that a copy can hold from the start, the fullest first; each holds what those after it hold."""

STOCKED = datetime(2026, 1, 2, 9, tzinfo=UTC)
"""When a copy was filled, whichever test asked for it first: before the day of any test that fixes one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a copy holds, none of it yet where nothing was stored."""

    workspace: Workspace | None = None
    guideline: ingest.ImportedGuideline | None = None
    document: documents.ImportedDocument | None = None
    suggested: bool = False
    town: Town | None = None


def stage(fixtures: Collection[str]) -> str:
    """The fullest copy of use to a test with these fixtures, "" for one that wants an empty database."""
    return next((name for name in STAGES if name in fixtures), "")


def fill(database: Database, name: str, settings: Settings) -> Held:
    """Store in an empty database what the stage holds."""
    if not name:
        return Held()
    with clock.fixed(EVENING if name == "evening" else STOCKED):
        return _filled(database, name, settings)


def _filled(database: Database, name: str, settings: Settings) -> Held:
    by = person(database)
    workspace = new_workspace(database, by)
    if name == "workspace":
        return Held(workspace=workspace)
    guideline = import_guideline(database, statute(), by)
    if name == "guideline":
        return Held(workspace=workspace, guideline=guideline)
    document = import_document(database, workspace, by)
    suggest(database, workspace, by, settings)
    held = Held(workspace=workspace, guideline=guideline, document=document, suggested=True)
    if name == "evening":
        held = replace(held, town=found_town(database, workspace.id, by))
        pass_evening(database, held.town, by)
    return held


def person(database: Database) -> Person:
    with database.writing() as session:
        return workspaces.local_person(session, "Testperson")


def new_workspace(database: Database, by: Person) -> Workspace:
    with database.writing() as session:
        return workspaces.create(session, "Provby kommun", by=by)


def statute() -> ingest.Prepared:
    data = (DATA / "provbarhet.md").read_bytes()
    return ingest.prepare(data, "provbarhet.md", read(data, "provbarhet.md"))


def import_guideline(database: Database, prepared: ingest.Prepared, by: Person) -> ingest.ImportedGuideline:
    with database.writing() as session:
        return ingest.import_guideline(session, prepared, by=by)


def import_document(database: Database, workspace: Workspace, by: Person) -> documents.ImportedDocument:
    data = (DATA / "riktlinje.md").read_bytes()
    prepared = documents.prepare(data, "riktlinje.md", read(data, "riktlinje.md"))
    with database.writing() as session:
        imported = documents.import_document(session, prepared, workspace.id, by=by)
        session.get_one(LocalDocument, imported.document_id).status = DocumentStatus.ADOPTED
        return imported


def suggest(database: Database, workspace: Workspace, by: Person, settings: Settings) -> None:
    tasks.suggest(database, workspace.id, by=by, settings=replace(settings, suggestion_floor=0.0))
