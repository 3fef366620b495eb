"""Imported lists: their rows stored by key, every name looked up, all of them or none.

The readers of tracker.importers give the rows; nothing here knows files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from tracker import access, events
from tracker.listing import actors, catalogue, crosswalks, figure_lists, goals, journeys, kolada, records, staffing
from tracker.listing.rows import Row, Stored
from tracker.listing.working import Work
from tracker.tables.people import Person

KINDS: Mapping[str, Callable[[Work, Sequence[Row]], Stored | None]] = {
    "actors": actors.store_actors,
    "relations": actors.store_relations,
    "systems": catalogue.store_systems,
    "services": catalogue.store_services,
    "forms": catalogue.store_forms,
    "topics": catalogue.store_topics,
    "measurements": figure_lists.store_measurements,
    "contact_statistics": figure_lists.store_contact_statistics,
    "analytics": figure_lists.store_analytics,
    "surveys": figure_lists.store_surveys,
    "positions": staffing.store_positions,
    "moves": staffing.store_moves,
    "records": records.store_records,
    "journeys": journeys.store_journeys,
    "goals": goals.store_goals,
    "crosswalk": crosswalks.store_crosswalks,
    "kolada": kolada.store_kolada,
}
"""Kinds of lists and what stores their rows."""


def store(
    session: Session, kind: str, rows: Sequence[Row], workspace_id: int, *, by: Person, sha256: str, note: str = ""
) -> Stored:
    """Store the rows of a list; one event with the counts and the checksum of the file where anything changed.

    With problems in what it gives, some of the rows are not stored: the caller must roll the session back.
    """
    access.allow(session, by, "list.import", workspace_id)
    access.one_at_a_time(session, workspace_id)
    work = Work(session, workspace_id, by, note)
    stored = KINDS[kind](work, rows) or work.stored(rows)
    if stored.problems:
        return stored
    session.flush()
    if stored.added or stored.changed or stored.introduced:
        counts = {"added": stored.added, "changed": stored.changed, "rows": len(rows)}
        after = {"list": kind, **counts, "introduced": len(stored.introduced), "sha256": sha256}
        events.record(session, workspace_id, "list.import", f"workspace:{workspace_id}", by=by, after=after, note=note)
    return stored
