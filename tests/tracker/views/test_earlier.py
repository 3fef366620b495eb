"""The state of any date: whatever people change afterwards, an evening is rebuilt as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from tests.tracker.evening import EVENING, Town
from tests.tracker.verbs.every import ELSEWHERE, VERBS
from tracker import access, clock, services, workspaces
from tracker.database import Database
from tracker.former import KEPT, pending_of
from tracker.tables.event import Event
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.network import Actor
from tracker.tables.people import Person
from tracker.tables.schema import Table, UtcDateTime
from tracker.tables.service import Service, ServiceStatus
from tracker.views.earlier import begins, earlier, walk
from tracker.views.ladder.shares import shares
from tracker.views.ladder.standings import standings

AFTER, MUCH_LATER = (datetime(2026, 11, day, 9, tzinfo=UTC) for day in (24, 29))
DAY = EVENING.date()


@pytest.fixture
def state(evening: Town) -> Town:
    """The same, by the name of what is rebuilt."""
    return evening


def dump(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """All that is kept of every table, and every moment; suggestions of the machine left out."""
    session.expire_all()
    found = {}
    for mapper in Table.registry.mappers:
        table = mapper.class_
        if table.__tablename__ not in {*KEPT, "record"}:
            continue
        names = ["id", *KEPT.get(table.__tablename__, ())]
        names += [column.key for column in inspect(table).columns if isinstance(column.type, UtcDateTime)]
        rows = session.execute(select(*(getattr(table, name) for name in dict.fromkeys(names))).order_by(table.id))
        found[table.__tablename__] = [
            tuple(row) for row in rows if not (table is Link and row.state is Decided.SUGGESTED)
        ]
    return found


@pytest.fixture(autouse=True)
def far_off() -> Iterator[None]:
    with clock.fixed(MUCH_LATER):
        yield


ROLLED_BACK = [
    *(pytest.param("sqlite", verb) for verb in VERBS),
    *(pytest.param("postgresql", verb, marks=pytest.mark.postgres) for verb in list(VERBS)[::3]),
]
"""On PostgreSQL a third of them: verbs and events are the same code, and every kind of column is among these."""


@pytest.mark.parametrize(("database", "verb"), ROLLED_BACK, indirect=["database"])
def test_an_evening_is_rebuilt_as_it_was(database: Database, person: Person, state: Any, verb: str) -> None:
    with clock.fixed(EVENING), database.reading() as session:
        rows, where = dump(session), standings(session, state.workspace)
        reached = [shares(session, state.workspace, by=by) for by in ("guideline", "unit", "service")]
    with clock.fixed(AFTER), database.writing() as session:
        VERBS[verb](session, state, person)
        session.flush()
        assert pending_of(session).before == {}
    with database.reading() as session:
        assert dump(session) != rows
        with earlier(session, state.workspace, DAY, suggestions=False) as then:
            assert dump(then) == rows
            assert standings(then, state.workspace) == where
        with earlier(session, state.workspace, DAY) as then:
            assert dump(then) == rows
            assert standings(then, state.workspace) == where
            assert [shares(then, state.workspace, by=by) for by in ("guideline", "unit", "service")] == reached


def test_every_action_has_its_verb_here() -> None:
    assert {name.partition(":")[0] for name in VERBS} | set(ELSEWHERE) == set(access.ACTIONS)


def test_what_was_changed_twice_holds_what_it_held_first(database: Database, person: Person, state: Any) -> None:
    for day, unit in ((22, state.other_unit), (24, state.unit), (26, None)):
        with clock.fixed(datetime(2026, 11, day, tzinfo=UTC)), database.writing() as session:
            version = session.get_one(Service, state.service).version
            services.change_service(session, state.service, by=person, seen_version=version, unit_id=unit)
    days = [date(2026, 11, day) for day in (21, 22, 24)]
    with database.reading() as session:
        units = [then.get_one(Service, state.service).unit_id for then in walk(session, state.workspace, days)]
    assert units == [state.unit, state.other_unit, state.unit]


def test_an_update_of_many_is_kept_as_well(database: Database, person: Person, state: Any) -> None:
    with clock.fixed(AFTER), database.writing() as session:
        session.execute(update(Service).where(Service.id == state.service).values(status=ServiceStatus.CLOSED))
        workspaces.set_threshold(session, state.workspace, "shelf_life", 1, by=person)
    with database.reading() as session, earlier(session, state.workspace, DAY) as then:
        assert then.get_one(Service, state.service).status is ServiceStatus.IN_SERVICE


def test_what_was_rolled_back_is_told_by_no_event(database: Database, state: Any) -> None:
    with database.writing() as session:
        with session.begin_nested() as inner:
            session.get_one(Service, state.service).status = ServiceStatus.CLOSED
            session.flush()
            inner.rollback()
        assert pending_of(session).before == {}


def test_names_and_words_are_never_told(database: Database, person: Person, state: Any) -> None:
    with clock.fixed(AFTER), database.writing() as session:
        session.get_one(Actor, state.unit).name = "Bygg och miljö"
        workspaces.set_threshold(session, state.workspace, "shelf_life", 1, by=person)
        event = session.scalars(select(Event).order_by(Event.id.desc())).first()
    assert event is not None
    assert event.before == {"shelf_life": 24, "former": {f"workspace:{state.workspace}": {"thresholds": {}}}}


def test_today_is_the_session_itself(database: Database, state: Any) -> None:
    with database.reading() as session, earlier(session, state.workspace, MUCH_LATER.date()) as then:
        assert then is session


def test_before_the_first_day_nothing_was_known(database: Database, state: Any) -> None:
    with database.reading() as session:
        assert begins(session, state.workspace) == DAY
        with earlier(session, state.workspace, date(2026, 11, 19)) as then:
            found = standings(then, state.workspace)
    assert (dict(found.cells), found.searched) == ({}, frozenset())
