"""What is kept of the use of the tracker goes after its time; what was decided, and what it rests on, never does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tracker import clock, originals, retention
from tracker.database import Database
from tracker.errors import Refused
from tracker.tables.choice import Visit
from tracker.tables.event import Event
from tracker.tables.job import Job, JobState
from tracker.tables.people import Person, SignIn, Workspace
from tracker.tables.schema import Table

SPENT = {"visit", "sign_in", "job", "original", "event", "event_head"}


@pytest.fixture
def used(database: Database, workspace: Workspace, person: Person, suggested: int) -> int:
    """A workspace with a visit, a sign-in, a job and a forgotten upload of two years ago, and of today."""
    with database.writing() as session:
        for age, name in ((730, "old"), (0, "new")):
            then = clock.now() - timedelta(days=age)
            data = name.encode()
            sha = f"{name:0<64}"
            originals.store(session, sha, data)
            session.add_all(
                [
                    Visit(workspace_id=suggested, person_id=person.id, began_at=then, last_at=then),
                    SignIn(person_id=person.id, key=sha, began_at=then, last_at=then, ended_at=then),
                    Job(
                        workspace_id=suggested, kind="import_document", arguments={"sha256": sha}, by_id=person.id,
                        state=JobState.DONE, created_at=then, finished_at=then,
                    ),
                ]
            )  # fmt: skip
    return suggested


def counts(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Table.metadata.sorted_tables
        }


def test_what_is_over_goes_and_all_else_stays(database: Database, used: int, person: Person) -> None:
    before = counts(database)
    with database.reading() as session:
        due = retention.due(session, used)
    with database.writing() as session:
        done = retention.apply(session, used, by=person)
    assert due == done == {"visits": 1, "sign_ins": 1, "jobs": 1, "uploads": 1}
    after = counts(database)
    assert {name: after[name] for name in before if name not in SPENT} == {
        name: count for name, count in before.items() if name not in SPENT
    }
    assert after["event"] == before["event"] + 1
    with database.reading() as session:
        event = session.scalars(select(Event).where(Event.action == "retention.apply")).one()
    assert event.after == {**done, "days": dict(retention.DAYS)}


def test_nothing_to_dispose_of_is_no_event(database: Database, workspace: Workspace, person: Person) -> None:
    with database.writing() as session:
        assert not any(retention.apply(session, workspace.id, by=person).values())
        assert session.scalars(select(Event).where(Event.action == "retention.apply")).all() == []


def test_a_workspace_says_for_how_long(database: Database, used: int, person: Person) -> None:
    with database.writing() as session:
        retention.set_days(session, used, "visits", 1000, by=person)
    with database.reading() as session:
        assert retention.due(session, used)["visits"] == 0


@pytest.mark.parametrize(("kind", "number"), [("history", 30), ("visits", 0), ("visits", 10**9)])
def test_what_must_be_kept_has_no_time(
    database: Database, workspace: Workspace, person: Person, kind: str, number: int
) -> None:
    with database.writing() as session, pytest.raises(Refused):
        retention.set_days(session, workspace.id, kind, number, by=person)
