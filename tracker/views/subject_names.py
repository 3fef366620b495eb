"""What actors and services are called."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.subjects import Subject
from tracker.tables.network import Actor
from tracker.tables.service import Service


def subject_names(session: Session, workspace_id: int) -> dict[Subject, str]:
    """The names of all actors and services of a workspace."""
    found: dict[Subject, str] = {}
    for kind, table in (("actor", Actor), ("service", Service)):
        for number, name in session.execute(select(table.id, table.name).where(table.workspace_id == workspace_id)):
            found[kind, number] = name
    return found
