"""Roll-ups: the figures of national views are those of each workspace's own pages, kept until something is written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select

from tests.tracker import stock
from tests.tracker.evening import EVENING, Town
from tracker import clock, rollups, workspaces
from tracker.database import Database
from tracker.tables.event import Event
from tracker.tables.people import Membership, Person, Workspace
from tracker.tables.rollup import Rollup, RollupLevel, RollupReuse, RollupState
from tracker.views.national.among import freshness
from tracker.views.national.coverage import coverage
from tracker.views.overview import overview

AFTER = EVENING + timedelta(days=1)


def neighbour(database: Database, by: Person, code: str = "1480") -> Workspace:
    """Another municipality, with the same document."""
    with database.writing() as session:
        made = workspaces.create(session, "Granneviks kommun", by=by, municipality_code=code)
    stock.import_document(database, made, by)
    return made


def kept(database: Database) -> list[Any]:
    """The rows of all roll-ups but for their numbers and when they were made."""
    with database.reading() as session:
        return [
            tuple(value for name, value in row.items() if name not in {"id", "made_at"})
            for table in (RollupState, Rollup, RollupLevel, RollupReuse)
            for row in session.execute(select(table.__table__).order_by(*list(table.__table__.c)[1:])).mappings()
        ]


def test_the_figures_are_those_of_the_overview(database: Database, evening: Town) -> None:
    with clock.fixed(AFTER):
        rollups.renew(database, evening.workspace)
        with database.reading() as session:
            shown = overview(session, evening.workspace)
            rows = {row.guideline_id: row for row in session.scalars(select(Rollup))}
    assert shown.examined > 1
    assert [sum(getattr(row, name) for row in rows.values()) for name in ("requirements", "examined", "level_0")] == [
        shown.requirements, shown.examined, shown.gaps,
    ]  # fmt: skip
    for bar in shown.bars:
        places = {name: f"level_{name}" if name.isdecimal() else name for name in bar.counts}
        assert {name: getattr(rows[bar.name.id], column) for name, column in places.items()} == dict(bar.counts)
    assert {bar.name.id for bar in shown.bars} == set(rows)


def test_what_is_written_later_makes_them_outdated_and_renewing_does_not(
    database: Database, evening: Town, person: Person
) -> None:
    number = evening.workspace
    with clock.fixed(AFTER):
        rollups.renew(database, number)
        with database.reading() as session:
            assert freshness(session, reader=person.id).behind == ()
        with database.writing() as session:
            workspaces.set_threshold(session, number, "shelf_life", 12, by=person)
        with database.reading() as session:
            assert freshness(session, reader=person.id).behind == (number,)
            assert not coverage(session, reader=person.id)[0].own_criteria
        assert rollups.renew_outdated(database, by=person) == 1
        with database.reading() as session:
            assert freshness(session, reader=person.id).behind == ()
            assert coverage(session, reader=person.id)[0].own_criteria
    with clock.fixed(AFTER + timedelta(days=1)), database.reading() as session:
        assert freshness(session, reader=person.id).behind == (number,), "levels fall with time"


def test_they_are_thrown_away_without_loss_and_no_event_tells_of_them(
    database: Database, evening: Town, person: Person
) -> None:
    assert neighbour(database, person).id != evening.workspace
    with clock.fixed(AFTER):
        with database.reading() as session:
            events = session.scalar(select(func.count()).select_from(Event))
        rollups.renew_outdated(database, by=person)
        before = kept(database)
        with database.writing() as session:
            for table in (RollupState, Rollup, RollupLevel, RollupReuse):
                session.execute(delete(table))
        assert kept(database) == []
        assert rollups.renew_outdated(database, by=person) == 2
        assert kept(database) == before
        with database.reading() as session:
            assert session.scalar(select(func.count()).select_from(Event)) == events
    assert any(len(row) == 5 for row in before), "both hold the same document"


def test_renewing_twice_leaves_the_same_rows(database: Database, person: Person) -> None:
    first, second = (neighbour(database, person, code).id for code in ("1480", "0180"))
    for number in (first, second, first):
        rollups.renew(database, number)
    once = kept(database)
    rollups.renew(database, second)
    assert kept(database) == once


def test_what_was_found_earlier_does_not_replace_what_is_newer(database: Database, person: Person) -> None:
    number = neighbour(database, person).id
    with database.reading() as session:
        late = rollups.work_out(session, number)
    with database.writing() as session:
        workspaces.set_threshold(session, number, "shelf_life", 12, by=person)
    rollups.renew(database, number)
    database.write(lambda session: rollups.store(session, late))
    with database.reading() as session:
        assert freshness(session, reader=person.id).behind == ()


def test_only_workspaces_one_may_read_are_renewed(database: Database, person: Person) -> None:
    number = neighbour(database, person).id
    with database.writing() as session:
        session.execute(delete(Membership).where(Membership.workspace_id == number))
    assert rollups.renew_outdated(database, by=person) == 0
    assert kept(database) == []
