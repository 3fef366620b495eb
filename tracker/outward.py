"""Background work that asks the outside: a guideline by its identifier, and whether sources are still there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from policies.sources import find
from policies.sources.network import Network
from policies.sources.web import words
from tracker import fetching, ingest, originals, rechecking, tasks
from tracker.database import Database
from tracker.errors import NotFound
from tracker.jobs import Progress, Task
from tracker.settings import Settings
from tracker.tables.guideline import Level
from tracker.tables.people import Person


def fetch_guideline(
    database: Database,
    text: str,
    language: str,
    network: Network,
    *,
    by: Person,
    level: Level | None = None,
    workspace_id: int | None = None,
) -> tuple[ingest.ImportedGuideline, str]:
    """Fetch an act and import it as if it had come as a file; gives also the name of that file.

    Raises NotFetched where the act does not come, and all that importing a file raises.
    """
    found = find(text, language, network)
    imported = tasks.import_guideline(
        database,
        found.fetched.data,
        found.file_name,
        by=by,
        identifier=found.identifier,
        level=level,
        workspace_id=workspace_id,
    )
    content = words(found.fetched.data, found.file_name)
    with database.writing() as session:
        fetching.keep_provenance(session, imported.edition_id, found, content, by=by)
    return replace(imported, warnings=(*fetching.warnings(found), *imported.warnings)), found.file_name


def check_sources(
    database: Database, workspace_id: int, network: Network, *, by: Person, report: Progress | None = None
) -> Mapping[str, int]:
    """Look again at everything that a workspace's evidence rests on; gives how many are in each state."""
    with database.reading() as session:
        sources = rechecking.gather(session, workspace_id, by=by)
    seen = rechecking.look_again(database, sources, network, report)
    with database.writing() as session:
        return rechecking.store(session, workspace_id, seen, by=by)


def _fetch_job(task: Task) -> Mapping[str, Any]:
    level = task.arguments.get("level")
    imported, file_name = fetch_guideline(
        task.database,
        str(task.arguments["identifier"]),
        str(task.arguments["language"]),
        fetching.network(Settings()),
        by=task.by,
        level=Level(level) if level else None,
        workspace_id=task.workspace_id,
    )
    return {
        "guideline_id": imported.guideline_id,
        "file_name": file_name,
        "new": imported.new,
        "provisions": imported.provisions,
        "requirements": imported.requirements,
        "warnings": originals.warning_rows(imported.warnings),
    }


def _check_job(task: Task) -> Mapping[str, Any]:
    if task.workspace_id is None:
        raise NotFound("error.workspace_unknown", slug="-", known="-")
    counts = check_sources(
        task.database, task.workspace_id, fetching.network(Settings()), by=task.by, report=task.report
    )
    return {"checked": sum(counts.values()), **{state: counts.get(state, 0) for state in STATES}}


STATES = ("same", "moved", "edited", "gone", "missing", "unreachable")

KINDS: Mapping[str, Callable[[Task], Mapping[str, Any]]] = {
    "fetch_guideline": _fetch_job,
    "check_sources": _check_job,
}
"""Kinds of background jobs that need the network, and the functions that do them."""
