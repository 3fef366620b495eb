"""Importing a file as the next edition of a local document, or saying what that would change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.tables.people import Person


def import_edition(
    database: Database, file: Path, document_id: int, workspace_id: int, by: Person, *, preview: bool
) -> dict[str, object]:
    """What became of the passages, by kind, and of the links; the same text again, or `preview`, stores nothing."""
    from collections import Counter

    from nlp.comparison.changes import ChangeKind
    from tracker import tasks
    from tracker.cli.files import file_bytes, file_name
    from tracker.errors import NotFound, Refused
    from tracker.revising import applying
    from tracker.views.local.editions import previewed

    try:
        revision = tasks.plan_edition(database, file_bytes(file), file_name(file), document_id, by=by)
    except Refused as problem:
        if problem.code != "error.edition_there":
            raise
        return {"file": str(file), "new": False, "document": document_id, "passages": 0, "warnings": 0}
    if revision.workspace_id != workspace_id:
        raise NotFound("error.document_unknown", id=document_id)
    with database.reading() as session:
        found = previewed(
            session,
            revision.old,
            [passage.text for passage in revision.new],
            revision.changes,
            [revision.follows(change) for change in revision.changes],
        )
    kinds = Counter(change.kind for change in revision.changes)
    links, suspect = ({link for one in found for link in getattr(one, side)} for side in ("links", "suspect"))
    row: dict[str, object] = {
        "file": str(file),
        "new": not preview,
        "document": document_id,
        "passages": len(revision.new),
        "warnings": len(revision.prepared.document.warnings),
        **{kind.value: kinds[kind] for kind in ChangeKind},
        "links_kept": len(links - suspect),
        "links_suspect": len(suspect),
    }
    if not preview:
        with database.writing() as session:
            row["edition"] = applying.apply(session, revision, by=by).edition_id
    return row
