"""Lists of a workspace: stored whole or not at all, and what that would change."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.database import Database
from tracker.importers import intake
from tracker.listing.rows import Stored
from tracker.tables.people import Person


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
    opened = intake.opened(data, file_name, kind)
    with database.writing() as session:
        proposal = intake.propose(session, opened, workspace_id, chosen=mapping)
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
    opened = intake.opened(data, file_name, kind)
    with database.writing() as session:
        proposal = intake.propose(session, opened, workspace_id, chosen=mapping)
        preview = intake.store(session, proposal, data, file_name, workspace_id, by=by)
        session.rollback()
    return preview
