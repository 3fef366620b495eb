"""What the columns of lists were last taken to mean, so that nobody has to say it twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import access, clock
from tracker.tables.mapping import ColumnMapping
from tracker.tables.people import Person


def remembered(session: Session, workspace_id: int, kind: str) -> Callable[[str], Mapping[str, str] | None]:
    """The mappings of a kind of list: gives heading -> key for a checksum of headings, None where none is kept."""
    query = select(ColumnMapping.headings, ColumnMapping.columns).where(
        ColumnMapping.workspace_id == workspace_id, ColumnMapping.kind == kind
    )
    found: dict[str, Mapping[str, str]] = dict(session.execute(query).all())
    return found.get


def remember(
    session: Session, workspace_id: int, kind: str, headings: str, mapping: Mapping[str, str], *, by: Person
) -> None:
    """Keep what the headings with this checksum were taken to mean; a later mapping takes the place of the first."""
    access.allow(session, by, "list.import", workspace_id)
    query = select(ColumnMapping).where(
        ColumnMapping.workspace_id == workspace_id, ColumnMapping.kind == kind, ColumnMapping.headings == headings
    )
    found = session.scalars(query).first()
    if found is None:
        session.add(
            ColumnMapping(
                workspace_id=workspace_id,
                kind=kind,
                headings=headings,
                columns=dict(mapping),
                by_id=by.id,
                recorded_at=clock.now(),
            )
        )
    elif found.columns != mapping:
        found.columns, found.by_id, found.recorded_at = dict(mapping), by.id, clock.now()
