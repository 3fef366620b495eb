"""The kinds of background jobs: each is given a task and gives what the page that queued it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker import access, backup, originals, rollups
from tracker.errors import NotFound
from tracker.fetching import Source
from tracker.jobs import Task
from tracker.settings import Settings
from tracker.tables.guideline import Level
from tracker.tables.original import Original
from tracker.tasks.finding import index, learn, read_network, suggest, suggest_crosswalks
from tracker.tasks.guidelines import preview_guideline, question, read_guideline, store_guideline
from tracker.tasks.kinship import is_guideline, is_local
from tracker.tasks.local import known_documents, read_document, store_document


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
    """Import a guideline; one that would change an edition that is there waits for a person to look at what."""
    data, file_name = _upload(task)
    said = task.arguments
    prepared = read_guideline(task.database, data, file_name, workspace_id=task.workspace_id)
    identifier = said.get("identifier", "")
    if said.get("asks"):
        if not identifier and is_local(prepared.document, file_name):
            return _belongs("local", said)
        preview = preview_guideline(task.database, prepared, identifier=identifier)
        if preview.against is not None:
            again = {key: said[key] for key in ("sha256", "file_name", "identifier", "level") if key in said}
            return question(preview, task.workspace_id, again, prepared.document.warnings)
    imported = store_guideline(
        task.database,
        prepared,
        by=task.by,
        source=Source(**said["source"]) if said.get("source") else None,
        identifier=identifier,
        level=Level(said["level"]) if said.get("level") else None,
        published_on=date.fromisoformat(said["published_on"]) if said.get("published_on") else None,
        applies_on=date.fromisoformat(said["applies_on"]) if said.get("applies_on") else None,
        digest=said.get("digest", ""),
    )
    return {
        "guideline_id": imported.guideline_id,
        "new": imported.new,
        "provisions": imported.provisions,
        "requirements": imported.requirements,
        "warnings": originals.warning_rows(imported.warnings),
    }


def _document_job(task: Task) -> Mapping[str, Any]:
    """Import a document; one that looks like a new edition of another waits for a person to say what it is."""
    data, file_name = _upload(task)
    workspace_id = _workspace(task)
    prepared = read_document(data, file_name)
    if task.arguments.get("asks"):
        if is_guideline(prepared.document):
            return _belongs("guidelines", task.arguments)
        known = known_documents(task.database, prepared, workspace_id, by=task.by)
        if known:
            asked = {"sha256": prepared.sha256, "file_name": file_name}
            return {**asked, "waits": [asdict(one) for one in known[:3]], "new": False}
    imported = store_document(task.database, prepared, workspace_id, by=task.by)
    return {
        "document_id": imported.document_id,
        "new": imported.new,
        "passages": imported.passages,
        "warnings": originals.warning_rows(imported.warnings),
    }


def _belongs(page: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a job ends with where the file looks like one for another page: a person says which it is."""
    return {"belongs": page, "sha256": said["sha256"], "file_name": said["file_name"], "new": False}


def _learn_job(task: Task) -> Mapping[str, Any]:
    done = learn(task.database, _workspace(task), str(task.arguments["language"]), by=task.by, report=task.report)
    return {"corrections": done.corrections, "after": done.scores["after"], "changes": done.scores["changes"]}


def _network_job(task: Task) -> Mapping[str, Any]:
    return asdict(read_network(task.database, _workspace(task), by=task.by))


def _suggest_job(task: Task) -> Mapping[str, Any]:
    done = suggest(task.database, _workspace(task), by=task.by, settings=Settings(), report=task.report)
    return asdict(done)


def _crosswalk_job(task: Task) -> Mapping[str, Any]:
    return asdict(suggest_crosswalks(task.database, _workspace(task), by=task.by, report=task.report))


def _backup_job(task: Task) -> Mapping[str, Any]:
    with task.database.reading() as session:
        access.allow(session, task.by, "backup.save", _workspace(task))
    made = backup.save(task.database, Settings().backups, reason="app", report=task.report)
    if made.manifest.contents.faults:
        raise made.manifest.contents.faults[0].problem(made.path)
    held = made.manifest.contents.rows
    return {"rows": sum(held.values()), "originals": held.get("original", 0)}


def _index_job(task: Task) -> Mapping[str, Any]:
    return {"texts": index(task.database, _workspace(task), settings=Settings(), report=task.report)}


def _rollup_job(task: Task) -> Mapping[str, Any]:
    """Renew what national views show of the workspaces that whoever looks at them may read."""
    return {"renewed": rollups.renew_outdated(task.database, by=task.by, report=task.report)}


KINDS: Mapping[str, Callable[[Task], Mapping[str, Any]]] = {
    "import_guideline": _guideline_job,
    "import_document": _document_job,
    "suggest": _suggest_job,
    "suggest_crosswalks": _crosswalk_job,
    "read_network": _network_job,
    "learn": _learn_job,
    "index": _index_job,
    "backup": _backup_job,
    "rollup": _rollup_job,
}
"""Kinds of background jobs and the functions that do them; the demonstration adds its own."""
