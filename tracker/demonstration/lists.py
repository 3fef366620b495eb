"""The lists of the demonstration: what a municipality keeps in spreadsheets, imported as anybody imports them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tracker import tasks
from tracker.database import Database
from tracker.listing.rows import Stored
from tracker.tables.people import Person

BEFORE_DOCUMENTS = ("actors", "systems", "services", "relations", "forms", "topics", "positions", "moves")
BEHIND_DOCUMENTS = ("contact_statistics", "analytics", "measurements", "surveys", "records", "journeys", "goals")
"""Records and goals name the documents they rest on."""


def load(
    database: Database, folder: Path, kinds: Sequence[str], workspace_id: int, *, by: Person
) -> Mapping[str, Stored]:
    """Import the lists of these kinds that the folder holds, each in a file of its own named after its kind."""
    found = {kind: folder / f"{kind}.csv" for kind in kinds}
    return {
        kind: tasks.import_list(database, path.read_bytes(), path.name, kind, workspace_id, by=by)
        for kind, path in found.items()
        if path.is_file()
    }
