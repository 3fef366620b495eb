"""What background jobs and commands do: read a file under limits, prepare it, then store it in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from nlp.errors import NlpError
from policies.document import ReadWarning
from policies.sandbox import read_safely
from tracker import (
    candidates,
    checking,
    documents,
    editions,
    gaps,
    ingest,
    originals,
    refining,
    reuse,
    suggestions,
    takeovers,
    translating,
)
from tracker.crosswalks import levels
from tracker.crosswalks import suggesting as crosswalks
from tracker.database import Database
from tracker.errors import NotFound, Refused
from tracker.extraction import TRACKED_LANGUAGES, language_of
from tracker.importers import intake
from tracker.jobs import Progress, Task
from tracker.listing.rows import Stored
from tracker.network import reading as network_reading
from tracker.network import roles, suggesting
from tracker.revising import applying, previewing, recognising
from tracker.settings import Settings
from tracker.tables.checking import Refinement
from tracker.tables.guideline import Level
from tracker.tables.original import Original
from tracker.tables.people import Person
from tracker.views.reading import checking as checking_views


def import_guideline(
    database: Database,
    data: bytes,
    file_name: str,
    *,
    by: Person,
    identifier: str = "",
    level: Level | None = None,
    workspace_id: int | None = None,
) -> ingest.ImportedGuideline:
    """Read, extract and store a guideline, and propose which library summaries its requirements take over."""
    prepared = read_guideline(database, data, file_name, workspace_id=workspace_id)
    return store_guideline(database, prepared, by=by, identifier=identifier, level=level)


def read_guideline(
    database: Database, data: bytes, file_name: str, *, workspace_id: int | None = None
) -> ingest.Prepared:
    """Read and extract a guideline; nothing is stored.

    It is read with what the workspace's corrections taught, where a workspace is given and has learnt something.
    """
    document = read_safely(data, file_name)
    refined, stale = _refined(database, workspace_id, language_of(document), file_name)
    document = replace(document, warnings=(*document.warnings, *stale))
    return ingest.prepare(data, file_name, document, refined=refined)


def store_guideline(
    database: Database, prepared: ingest.Prepared, *, by: Person, **said: Any
) -> ingest.ImportedGuideline:
    """Store what was read, as `ingest.import_guideline` does with what a person `said`, and propose take-overs."""
    with database.writing() as session:
        imported = ingest.import_guideline(session, prepared, by=by, **said)
        if imported.new:
            takeovers.propose(session, imported.guideline_id)
    return imported


def preview_guideline(
    database: Database, prepared: ingest.Prepared, *, identifier: str = "", published_on: date | None = None
) -> editions.EditionPreview:
    """What storing a text that was read would change; nothing is written."""
    with database.reading() as session:
        return editions.preview(session, prepared, identifier=identifier, published_on=published_on)


def read_document(data: bytes, file_name: str) -> documents.PreparedDocument:
    """Read a local document and type its passages; nothing is stored."""
    return documents.prepare(data, file_name, read_safely(data, file_name))


def store_document(
    database: Database, prepared: documents.PreparedDocument, workspace_id: int, *, by: Person
) -> documents.ImportedDocument:
    """Store what was read as a document of its own."""
    with database.writing() as session:
        return documents.import_document(session, prepared, workspace_id, by=by)


def import_document(
    database: Database, data: bytes, file_name: str, workspace_id: int, *, by: Person
) -> documents.ImportedDocument:
    """Read, type and store a local document as one of its own."""
    return store_document(database, read_document(data, file_name), workspace_id, by=by)


def known_documents(
    database: Database, prepared: documents.PreparedDocument, workspace_id: int, *, by: Person
) -> list[recognising.Known]:
    """The documents of a workspace that a text looks like a new edition of, the likeliest first."""
    with database.reading() as session:
        return recognising.known_as(session, prepared, workspace_id, by=by)


def plan_edition(
    database: Database, data: bytes, file_name: str, document_id: int, *, by: Person
) -> previewing.Revision:
    """Read a text and say what it would change as the next edition of a local document; nothing is stored."""
    prepared = read_document(data, file_name)
    with database.reading() as session:
        return previewing.plan(session, prepared, document_id, by=by)


def import_edition(
    database: Database, data: bytes, file_name: str, document_id: int, *, by: Person
) -> applying.Revised:
    """Read a text and put it in use as the next edition of a local document."""
    revision = plan_edition(database, data, file_name, document_id, by=by)
    with database.writing() as session:
        return applying.apply(session, revision, by=by)


def import_list(
    database: Database,
    data: bytes,
    file_name: str,
    kind: str,
    workspace_id: int,
    *,
    by: Person,
    mapping: Mapping[int, str] | None = None,
    digest: str = "",
) -> Stored:
    """Store a list of a kind of tracker.importers.lists, whole or not at all, and say what it changed.

    `mapping` is what a person says the columns mean, by position; `digest` that of the preview they looked at. Raises
    RowsRefused with every problem, and Conflict where the preview no longer holds.
    """
    with database.writing() as session:
        proposal = intake.propose(session, data, file_name, kind, workspace_id, chosen=mapping)
        done = intake.store(session, proposal, data, file_name, workspace_id, by=by)
        intake.settle(done, file_name, digest)
    return done.stored


def preview_list(
    database: Database,
    data: bytes,
    file_name: str,
    kind: str,
    workspace_id: int,
    *,
    by: Person,
    mapping: Mapping[int, str] | None = None,
) -> intake.Preview:
    """What `import_list` would do, found out by doing it in a transaction that is taken back."""
    with database.writing() as session:
        proposal = intake.propose(session, data, file_name, kind, workspace_id, chosen=mapping)
        preview = intake.store(session, proposal, data, file_name, workspace_id, by=by)
        session.rollback()
    return preview


def suggest(
    database: Database, workspace_id: int, *, by: Person, settings: Settings, report: Progress | None = None
) -> suggestions.Suggested:
    """Rank everything local for every counted requirement and store the best as suggestions.

    Then read how each passage translates its requirement, where that has not been read, and propose what is a gap.
    """
    with database.reading() as session:
        corpus = candidates.gather(session, workspace_id)
    found = suggestions.find(corpus, settings, progress=report)
    with database.writing() as session:
        done = suggestions.store_suggestions(session, corpus, found.matches, by=by)
        proposed = gaps.store_gaps(session, workspace_id, found.gaps, by=by)
    done = replace(done, gaps=proposed, modes=read_translations(database, workspace_id, by=by, report=report))
    find_reuse(database, workspace_id, by=by)
    return done


def suggest_crosswalks(
    database: Database, workspace_id: int, *, by: Person, report: Progress | None = None
) -> crosswalks.Suggested:
    """Look among the requirements of lower levels for those that carry out the ones above, and store the best."""
    with database.reading() as session:
        found = levels.gather(session, workspace_id)
    matches = crosswalks.find(found, progress=report)
    with database.writing() as session:
        return crosswalks.store(session, found, matches, by=by)


def find_reuse(database: Database, workspace_id: int, *, by: Person) -> int:
    """Find which passages also stand in other documents; gives how many do."""
    with database.reading() as session:
        shelf = reuse.gather(session, workspace_id, by=by)
    found = reuse.find(shelf)
    with database.writing() as session:
        return reuse.store(session, shelf, found, by=by)


def read_translations(database: Database, workspace_id: int, *, by: Person, report: Progress | None = None) -> int:
    """Read how passages translate their requirements, where that has not been read; gives how many were."""
    with database.reading() as session:
        pairs = translating.unread(session, workspace_id)
    readings = translating.read_all(pairs, progress=report)
    with database.writing() as session:
        return translating.store_readings(session, workspace_id, readings, by=by)


def read_network(database: Database, workspace_id: int, *, by: Person) -> suggesting.Suggested:
    """Read in the documents who had which part, suggest it with the ties that follow, and propose roles."""
    with database.reading() as session:
        shelf = network_reading.gather(session, workspace_id)
    found = network_reading.find(shelf)
    with database.writing() as session:
        done = suggesting.store(session, workspace_id, shelf, found, by=by)
        roles.propose(session, workspace_id, by=by)
    return done


def learn(
    database: Database, workspace_id: int, language: str, *, by: Person, report: Progress | None = None
) -> Refinement:
    """Learn from all corrections of a workspace in a language, and store what came of it."""
    with database.reading() as session:
        taught = checking_views.taught(session, workspace_id, language)
        sentences = checking_views.to_reread(session, workspace_id, language)
    if not taught:
        raise Refused("error.nothing_to_learn", language=language)
    learnt = refining.learn(taught, sentences, language, report=report)
    with database.writing() as session:
        return checking.store_refinement(session, workspace_id, learnt, by=by)


def _refined(
    database: Database, workspace_id: int | None, language: str, file_name: str
) -> tuple[refining.InUse | None, tuple[ReadWarning, ...]]:
    """What a guideline is read with besides the shipped weights; a refinement of older weights is left out, aloud."""
    from nlp.refinement import read

    if workspace_id is None or language not in TRACKED_LANGUAGES:
        return None, ()
    with database.reading() as session:
        found = checking_views.refinement_in_use(session, workspace_id, language)
    if found is None:
        return None, ()
    name, weights = found
    try:
        return refining.InUse(name=name, refinement=read(weights, language)), ()
    except NlpError:
        return None, (ReadWarning(code="warning.refinement_stale", values={"file": file_name, "name": name}),)


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
        preview = preview_guideline(task.database, prepared, identifier=identifier)
        if preview.against is not None:
            again = {key: said[key] for key in ("sha256", "file_name", "identifier", "level") if key in said}
            return {"waits": preview.plain(task.workspace_id), "again": again, "new": False}
    imported = store_guideline(
        task.database,
        prepared,
        by=task.by,
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


KINDS: Mapping[str, Callable[[Task], Mapping[str, Any]]] = {
    "import_guideline": _guideline_job,
    "import_document": _document_job,
    "suggest": _suggest_job,
    "suggest_crosswalks": _crosswalk_job,
    "read_network": _network_job,
    "learn": _learn_job,
}
"""Kinds of background jobs and the functions that do them; the demonstration adds its own."""
