"""Building the demonstration workspace: a fictional municipality imported, suggested for and partly reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.errors import UnreadableFile
from policies.library import load as load_library
from tracker import backup, clock, library, opening, tasks, workspaces
from tracker.database import Database
from tracker.demonstration import evidence, guidelines, measures, network, reviewing, translating
from tracker.demonstration.lists import BEFORE_DOCUMENTS, BEHIND_DOCUMENTS, load
from tracker.demonstration.reviewing import FOLDER, PLANNED_AT
from tracker.importers import lists
from tracker.jobs import Progress, Task
from tracker.listing.rows import Stored
from tracker.settings import Settings
from tracker.tables.network import ActorKind
from tracker.tables.people import Person, Role, Workspace

SLUG = "demo"
UNFINISHED = "demo-unfinished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What `build` found or made. `refused` says of each file that could not be read why."""

    slug: str
    new: bool
    documents: int = 0
    services: int = 0
    actors: int = 0
    suggestions: int = 0
    decided: int = 0
    refused: tuple[UnreadableFile, ...] = ()


def build(database: Database, *, report: Progress | None = None, settings: Settings | None = None) -> Built:
    """Create the workspace *demo* when it is missing; an existing one is left as it is, decisions and all.

    Until everything is in, the workspace goes by another slug, so that an interrupted run is taken up where it ended.
    """
    with database.reading() as session:
        if session.scalars(select(Workspace.id).where(Workspace.slug == SLUG)).first() is not None:
            return Built(slug=SLUG, new=False)
    tell = report or (lambda _done, _total: None)
    files = sorted(path for path in (FOLDER / "documents").iterdir() if path.is_file())
    total = len(files) + 5
    by = opening.local_person(database)
    with database.writing() as session:
        workspace_id = _unfinished(session, by)
        library.stock(session, load_library(), by=by)
    guidelines.import_all(database, workspace_id, by=by)
    tell(1, total)
    rows = load(database, FOLDER, BEFORE_DOCUMENTS, workspace_id, by=by)
    refused: list[UnreadableFile] = []
    for number, path in enumerate(files, 2):
        try:
            tasks.import_document(database, path.read_bytes(), path.name, workspace_id, by=by)
        except UnreadableFile as problem:
            refused.append(problem)  # one file is a scan, as in any real folder
        tell(number, total)
    with database.writing() as session:
        if _is_finished(session, workspace_id):
            return Built(slug=SLUG, new=False)
        reviewing.describe(session, workspace_id, by)
    load(database, FOLDER, BEHIND_DOCUMENTS, workspace_id, by=by)
    tasks.read_network(database, workspace_id, by=by)
    tell(total - 2, total)
    suggested = tasks.suggest(database, workspace_id, by=by, settings=settings or Settings())
    tell(total - 1, total)
    with database.writing() as session:
        if _is_finished(session, workspace_id):
            return Built(slug=SLUG, new=False)
        reviewer = reviewing.join(session, workspace_id, "Demogranskare", Role.REVIEWER)
        decided = reviewing.review(session, workspace_id, by=reviewer)
        decided += translating.review(session, workspace_id, by=reviewer)
        with clock.fixed(PLANNED_AT):
            decided += evidence.attach(session, workspace_id, by=reviewer)
            decided += measures.plan(session, workspace_id, by=reviewer)
            decided += network.confirm(session, workspace_id, by=reviewer)
        session.get_one(Workspace, workspace_id).slug = SLUG
    tell(total, total)
    return Built(
        slug=SLUG,
        new=True,
        documents=len(files) - len(refused),
        services=_count(rows["services"]),
        actors=_count(rows["actors"]),
        suggestions=suggested.added + suggested.renewed,
        decided=decided,
        refused=tuple(refused),
    )


def _count(done: Stored) -> int:
    """How many are there after the import, however many were there before."""
    return done.added + done.changed + done.unchanged


def _unfinished(session: Session, by: Person) -> int:
    """The workspace an interrupted run left, or a new one."""
    found = session.scalars(select(Workspace.id).where(Workspace.slug == UNFINISHED)).first()
    if found is not None:
        return found
    return workspaces.create(session, _name(), by=by, slug=UNFINISHED, municipality_code="0000").id


def _is_finished(session: Session, workspace_id: int) -> bool:
    """Whether another run, started beside this one, was faster; the workspace is locked against a third."""
    return session.get_one(Workspace, workspace_id, with_for_update=True).slug != UNFINISHED


def _name() -> str:
    """The municipality's name, as its own list of actors has it."""
    rows = lists.read("actors", (FOLDER / "actors.csv").read_bytes(), "actors.csv").rows
    return next(str(row.cells["name"]) for row in rows if row.cells["kind"] is ActorKind.MUNICIPALITY)


def reset(database: Database, *, settings: Settings | None = None) -> Path | None:
    """Retire the workspace *demo* after a backup, so that `build` makes it anew; returns the backup's path."""
    with database.reading() as session:
        workspace_id = session.scalars(select(Workspace.id).where(Workspace.slug == SLUG)).first()
    if workspace_id is None:
        return None
    saved = backup.save(database, (settings or Settings()).backups, reason="demo-reset")
    by = opening.local_person(database)
    with database.writing() as session:
        workspaces.retire(session, workspace_id, by=by)
    return saved


def _job(task: Task) -> Mapping[str, Any]:
    return {"workspace": build(task.database, report=task.report).slug}


KINDS = {"demonstration": _job}
"""The demonstration as a background job, beside tasks.KINDS."""
