"""Building the demonstration workspace: a fictional municipality imported, suggested for and partly reviewed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.errors import UnreadableFile
from policies.library import load as load_library
from tracker import backup, clock, documents, library, linking, opening, searching, tasks, workspaces
from tracker.database import Database
from tracker.importers import actors
from tracker.jobs import Progress, Task
from tracker.settings import Settings
from tracker.tables.guideline import Decided, Summary
from tracker.tables.link import Link, LinkType
from tracker.tables.local import DocumentStatus, LocalDocument, LocalEdition, Passage, Publicity
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Membership, Person, Role, Workspace
from tracker.tables.schema import folded

SLUG = "demo"
UNFINISHED = "demo-unfinished"
FOLDER = Path(__file__).parent / "demo"
LEFT_FOR_THE_VISITOR = 3
"""Every so many answers is left undecided, so that there is something to review."""
REVIEWED_AT = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What `build` found or made. `refused` are files that could not be read, with the code of the reason."""

    slug: str
    new: bool
    documents: int = 0
    services: int = 0
    actors: int = 0
    suggestions: int = 0
    decided: int = 0
    refused: Mapping[str, str]


@cache
def answers() -> Mapping[str, Any]:
    """What the demonstration's authors know about its documents; written by hand with them."""
    found: Mapping[str, Any] = json.loads((FOLDER / "answers.json").read_text("utf-8"))
    return found


def build(database: Database, *, report: Progress | None = None, settings: Settings | None = None) -> Built:
    """Create the workspace *demo* when it is missing; an existing one is left as it is, decisions and all.

    Until everything is in, the workspace goes by another slug, so that an interrupted run is taken up where it ended.
    """
    with database.reading() as session:
        if session.scalars(select(Workspace.id).where(Workspace.slug == SLUG)).first() is not None:
            return Built(slug=SLUG, new=False, refused={})
    tell = report or (lambda _done, _total: None)
    files = sorted(path for path in (FOLDER / "documents").iterdir() if path.is_file())
    total = len(files) + 4
    by = opening.local_person(database)
    with database.writing() as session:
        workspace_id = _unfinished(session, by)
        library.stock(session, load_library(), by=by)
    tell(1, total)
    rows = {}
    for kind in ("actors", "services", "relations"):
        data = (FOLDER / f"{kind}.csv").read_bytes()
        rows[kind], _ = tasks.import_list(database, data, f"{kind}.csv", kind, workspace_id, by=by)
    refused: dict[str, str] = {}
    for number, path in enumerate(files, 2):
        try:
            tasks.import_document(database, path.read_bytes(), path.name, workspace_id, by=by)
        except UnreadableFile as problem:
            refused[path.name] = problem.code  # one file is a scan, as in any real folder
        tell(number, total)
    with database.writing() as session:
        _describe(session, workspace_id, by)
    suggested = tasks.suggest(database, workspace_id, by=by, settings=settings or Settings())
    tell(total - 1, total)
    with database.writing() as session, clock.fixed(REVIEWED_AT):
        decided = _review(session, workspace_id)
        session.get_one(Workspace, workspace_id).slug = SLUG
    tell(total, total)
    return Built(
        slug=SLUG,
        new=True,
        documents=len(files) - len(refused),
        services=rows["services"].added + rows["services"].unchanged,
        actors=rows["actors"].added + rows["actors"].unchanged,
        suggestions=suggested.added + suggested.renewed,
        decided=decided,
        refused=refused,
    )


def _unfinished(session: Session, by: Person) -> int:
    """The workspace an interrupted run left, or a new one."""
    found = session.scalars(select(Workspace.id).where(Workspace.slug == UNFINISHED)).first()
    if found is not None:
        return found
    return workspaces.create(session, _name(), by=by, slug=UNFINISHED, municipality_code="0000").id


def _name() -> str:
    """The municipality's name, as its own list of actors has it."""
    rows = actors.read((FOLDER / "actors.csv").read_bytes(), "actors.csv").rows
    return next(row.name for row in rows if row.kind is ActorKind.MUNICIPALITY)


def _describe(session: Session, workspace_id: int, by: Person) -> None:
    """Confirm what is known about the documents, as a registrar would after the import."""
    units = {
        actor.name_folded: actor.id
        for actor in session.scalars(select(Actor).where(Actor.workspace_id == workspace_id))
    }
    for fact in answers()["facts"]:
        document = _document(session, workspace_id, fact["document"])
        if document is None:
            continue
        documents.describe(
            session,
            document.id,
            by=by,
            seen_version=document.version,
            title=fact["title"],
            type=fact["type"],
            body=fact["body"],
            dnr=fact["dnr"],
            paragraph=str(fact["paragraph"] or ""),
            decided_on=_day(fact["decided_on"]),
            status=DocumentStatus(fact["status"]),
            valid_from=_day(fact["valid_from"]),
            valid_to=_day(fact["valid_to"]),
            responsible_id=units.get(folded(fact["unit"] or "")) or workspaces.municipality(session, workspace_id).id,
            publicity=Publicity(fact["publicity"]),
        )


def _review(session: Session, workspace_id: int) -> int:
    """Decide two thirds of the known answers and record the known gaps, as an earlier reviewer would have."""
    reviewer = Person(name="Demogranskare")
    session.add(reviewer)
    session.flush()
    session.add(Membership(workspace_id=workspace_id, person_id=reviewer.id, role=Role.REVIEWER))
    session.flush()
    passages = _passages(session, workspace_id)
    decided = 0
    for number, answer in enumerate(answers()["pairs"]):
        if number % LEFT_FOR_THE_VISITOR == LEFT_FOR_THE_VISITOR - 1:
            continue
        requirement_id = _requirement(session, answer["requirement"])
        passage_id = _holding(passages.get(answer["document"], {}), answer["sentence"])
        if requirement_id is None or passage_id is None:
            continue
        link = linking.add(session, workspace_id, requirement_id, "passage", passage_id, by=reviewer)
        if link.state is Decided.SUGGESTED:
            with clock.fixed(REVIEWED_AT + timedelta(minutes=decided)):
                linking.confirm(session, link.id, LinkType(answer["type"]), by=reviewer, seen_version=link.version)
            decided += 1
    for gap in answers()["gaps"]:
        requirement_id = _requirement(session, gap["requirement"])
        linked = select(Link.id).where(
            Link.workspace_id == workspace_id, Link.requirement_id == requirement_id, Link.state == Decided.CONFIRMED
        )
        if requirement_id is not None and session.scalars(linked).first() is None:
            searching.record(session, workspace_id, requirement_id, by=reviewer)
            decided += 1
    return decided


def _document(session: Session, workspace_id: int, file_name: str) -> LocalDocument | None:
    return session.scalars(
        select(LocalDocument)
        .join(LocalEdition, LocalEdition.document_id == LocalDocument.id)
        .where(LocalEdition.workspace_id == workspace_id, LocalEdition.file_name == file_name)
    ).first()


def _requirement(session: Session, library_key: str) -> int | None:
    return session.scalars(select(Summary.requirement_id).where(Summary.library_key == library_key)).first()


def _passages(session: Session, workspace_id: int) -> dict[str, dict[int, str]]:
    """By file name, the words of each passage with white space folded."""
    found: dict[str, dict[int, str]] = {}
    editions = session.execute(
        select(LocalEdition.id, LocalEdition.file_name, LocalEdition.text).where(
            LocalEdition.workspace_id == workspace_id
        )
    )
    for edition_id, file_name, text in editions.all():
        rows = session.execute(
            select(Passage.id, Passage.start, Passage.end)
            .where(Passage.edition_id == edition_id)
            .order_by(Passage.position)
        )
        found[file_name] = {number: " ".join(text[start:end].split()) for number, start, end in rows}
    return found


def _holding(passages: Mapping[int, str], sentence: str) -> int | None:
    """The first passage that holds the sentence."""
    wanted = " ".join(sentence.split())
    return next((number for number, words in passages.items() if wanted in words), None)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def reset(database: Database) -> Path | None:
    """Retire the workspace *demo* after a backup, so that `build` makes it anew; returns the backup's path."""
    with database.reading() as session:
        workspace_id = session.scalars(select(Workspace.id).where(Workspace.slug == SLUG)).first()
    if workspace_id is None:
        return None
    saved = backup.save(database, Settings().backups, reason="demo-reset")
    by = opening.local_person(database)
    with database.writing() as session:
        workspaces.retire(session, workspace_id, by=by)
    return saved


def _job(task: Task) -> Mapping[str, Any]:
    return {"workspace": build(task.database, report=task.report).slug}


KINDS = {"demonstration": _job}
"""The demonstration as a background job, beside tasks.KINDS."""
