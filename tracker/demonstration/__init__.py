"""Building the demonstration workspace: a fictional municipality imported, suggested for and partly reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from policies.errors import UnreadableFile
from tracker import backup, clock, opening, tasks, workspaces
from tracker.database import Database
from tracker.demonstration import (
    chains,
    chronicle,
    documents,
    evidence,
    guidelines,
    judging,
    lists,
    measures,
    neighbour,
    network,
    people,
    project,
    reviewing,
    study,
    translating,
)
from tracker.demonstration.story import FOLDER
from tracker.jobs import Progress, Task
from tracker.listing.rows import Stored
from tracker.settings import Settings
from tracker.tables.event import Event
from tracker.tables.local import LocalDocument
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

    Its three years are lived through day by day, with the clock set to each. Until everything is in, the workspace
    goes by another slug, so that an interrupted run is taken up on the day where it ended.
    """
    with database.reading() as session:
        if session.scalars(select(Workspace.id).where(Workspace.slug == SLUG)).first() is not None:
            return Built(slug=SLUG, new=False)
    run = _Run(
        database=database,
        settings=settings or Settings(),
        by=opening.local_person(database),
        files=sorted(path for path in (FOLDER / "documents").iterdir() if path.is_file()),
    )
    tell = report or (lambda _done, _total: None)
    days = chronicle.days()
    with database.writing() as session, clock.fixed(chronicle.morning(days[0])):
        run.workspace_id = _unfinished(session, run.by)
    for number, day in enumerate(days, 1):
        if not run.live(day, is_last=day == days[-1]):
            return Built(slug=SLUG, new=False)
        tell(number, len(days))
    return Built(
        slug=SLUG,
        new=True,
        documents=run.documents,
        services=_count(run.first["services"]),
        actors=_count(run.first["actors"]),
        suggestions=run.suggestions,
        decided=run.decided,
        refused=tuple(run.refused),
    )


@dataclass(slots=True, kw_only=True)
class _Run:
    """One run of `build`: what it works with, and what it has come to."""

    database: Database
    settings: Settings
    by: Person
    files: list[Path]
    workspace_id: int = 0
    first: Mapping[str, Stored] = field(default_factory=dict)
    documents: int = 0
    refused: list[UnreadableFile] = field(default_factory=list)
    suggestions: int = 0
    decided: int = 0

    def live(self, day: date, *, is_last: bool) -> bool:
        """Live through a day of work; False where another run, started beside this one, was faster."""
        with clock.fixed(chronicle.morning(day)):
            self._receive(day)
        if is_last:  # before the first goes by its own name: a run that ends here is taken up here
            neighbour.build(self.database, by=self.by)
        with clock.fixed(chronicle.forenoon(day)), self.database.writing() as session:
            if _is_finished(session, self.workspace_id):
                return False
            if not _is_past(session, self.workspace_id, chronicle.forenoon(day)):
                self.decided += _decide(session, self.workspace_id, day)
            if is_last:
                session.get_one(Workspace, self.workspace_id).slug = SLUG
                self.documents = len(session.scalars(_documents(self.workspace_id)).all())
        return True

    def _receive(self, day: date) -> None:
        """What comes in on a day: acts, lists and documents; on one day the machine is asked for suggestions too."""
        database, workspace_id, by = self.database, self.workspace_id, self.by
        with database.writing() as session:
            guidelines.stock(session, day, by=by)
        guidelines.import_due(database, workspace_id, day, by=by)
        stored = lists.load(database, FOLDER, lists.BEFORE_DOCUMENTS, workspace_id, day, by=by)
        self.first = self.first or stored
        self.refused += documents.import_due(database, self.files, workspace_id, day, by=by)
        with database.writing() as session:
            if not _is_past(session, workspace_id, chronicle.forenoon(day)):
                documents.describe_due(session, workspace_id, day, by)
        lists.load(database, FOLDER, lists.BEHIND_DOCUMENTS, workspace_id, day, by=by)
        if day == chronicle.REVIEWED:
            tasks.read_network(database, workspace_id, by=by)
            found = tasks.suggest(database, workspace_id, by=by, settings=self.settings)
            self.suggestions = found.added + found.renewed


def _documents(workspace_id: int) -> Select[int]:
    return select(LocalDocument.id).where(LocalDocument.workspace_id == workspace_id)


def _decide(session: Session, workspace_id: int, day: date) -> int:
    """What people decide on a day; how many decisions."""
    reviewer = people.joined(session, workspace_id, people.REVIEWER, Role.REVIEWER)
    work = reviewing.desk(session, workspace_id, day, by=reviewer)
    judging.clear(work)
    judging.carry_over(work)
    reviewing.review(work)
    translating.review(work)
    study.code(work)
    project.code(work)
    with clock.fixed(work.moment):
        decided = work.decided + chains.confirm(session, day, by=reviewer)
        decided += evidence.attach(session, workspace_id, day, by=reviewer)
        judging.judge(work)
        decided += measures.plan(session, workspace_id, day, by=reviewer)
        if day == chronicle.PLANNED:
            decided += network.confirm(session, workspace_id, by=reviewer)
    return decided


def _is_past(session: Session, workspace_id: int, moment: datetime) -> bool:
    """Whether the workspace's history has come so far already: an earlier run decided what was decided then."""
    return (
        session.scalars(select(Event.id).where(Event.chain == workspace_id, Event.recorded_at >= moment)).first()
        is not None
    )


def _count(done: Stored) -> int:
    """How many are there after the import, however many were there before."""
    return done.added + done.changed + done.unchanged


def _unfinished(session: Session, by: Person) -> int:
    """The workspace an interrupted run left, or a new one."""
    found = session.scalars(select(Workspace.id).where(Workspace.slug == UNFINISHED)).first()
    if found is not None:
        return found
    return workspaces.create(session, lists.municipality(FOLDER), by=by, slug=UNFINISHED, municipality_code="0000").id


def _is_finished(session: Session, workspace_id: int) -> bool:
    """Whether another run, started beside this one, was faster; the workspace is locked against a third."""
    return session.get_one(Workspace, workspace_id, with_for_update=True).slug != UNFINISHED


def reset(database: Database, *, settings: Settings | None = None) -> Path | None:
    """Retire the workspace *demo* after a backup, so that `build` makes it anew; returns the backup's path."""
    with database.reading() as session:
        workspace_id = session.scalars(select(Workspace.id).where(Workspace.slug == SLUG)).first()
    if workspace_id is None:
        return None
    saved = backup.save(database, (settings or Settings()).backups, reason="demo-reset").path
    by = opening.local_person(database)
    with database.writing() as session:
        workspaces.retire(session, workspace_id, by=by)
    return saved


def _job(task: Task) -> Mapping[str, Any]:
    return {"workspace": build(task.database, report=task.report).slug}


KINDS = {"demonstration": _job}
"""The demonstration as a background job, beside tasks.KINDS."""
