"""The guidelines of the demonstration that are invented with it, and so have a text to import."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import events, tasks
from tracker.database import Database
from tracker.demonstration import reviewing
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Bindingness, Guideline, GuidelineStatus, Level, Requirement
from tracker.tables.people import Person


def import_all(database: Database, workspace_id: int, *, by: Person) -> None:
    """Import them as anybody imports a guideline, and fill in what their text does not say in a form one can read.

    They count in this workspace only: nobody else's figures hold invented demands.
    """
    for row in reviewing.decisions()["guidelines"]:
        data = (reviewing.FOLDER / "guidelines" / row["file"]).read_bytes()
        imported = tasks.import_guideline(
            database, data, row["file"], by=by, identifier=row["identifier"], level=Level(row["level"])
        )
        with database.writing() as session:
            if session.get_one(Guideline, imported.guideline_id).workspace_id != workspace_id:
                _describe(session, imported.guideline_id, workspace_id, row, by)


def requirement(session: Session, identifier: str, key: str) -> int | None:
    """The requirement of a guideline with such a key."""
    return session.scalars(
        select(Requirement.id)
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .where(Guideline.identifier == identifier, Requirement.key == key)
    ).first()


def _describe(session: Session, guideline_id: int, workspace_id: int, row: dict[str, str], by: Person) -> None:
    guideline = session.get_one(Guideline, guideline_id)
    guideline.workspace_id = workspace_id
    guideline.title_sv, guideline.title_en = row["title_sv"], row["title_en"]
    guideline.issuer = row["issuer"]
    guideline.bindingness = Bindingness(row["bindingness"])
    guideline.bindingness_note = row["bindingness_note"]
    guideline.status = GuidelineStatus(row["status"])
    guideline.adopted_on = date.fromisoformat(row["adopted_on"])
    events.record(
        session,
        LIBRARY_CHAIN,
        "guideline.describe",
        f"guideline:{guideline_id}",
        by=by,
        after={
            "bindingness": guideline.bindingness,
            "status": guideline.status,
            "adopted_on": guideline.adopted_on,
            "workspace": workspace_id,
        },
    )
