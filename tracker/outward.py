"""Background work that asks the outside: a guideline by its identifier, and whether sources are still there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from policies.document import ReadWarning
from policies.sources import find
from policies.sources.network import Network
from tracker import access, fetching, ingest, originals, rechecking, tasks
from tracker.database import Database
from tracker.errors import NotFound
from tracker.jobs import Progress, Task
from tracker.settings import Settings
from tracker.tables.guideline import Level
from tracker.tables.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act that was fetched and read; nothing is stored. `warnings` are those of the fetching."""

    prepared: ingest.Prepared
    identifier: str
    source: fetching.Source
    warnings: tuple[ReadWarning, ...]


def read_act(
    database: Database, text: str, language: str, network: Network, *, by: Person, workspace_id: int | None = None
) -> Act:
    """Fetch an act and read it as if it had come as a file.

    Raises NotAllowed before anybody is asked, NotFetched where the act does not come, and all that reading a file
    raises.
    """
    with database.reading() as session:
        access.allow(session, by, "guideline.import")
    found = find(text, language, network)
    return Act(
        prepared=tasks.read_guideline(database, found.fetched.data, found.file_name, workspace_id=workspace_id),
        identifier=found.identifier,
        source=fetching.source_of(found),
        warnings=fetching.warnings(found),
    )


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
    """Fetch an act and import it; gives also the name of its file. Raises what `read_act` and importing raise."""
    act = read_act(database, text, language, network, by=by, workspace_id=workspace_id)
    return _stored(database, act, by=by, level=level), act.prepared.file_name


def _stored(database: Database, act: Act, *, by: Person, level: Level | None) -> ingest.ImportedGuideline:
    imported = tasks.store_guideline(
        database, act.prepared, by=by, source=act.source, identifier=act.identifier, level=level
    )
    return replace(imported, warnings=(*act.warnings, *imported.warnings))


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
    """Fetch an act and import it; one that would change an edition that is there waits, as a file would."""
    said = task.arguments
    act = read_act(
        task.database,
        str(said["identifier"]),
        str(said["language"]),
        fetching.network(Settings()),
        by=task.by,
        workspace_id=task.workspace_id,
    )
    text, level = act.prepared, said.get("level")
    preview = tasks.preview_guideline(task.database, text, identifier=act.identifier)
    if preview.against is not None:
        with task.database.writing() as session:
            originals.store(session, text.sha256, text.data)
        again = {
            "sha256": text.sha256,
            "file_name": text.file_name,
            "identifier": act.identifier,
            "source": asdict(act.source),
            **({"level": level} if level else {}),
        }
        return tasks.question(preview, task.workspace_id, again, (*act.warnings, *text.document.warnings))
    imported = _stored(task.database, act, by=task.by, level=Level(level) if level else None)
    return {
        "guideline_id": imported.guideline_id,
        "file_name": text.file_name,
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
