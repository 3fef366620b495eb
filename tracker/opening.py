"""Opening the tracker: the database, brought to the schema this program needs, and the person of local mode."""

from __future__ import annotations

import os
from dataclasses import asdict

from sqlalchemy import select

from tracker import migrations, workspaces
from tracker.database import Database, connect
from tracker.ladder import kinds
from tracker.settings import Settings
from tracker.tables.assessment import EvidenceKind
from tracker.tables.people import Person


def open_tracker(settings: Settings | None = None) -> Database:
    """The database of the settings, created or migrated where needed; refuses one from a newer program."""
    database = connect((settings or Settings()).database_url)
    migrations.upgrade(database)
    _seed_kinds(database)
    return database


def local_person(database: Database) -> Person:
    """The one named person who works when nobody signs in (TRACKER_PERSON, else a neutral name)."""
    with database.reading() as session:
        found = session.scalars(select(Person).where(Person.login == workspaces.LOCAL_LOGIN)).first()
    if found is not None:
        return found
    with database.writing() as session:
        return workspaces.local_person(session, os.environ.get("TRACKER_PERSON") or "Lokal användare")


def _seed_kinds(database: Database) -> None:
    """Kinds of evidence are data of this program; the database holds a row of each for evidence to refer to."""
    with database.reading() as session:
        missing = kinds().keys() - set(session.scalars(select(EvidenceKind.code)))
    if missing:
        with database.writing() as session:
            for code in sorted(missing):
                if session.get(EvidenceKind, code) is None:
                    session.add(EvidenceKind(**asdict(kinds()[code])))
