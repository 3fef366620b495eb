"""What is held about a user is found, and goes to the last byte when a decision says so; the history still verifies."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from tracker import backup, clock, disposals, events, people, searching
from tracker.database import Database, connect
from tracker.errors import NotAllowed, Refused
from tracker.settings import Settings
from tracker.tables.choice import Visit
from tracker.tables.event import Event, EventNote
from tracker.tables.job import Job, JobState
from tracker.tables.link import SearchRecord
from tracker.tables.people import Membership, Person, Role, SignIn, Workspace

NAME, LOGIN = "Kornelia Zebrafink", "kornelia.zebrafink@provby.example"
DECISION = "Arkivnämnden § 7, 2026-11-20"


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    return Settings(database_url=f"sqlite:///{tmp_path / 'tracker.db'}")


@pytest.fixture
def user(database: Database, workspace: Workspace, person: Person, guideline: object, local_document: object) -> Person:
    """Somebody who signed in, was here, decided, and is named in a note and a job."""
    del guideline, local_document
    with database.writing() as session:
        made = people.admit(session, workspace.id, LOGIN, NAME, Role.REVIEWER, by=person)
        made.subject = "zebrafink-subject"
        now = clock.now()
        session.add_all(
            [
                Visit(workspace_id=workspace.id, person_id=made.id, began_at=now, last_at=now),
                SignIn(person_id=made.id, key="0" * 64, began_at=now, last_at=now),
                Job(
                    workspace_id=workspace.id, kind="import_document", by_id=made.id, created_at=now,
                    state=JobState.DONE, arguments={"file_name": f"Anteckningar av {NAME}.md"},
                ),
            ]
        )  # fmt: skip
        searching.record(session, workspace.id, 1, by=made, note=f"enligt {NAME.upper()}s minne")
    return made


def dispose(database: Database, workspace: Workspace, user: Person, by: Person) -> disposals.Disposal:
    with database.writing() as session:
        return disposals.dispose(session, workspace.id, user.id, DECISION, by=by)


def test_everything_about_a_user_is_found(
    database: Database, workspace: Workspace, user: Person, person: Person
) -> None:
    with database.reading() as session:
        found = disposals.gather(session, workspace.id, user.id, by=person)
    assert {place.table for place in found} >= {
        "person", "membership", "sign_in", "visit", "event", "job", "search_record",
    }  # fmt: skip


def test_only_an_administrator_may_ask_or_dispose(database: Database, workspace: Workspace, user: Person) -> None:
    with database.reading() as session, pytest.raises(NotAllowed):
        disposals.gather(session, workspace.id, user.id, by=user)
    with database.writing() as session, pytest.raises(NotAllowed):
        disposals.dispose(session, workspace.id, user.id, DECISION, by=user)


@pytest.mark.parametrize("decision", [" ", f"Beslut om {NAME}"])
def test_a_decision_is_needed_and_names_nobody(
    database: Database, workspace: Workspace, user: Person, person: Person, decision: str
) -> None:
    with database.writing() as session, pytest.raises(Refused):
        disposals.dispose(session, workspace.id, user.id, decision, by=person)


def test_nobody_disposes_of_themselves(database: Database, workspace: Workspace, person: Person) -> None:
    with database.writing() as session, pytest.raises(Refused):
        disposals.dispose(session, workspace.id, person.id, DECISION, by=person)


def test_a_user_goes_and_what_they_decided_stays(
    database: Database, workspace: Workspace, user: Person, person: Person
) -> None:
    dispose(database, workspace, user, person)
    with database.reading() as session:
        row = session.get_one(Person, user.id)
        assert (row.login, row.subject, "Zebrafink" in row.name) == (None, None, False)
        for table in (Visit, SignIn, Membership):
            assert session.scalars(select(table).where(table.person_id == user.id)).all() == []
        assert session.scalars(select(SearchRecord.by_id)).one() == user.id
        before = events.GENESIS
        for event in session.scalars(select(Event).where(Event.chain == workspace.id).order_by(Event.seq)):
            assert (event.prev_hash, event.hash) == (before, events.digest(event))
            before = event.hash
        assert not [note for note in session.scalars(select(EventNote.text)) if "zebrafink" in note.lower()]


@pytest.mark.connections
def test_no_byte_of_the_name_is_left(
    database: Database, workspace: Workspace, user: Person, person: Person, settings: Settings, tmp_path: Path
) -> None:
    if database.write_engine.dialect.name == "sqlite":
        assert b"ebrafink" in (tmp_path / "tracker.db").read_bytes()
    disposals.keep(settings, dispose(database, workspace, user, person))
    disposals.purge(database)
    database.close()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            held = path.read_bytes().lower()
            assert b"zebrafink" not in held, path
            assert b"kornelia" not in held, path


def test_a_restored_backup_is_brought_up_to_the_disposals(sqlite_database: Database, tmp_path: Path) -> None:
    from tests.tracker import stock

    by = stock.person(sqlite_database)
    place = stock.new_workspace(sqlite_database, by)
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'alone.db'}")
    with sqlite_database.writing() as session:
        made = people.admit(session, place.id, LOGIN, NAME, Role.CODER, by=by)
    older = tmp_path / "older.db"
    backup.save(sqlite_database, settings.backups, reason="test")
    sqlite_database.close()
    shutil.copyfile(tmp_path / "alone.db", older)
    disposals.keep(settings, dispose(sqlite_database, place, made, by))
    assert [one.file for one in disposals.holding(settings)] != []
    restored = connect(f"sqlite:///{older}")
    with restored.reading() as session:
        assert [one.id for one in disposals.waiting(session, settings)] == [made.id]
    with restored.writing() as session:
        assert disposals.repeat(session, settings, place.id, by=by) == 1
    with restored.reading() as session:
        assert disposals.waiting(session, settings) == []
        assert session.get_one(Person, made.id).erased_at is not None
    restored.close()
