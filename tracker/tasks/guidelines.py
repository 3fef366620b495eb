"""A guideline read under limits, shown before it is stored, stored in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from nlp.errors import NlpError
from policies.document import ReadWarning
from policies.sandbox import read_safely
from tracker import editions, fetching, ingest, originals, refining, takeovers
from tracker.database import Database
from tracker.extraction import TRACKED_LANGUAGES, language_of
from tracker.tables.guideline import Level
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
    database: Database, prepared: ingest.Prepared, *, by: Person, source: fetching.Source | None = None, **said: Any
) -> ingest.ImportedGuideline:
    """Store what was read, as `ingest.import_guideline` does with what a person `said`, and propose take-overs.

    `source` is where it was fetched; it is kept in the same transaction.
    """

    def store(session: Session) -> ingest.ImportedGuideline:
        imported = ingest.import_guideline(session, prepared, by=by, **said)
        if imported.new:
            takeovers.propose(session, imported.guideline_id)
        if source is not None:
            fetching.keep_provenance(session, imported.edition_id, source, by=by)
        return imported

    return database.write(store)


def preview_guideline(
    database: Database, prepared: ingest.Prepared, *, identifier: str = "", published_on: date | None = None
) -> editions.EditionPreview:
    """What storing a text that was read would change; nothing is written."""
    with database.reading() as session:
        return editions.preview(session, prepared, identifier=identifier, published_on=published_on)


def question(
    preview: editions.EditionPreview,
    workspace_id: int | None,
    again: Mapping[str, Any],
    warnings: tuple[ReadWarning, ...],
) -> Mapping[str, Any]:
    """What a job ends with where a person looks first: what would change, and the job that then imports the text."""
    return {
        "waits": preview.plain(workspace_id),
        "again": dict(again),
        "new": False,
        "warnings": originals.warning_rows(warnings),
    }


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
