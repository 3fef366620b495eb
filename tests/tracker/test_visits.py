"""Stays of people in a workspace: few writes, one stay for all tabs, and never more kept than is asked for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tracker import clock, visits
from tracker.database import Database
from tracker.tables.choice import Visit
from tracker.tables.event import Event
from tracker.tables.people import Person, Workspace

START = datetime(2031, 5, 5, 8, tzinfo=UTC)


def come(database: Database, workspace: Workspace, person: Person, *minutes: int) -> None:
    """Open a page so many minutes after the start."""
    for minute in minutes:
        with clock.fixed(START + timedelta(minutes=minute)):
            visits.note(database, workspace.id, by=person)


def stays(database: Database) -> list[tuple[int, int]]:
    """The stays in minutes after the start, the first first."""
    with database.reading() as session:
        rows = session.scalars(select(Visit).order_by(Visit.began_at)).all()
    return [(_minute(row.began_at), _minute(row.last_at)) for row in rows]


def _minute(moment: datetime) -> int:
    return int((moment - START).total_seconds() // 60)


def last(database: Database, workspace: Workspace, person: Person, minute: int) -> datetime | None:
    with clock.fixed(START + timedelta(minutes=minute)), database.reading() as session:
        return visits.last_visit(session, workspace.id, person.id)


def test_a_stay_goes_on_while_pages_are_opened(database: Database, workspace: Workspace, person: Person) -> None:
    come(database, workspace, person, 0, 20, 45)
    assert stays(database) == [(0, 45)]


def test_who_comes_back_after_half_an_hour_begins_a_new_stay(
    database: Database, workspace: Workspace, person: Person
) -> None:
    come(database, workspace, person, 0, 30)
    assert stays(database) == [(0, 0), (30, 30)]


def test_the_end_of_a_stay_is_not_moved_at_every_page(database: Database, workspace: Workspace, person: Person) -> None:
    come(database, workspace, person, 0, 1, 4)
    assert stays(database) == [(0, 0)]


def test_only_the_last_two_stays_are_kept(database: Database, workspace: Workspace, person: Person) -> None:
    come(database, workspace, person, 0, 60, 120, 180)
    assert stays(database) == [(120, 120), (180, 180)]


def test_the_last_visit_is_the_one_before_this_one(database: Database, workspace: Workspace, person: Person) -> None:
    come(database, workspace, person, 0, 10)
    assert last(database, workspace, person, 12) is None
    assert last(database, workspace, person, 100) == START + timedelta(minutes=10)
    come(database, workspace, person, 100)
    assert last(database, workspace, person, 101) == START + timedelta(minutes=10)


def test_a_visit_leaves_no_event(database: Database, workspace: Workspace, person: Person) -> None:
    with database.reading() as session:
        before = session.scalar(select(func.count()).select_from(Event))
    come(database, workspace, person, 0)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Event)) == before


@pytest.mark.connections
def test_two_tabs_opened_at_once_are_one_stay(database: Database, workspace: Workspace, person: Person) -> None:
    def open_tab() -> None:
        with clock.fixed(START), database.writing() as session:
            visits.stay(session, workspace.id, by=person)

    with ThreadPoolExecutor(2) as tabs:
        for tab in [tabs.submit(copy_context().run, open_tab) for _ in range(6)]:
            tab.result()
    assert stays(database) == [(0, 0)]


@pytest.mark.connections
def test_a_database_that_cannot_be_written_is_left_alone(
    database: Database, workspace: Workspace, person: Person
) -> None:
    come(Database(database.read_engine, database.read_engine), workspace, person, 0)
    assert stays(database) == []
