"""What background jobs and commands do: read a file under limits, prepare it, then store it in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from policies.sandbox import read_safely
from tracker import candidates, documents, ingest, originals, suggestions, takeovers
from tracker.database import Database
from tracker.errors import NotFound
from tracker.importers import actors, catalogue, relations, services
from tracker.jobs import Progress, Task
from tracker.settings import Settings
from tracker.tables.guideline import Level
from tracker.tables.original import Original
from tracker.tables.people import Person


def import_guideline(
    database: Database, data: bytes, file_name: str, *, by: Person, identifier: str = "", level: Level | None = None
) -> ingest.ImportedGuideline:
    """Read, extract and store a guideline, and propose which library summaries its requirements take over."""
    prepared = ingest.prepare(data, file_name, read_safely(data, file_name))
    with database.writing() as session:
        imported = ingest.import_guideline(session, prepared, by=by, identifier=identifier, level=level)
        if imported.new:
            takeovers.propose(session, imported.guideline_id)
    return imported


def import_document(
    database: Database, data: bytes, file_name: str, workspace_id: int, *, by: Person, document_id: int | None = None
) -> documents.ImportedDocument:
    """Read, type and store a local document."""
    prepared = documents.prepare(data, file_name, read_safely(data, file_name))
    with database.writing() as session:
        return documents.import_document(session, prepared, workspace_id, by=by, document_id=document_id)


def import_list(
    database: Database, data: bytes, file_name: str, kind: str, workspace_id: int, *, by: Person
) -> tuple[catalogue.Catalogued, int]:
    """Store a list of "actors", "services" or "relations"; returns what changed and how many rows were set aside."""
    with database.writing() as session:
        if kind == "actors":
            read_actors = actors.read(data, file_name)
            done = catalogue.import_actors(session, read_actors.rows, workspace_id, by=by)
            return done, len(read_actors.problems)
        if kind == "services":
            read_services = services.read(data, file_name)
            done = catalogue.import_services(session, read_services.rows, workspace_id, by=by)
            return done, len(read_services.problems)
        if kind == "relations":
            read_relations = relations.read(data, file_name)
            done = catalogue.import_relations(session, read_relations.rows, workspace_id, by=by)
            return done, len(read_relations.problems)
    raise NotFound("error.list_kind_unknown", kind=kind)


def suggest(
    database: Database, workspace_id: int, *, by: Person, settings: Settings, report: Progress | None = None
) -> suggestions.Suggested:
    """Rank everything local for every counted requirement and store the best as suggestions."""
    with database.reading() as session:
        corpus = candidates.gather(session, workspace_id)
    matches = suggestions.rank(corpus, settings, progress=report)
    with database.writing() as session:
        return suggestions.store_suggestions(session, corpus, matches, by=by)


def _workspace(task: Task) -> int:
    """The workspace a job concerns; a job queued without one cannot be done."""
    if task.workspace_id is None:
        raise NotFound("error.workspace_unknown", slug="-", known="-")
    return task.workspace_id


def _upload(task: Task) -> tuple[bytes, str]:
    """The bytes a page stored before it queued the job, and the name they came under."""
    with task.database.reading() as session:
        data = session.scalars(select(Original.data).where(Original.sha256 == task.arguments["sha256"])).one()
    return data, str(task.arguments["file_name"])


def _guideline_job(task: Task) -> Mapping[str, Any]:
    data, file_name = _upload(task)
    level = task.arguments.get("level")
    imported = import_guideline(
        task.database,
        data,
        file_name,
        by=task.by,
        identifier=task.arguments.get("identifier", ""),
        level=Level(level) if level else None,
    )
    return {
        "guideline_id": imported.guideline_id,
        "new": imported.new,
        "provisions": imported.provisions,
        "requirements": imported.requirements,
        "warnings": originals.warning_rows(imported.warnings),
    }


def _document_job(task: Task) -> Mapping[str, Any]:
    data, file_name = _upload(task)
    imported = import_document(
        task.database,
        data,
        file_name,
        _workspace(task),
        by=task.by,
        document_id=task.arguments.get("document_id"),
    )
    return {
        "document_id": imported.document_id,
        "new": imported.new,
        "passages": imported.passages,
        "warnings": originals.warning_rows(imported.warnings),
    }


def _list_job(task: Task) -> Mapping[str, Any]:
    data, file_name = _upload(task)
    done, aside = import_list(task.database, data, file_name, task.arguments["list"], _workspace(task), by=task.by)
    return {
        "added": done.added,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "set_aside": aside,
        "warnings": originals.warning_rows(done.warnings),
    }


def _suggest_job(task: Task) -> Mapping[str, Any]:
    done = suggest(task.database, _workspace(task), by=task.by, settings=Settings(), report=task.report)
    return {"added": done.added, "renewed": done.renewed, "dropped": done.dropped}


KINDS: Mapping[str, Callable[[Task], Mapping[str, Any]]] = {
    "import_guideline": _guideline_job,
    "import_document": _document_job,
    "import_list": _list_job,
    "suggest": _suggest_job,
}
"""Kinds of background jobs and the functions that do them; the demonstration adds its own."""
