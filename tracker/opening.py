"""Opening the tracker: the database, brought to the schema this program needs, and the person of local mode."""

from __future__ import annotations

import os

from sqlalchemy import select

from tracker import migrations, workspaces
from tracker.database import Database, connect
from tracker.settings import Settings
from tracker.tables.people import Person


def open_tracker(settings: Settings | None = None) -> Database:
    """The database of the settings, created or migrated where needed; refuses one from a newer program."""
    database = connect((settings or Settings()).database_url)
    migrations.upgrade(database)
    return database


def local_person(database: Database) -> Person:
    """The one named person who works when nobody signs in (TRACKER_PERSON, else a neutral name)."""
    with database.reading() as session:
        found = session.scalars(select(Person).where(Person.login == workspaces.LOCAL_LOGIN)).first()
    if found is not None:
        return found
    with database.writing() as session:
        return workspaces.local_person(session, os.environ.get("TRACKER_PERSON") or "Lokal användare")
