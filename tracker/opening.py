"""Opening the tracker: the database, brought to the schema this program needs, and the person of local mode."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import backup, workspaces
from tracker.database import Database, connect
from tracker.ladder import kinds
from tracker.settings import Settings
from tracker.tables.assessment import EvidenceKind
from tracker.tables.measurement import Indicator, RecordKind
from tracker.tables.people import LOCAL_LOGIN, Person
from tracker.vocabulary import indicators, record_kinds


def open_tracker(settings: Settings | None = None) -> Database:
    """The database of the settings, created, or saved and migrated, where needed; refuses one of a newer program."""
    settings = settings or Settings()
    database = connect(settings.database_url)
    try:
        backup.upgrade(database, settings.backups)
        _seed_kinds(database)
    except BaseException:
        database.close()
        raise
    return database


def local_person(database: Database) -> Person:
    """The one named person who works when nobody signs in (TRACKER_PERSON, else a neutral name)."""
    with database.reading() as session:
        found = session.scalars(select(Person).where(Person.login == LOCAL_LOGIN)).first()
    if found is not None:
        return found
    with database.writing() as session:
        return workspaces.local_person(session, os.environ.get("TRACKER_PERSON") or "Lokal användare")


def _seed_kinds(database: Database) -> None:
    """Kinds of evidence and records and the indicators are data of this program; the database holds a row of each."""
    shipped = ((EvidenceKind, kinds()), (Indicator, indicators()), (RecordKind, record_kinds()))
    with database.reading() as session:
        complete = not any(_absent(session, table, rows) for table, rows in shipped)
    if not complete:
        with database.writing() as session:
            for table, rows in shipped:
                session.add_all(table(**_columns(table, rows[code])) for code in sorted(_absent(session, table, rows)))


def _absent(session: Session, table: type[Any], rows: Mapping[str, Any]) -> set[str]:
    return rows.keys() - set(session.scalars(select(table.code)))


def _columns(table: type[Any], row: Any) -> dict[str, Any]:
    """What the table keeps of a row of data; the rest is the program's own."""
    return {name: value for name, value in asdict(row).items() if name in table.__table__.columns}
