"""The guidelines of the demonstration: the library as it grew, and those invented with it, edition by edition."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.library import load
from policies.sandbox import read_safely
from tracker import events, ingest, library
from tracker.database import Database
from tracker.demonstration import chronicle, story
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Bindingness, Guideline, GuidelineStatus, Level, Requirement, Summary
from tracker.tables.people import Person


def stock(session: Session, day: date, *, by: Person) -> None:
    """Add the acts of the library that were adopted by a day of work."""
    library.stock(session, [entry for entry, known_on in chronicle.of_library(load()) if known_on == day], by=by)


def import_due(database: Database, workspace_id: int, day: date, *, by: Person) -> None:
    """Import the editions of this day as anybody does, and say what their text does not in a form one can read.

    They count in this workspace only: nobody else's figures hold invented demands.
    """
    for row in story.decisions()["guidelines"]:
        if row["on"] != day.isoformat():
            continue
        data = (story.FOLDER / "guidelines" / row["file"]).read_bytes()
        prepared = ingest.prepare(data, row["file"], read_safely(data, row["file"]))
        with database.writing() as session:
            imported = ingest.import_guideline(
                session,
                prepared,
                by=by,
                identifier=row["identifier"],
                level=Level(row["level"]),
                published_on=story.day(row["published_on"]),
            )
            if session.get_one(Guideline, imported.guideline_id).workspace_id != workspace_id:
                _describe(session, imported.guideline_id, workspace_id, row, by)


def requirement(session: Session, identifier: str, key: str) -> int | None:
    """The requirement of a guideline with such a key."""
    return session.scalars(
        select(Requirement.id)
        .join(Guideline, Guideline.id == Requirement.guideline_id)
        .where(Guideline.identifier == identifier, Requirement.key == key)
    ).first()


def named(session: Session, name: str) -> int | None:
    """The requirement of a key of the library, or of "identifier | key"; None where it was not imported."""
    identifier, _, key = name.partition(" | ")
    if key:
        return requirement(session, identifier, key)
    return session.scalars(select(Summary.requirement_id).where(Summary.library_key == name)).first()


def _describe(session: Session, guideline_id: int, workspace_id: int, row: dict[str, str], by: Person) -> None:
    guideline = session.get_one(Guideline, guideline_id)
    guideline.workspace_id = workspace_id
    guideline.title_sv, guideline.title_en = row["title_sv"], row["title_en"]
    guideline.issuer = row["issuer"]
    guideline.bindingness = Bindingness(row["bindingness"])
    guideline.bindingness_note = row["bindingness_note"]
    guideline.status = GuidelineStatus(row["status"])
    guideline.adopted_on, guideline.in_force_on = story.day(row["adopted_on"]), story.day(row.get("in_force_on"))
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
