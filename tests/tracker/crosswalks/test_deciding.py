"""Only people decide crosswalks, each on what they saw, with an event on the shared chain."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker.crosswalks import deciding
from tracker.database import Database
from tracker.errors import Conflict, NotAllowed, NotFound, Refused
from tracker.tables.crosswalk import Crosswalk, CrosswalkType
from tracker.tables.event import LIBRARY_CHAIN, Event
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.people import Person

Acts = Callable[[str], int]


@pytest.fixture
def added(database: Database, acts: Acts, person: Person) -> int:
    with database.writing() as session:
        return deciding.add(session, acts("EU-BOAT-01"), acts("SE-BOAT-01"), by=person).id


def test_a_confirmation_keeps_type_day_note_and_the_words_it_was_made_on(
    database: Database, added: int, person: Person
) -> None:
    with database.writing() as session:
        deciding.confirm(session, added, CrosswalkType.PARTLY, by=person, seen_version=1, note="Bara storlekarna.")
    with database.reading() as session:
        row = session.get_one(Crosswalk, added)
        assert (row.state, row.type, row.note, row.version) == (
            Decided.CONFIRMED, CrosswalkType.PARTLY, "Bara storlekarna.", 2,
        )  # fmt: skip
        assert row.upper_fingerprint == session.get_one(Requirement, row.upper_id).fingerprint


def test_every_decision_is_an_event_on_the_shared_chain(database: Database, added: int, person: Person) -> None:
    with database.writing() as session:
        deciding.confirm(session, added, CrosswalkType.RELATED, by=person, seen_version=1)
        deciding.reopen(session, added, by=person, seen_version=2)
        deciding.reject(session, added, by=person, seen_version=3)
    with database.reading() as session:
        rows = session.scalars(select(Event).where(Event.entity == f"crosswalk:{added}").order_by(Event.seq)).all()
    assert [row.action for row in rows] == [f"crosswalk.{verb}" for verb in ("add", "confirm", "reopen", "reject")]
    assert {row.chain for row in rows} == {LIBRARY_CHAIN}
    assert rows[1].after["type"] == "related"


def test_a_decision_on_something_older_is_refused(database: Database, added: int, person: Person) -> None:
    with database.writing() as session:
        deciding.reject(session, added, by=person, seen_version=1)
    with pytest.raises(Conflict), database.writing() as session:
        deciding.confirm(session, added, CrosswalkType.IMPLEMENTS, by=person, seen_version=1)


def test_the_same_pair_is_added_once(database: Database, acts: Acts, added: int, person: Person) -> None:
    with database.writing() as session:
        assert deciding.add(session, acts("EU-BOAT-01"), acts("SE-BOAT-01"), by=person).id == added


@pytest.mark.parametrize(("upper", "lower"), [("SE-BOAT-01", "EU-BOAT-01"), ("SE-BOAT-01", "SE-BOAT-01")])
def test_no_crosswalk_leads_up_or_to_itself(
    database: Database, acts: Acts, person: Person, upper: str, lower: str
) -> None:
    with pytest.raises(Refused), database.writing() as session:
        deciding.add(session, acts(upper), acts(lower), by=person)


def test_within_one_level_no_crosswalk_leads_back(database: Database, acts: Acts, person: Person) -> None:
    with database.writing() as session:
        row = deciding.add(session, acts("SE-BOAT-01"), acts("SE-BOAT-02"), by=person)
        deciding.confirm(session, row.id, CrosswalkType.RELATED, by=person, seen_version=1)
    with pytest.raises(Refused), database.writing() as session:
        deciding.add(session, acts("SE-BOAT-02"), acts("SE-BOAT-01"), by=person)


def test_of_two_suggestions_that_lead_both_ways_one_can_be_confirmed(
    database: Database, acts: Acts, person: Person
) -> None:
    pair = acts("SE-BOAT-01"), acts("SE-BOAT-02")
    with database.writing() as session:
        there = deciding.add(session, *pair, by=person).id
        back = deciding.add(session, *reversed(pair), by=person).id
        deciding.confirm(session, there, CrosswalkType.PARTLY, by=person, seen_version=1)
    with pytest.raises(Refused, match="crosswalk_upward"), database.writing() as session:
        deciding.confirm(session, back, CrosswalkType.PARTLY, by=person, seen_version=1)


def test_what_is_not_there_is_not_found(database: Database, acts: Acts, person: Person) -> None:
    with pytest.raises(NotFound), database.writing() as session:
        deciding.add(session, acts("EU-BOAT-01"), 999_999, by=person)
    with pytest.raises(NotFound), database.writing() as session:
        deciding.reject(session, 999_999, by=person, seen_version=1)


def test_somebody_without_a_role_decides_nothing(database: Database, added: int) -> None:
    with database.writing() as session:
        stranger = Person(name="Främling")
        session.add(stranger)
        session.flush()
        with pytest.raises(NotAllowed):
            deciding.reject(session, added, by=stranger, seen_version=1)


def test_the_database_refuses_a_confirmation_without_a_person(database: Database, added: int) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        row = session.get_one(Crosswalk, added)
        row.state, row.type = Decided.CONFIRMED, CrosswalkType.IMPLEMENTS
        session.flush()
